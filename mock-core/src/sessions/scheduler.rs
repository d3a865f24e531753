//! The scheduler of one run of a test that is explored: its mocked calls wait here, once they have been polled, until nothing
//! else can run and one of them is picked to be answered.

use std::borrow::Cow;
use std::mem;
use std::panic::Location;
use std::sync::Arc;
use std::task::Waker;

use tokio::task::AbortHandle;

use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::Lock;
use crate::schedule::picker::{Picker, small};
use crate::schedule::step::{Mark, Step, StepKind};
use crate::sessions::called::Called;
use crate::sessions::cancellable::{Cancellable, Cancelling};
use crate::sessions::independence::{Asleep, Groups, Independence};

/// Who waits in one run, and what was picked.
pub(crate) struct Scheduler {
    inner: Lock<Inner>,
    branching: Branching,
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
    /// What may be cancelled instead of answering a call, in the order in which it was polled first.
    cancellable: Vec<Cancellable>,
    /// How many have waited so far, or could be cancelled.
    numbers: u32,
    picker: Picker,
    /// What was said of calls whose order doesn't matter.
    independent: Vec<Arc<Independence>>,
    asleep: Asleep,
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

/// What there is to choose from, beside which call is answered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Branching {
    /// How often time may pass though calls wait.
    pub(crate) time: usize,
    /// Whether tasks may be aborted.
    pub(crate) aborts_tasks: bool,
    /// Whether a call has a turn to arrive, when its answer is run, and another one for its reply.
    pub(crate) replies_apart: bool,
}

/// A call that waits.
struct Waiting {
    number: u32,
    called: Called,
    groups: Groups,
    task: Waker,
}

/// A step of a run, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldStep {
    /// Each option, the first first.
    pub(crate) options: Vec<String>,
    pub(crate) picked: usize,
    pub(crate) kind: StepKind,
    /// By what the call is known again that was picked, if it is one.
    pub(crate) mark: Option<Mark>,
}

impl ToldStep {
    /// Of how many options it was picked. Time is none unless it passed: perhaps no timer was set.
    pub(crate) fn choices(&self) -> usize {
        let has_time = matches!(self.kind, StepKind::Turn { time: true, .. });
        self.options.len() - usize::from(has_time && self.picked + 1 < self.options.len())
    }

    pub(crate) fn picked(&self) -> &str {
        &self.options[self.picked]
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextUp {
    /// That of a call, which goes on, or of what is cancelled.
    Somebody,
    /// Time is to pass, though calls wait.
    Time,
    /// No call waits.
    Nobody,
}

impl Scheduler {
    /// Of a run that branches so; with words, if that is said.
    pub(crate) fn of_run(picker: Picker, branching: Branching, is_told: bool) -> SharedScheduler {
        let inner = Inner {
            waiting: Vec::new(),
            cancellable: Vec::new(),
            numbers: 0,
            picker,
            independent: Vec::new(),
            asleep: Asleep::default(),
            time_left: branching.time,
            explorer: None,
            told: is_told.then(Vec::new),
            reached: Vec::new(),
            watched: Vec::new(),
        };
        SharedScheduler::new(Arc::new(Scheduler { inner: Lock::new(inner), branching }))
    }

    /// A call waits from now on, under the number that is given back.
    pub(crate) fn wait(&self, called: Called, task: Waker) -> u32 {
        let groups = self.groups_of(&called);
        let mut inner = self.inner.lock();
        let number = inner.numbers;
        inner.numbers += 1;
        inner.waiting.push(Waiting { number, called, groups, task });
        let explorer = inner.explorer.take();
        drop(inner);
        if let Some(explorer) = explorer {
            explorer.wake();
        }
        number
    }

    /// Which groups of calls one is part of. The user may be asked, which takes no lock.
    fn groups_of(&self, called: &Called) -> Groups {
        let said = match &self.inner.lock().independent {
            none if none.is_empty() => return Groups::default(),
            said => said.clone(),
        };
        Groups::of(called, &said)
    }

    /// The order of two groups of calls doesn't matter, which are made from now on.
    pub(crate) fn are_independent(&self, groups: Arc<Independence>) {
        self.inner.lock().independent.push(groups);
    }

    /// Whether it is a call's turn; if it is not, it goes on to wait.
    pub(crate) fn has_come(&self, number: u32, task: &Waker) -> bool {
        self.wakes(task, |inner| {
            inner.waiting.iter_mut().find(|waiting| waiting.number == number).map(|waiting| &mut waiting.task)
        })
    }

    /// Has a task woken next time, if there is a waker of another one; or says that there is none any more.
    fn wakes(&self, task: &Waker, find: impl Fn(&mut Inner) -> Option<&mut Waker>) -> bool {
        let mut new = None;
        loop {
            let mut inner = self.inner.lock();
            let Some(known) = find(&mut inner) else { return true };
            if known.will_wake(task) {
                return false;
            }
            match new.take() {
                Some(new) => {
                    let old = mem::replace(known, new);
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

    /// Whether calls wait.
    pub(crate) fn is_awaited(&self) -> bool {
        !self.inner.lock().waiting.is_empty()
    }

    /// Whether a call arrives at one time and is replied to at another.
    pub(crate) fn replies_apart(&self) -> bool {
        self.branching.replies_apart
    }

    /// A call waits no longer, as its future is gone.
    pub(crate) fn leave(&self, number: u32) {
        let mut inner = self.inner.lock();
        let index = inner.waiting.iter().position(|waiting| waiting.number == number);
        let left = index.map(|index| inner.waiting.remove(index));
        drop(inner);
        drop(left);
    }

    /// From now on a future may be cancelled, which is polled by a task: under the number that is given back.
    pub(crate) fn may_cancel(&self, place: &'static Location<'static>, task: Waker) -> u32 {
        self.add_cancellable(place, Cancelling::Future(task))
    }

    /// From now on a task may be aborted, if that is wanted, until it has ended.
    pub(crate) fn may_abort(&self, place: &'static Location<'static>, task: impl FnOnce() -> AbortHandle) {
        if self.branching.aborts_tasks {
            self.add_cancellable(place, Cancelling::Task(task()));
        }
    }

    fn add_cancellable(&self, place: &'static Location<'static>, what: Cancelling) -> u32 {
        let mut inner = self.inner.lock();
        let number = inner.numbers;
        inner.numbers += 1;
        inner.cancellable.push(Cancellable { number, place, what });
        number
    }

    /// Whether a future was cancelled; if it was not, its task is woken if it is.
    pub(crate) fn is_cancelled(&self, number: u32, task: &Waker) -> bool {
        self.wakes(task, |inner| {
            let mut all = inner.cancellable.iter_mut();
            all.find_map(|one| match &mut one.what {
                Cancelling::Future(task) if one.number == number => Some(task),
                _ => None,
            })
        })
    }

    /// It has ended.
    pub(crate) fn is_over(&self, number: u32) {
        let mut inner = self.inner.lock();
        let index = inner.cancellable.iter().position(|one| one.number == number);
        let ended = index.map(|index| inner.cancellable.remove(index));
        drop(inner);
        drop(ended);
    }

    /// Gives one of the calls that wait its turn, or cancels something; or says that time is to pass.
    pub(crate) fn take_turn(&self) -> NextUp {
        let (labels, marks) = self.labels();
        drop(self.take_ended());
        let mut inner = self.inner.lock();
        let Inner { waiting, cancellable, picker, asleep, time_left, told, .. } = &mut *inner;
        let (calls, with_time) = (waiting.len(), *time_left > 0);
        if calls == 0 {
            return NextUp::Nobody;
        }
        let kind = StepKind::Turn { calls: small(calls), time: with_time };
        let options = calls + cancellable.len() + usize::from(with_time);
        let bits = asleep.bits(waiting.iter().map(|waiting| waiting.number));
        let picked = picker.pick(kind, options, bits, &marks, &mut |option| waiting[option].called.runner());
        let groups = waiting.get(picked).map(|waiting| waiting.groups);
        asleep.go_on(waiting.iter().map(|waiting| (waiting.number, waiting.groups)), bits, picked, groups);
        if let Some(told) = told {
            let mut options = labels;
            options.extend(cancellable.iter().map(Cancellable::label));
            if with_time {
                options.push("time passes".to_owned());
            }
            told.push(ToldStep { options, picked, kind, mark: marks.get(picked).copied() });
        }
        if let Some(cancelled) = picked.checked_sub(calls) {
            if cancelled == cancellable.len() {
                *time_left -= 1;
                return NextUp::Time;
            }
            let cancelled = cancellable.remove(cancelled);
            drop(inner);
            cancelled.cancel();
            return NextUp::Somebody;
        }
        let called = waiting.remove(picked);
        drop(inner);
        called.task.wake();
        NextUp::Somebody
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

    /// The tasks that can't be aborted any more.
    fn take_ended(&self) -> Vec<Cancellable> {
        match &mut *self.inner.lock() {
            Inner { cancellable, .. } if self.branching.aborts_tasks => {
                cancellable.extract_if(.., |one| one.has_ended()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The calls that wait, in words, and by what they are known again, if that is wanted. They are the user's to print, which
    /// takes no lock.
    fn labels(&self) -> (Vec<String>, Vec<Mark>) {
        let mut calls = Vec::new();
        {
            let inner = self.inner.lock();
            if inner.told.is_none() {
                return (Vec::new(), Vec::new());
            }
            for waiting in &inner.waiting {
                calls.push(waiting.called.clone());
            }
        }
        calls.iter().map(|called| (called.label(), called.mark())).unzip()
    }

    /// A choice of the test's own, of so many options, which can be told.
    pub(crate) fn choose(&self, of: usize, tell: &dyn Fn(usize) -> String) -> usize {
        let is_told = self.inner.lock().told.is_some();
        let options = is_told.then(|| (0..of).map(tell).collect());
        let mut inner = self.inner.lock();
        let picked = inner.picker.pick(StepKind::Own, of, 0, &[], &mut |_| 0);
        if let (Some(told), Some(options)) = (&mut inner.told, options) {
            told.push(ToldStep { options, picked, kind: StepKind::Own, mark: None });
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

    /// How many steps there were before all that they lead to is tried elsewhere, if that was so.
    pub(crate) fn redundant(&self) -> Option<usize> {
        self.inner.lock().picker.redundant()
    }

    /// The step at which what was laid down was no option, or did not come to pass.
    pub(crate) fn diverged(&self) -> Option<usize> {
        self.inner.lock().picker.diverged()
    }

    /// The step at which no call was as it was laid down, so that one was picked by its number.
    pub(crate) fn unlike(&self) -> Option<usize> {
        self.inner.lock().picker.unlike()
    }

    /// What was picked, in words.
    pub(crate) fn take_told(&self) -> Vec<ToldStep> {
        self.inner.lock().told.take().unwrap_or_default()
    }

    /// Lets go of all that waits: wakers keep a runtime alive.
    pub(crate) fn clear(&self) {
        let _dropped_without_the_lock = {
            let mut inner = self.inner.lock();
            let independent = mem::take(&mut inner.independent);
            (mem::take(&mut inner.waiting), mem::take(&mut inner.cancellable), inner.explorer.take(), independent)
        };
    }
}
