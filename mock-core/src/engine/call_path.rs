//! The engine of one method of one mock: what it expects, what it has seen, and the way of a call through it. It knows no
//! types.
//!
//! A call is written down, [finds](crate::engine::search) its expectation, borrows the answer, runs it, and gives it back. The
//! lock is held between these steps, never during one that runs the user's code. This is the path on which every call
//! pays, in optimised and in unoptimised builds: what is common is spelled out flat, what is not is elsewhere.
//!
//! What an engine relies on: whatever is put into it (matchers, answers, the arguments and the room of a call) was made
//! for the method whose description it has, as shells with the method's types are the only ways in.

use std::any::{Any, TypeId};
use std::panic::Location;
use std::sync::Arc;
use std::task::Waker;

use crate::base::event_count::Bell;
use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::{Lock, LockGuard};
use crate::base::watchers::{self, Watchers};
use crate::doubles::stream_record::Tape;
use crate::engine::answer::{Answer, Later, Reply, Value};
use crate::engine::inspection::EndsPanicked;
use crate::expectations::stream_answers::Streamed;
use crate::kinds::real::RealMethod;
use crate::matching::matcher::Matcher;
use crate::matching::plan::{Plan, Slot, Slots};
use crate::records::record::{CallState, Records};
use crate::records::snapshot::{Snapshots, Taken, Writing};
use crate::report::{self, Refusal};
use crate::sessions::guard_record::Stay;
use crate::sessions::mock::{MockInfo, Mode};
use crate::values::call_values::Values;
use crate::values::description::MethodInfo;
use crate::values::frame::{Arguments, Room, Written};
use crate::verification::held::HoldPoint;

pub(crate) type Guard<'s> = LockGuard<'s, State>;
type Place = &'static Location<'static>;

/// The engine of a method, shared by the mock, its views and its futures.
pub(crate) struct Engine {
    pub(crate) info: MockInfo,
    pub(crate) method: &'static MethodInfo,
    /// Whether calls are timed.
    timed: bool,
    /// Whether snapshots need no code of the user's.
    is_plain: bool,
    pub(crate) state: Lock<State>,
    /// Rung for threads that wait for a turn or an answer to be given back.
    pub(crate) bell: Bell,
}

/// A pointer to it, which does not drag all of it into the debug info of each mock.
pub(crate) type SharedEngine = Hidden<OfEngine>;

/// Names the [`Engine`].
pub(crate) struct OfEngine;

impl Hides for OfEngine {
    type Hidden = Engine;
}

/// What changes.
pub(crate) struct State {
    pub(crate) records: Records,
    pub(crate) snapshots: Snapshots,
    pub(crate) plan: Plan,
    pub(crate) expectations: Vec<Expected>,
    /// The thread that has taken the matchers out, 0 if none has.
    pub(crate) turn: usize,
    /// How many threads and tasks wait for something.
    pub(crate) waiting: usize,
    /// Made when a test takes a hand in it.
    pub(crate) control: Option<Box<Control>>,
}

/// What a test that follows a method's calls has to do with them.
#[derive(Default)]
pub(crate) struct Control {
    /// The tasks that wait for a call to be made or to move on.
    watchers: Watchers,
    /// The held calls whose tokens were not given out, and where their answers are handed over.
    held: Vec<(usize, Arc<HoldPoint>)>,
    /// The guards that calls gave, or may yet give.
    pub(crate) stays: Vec<Arc<Stay>>,
    /// The streams that calls gave.
    streams: Vec<Streamed>,
    /// The real object's method, if the mock is a spy.
    real: Option<Arc<RealMethod>>,
}

/// One expectation.
pub(crate) struct Expected {
    pub(crate) slot: Slot,
    /// `None` if it accepts anything.
    pub(crate) matcher: Option<Matcher>,
    /// `None` while it runs, or if there is none.
    pub(crate) answer: Option<Box<Answer>>,
}

impl Slots for Vec<Expected> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn slot(&self, index: usize) -> &Slot {
        &self[index].slot
    }
}

/// Whether a call may go on to a real object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// It may: what the object gives may borrow from the arguments, which live as long as the call.
    Allowed,
    /// The call outlives its arguments.
    Refused,
}

impl Engine {
    pub(crate) fn new(info: MockInfo, method: &'static MethodInfo) -> Arc<Self> {
        let writing = Writing::of(method);
        Arc::new(Engine {
            timed: info.scene.timed,
            info,
            method,
            is_plain: writing.is_plain,
            state: Lock::new(State {
                records: Records::default(),
                snapshots: Snapshots::new(writing),
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
    fn open<'s>(&'s self, record: &mut usize, values: Values<'_>, place: Place, state: CallState) -> Guard<'s> {
        // Before the lock is taken, as it may run the user's `Clone`.
        let taken = if self.is_plain { None } else { Some(Taken::of(values)) };
        let started = self.now();
        let mut guard = self.state.lock();
        let inner = &mut *guard;
        *record = inner.records.open(self.info.scene.next(), started, place, state);
        inner.snapshots.push(values, taken);
        guard
    }

    /// A call that is answered at once.
    pub(crate) fn call<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, place: Place) -> Reply<'c> {
        let mut record = 0;
        let found = {
            let mut guard = self.open(&mut record, arguments.values(), place, CallState::Pending);
            match guard.glance(arguments.values(), record) {
                Some(found) => found,
                None => return self.call_closer(guard, arguments, room, record),
            }
        };
        let mut running = Running { engine: self, record, found };
        let reply = running.run(arguments, room);
        running.end(CallState::Completed);
        std::mem::forget(running);
        reply
    }

    /// A call that is answered at once, with a value of the caller's own.
    pub(crate) fn call_for_value<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, place: Place) -> Written<'c> {
        match self.call(arguments, room, place) {
            Reply::Given(written) => written,
            _ => unreachable!("such a value is given at once"),
        }
    }

    /// What [`call`](Engine::call) does when a glance is not enough.
    fn call_closer<'c>(&self, guard: Guard<'_>, arguments: Arguments<'c>, room: Room<'c>, record: usize) -> Reply<'c> {
        let guard = self.tell_of(guard);
        match self.look_closer(guard, arguments.values(), record) {
            Ok((guard, index)) => {
                self.run(guard, index, arguments, room, record, |_| Some(CallState::Completed), Passing::Allowed)
            }
            Err(refusal) => self.refused(refusal, arguments, room, record, end_of, Passing::Allowed),
        }
    }

    /// Runs the answer of the expectation that was found. How the call stands then depends on the reply.
    #[allow(clippy::too_many_arguments)]
    fn run<'c>(
        &self,
        mut guard: Guard<'_>,
        index: usize,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        if guard.expectations[index].slot.passes() {
            guard.expectations[index].slot.give_back();
            self.release(guard);
            return match self.real(passing) {
                Some(real) => self.pass(&real, arguments, room, record, end),
                None => self.fail(Refusal::NoMatch { only: None }, arguments.values(), record),
            };
        }
        let answer = guard.expectations[index].answer.take();
        drop(guard);
        let mut running = Running { engine: self, record, found: Found { index, answer } };
        let reply = running.run(arguments, room);
        match end(&reply) {
            Some(end) => running.end(end),
            None => running.go_on(),
        }
        std::mem::forget(running);
        reply
    }

    /// Passes a call on to the real object.
    fn pass<'c>(
        &self,
        real: &RealMethod,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
    ) -> Reply<'c> {
        let unwinding = EndsPanicked { engine: self, record };
        // SAFETY: the object's method is that of the calls.
        let reply = unsafe { real.call(arguments, room) };
        std::mem::forget(unwinding);
        if let Some(end) = end(&reply) {
            self.close(record, end);
        }
        reply
    }

    /// A call that is a future: it is written down now, and answered when it is polled.
    #[inline(always)]
    pub(crate) fn call_later(&self, values: Values<'_>, place: Place) -> usize {
        let mut record = 0;
        self.release(self.open(&mut record, values, place, CallState::Called));
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

    /// The first poll of a call that was written down before. A value ends the call.
    #[inline(always)]
    pub(crate) fn first_poll<'c>(
        &self,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        passing: Passing,
    ) -> Reply<'c> {
        let found = {
            let mut guard = self.state.lock();
            let state = &mut *guard;
            state.records.awaited(record, self.info.scene.next());
            match state.glance(arguments.values(), record) {
                Some(found) => found,
                None => return self.first_poll_closer(guard, arguments, room, record, passing),
            }
        };
        let mut running = Running { engine: self, record, found };
        let reply = running.run(arguments, room);
        if let Reply::Given(_) = reply {
            running.end(CallState::Completed);
        } else {
            running.go_on();
            self.hold(record, &reply);
        }
        std::mem::forget(running);
        reply
    }

    /// What [`first_poll`](Engine::first_poll) does when a glance is not enough.
    fn first_poll_closer<'c>(
        &self,
        guard: Guard<'_>,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        passing: Passing,
    ) -> Reply<'c> {
        let guard = self.tell_of(guard);
        match self.look_closer(guard, arguments.values(), record) {
            Ok((guard, index)) => self.run_at_pace(guard, index, arguments, room, record, end_of, passing),
            Err(refusal) => self.refused(refusal, arguments, room, record, end_of, passing),
        }
    }

    /// Answers a call that was written down before, at the call: it counts as awaited only if it is.
    pub(crate) fn answer_now<'c>(
        &self,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        passing: Passing,
    ) -> Reply<'c> {
        let go_on = |_: &Reply<'_>| None;
        match self.look_closer(self.state.lock(), arguments.values(), record) {
            Ok((guard, index)) => self.run_at_pace(guard, index, arguments, room, record, go_on, passing),
            Err(refusal) => self.refused(refusal, arguments, room, record, go_on, passing),
        }
    }

    /// Runs the answer of the expectation that was found; it is given when the expectation says.
    #[allow(clippy::too_many_arguments)]
    fn run_at_pace<'c>(
        &self,
        mut guard: Guard<'_>,
        index: usize,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        let slot = &mut guard.expectations[index].slot;
        let passes = slot.passes();
        let reply = match slot.terms().and_then(|terms| terms.pace) {
            None => self.run(guard, index, arguments, room, record, end, passing),
            Some(pace) if pace.never && !passes => {
                slot.give_back();
                self.release(guard);
                Reply::Later(Later::Never, room)
            }
            Some(pace) => {
                // The value is made in a place of its own, as it is not wanted yet.
                let go_on = |_: &Reply<'_>| None;
                let run = |of_its_own| self.run(guard, index, arguments, of_its_own, record, go_on, passing);
                // SAFETY: the information is that of the method's value.
                let later = match unsafe { Value::made_by(self.method.value.info, run) } {
                    Ok(value) => Later::Made(value),
                    Err(later) => later,
                };
                Reply::Later(pace.of(later, &self.info.scene), room)
            }
        };
        self.hold(record, &reply);
        reply
    }

    #[cold]
    fn refused<'c>(
        &self,
        refusal: Refusal,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        if let Refusal::NoMatch { .. } = refusal
            && let Some(real) = self.real(passing)
        {
            return self.pass(&real, arguments, room, record, end);
        }
        if let (Mode::Relaxed, Refusal::NoMatch { .. }) = (self.info.mode, refusal)
            && (self.method.value.make.is_some() || self.gives_unit())
        {
            let unwinding = EndsPanicked { engine: self, record };
            let reply = Reply::Given(self.give_default(arguments, room));
            std::mem::forget(unwinding);
            if let Some(end) = end(&reply) {
                self.close(record, end);
            }
            return reply;
        }
        self.fail(refusal, arguments.values(), record)
    }

    /// What a relaxed mock answers when nothing matches.
    fn give_default<'c>(&self, arguments: Arguments<'c>, room: Room<'c>) -> Written<'c> {
        drop(arguments);
        // SAFETY: the function makes a value of the method; or that is `()`.
        unsafe {
            match self.method.value.make {
                Some(make) => room.put_by(|to| make(to)),
                None => room.put(()),
            }
        }
    }

    /// Whether the method's value is `()`.
    pub(crate) fn gives_unit(&self) -> bool {
        self.method.value.id == TypeId::of::<()>()
    }

    /// Gives the engine a real object's method. The first one stays: what it lends must.
    pub(crate) fn pass_to(&self, real: RealMethod) {
        let real = Arc::new(real);
        let mut guard = self.state.lock();
        let control = guard.control.get_or_insert_default();
        let unused = if control.real.is_none() { control.real.replace(real) } else { Some(real) };
        drop(guard);
        drop(unused);
    }

    /// The real object's method, if the mock is a spy and the call may go there.
    pub(crate) fn real(&self, passing: Passing) -> Option<Arc<RealMethod>> {
        match (self.info.mode, passing) {
            (Mode::Spy, Passing::Allowed) => self.state.lock().control.as_ref()?.real.clone(),
            _ => None,
        }
    }

    /// Lets go of the lock after something has happened.
    #[inline(always)]
    pub(crate) fn release(&self, guard: Guard<'_>) {
        let waiting = guard.waiting;
        drop(guard);
        if waiting > 0 {
            self.tell();
        }
    }

    /// Tells those who wait that something has happened, before going on.
    fn tell_of<'s>(&'s self, guard: Guard<'s>) -> Guard<'s> {
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

    /// Makes a call that the test is to answer known.
    fn hold(&self, record: usize, reply: &Reply<'_>) {
        if let Reply::Later(later, _) = reply
            && let Some(point) = later.held()
        {
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
    pub(crate) fn take_held(&self, index: usize) -> Option<Arc<HoldPoint>> {
        let mut guard = self.state.lock();
        let held = &mut guard.control.as_mut()?.held;
        let place = held.iter().position(|(known, _)| *known == index)?;
        Some(held.remove(place).1)
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
        self.method.name()
    }

    /// `MockCat::go`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.info.mock_name, self.name())
    }

    /// `Cat::go`.
    pub(crate) fn title(&self) -> String {
        format!("{}::{}", self.info.trait_name, self.name())
    }
}

/// Whether an awaited call ends with this reply.
fn end_of(reply: &Reply<'_>) -> Option<CallState> {
    match reply {
        Reply::Later(..) => None,
        Reply::Given(_) | Reply::Again(_) | Reply::Lent(_) => Some(CallState::Completed),
    }
}

/// A call has found its expectation; the use is counted, and the answer is out of its place.
pub(crate) struct Found {
    pub(crate) index: usize,
    pub(crate) answer: Option<Box<Answer>>,
}

/// An answer that runs. Dropped on unwinding alone: it gives the answer back, and the call has panicked.
struct Running<'s> {
    engine: &'s Engine,
    record: usize,
    found: Found,
}

impl Running<'_> {
    #[inline(always)]
    fn run<'c>(&mut self, arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
        match &mut self.found.answer {
            // SAFETY: the answer is one of the method, as the call is.
            Some(answer) => unsafe { answer.run(arguments, room) },
            None => {
                drop(arguments);
                assert!(self.engine.gives_unit(), "an expectation without an answer is found for `()` alone");
                // SAFETY: the value is `()`.
                Reply::Given(unsafe { room.put(()) })
            }
        }
    }

    /// Gives the answer back and ends the call.
    #[inline(always)]
    fn end(&mut self, end: CallState) {
        let engine = self.engine;
        let now = engine.now();
        let left = {
            let mut guard = engine.state.lock();
            let state = &mut *guard;
            state.records.close(self.record, engine.info.scene.next(), now, end);
            state.give_back(self.record, &mut self.found)
        };
        if left > 0 {
            self.clear_up();
        }
    }

    /// Gives the answer back; the call goes on.
    fn go_on(&mut self) {
        let left = self.engine.state.lock().give_back(self.record, &mut self.found);
        if left > 0 {
            self.clear_up();
        }
    }

    /// What is rarely left to do, and to do without the lock.
    #[cold]
    fn clear_up(&mut self) {
        self.engine.tell();
        self.found.answer = None;
    }
}

impl State {
    /// Takes all expectations out.
    pub(crate) fn take_expectations(&mut self) -> Vec<Expected> {
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
    fn give_back(&mut self, record: usize, found: &mut Found) -> usize {
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

impl Drop for Running<'_> {
    #[cold]
    fn drop(&mut self) {
        self.end(CallState::Panicked);
    }
}
