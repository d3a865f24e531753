//! The scheduler of one run of a test that is explored: its mocked calls wait here, once they have been polled, until nothing
//! else can run and one of them is picked to be answered.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use std::task::Waker;

use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::Lock;
use crate::schedule::picker::Picker;
use crate::schedule::step::{Step, StepKind};
use crate::sessions::observed::Recorded;

/// Who waits in one run, and what was picked.
pub(crate) struct Scheduler {
    inner: Lock<Inner>,
}

/// A pointer to it, which does not drag all of it into the debug info of whatever has to do with a test.
pub(crate) type SharedScheduler = Hidden<OfScheduler>;

/// Names the [`Scheduler`].
pub(crate) struct OfScheduler;

impl Hides for OfScheduler {
    type Hidden = Scheduler;
}

struct Inner {
    /// In the order in which they were polled first.
    waiting: Vec<Waiting>,
    /// How many have waited so far.
    numbers: u32,
    picker: Picker,
    /// How often time may yet pass though calls wait.
    time_left: usize,
    /// What is told of a call that comes while time passes.
    explorer: Option<Waker>,
    /// What was picked, in words, if that is wanted.
    told: Option<Vec<ToldStep>>,
    /// What was to happen in some run, and whether it has in this one.
    reached: Vec<(Cow<'static, str>, bool)>,
    /// What tasks wait for, by the names that the test gives.
    watched: Vec<(u32, Cow<'static, str>)>,
}

/// A call that waits.
struct Waiting {
    number: u32,
    method: Arc<dyn Recorded>,
    record: usize,
    task: Waker,
}

/// A step of a run, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldStep {
    /// Each option, the first first.
    pub(crate) options: Vec<String>,
    pub(crate) picked: usize,
    pub(crate) kind: StepKind,
}

impl ToldStep {
    pub(crate) fn picked(&self) -> &str {
        &self.options[self.picked]
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextUp {
    /// That of a call, which goes on.
    Call,
    /// Time is to pass, though calls wait.
    Time,
    /// No call waits.
    Nobody,
}

/// `Cat::go("north") at src/herd.rs:12, task 2`: a call, and the task that has polled it, if it was one.
fn label(method: &dyn Recorded, record: usize) -> String {
    let called = method.called(record);
    let runners = method.mock().scene.runners.lock().known();
    let poller = (method.record(record).poller as usize).checked_sub(1).and_then(|index| runners.get(index)?.task);
    match poller {
        Some(task) => format!("{called}, task {task}"),
        None => called,
    }
}

impl Scheduler {
    /// Of a run in which time may pass so often though calls wait; with words, if that is said.
    pub(crate) fn of_run(picker: Picker, time: usize, is_told: bool) -> SharedScheduler {
        let inner = Inner {
            waiting: Vec::new(),
            numbers: 0,
            picker,
            time_left: time,
            explorer: None,
            told: is_told.then(Vec::new),
            reached: Vec::new(),
            watched: Vec::new(),
        };
        SharedScheduler::new(Arc::new(Scheduler { inner: Lock::new(inner) }))
    }

    /// A call waits from now on, under the number that is given back.
    pub(crate) fn wait(&self, method: Arc<dyn Recorded>, record: usize, task: Waker) -> u32 {
        let mut inner = self.inner.lock();
        let number = inner.numbers;
        inner.numbers += 1;
        inner.waiting.push(Waiting { number, method, record, task });
        let explorer = inner.explorer.take();
        drop(inner);
        if let Some(explorer) = explorer {
            explorer.wake();
        }
        number
    }

    /// Whether it is a call's turn; if it is not, it goes on to wait.
    pub(crate) fn has_come(&self, number: u32, task: &Waker) -> bool {
        let mut new = None;
        loop {
            let mut inner = self.inner.lock();
            let Some(waiting) = inner.waiting.iter_mut().find(|waiting| waiting.number == number) else { return true };
            if waiting.task.will_wake(task) {
                return false;
            }
            match new.take() {
                Some(new) => {
                    let old = mem::replace(&mut waiting.task, new);
                    drop(inner);
                    drop(old);
                    return false;
                }
                // Cloned without the lock, as it is the runtime's.
                None => {
                    drop(inner);
                    new = Some(task.clone());
                }
            }
        }
    }

    /// A call waits no longer, as its future is gone.
    pub(crate) fn leave(&self, number: u32) {
        let mut inner = self.inner.lock();
        let index = inner.waiting.iter().position(|waiting| waiting.number == number);
        let left = index.map(|index| inner.waiting.remove(index));
        drop(inner);
        drop(left);
    }

    /// Gives one of the calls that wait its turn; or says that time is to pass.
    pub(crate) fn take_turn(&self) -> NextUp {
        let labels = self.labels();
        let mut inner = self.inner.lock();
        let Inner { waiting, picker, time_left, told, .. } = &mut *inner;
        let (calls, with_time) = (waiting.len(), *time_left > 0);
        if calls == 0 {
            return NextUp::Nobody;
        }
        let (kind, options) = match with_time {
            true => (StepKind::CallsOrTime, calls + 1),
            false => (StepKind::Calls, calls),
        };
        let mut runner = |option: usize| {
            let waiting: &Waiting = &waiting[option];
            waiting.method.record(waiting.record).poller
        };
        let picked = if options == 1 { 0 } else { picker.pick(kind, options, &mut runner) };
        if let Some(told) = told {
            let mut options = labels;
            if with_time {
                options.push("time passes".to_owned());
            }
            told.push(ToldStep { options, picked, kind });
        }
        if picked == calls {
            *time_left -= 1;
            return NextUp::Time;
        }
        let called = waiting.remove(picked);
        drop(inner);
        called.task.wake();
        NextUp::Call
    }

    /// Gives the call that has waited longest its turn, without a choice: whether there is one.
    pub(crate) fn take_first(&self) -> bool {
        let mut inner = self.inner.lock();
        if inner.waiting.is_empty() {
            return false;
        }
        let called = inner.waiting.remove(0);
        drop(inner);
        called.task.wake();
        true
    }

    /// The calls that wait, in words, if those are wanted. They are the user's to print, which takes no lock.
    fn labels(&self) -> Vec<String> {
        let mut calls = Vec::new();
        {
            let inner = self.inner.lock();
            if inner.told.is_none() {
                return Vec::new();
            }
            for waiting in &inner.waiting {
                calls.push((Arc::clone(&waiting.method), waiting.record));
            }
        }
        calls.iter().map(|(method, record)| label(&**method, *record)).collect()
    }

    /// A choice of the test's own, of so many options, which can be told.
    pub(crate) fn choose(&self, of: usize, tell: &dyn Fn(usize) -> String) -> usize {
        let is_told = self.inner.lock().told.is_some();
        let options = is_told.then(|| (0..of).map(tell).collect());
        let mut inner = self.inner.lock();
        let picked = if of == 1 { 0 } else { inner.picker.pick(StepKind::Own, of, &mut |_| 0) };
        if let (Some(told), Some(options)) = (&mut inner.told, options) {
            told.push(ToldStep { options, picked, kind: StepKind::Own });
        }
        picked
    }

    /// What is to be told of a call that comes from now on.
    pub(crate) fn tell_of_calls(&self, explorer: Option<Waker>) {
        let _dropped_without_the_lock = mem::replace(&mut self.inner.lock().explorer, explorer);
    }

    /// Something has happened, or has not so far, that is to happen in some run.
    pub(crate) fn reach(&self, name: Cow<'static, str>, is_reached: bool) {
        let mut inner = self.inner.lock();
        match inner.reached.iter_mut().find(|(known, _)| *known == name) {
            Some((_, reached)) => *reached |= is_reached,
            None => inner.reached.push((name, is_reached)),
        }
    }

    pub(crate) fn take_reached(&self) -> Vec<(Cow<'static, str>, bool)> {
        mem::take(&mut self.inner.lock().reached)
    }

    /// A task waits for something that has a name, until it says that it does not.
    pub(crate) fn watch(&self, name: Cow<'static, str>) -> u32 {
        let mut inner = self.inner.lock();
        let number = inner.numbers;
        inner.numbers += 1;
        inner.watched.push((number, name));
        number
    }

    pub(crate) fn unwatch(&self, number: u32) {
        self.inner.lock().watched.retain(|(known, _)| *known != number);
    }

    /// What tasks wait for.
    pub(crate) fn watched(&self) -> Vec<Cow<'static, str>> {
        self.inner.lock().watched.iter().map(|(_, name)| name.clone()).collect()
    }

    /// What was picked so far.
    pub(crate) fn steps(&self) -> Vec<Step> {
        self.inner.lock().picker.steps().to_vec()
    }

    /// The step at which what was laid down was no option, or did not come to pass.
    pub(crate) fn diverged(&self) -> Option<usize> {
        self.inner.lock().picker.diverged()
    }

    /// What was picked, in words.
    pub(crate) fn take_told(&self) -> Vec<ToldStep> {
        self.inner.lock().told.take().unwrap_or_default()
    }

    /// Lets go of all that waits: wakers keep a runtime alive.
    pub(crate) fn clear(&self) {
        let _dropped_without_the_lock = {
            let mut inner = self.inner.lock();
            (mem::take(&mut inner.waiting), inner.explorer.take())
        };
    }
}
