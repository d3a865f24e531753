//! The way of a call through the engine of its method.
//!
//! A call is written down, [finds](crate::engine::search) its expectation, borrows the answer, runs it, and gives it back. The
//! lock is held between these steps, never during one that runs the user's code. This is the path on which every call
//! pays, in optimised and in unoptimised builds: what is common is spelled out flat, what is not is elsewhere.

use std::any::Any;
use std::panic::{Location, resume_unwind};

use crate::base::catching;
use crate::base::caught::{caught, panic_text};
use crate::engine::answer::{Later, Reply, Value};
#[cfg(feature = "tracing")]
use crate::engine::call_span::CallSpan;
use crate::engine::control::Passing;
use crate::engine::ending::OnItsWay;
use crate::engine::inspection::EndsPanicked;
use crate::engine::real_method::RealMethod;
use crate::engine::state::{Engine, Found, Guard};
use crate::records::record::CallState;
use crate::records::snapshot::Taken;
use crate::report::{self, Refusal};
use crate::sessions::mock::Mode;
use crate::sessions::scene::Scene;
use crate::values::args::Style;
use crate::values::call_values::Values;
use crate::values::frame::{Arguments, Room, Written};

type Place = &'static Location<'static>;

/// What the panics of `assert!`, `assert_eq!` and their like begin with.
const ASSERTION: &str = "assertion ";

impl Engine {
    /// Writes down a call. The lock is held from here on.
    #[inline(always)]
    fn open<'s>(&'s self, record: &mut usize, values: &Values<'_>, place: Place, state: CallState) -> Guard<'s> {
        if !self.is_plain {
            return self.open_taken(record, values, place, state);
        }
        let scene: &Scene = &self.info.scene;
        let started = scene.time_of_call();
        let mut guard = self.state.lock();
        let inner = &mut *guard;
        *record = inner.records.open(scene.next(), started, place, state, inner.runner.number(scene));
        inner.snapshots.push(values);
        guard
    }

    /// The same where snapshots need code of the user's, which runs before the lock is taken.
    fn open_taken<'s>(&'s self, record: &mut usize, values: &Values<'_>, place: Place, state: CallState) -> Guard<'s> {
        let taken = Taken::of(values);
        let scene: &Scene = &self.info.scene;
        let started = scene.time_of_call();
        let mut guard = self.state.lock();
        let inner = &mut *guard;
        *record = inner.records.open(scene.next(), started, place, state, inner.runner.number(scene));
        inner.snapshots.push_taken(values, taken);
        guard
    }

    /// A call that is answered at once.
    pub(crate) fn call<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, place: Place) -> Reply<'c> {
        #[cfg(feature = "tracing")]
        let _in_its_span = CallSpan::new(self, &arguments.values(), place).enter_to_the_end();
        let mut record = 0;
        let found = {
            let values = arguments.values();
            let mut guard = self.open(&mut record, &values, place, CallState::Pending);
            match guard.glance(&values, record) {
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
    #[inline(always)]
    pub(crate) fn call_for_value<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, place: Place) -> Written<'c> {
        match self.call(arguments, room, place) {
            Reply::Given(written) => written,
            _ => unreachable!("such a value is given at once"),
        }
    }

    /// What [`call`](Engine::call) does when a glance is not enough.
    fn call_closer<'c>(&self, guard: Guard<'_>, arguments: Arguments<'c>, room: Room<'c>, record: usize) -> Reply<'c> {
        let guard = self.tell_of(guard);
        match self.look_closer(guard, &arguments.values(), record) {
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
        let slot = &mut guard.expectations[index].slot;
        let (passes, borrows) = (slot.passes(), slot.borrows());
        if borrows && passing == Passing::Refused {
            slot.give_back();
            self.release(guard);
            self.fail(Refusal::ArgumentsGone { slot: index }, &arguments.values(), record);
        }
        if passes {
            slot.give_back();
            self.release(guard);
            if self.info.scene.is_followed {
                self.note_use(index, record);
            }
            return match self.real(passing) {
                Some(real) => self.pass(&real, arguments, room, record, end),
                None => self.fail(Refusal::NoMatch { only: None }, &arguments.values(), record),
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
        #[cfg(feature = "serde")]
        self.note_passing(&arguments.values(), record);
        // SAFETY: the object's method is that of the calls.
        let reply = unsafe { real.call(arguments, room) };
        #[cfg(feature = "serde")]
        if let Reply::Given(written) = &reply {
            self.write_passed(record, written);
        }
        std::mem::forget(unwinding);
        if let Some(end) = end(&reply) {
            self.close(record, end);
        }
        reply
    }

    /// A call that is a future: it is written down now, and answered when it is polled.
    #[inline(always)]
    pub(crate) fn call_later(&self, values: &Values<'_>, place: Place) -> usize {
        let mut record = 0;
        self.release(self.open(&mut record, values, place, CallState::Called));
        record
    }

    /// The first poll of a call that was answered when it was made.
    pub(crate) fn awaited(&self, record: usize) {
        let scene: &Scene = &self.info.scene;
        let now = scene.time_of_poll();
        let mut guard = self.state.lock();
        let state = &mut *guard;
        state.records.awaited(record, scene.next(), now, state.runner.number(scene));
        self.release(guard);
    }

    /// The end of a call.
    pub(crate) fn close(&self, record: usize, end: CallState) {
        let scene: &Scene = &self.info.scene;
        let now = scene.time_of_call();
        let mut guard = self.state.lock();
        guard.records.close(record, scene.next(), now, end);
        self.release(guard);
    }

    /// The end of a call whose future was dropped before it was polled.
    #[cold]
    pub(crate) fn never_awaited(&self, record: usize) {
        self.close(record, CallState::NeverAwaited);
        if self.may_be_unawaited(record) {
            self.forgive(record);
            return;
        }
        // The harness says so when the test is over.
        if !self.info.scene.is_under_trial() {
            eprintln!("{}", report::never_awaited(&self.entry(&self.seen_at(record))));
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
            let scene: &Scene = &self.info.scene;
            let now = scene.time_of_poll();
            let mut guard = self.state.lock();
            let state = &mut *guard;
            state.records.awaited(record, scene.next(), now, state.runner.number(scene));
            match state.glance(&arguments.values(), record) {
                Some(found) => found,
                None => return self.answer_closer(guard, arguments, room, record, end_of, passing),
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

    /// Answers a call that is on its way, for which a glance is not enough.
    pub(crate) fn answer_closer<'s, 'c>(
        &'s self,
        mut guard: Guard<'s>,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        let on_its_way = self.set_out(&mut guard, record);
        if guard.waiting > 0 {
            guard = self.tell_of(guard);
        }
        let found = self.look_closer(guard, &arguments.values(), record);
        self.answer_found(on_its_way, found, arguments, room, record, end, passing)
    }

    /// Answers a call that is on its way with what it has found.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn answer_found<'s, 'c>(
        &'s self,
        way: OnItsWay<&'s Engine>,
        found: Result<(Guard<'s>, usize), Refusal>,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        match found {
            Ok((mut guard, index)) if guard.ending.is_none() => {
                way.arrive(&mut guard);
                self.run_at_pace(guard, index, arguments, room, record, end, passing)
            }
            Ok((guard, index)) => {
                way.answer(room, |room| self.run_at_pace(guard, index, arguments, room, record, end, passing))
            }
            Err(refusal) if self.state.lock().ending.is_none() => {
                self.refused(refusal, arguments, room, record, end, passing)
            }
            Err(refusal) => way.answer(room, |room| self.refused(refusal, arguments, room, record, end, passing)),
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
        let mut guard = self.state.lock();
        guard.records.answered(record);
        let go_on = |_: &Reply<'_>| None;
        if guard.ending.is_some() {
            return self.answer_closer(guard, arguments, room, record, go_on, passing);
        }
        match self.look_closer(guard, &arguments.values(), record) {
            Ok((guard, index)) => self.run_at_pace(guard, index, arguments, room, record, go_on, passing),
            Err(refusal) => self.refused(refusal, arguments, room, record, go_on, passing),
        }
    }

    /// Runs the answer of the expectation that was found; it is given when the expectation says.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn run_at_pace<'c>(
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
                let later = match unsafe { Value::made_by(self.method.value, run) } {
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
    pub(crate) fn refused<'c>(
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
        match (self.info.mode, refusal) {
            (Mode::Relaxed, Refusal::NoMatch { .. }) if self.method.value.make.is_some() || self.gives_unit() => {
                self.give_instead(record, end, || self.give_default(arguments, room))
            }
            #[cfg(feature = "serde")]
            (Mode::Replay, Refusal::NoMatch { .. }) => {
                self.give_instead(record, end, || self.read_recorded(arguments, room, record))
            }
            _ => self.fail(refusal, &arguments.values(), record),
        }
    }

    /// Answers a call that no expectation takes. If that panics, the call has.
    fn give_instead<'c>(
        &self,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        give: impl FnOnce() -> Written<'c>,
    ) -> Reply<'c> {
        let unwinding = EndsPanicked { engine: self, record };
        let reply = Reply::Given(give());
        std::mem::forget(unwinding);
        if let Some(end) = end(&reply) {
            self.close(record, end);
        }
        reply
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

    /// Goes on with the panic of an answer. If that is a failed assertion, it is the test's, and the mock has failed, whoever
    /// catches it; any other may be what the code under test is about.
    #[cold]
    pub(crate) fn pass_panic(&self, panic: Box<dyn Any + Send>, record: usize) -> ! {
        let text = panic_text(&*panic);
        if text.starts_with(ASSERTION) || catching::is_assertion(&text) {
            let seen = self.seen_at(record);
            let arguments = seen.snapshot.values().show(Style::OnOneLine).join(", ");
            let by = format!("{}({arguments}): its answer", self.full_name());
            self.info.fail_by(by, text, Some(seen.location));
        }
        resume_unwind(panic)
    }

    /// Tells those who wait that something has happened, before going on.
    fn tell_of<'s>(&'s self, guard: Guard<'s>) -> Guard<'s> {
        if guard.waiting == 0 {
            return guard;
        }
        self.release(guard);
        self.state.lock()
    }
}

/// Whether an awaited call ends with this reply.
pub(crate) fn end_of(reply: &Reply<'_>) -> Option<CallState> {
    match reply {
        Reply::Later(..) => None,
        Reply::Given(_) | Reply::Again(_) | Reply::Lent(_) => Some(CallState::Completed),
    }
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
        if self.engine.info.scene.is_under_trial() {
            return self.run_on_trial(arguments, room);
        }
        self.answer(arguments, room)
    }

    /// The same where the harness is to know of an assertion that fails in the answer.
    #[cold]
    fn run_on_trial<'c>(&mut self, arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
        let (mut given, mut reply) = (Some((arguments, room)), None);
        let run = caught(&mut || reply = given.take().map(|(arguments, room)| self.answer(arguments, room)));
        match run {
            Ok(()) => reply.expect("the answer was run"),
            Err(panic) => self.engine.pass_panic(panic, self.record),
        }
    }

    #[inline(always)]
    fn answer<'c>(&mut self, arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
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
        let scene: &Scene = &engine.info.scene;
        let now = scene.time_of_call();
        let left = {
            let mut guard = engine.state.lock();
            let state = &mut *guard;
            state.records.close(self.record, scene.next(), now, end);
            state.give_back(self.record, &mut self.found)
        };
        if scene.is_followed {
            engine.note_use(self.found.index, self.record);
        }
        if left > 0 {
            self.clear_up();
        }
    }

    /// Gives the answer back; the call goes on.
    fn go_on(&mut self) {
        let left = self.engine.state.lock().give_back(self.record, &mut self.found);
        if self.engine.info.scene.is_followed {
            self.engine.note_use(self.found.index, self.record);
        }
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

impl Drop for Running<'_> {
    #[cold]
    fn drop(&mut self) {
        self.end(CallState::Panicked);
    }
}
