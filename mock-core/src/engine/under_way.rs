//! A call that is under way: from the moment when it is written down to its end. Its arguments are elsewhere, or gone, and
//! it knows no types; the futures of calls are shells around it.

use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::base::caught::caught;
use crate::engine::answer::{Later, Reply, Value};
#[cfg(feature = "tokio")]
use crate::engine::call_path::end_of;
#[cfg(feature = "tracing")]
use crate::engine::call_span::CallSpan;
use crate::engine::control::Passing;
use crate::engine::inspection::EndsPanicked;
use crate::engine::state::SharedEngine;
#[cfg(feature = "tokio")]
use crate::engine::taking_turns::Turn;
use crate::records::record::CallState;
use crate::report::{self, Complaint};
use crate::sessions::cancellation;
use crate::sessions::mock::Mode;
use crate::sessions::observed::Recorded;
use crate::values::call_values::Values;
use crate::values::description::MethodInfo;
use crate::values::frame::{Arguments, Room, Written};

/// A call that is under way. Dropping it ends the call: it is cancelled, or was never awaited.
///
/// Whether it can be sent depends on the answer, so its shells say that.
pub(crate) struct UnderWay {
    /// Dropped before the engine, which has the real object that an answer under way may borrow from.
    pub(super) stage: Stage,
    pub(super) engine: SharedEngine,
    pub(super) record: usize,
    /// Whether it waits for its turn to be answered.
    #[cfg(feature = "tokio")]
    pub(super) turn: Turn,
    #[cfg(feature = "tracing")]
    span: CallSpan,
}

// SAFETY: an answer can be sent where `Awaited::Sent` can, which a shell has, too; a value that was made before it is wanted
// stays on its thread unless it can be sent.
unsafe impl Send for UnderWay {}

pub(super) enum Stage {
    /// Not polled yet.
    Called,
    /// Not polled yet, and to be answered before that.
    Due,
    /// Not polled yet, but answered at the call.
    Answered(Later),
    /// Polled once, by whoever had the arguments; this is what came of it. A value has ended the call.
    Begun(Later),
    /// The answer is under way.
    Going(Later),
    /// At its end, by whichever way.
    Ended,
}

impl UnderWay {
    /// Writes a call down, whose arguments are in a tuple.
    ///
    /// # Safety
    ///
    /// They are arguments of the method.
    pub(crate) unsafe fn new(engine: SharedEngine, arguments: *const (), place: &'static Location<'static>) -> Self {
        // SAFETY: as the caller says.
        let values = unsafe { Values::of_arguments(arguments, engine.method) };
        #[cfg(feature = "tracing")]
        let span = CallSpan::new(&engine, &values, place);
        let record = engine.call_later(&values, place);
        UnderWay {
            stage: Stage::Called,
            #[cfg(feature = "tokio")]
            turn: if engine.is_explored() { Turn::Ahead } else { Turn::Free },
            engine,
            record,
            #[cfg(feature = "tracing")]
            span,
        }
    }

    /// The same for a method that is declared with its future: the call is due if its expectation answers at the call.
    ///
    /// # Safety
    ///
    /// As [`new`](UnderWay::new).
    pub(crate) unsafe fn explicit(
        engine: SharedEngine,
        arguments: *const (),
        place: &'static Location<'static>,
    ) -> Self {
        // SAFETY: as the caller says.
        let mut call = unsafe { Self::new(engine, arguments, place) };
        // SAFETY: likewise.
        if call.engine.answers_at_call(&unsafe { Values::of_arguments(arguments, call.engine.method) }) {
            call.stage = Stage::Due;
        }
        call
    }

    pub(crate) fn method(&self) -> &'static MethodInfo {
        self.engine.method
    }

    /// Whether it is to be answered now, rather than when it is polled.
    pub(crate) fn is_due(&self) -> bool {
        matches!(self.stage, Stage::Due)
    }

    /// Says that it is, before it is polled.
    pub(crate) fn make_due(&mut self) {
        debug_assert!(matches!(self.stage, Stage::Called | Stage::Due));
        self.stage = Stage::Due;
    }

    /// Whether the mock is a spy.
    pub(crate) fn is_spied(&self) -> bool {
        matches!(self.engine.info.mode, Mode::Spy)
    }

    /// Does what is done with the arguments, at the first poll or now. The call outlives them.
    pub(crate) fn begin(&mut self, arguments: Arguments<'_>) {
        if self.is_due() {
            return self.answer(arguments, Passing::Refused);
        }
        if self.arrives() {
            return self.arrive(arguments, Passing::Refused);
        }
        self.stage = Stage::Ended;
        let later = self.later(|room| self.first_reply(arguments, room, Passing::Refused));
        self.stage = Stage::Begun(later);
    }

    /// Answers the call now; it is awaited later, if at all.
    pub(crate) fn answer(&mut self, arguments: Arguments<'_>, passing: Passing) {
        self.stage = Stage::Ended;
        let later = self.later(|room| self.engine.answer_now(arguments, room, self.record, passing));
        self.stage = Stage::Answered(later);
    }

    /// What is to come of a reply for which there is no room yet.
    pub(super) fn later<'r>(&self, reply: impl FnOnce(Room<'r>) -> Reply<'r>) -> Later {
        #[cfg(feature = "tracing")]
        let _in_its_span = self.span.enter();
        // SAFETY: the information is that of the method's value.
        match unsafe { Value::made_by(self.engine.method.value, reply) } {
            Ok(value) => Later::Made(value),
            Err(later) => later,
        }
    }

    /// The reply to the first poll; or to a later one, if the call has waited for its turn.
    #[inline(always)]
    fn first_reply<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, passing: Passing) -> Reply<'c> {
        #[cfg(feature = "tokio")]
        if matches!(self.turn, Turn::Found(_) | Turn::Come) {
            return self.engine.answer_in_turn(arguments, room, self.record, end_of, passing);
        }
        self.engine.first_poll(arguments, room, self.record, passing)
    }

    /// The first poll.
    pub(crate) fn first_poll<'c>(
        &mut self,
        arguments: Arguments<'c>,
        room: Room<'c>,
        context: &mut Context<'_>,
    ) -> Poll<Written<'c>> {
        if self.has_turns() && self.arrives() {
            self.arrive(arguments, Passing::Allowed);
            // SAFETY: no arguments are needed, as its answer was run.
            return if unsafe { self.waits(None, context) } { Poll::Pending } else { self.poll_again(context, room) };
        }
        #[cfg(feature = "tracing")]
        let _in_its_span = self.span.enter();
        // Whatever panics from here on leaves the call ended.
        self.stage = Stage::Ended;
        match self.first_reply(arguments, room, Passing::Allowed) {
            // The call has ended, too.
            Reply::Given(written) => {
                #[cfg(feature = "tracing")]
                self.span.end(CallState::Completed);
                Poll::Ready(written)
            }
            Reply::Later(later, room) => self.go_on(later, context, room),
            Reply::Again(_) | Reply::Lent(_) => unreachable!("what is awaited is not lent"),
        }
    }

    /// A poll for which no arguments are needed.
    pub(crate) fn poll_again<'c>(&mut self, context: &mut Context<'_>, room: Room<'c>) -> Poll<Written<'c>> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Answered(later) => {
                self.engine.awaited(self.record);
                self.go_on(later, context, room)
            }
            // The first poll has ended the call.
            Stage::Begun(Later::Made(value)) => {
                // SAFETY: the value and the room are the method's.
                Poll::Ready(unsafe { value.put_into(room, self.engine.method.value.info) })
            }
            Stage::Begun(later) | Stage::Going(later) => self.go_on(later, context, room),
            Stage::Called | Stage::Due | Stage::Ended => {
                let place = self.engine.seen_at(self.record).location;
                Complaint::new(report::polled_again(&self.engine.full_name()), place).raise()
            }
        }
    }

    /// Follows the answer as far as it goes.
    fn go_on<'c>(&mut self, later: Later, context: &mut Context<'_>, room: Room<'c>) -> Poll<Written<'c>> {
        #[cfg(feature = "tracing")]
        let _in_its_span = self.span.enter();
        let unwinding = EndsPanicked { engine: &self.engine, record: self.record };
        let (mut given, mut followed) = (Some((later, room)), None);
        let mut follow = || {
            let Some((later, room)) = given.take() else { return };
            // SAFETY: the answer and the room are the method's.
            followed = Some(unsafe { later.follow(context, room, self.engine.method.value.info) });
        };
        if self.engine.info.scene.is_under_trial() {
            if let Err(panic) = caught(&mut follow) {
                self.engine.pass_panic(panic, self.record);
            }
        } else {
            follow();
        }
        let Some(followed) = followed else { unreachable!("the answer was followed") };
        #[cfg(feature = "serde")]
        if let Ok(written) = &followed {
            self.engine.write_passed(self.record, written);
        }
        std::mem::forget(unwinding);
        match followed {
            Ok(written) => {
                self.engine.close(self.record, CallState::Completed);
                #[cfg(feature = "tracing")]
                self.span.end(CallState::Completed);
                Poll::Ready(written)
            }
            Err(later) => {
                self.stage = Stage::Going(later);
                Poll::Pending
            }
        }
    }

    /// Ends a call whose future is dropped before its end.
    #[cold]
    fn drop_early(&mut self) {
        // Before anybody can see that the call has ended: whoever answers it from then on is told.
        if let Stage::Answered(later) | Stage::Begun(later) | Stage::Going(later) = &self.stage
            && let Some(point) = later.held()
        {
            point.close();
        }
        #[cfg(feature = "tokio")]
        if self.leave_turns() {
            return self.cancel();
        }
        match self.stage {
            Stage::Answered(_) => self.engine.never_awaited(self.record),
            Stage::Called | Stage::Due => {
                self.engine.never_awaited(self.record);
                self.engine.give_way(self.record);
            }
            Stage::Begun(Later::Made(_)) | Stage::Ended => {}
            Stage::Begun(_) | Stage::Going(_) => self.cancel(),
        }
    }

    fn cancel(&self) {
        self.engine.close(self.record, CallState::Cancelled);
        #[cfg(feature = "serde")]
        let _not_written = self.engine.state.lock().take_passing(self.record);
        cancellation::note(&self.engine.info.scene, &self.method_recorded(), self.record);
    }

    pub(super) fn method_recorded(&self) -> Arc<dyn Recorded> {
        Arc::clone(self.engine.arc()) as Arc<_>
    }
}

#[cfg(not(feature = "tokio"))]
impl UnderWay {
    /// There is nobody who explores.
    pub(crate) fn has_turns(&self) -> bool {
        false
    }

    pub(crate) unsafe fn look_ahead(&mut self, _: *const (), _: bool) {}

    pub(crate) unsafe fn waits(&mut self, _: Option<*const ()>, _: &mut Context<'_>) -> bool {
        false
    }

    pub(crate) fn arrives(&self) -> bool {
        false
    }

    pub(crate) fn arrive(&mut self, _: Arguments<'_>, _: Passing) {}
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !matches!(self.stage, Stage::Ended) {
            self.drop_early();
        }
        #[cfg(feature = "tracing")]
        self.span.end(self.engine.record(self.record).state());
    }
}
