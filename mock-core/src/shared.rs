//! One method of one mock: what it expects, what it has seen, and the way of a call through it.
//!
//! A call is written down, [finds](crate::search) its expectation, borrows the answer, runs it, and gives it back. The
//! lock is held between these steps, never during one that runs the user's code. This is the path on which every call
//! pays, in optimised and in unoptimised builds: what is common is spelled out flat, what is not is elsewhere.

use std::any::Any;
use std::panic::Location;
use std::sync::Arc;
use std::task::Waker;

use crate::answer::Answer;
use crate::args::Args;
use crate::bell::Bell;
use crate::capability::ValueCapability;
use crate::hidden::{Hidden, Hides};
use crate::hold::HoldPoint;
use crate::inspect::EndsPanicked;
use crate::kind::{Awaited, Kind, Progress};
use crate::lock::{Lock, LockGuard};
use crate::matcher::Matcher;
use crate::method::Spec;
use crate::mock::{MockInfo, Mode};
use crate::pace::Pace;
use crate::plan::{Plan, Slot, Slots};
use crate::real::Real;
use crate::record::{CallState, Records};
use crate::report::{self, Refusal};
use crate::snapshot::Snapshots;
use crate::stay::Stay;
use crate::streaming::Streamed;
use crate::tape::Tape;
use crate::watchers::{self, Watchers};

pub(crate) type BoxMatcher<A> = Box<dyn Matcher<A>>;
pub(crate) type BoxAnswer<A, K> = Box<dyn Answer<A, K>>;
pub(crate) type Guard<'s, A, K> = LockGuard<'s, State<A, K>>;
type Place = &'static Location<'static>;

/// One method of one mock, shared by the mock, its views and its futures.
pub(crate) struct Shared<A: Args, K: Kind> {
    pub(crate) info: MockInfo,
    pub(crate) spec: Spec<A, K>,
    pub(crate) capabilities: A::Capabilities,
    /// Whether calls are timed.
    timed: bool,
    /// Whether every argument can be kept.
    all_kept: bool,
    pub(crate) state: Lock<State<A, K>>,
    /// Rung for threads that wait for a turn or an answer to be given back.
    pub(crate) bell: Bell,
}

/// A pointer to it, which does not drag all of it into the debug info of each mock.
pub(crate) type SharedMethod<A, K> = Hidden<(A, K)>;

impl<A: Args, K: Kind> Hides for (A, K) {
    type Hidden = Shared<A, K>;
}

/// What changes.
pub(crate) struct State<A: Args, K: Kind> {
    pub(crate) records: Records,
    pub(crate) snapshots: Snapshots<A>,
    pub(crate) plan: Plan,
    pub(crate) expectations: Vec<Expected<A, K>>,
    /// The thread that has taken the matchers out, 0 if none has.
    pub(crate) turn: usize,
    /// How many threads and tasks wait for something.
    pub(crate) waiting: usize,
    /// Made when a test takes a hand in it.
    pub(crate) control: Option<Box<Control<A, K>>>,
}

/// What a test that follows a method's calls has to do with them.
pub(crate) struct Control<A: Args, K: Kind> {
    /// The tasks that wait for a call to be made or to move on.
    watchers: Watchers,
    /// The held calls whose tokens were not given out, and where their answers are handed over.
    held: Vec<(usize, Point<K>)>,
    /// The guards that calls gave, or may yet give.
    pub(crate) stays: Vec<Arc<Stay>>,
    /// The streams that calls gave.
    streams: Vec<Streamed>,
    /// The real object's method, if the mock is a spy.
    pub(crate) real: Option<Arc<dyn Real<A, K>>>,
}

type Point<K> = Arc<dyn HoldPoint<<K as Kind>::Value, <K as Kind>::Running>>;

impl<A: Args, K: Kind> Default for Control<A, K> {
    fn default() -> Self {
        Control { watchers: Watchers::default(), held: Vec::new(), stays: Vec::new(), streams: Vec::new(), real: None }
    }
}

/// One expectation.
pub(crate) struct Expected<A: Args, K: Kind> {
    pub(crate) slot: Slot,
    /// `None` if it accepts anything.
    pub(crate) matcher: Option<BoxMatcher<A>>,
    /// `None` while it runs, or if there is none.
    pub(crate) answer: Option<BoxAnswer<A, K>>,
}

impl<A: Args, K: Kind> Slots for Vec<Expected<A, K>> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn slot(&self, index: usize) -> &Slot {
        &self[index].slot
    }
}

impl<A: Args, K: Kind> Shared<A, K> {
    /// Inlined, so that it is made where it stays: it is not small.
    #[inline(always)]
    pub(crate) fn new(info: MockInfo, spec: Spec<A, K>) -> Arc<Self> {
        let capabilities = spec.capabilities();
        // Before all else, as what was made before it would be moved once more.
        let snapshots = Snapshots::new();
        Arc::new(Shared {
            timed: info.scene.timed,
            info,
            spec,
            all_kept: A::kept(&capabilities) == A::ALL,
            capabilities,
            state: Lock::new(State {
                records: Records::default(),
                snapshots,
                plan: Plan::default(),
                expectations: Vec::new(),
                turn: 0,
                waiting: 0,
                control: None,
            }),
            bell: Bell::new(),
        })
    }

    /// The time, if calls are timed.
    #[inline(always)]
    fn now(&self) -> u64 {
        if self.timed { self.info.scene.now() } else { 0 }
    }

    /// Writes down a call. The lock is held from here on.
    #[inline(always)]
    fn open<'s>(
        &'s self,
        record: &mut usize,
        arguments: &A::Of<'_>,
        place: Place,
        state: CallState,
    ) -> Guard<'s, A, K> {
        if !self.all_kept {
            return self.open_partly(record, arguments, place, state);
        }
        let taken = A::keep(&self.capabilities, arguments);
        let started = self.now();
        let mut guard = self.state.lock();
        let inner = &mut *guard;
        *record = inner.records.open(self.info.scene.next(), started, place, state);
        inner.snapshots.push(taken);
        guard
    }

    /// Writes down a call of which not every argument can be kept.
    #[cold]
    fn open_partly<'s>(
        &'s self,
        record: &mut usize,
        arguments: &A::Of<'_>,
        place: Place,
        state: CallState,
    ) -> Guard<'s, A, K> {
        let kept = A::keep_partly(&self.capabilities, arguments);
        let started = self.now();
        let mut guard = self.state.lock();
        *record = guard.records.open(self.info.scene.next(), started, place, state);
        guard.snapshots.push_partial(kept);
        guard
    }

    /// A call that is answered at once.
    pub(crate) fn call<'a>(&self, arguments: A::Of<'a>, place: Place) -> K::Reply<'a> {
        let mut record = 0;
        let found = {
            let mut guard = self.open(&mut record, &arguments, place, CallState::Pending);
            match guard.glance(&arguments, record) {
                Some(found) => found,
                None => return self.call_closer(guard, arguments, record),
            }
        };
        let mut running = Running { shared: self, record, found };
        let reply = running.run(arguments);
        running.end(CallState::Completed);
        std::mem::forget(running);
        reply
    }

    /// What [`call`](Shared::call) does when a glance is not enough.
    fn call_closer<'a>(&self, guard: Guard<'_, A, K>, arguments: A::Of<'a>, record: usize) -> K::Reply<'a> {
        let guard = self.tell_of(guard);
        match self.look_closer(guard, &arguments, record) {
            Ok((guard, index)) => self.run(guard, index, arguments, record, |_| Some(CallState::Completed)),
            Err(refusal) => self.refused(refusal, arguments, record),
        }
    }

    /// Runs the answer of the expectation that was found. How the call stands then depends on the reply.
    fn run<'a>(
        &self,
        mut guard: Guard<'_, A, K>,
        index: usize,
        arguments: A::Of<'a>,
        record: usize,
        end: impl FnOnce(&K::Reply<'a>) -> Option<CallState>,
    ) -> K::Reply<'a> {
        if guard.expectations[index].slot.passes() {
            let real = self.take_pass(guard, index);
            return self.pass(&*real, arguments, record);
        }
        let answer = guard.expectations[index].answer.take();
        drop(guard);
        let mut running = Running { shared: self, record, found: Found { index, answer } };
        let reply = running.run(arguments);
        match end(&reply) {
            Some(end) => running.end(end),
            None => running.go_on(),
        }
        std::mem::forget(running);
        reply
    }

    /// A call that is a future: it is written down now, and answered when it is polled.
    #[inline(always)]
    pub(crate) fn call_later(&self, arguments: &A::Of<'_>, place: Place) -> usize {
        let mut record = 0;
        self.release(self.open(&mut record, arguments, place, CallState::Called));
        record
    }

    /// The first poll of a call that was answered when it was made.
    pub(crate) fn awaited(&self, record: usize) {
        let mut guard = self.state.lock();
        guard.records.awaited(record, self.info.scene.next());
        self.release(guard);
    }

    /// The end of a call.
    pub(crate) fn close(&self, record: usize, end: CallState) {
        let now = self.now();
        let mut guard = self.state.lock();
        guard.records.close(record, self.info.scene.next(), now, end);
        self.release(guard);
    }

    /// The end of a call whose future was dropped before it was polled.
    #[cold]
    pub(crate) fn never_awaited(&self, record: usize) {
        self.close(record, CallState::NeverAwaited);
        // The harness says so when the test is over.
        if !self.info.scene.is_under_trial() {
            let (record, place, snapshot) = self.seen_at(record);
            eprintln!("{}", report::never_awaited(&self.entry(&record, place, &snapshot)));
        }
    }

    #[cold]
    fn refused<'a>(&self, refusal: Refusal, arguments: A::Of<'a>, record: usize) -> K::Reply<'a> {
        if let (Refusal::NoMatch { .. }, Some(real)) = (refusal, self.real()) {
            return self.pass(&*real, arguments, record);
        }
        match self.fallback(&refusal) {
            Some(value) => {
                self.close(record, CallState::Completed);
                K::from_value(value)
            }
            None => self.fail(refusal, &arguments, record),
        }
    }

    /// The real object's method, if the mock is a spy.
    pub(crate) fn real(&self) -> Option<Arc<dyn Real<A, K>>> {
        match self.info.mode {
            Mode::Spy => self.state.lock().control.as_ref()?.real.clone(),
            _ => None,
        }
    }

    /// The real object's method, for a call whose expectation passes it on.
    fn take_pass(&self, mut guard: Guard<'_, A, K>, index: usize) -> Arc<dyn Real<A, K>> {
        guard.expectations[index].slot.give_back();
        self.release(guard);
        self.real().expect("expectations of spies alone pass calls on")
    }

    /// Decides on a call: it is answered, or its arguments come back for the real object.
    pub(crate) fn call_spied<'a>(
        &self,
        arguments: A::Of<'a>,
        place: Place,
    ) -> Result<K::Reply<'a>, (usize, A::Of<'a>)> {
        let mut record = 0;
        let guard = self.open(&mut record, &arguments, place, CallState::Pending);
        let guard = self.tell_of(guard);
        match self.look_closer(guard, &arguments, record) {
            Ok((guard, index)) if guard.expectations[index].slot.passes() => {
                self.take_pass(guard, index);
                Err((record, arguments))
            }
            Ok((guard, index)) => Ok(self.run(guard, index, arguments, record, |_| Some(CallState::Completed))),
            Err(Refusal::NoMatch { .. }) if self.real().is_some() => Err((record, arguments)),
            Err(refusal) => self.fail(refusal, &arguments, record),
        }
    }

    /// Passes a call that is answered at once on to the real object.
    fn pass<'a>(&self, real: &dyn Real<A, K>, arguments: A::Of<'a>, record: usize) -> K::Reply<'a> {
        let unwinding = EndsPanicked { shared: self, record };
        let reply =
            K::pass(real.call(arguments)).expect("kinds whose calls are not answered at once are passed on elsewhere");
        std::mem::forget(unwinding);
        self.close(record, CallState::Completed);
        reply
    }

    /// What a relaxed mock answers when nothing matches.
    fn fallback(&self, refusal: &Refusal) -> Option<K::Value> {
        match (self.info.mode, refusal) {
            (Mode::Relaxed, Refusal::NoMatch { .. }) => self.value().make.map(|make| make()).or_else(unit),
            _ => None,
        }
    }

    /// Lets go of the lock after something has happened.
    #[inline(always)]
    pub(crate) fn release(&self, guard: Guard<'_, A, K>) {
        let waiting = guard.waiting;
        drop(guard);
        if waiting > 0 {
            self.tell();
        }
    }

    /// Tells those who wait that something has happened, before going on.
    fn tell_of<'s>(&'s self, guard: Guard<'s, A, K>) -> Guard<'s, A, K> {
        if guard.waiting == 0 {
            return guard;
        }
        self.release(guard);
        self.state.lock()
    }

    /// Tells those who wait that something has happened.
    #[cold]
    fn tell(&self) {
        self.bell.ring();
        let tasks = self.state.lock().take_watchers();
        watchers::wake(tasks);
    }

    /// Adds a task that is to be woken when something happens next.
    pub(crate) fn watch(&self, waker: Waker) -> u64 {
        let mut guard = self.state.lock();
        guard.waiting += 1;
        // A glance tells nobody.
        guard.plan.simple = false;
        guard.control.get_or_insert_default().watchers.add(waker)
    }

    /// Takes such a task out, if it has not been woken.
    pub(crate) fn unwatch(&self, number: u64) {
        let mut guard = self.state.lock();
        let removed = guard.control.as_mut().and_then(|control| control.watchers.remove(number));
        if removed.is_some() {
            guard.stop_waiting(1);
        }
        drop(guard);
        // The waker is dropped without the lock.
    }

    /// Makes a stream known that a call gives.
    pub(crate) fn keep_stream(&self, stream: Streamed) {
        let mut guard = self.state.lock();
        guard.control.get_or_insert_default().streams.push(stream);
        self.release(guard);
    }

    /// The streams that calls gave, with the calls' records.
    pub(crate) fn streams(&self) -> Vec<(usize, Arc<Tape>)> {
        self.streams_that(|_| true)
    }

    /// Those that the test feeds, and that were not given out.
    pub(crate) fn fed_streams(&self) -> Vec<(usize, Arc<Tape>)> {
        self.streams_that(|stream| stream.queue.is_some())
    }

    fn streams_that(&self, is_wanted: impl Fn(&Streamed) -> bool) -> Vec<(usize, Arc<Tape>)> {
        let guard = self.state.lock();
        let streams = guard.control.iter().flat_map(|control| &control.streams);
        streams.filter(|stream| is_wanted(stream)).map(|stream| (stream.record, Arc::clone(&stream.tape))).collect()
    }

    /// Gives out the stream of a call, unless somebody else has been given it.
    pub(crate) fn take_queue(&self, record: usize) -> Option<Arc<dyn Any + Send + Sync>> {
        let mut guard = self.state.lock();
        let streams = &mut guard.control.as_mut()?.streams;
        streams.iter_mut().find(|stream| stream.record == record)?.queue.take()
    }

    /// `go`.
    pub(crate) fn name(&self) -> &'static str {
        self.spec.name()
    }

    pub(crate) fn parameters(&self) -> Vec<&'static str> {
        self.spec.parameters()
    }

    /// What can be done with its value.
    pub(crate) fn value(&self) -> ValueCapability<K::Value> {
        self.spec.value()
    }

    /// The names of the parameters of which no snapshot can be made.
    pub(crate) fn unkept(&self) -> Vec<&'static str> {
        report::unkept(&self.parameters(), A::kept(&self.capabilities))
    }

    /// `MockCat::go`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.info.mock_name, self.name())
    }
}

impl<A: Args, K: Awaited> Shared<A, K> {
    /// The first poll of a call that was written down before. A value ends the call.
    #[inline(always)]
    pub(crate) fn first_poll(&self, arguments: A::Of<'_>, record: usize) -> Progress<K::Value, K::Running> {
        let found = {
            let mut guard = self.state.lock();
            let state = &mut *guard;
            state.records.awaited(record, self.info.scene.next());
            match state.glance(&arguments, record) {
                Some(found) => found,
                None => return self.first_poll_closer(guard, arguments, record),
            }
        };
        let mut running = Running { shared: self, record, found };
        let reply = running.run(arguments);
        if let Progress::Ready(_) = reply {
            running.end(CallState::Completed);
        } else {
            running.go_on();
            self.hold(record, &reply);
        }
        std::mem::forget(running);
        reply
    }

    /// The first poll of a call of a spy: it is answered, or its arguments come back for the real object.
    pub(crate) fn first_poll_spied<'a>(
        &self,
        arguments: A::Of<'a>,
        record: usize,
    ) -> Result<Progress<K::Value, K::Running>, Passed<'a, A, K>> {
        let mut guard = self.state.lock();
        guard.records.awaited(record, self.info.scene.next());
        let guard = self.tell_of(guard);
        match self.look_closer(guard, &arguments, record) {
            Ok((guard, index)) if guard.expectations[index].slot.passes() => {
                let pace = guard.expectations[index].slot.terms().and_then(|terms| terms.pace);
                Err(Passed { real: self.take_pass(guard, index), arguments, pace })
            }
            Ok((guard, index)) => Ok(self.run_at_pace(guard, index, arguments, record, end_of)),
            Err(refusal) => match (refusal, self.real()) {
                (Refusal::NoMatch { .. }, Some(real)) => Err(Passed { real, arguments, pace: None }),
                _ => self.fail(refusal, &arguments, record),
            },
        }
    }

    /// What [`first_poll`](Shared::first_poll) does when a glance is not enough.
    fn first_poll_closer(
        &self,
        guard: Guard<'_, A, K>,
        arguments: A::Of<'_>,
        record: usize,
    ) -> Progress<K::Value, K::Running> {
        let guard = self.tell_of(guard);
        match self.look_closer(guard, &arguments, record) {
            Ok((guard, index)) => self.run_at_pace(guard, index, arguments, record, end_of),
            Err(refusal) => self.refused(refusal, arguments, record),
        }
    }

    /// Answers a call that was written down before, at the call: it counts as awaited only if it is.
    pub(crate) fn answer_now(&self, arguments: A::Of<'_>, record: usize) -> Progress<K::Value, K::Running> {
        match self.look_closer(self.state.lock(), &arguments, record) {
            Ok((guard, index)) => self.run_at_pace(guard, index, arguments, record, |_| None),
            Err(refusal) => match self.fallback(&refusal) {
                Some(value) => K::from_value(value),
                None => self.fail(refusal, &arguments, record),
            },
        }
    }

    /// Runs the answer of the expectation that was found; it is given when the expectation says.
    fn run_at_pace(
        &self,
        mut guard: Guard<'_, A, K>,
        index: usize,
        arguments: A::Of<'_>,
        record: usize,
        end: impl FnOnce(&K::Reply<'_>) -> Option<CallState>,
    ) -> Progress<K::Value, K::Running> {
        let slot = &mut guard.expectations[index].slot;
        let reply = match slot.terms().and_then(|terms| terms.pace) {
            None => self.run(guard, index, arguments, record, end),
            Some(pace) if pace.never => {
                slot.give_back();
                self.release(guard);
                Progress::Never
            }
            Some(pace) => pace.of(self.run(guard, index, arguments, record, |_| None), &self.info.scene),
        };
        self.hold(record, &reply);
        reply
    }

    /// Makes a call that the test is to answer known.
    fn hold(&self, record: usize, reply: &Progress<K::Value, K::Running>) {
        if let Some(point) = reply.held() {
            let point = Arc::clone(point);
            let mut guard = self.state.lock();
            guard.control.get_or_insert_default().held.push((record, point));
            self.release(guard);
        }
    }

    /// The held calls whose tokens were not given out.
    pub(crate) fn held_calls(&self) -> Vec<usize> {
        let guard = self.state.lock();
        guard.control.iter().flat_map(|control| &control.held).map(|(index, _)| *index).collect()
    }

    /// Gives out a held call, unless somebody else has been given it.
    pub(crate) fn take_held(&self, index: usize) -> Option<Point<K>> {
        let mut guard = self.state.lock();
        let held = &mut guard.control.as_mut()?.held;
        let place = held.iter().position(|(known, _)| *known == index)?;
        Some(held.remove(place).1)
    }
}

/// A call that the real object is to answer.
pub(crate) struct Passed<'a, A: Args, K: Kind> {
    pub(crate) real: Arc<dyn Real<A, K>>,
    pub(crate) arguments: A::Of<'a>,
    pub(crate) pace: Option<Pace>,
}

/// Whether an awaited call ends with this reply.
fn end_of<R, F>(reply: &Progress<R, F>) -> Option<CallState> {
    match reply {
        Progress::Ready(_) => Some(CallState::Completed),
        _ => None,
    }
}

/// `()` as a value of the method's, if that is what it returns.
pub(crate) fn unit<T: 'static>() -> Option<T> {
    let mut unit = Some(());
    (&mut unit as &mut dyn Any).downcast_mut::<Option<T>>().and_then(Option::take)
}

/// A call has found its expectation; the use is counted, and the answer is out of its place.
pub(crate) struct Found<A: Args, K: Kind> {
    pub(crate) index: usize,
    pub(crate) answer: Option<BoxAnswer<A, K>>,
}

/// An answer that runs. Dropped on unwinding alone: it gives the answer back, and the call has panicked.
struct Running<'s, A: Args, K: Kind> {
    shared: &'s Shared<A, K>,
    record: usize,
    found: Found<A, K>,
}

impl<A: Args, K: Kind> Running<'_, A, K> {
    #[inline(always)]
    fn run<'a>(&mut self, arguments: A::Of<'a>) -> K::Reply<'a> {
        match &mut self.found.answer {
            Some(answer) => answer.answer(arguments),
            None => K::from_value(unit().expect("an expectation without an answer is found for `()` alone")),
        }
    }

    /// Gives the answer back and ends the call.
    #[inline(always)]
    fn end(&mut self, end: CallState) {
        let shared = self.shared;
        let now = shared.now();
        let left = {
            let mut guard = shared.state.lock();
            let state = &mut *guard;
            state.records.close(self.record, shared.info.scene.next(), now, end);
            state.give_back(self.record, &mut self.found)
        };
        if left > 0 {
            self.clear_up();
        }
    }

    /// Gives the answer back; the call goes on.
    fn go_on(&mut self) {
        let left = self.shared.state.lock().give_back(self.record, &mut self.found);
        if left > 0 {
            self.clear_up();
        }
    }

    /// What is rarely left to do, and to do without the lock.
    #[cold]
    fn clear_up(&mut self) {
        self.shared.tell();
        self.found.answer = None;
    }
}

impl<A: Args, K: Kind> State<A, K> {
    /// Takes all expectations out.
    pub(crate) fn take_expectations(&mut self) -> Vec<Expected<A, K>> {
        self.plan.clear();
        std::mem::take(&mut self.expectations)
    }

    fn take_watchers(&mut self) -> Vec<Waker> {
        let tasks = self.control.as_mut().map(|control| control.watchers.take()).unwrap_or_default();
        self.stop_waiting(tasks.len());
        tasks
    }

    /// So many no longer wait.
    pub(crate) fn stop_waiting(&mut self, count: usize) {
        self.waiting -= count;
        if self.waiting == 0 {
            self.plan.simplify(self.expectations.len());
        }
    }

    /// Puts an answer back into its place, if that is still there and empty. Says whether anything is left to do: if
    /// threads wait for it, or it was not put back.
    #[inline(always)]
    fn give_back(&mut self, record: usize, found: &mut Found<A, K>) -> usize {
        if let Some(expected) = self.expectations.get_mut(found.index)
            // It may be another one by now, if there was a checkpoint while the answer ran.
            && expected.slot.running_for == record
        {
            expected.slot.give_back();
            // An answer that was set while this one ran is newer.
            if expected.answer.is_none() {
                std::mem::swap(&mut expected.answer, &mut found.answer);
                return self.waiting;
            }
        }
        1
    }
}

impl<A: Args, K: Kind> Drop for Running<'_, A, K> {
    #[cold]
    fn drop(&mut self) {
        self.end(CallState::Panicked);
    }
}
