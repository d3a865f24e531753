//! How a call that is under way takes turns with others, in a test that is explored: it finds its expectation, waits until the
//! scheduler gives it its turn, and with replies apart waits once more with its value.

use std::task::Context;

use crate::base::caught::caught;
use crate::engine::answer::{Later, Value};
use crate::engine::control::Passing;
use crate::engine::inspection::EndsPanicked;
use crate::engine::turn::Waits;
use crate::engine::under_way::{Stage, UnderWay};
use crate::sessions::called::Called;
use crate::values::call_values::Values;
use crate::values::frame::Arguments;

/// The turn of a call in a test that is explored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It takes none: it is answered as soon as it can be.
    Free,
    /// It was not polled so far.
    Ahead,
    /// The same, but it has found its expectation; whether it is to wait.
    Found(Waits),
    /// It waits, under this number.
    Waits(u32),
    /// It has come.
    Come,
    /// Its answer was run, and the reply is to wait for a turn of its own.
    Arrived,
}

impl UnderWay {
    /// Whether it takes turns with others.
    #[inline(always)]
    pub(crate) fn has_turns(&self) -> bool {
        self.turn != Turn::Free
    }

    /// Has it find its expectation, when it is made or polled: in the order of calls, as calls that are made at once may have no
    /// arguments to look at any more when they are polled.
    ///
    /// # Safety
    ///
    /// They are arguments of the method.
    pub(crate) unsafe fn look_ahead(&mut self, arguments: *const (), is_polled: bool) {
        if let (Turn::Ahead, Stage::Called) = (self.turn, &self.stage) {
            // SAFETY: as the caller says.
            let values = unsafe { Values::of_arguments(arguments, self.engine.method) };
            if let Some(waits) = self.engine.look_ahead(&values, self.record, is_polled) {
                self.turn = Turn::Found(waits);
            }
        }
    }

    /// Whether it waits for its turn, so that it goes no further with this poll.
    ///
    /// # Safety
    ///
    /// The arguments are the method's, and are given unless the call has looked at them before.
    #[cold]
    pub(crate) unsafe fn waits(&mut self, arguments: Option<*const ()>, context: &mut Context<'_>) -> bool {
        if let (Turn::Ahead, Some(arguments)) = (self.turn, arguments) {
            // SAFETY: as the caller says.
            unsafe { self.look_ahead(arguments, true) };
        }
        let Some(scheduler) = self.engine.info.scene.scheduler.clone() else { return false };
        let waits = match self.turn {
            Turn::Free | Turn::Come => return false,
            Turn::Arrived => {
                if matches!(self.stage, Stage::Going(Later::Future(_))) && !self.advance(context) {
                    // Its answer is under way, which may take its time.
                    return true;
                }
                match &self.stage {
                    Stage::Going(later) => waits(later),
                    _ => Waits::No,
                }
            }
            Turn::Waits(number) => {
                if !scheduler.has_come(number, context.waker()) {
                    return true;
                }
                self.turn = Turn::Come;
                if !scheduler.replies_apart() || !self.is_answered_by_future() {
                    return false;
                }
                // Only its future was made at the call.
                self.turn = Turn::Arrived;
                // SAFETY: no arguments are needed.
                return unsafe { self.waits(None, context) };
            }
            Turn::Found(waits) => {
                self.engine.wait_from_now_on(self.record);
                waits
            }
            // It was answered before it was polled; only the value waits.
            Turn::Ahead => match std::mem::replace(&mut self.stage, Stage::Ended) {
                Stage::Answered(later) => {
                    self.engine.awaited(self.record);
                    let waits = waits(&later);
                    self.stage = Stage::Going(later);
                    waits
                }
                Stage::Begun(later) => {
                    let waits = waits(&later);
                    self.stage = Stage::Begun(later);
                    waits
                }
                // It finds none, which it says when it is given its arguments.
                stage => {
                    self.stage = stage;
                    self.turn = Turn::Free;
                    return false;
                }
            },
        };
        self.turn = match waits {
            Waits::Yes => {
                let is_answered = matches!(self.stage, Stage::Going(Later::Made(_)) | Stage::Begun(Later::Made(_)));
                let is_reply = is_answered && scheduler.replies_apart();
                let called = Called { method: self.method_recorded(), record: self.record, is_reply };
                Turn::Waits(scheduler.wait(called, context.waker().clone()))
            }
            Waits::No => Turn::Come,
        };
        waits == Waits::Yes
    }

    /// Whether its turn is that to arrive, and its reply waits for another one.
    pub(crate) fn arrives(&self) -> bool {
        let scheduler = self.engine.info.scene.scheduler.as_ref();
        matches!((self.turn, &self.stage), (Turn::Come, Stage::Called))
            && scheduler.is_some_and(|it| it.replies_apart())
    }

    /// Whether its answer was made before its turn, and is a future.
    fn is_answered_by_future(&mut self) -> bool {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Begun(later @ Later::Future(_)) => self.stage = Stage::Going(later),
            stage => self.stage = stage,
        }
        matches!(self.stage, Stage::Going(Later::Future(_)))
    }

    /// Goes on with an answer that is a future: whether its value is there, which is kept until the reply's turn.
    fn advance(&mut self, context: &mut Context<'_>) -> bool {
        let Stage::Going(later) = std::mem::replace(&mut self.stage, Stage::Ended) else { return true };
        let unwinding = EndsPanicked { engine: &self.engine, record: self.record };
        let (mut given, mut made) = (Some(later), None);
        let mut follow = || {
            let Some(later) = given.take() else { return };
            // SAFETY: the answer is the method's.
            made = Some(unsafe { Value::of_answer(self.engine.method.value, later, context) });
        };
        if let Err(panic) = caught(&mut follow) {
            self.engine.pass_panic(panic, self.record);
        }
        std::mem::forget(unwinding);
        let (later, is_there) = match made {
            Some(Ok(value)) => (Later::Made(value), true),
            Some(Err(later)) => (later, false),
            None => unreachable!("the answer was followed"),
        };
        self.stage = Stage::Going(later);
        is_there
    }

    /// Has its answer run, as it [arrives](UnderWay::arrives).
    pub(crate) fn arrive(&mut self, arguments: Arguments<'_>, passing: Passing) {
        self.stage = Stage::Ended;
        let later = self.later(|room| self.engine.answer_in_turn(arguments, room, self.record, |_| None, passing));
        self.stage = Stage::Going(later);
        self.turn = Turn::Arrived;
    }

    /// It is dropped: whether it was polled, and is pending.
    pub(super) fn leave_turns(&mut self) -> bool {
        let was_polled = match self.turn {
            Turn::Free | Turn::Ahead => return false,
            Turn::Found(_) => false,
            Turn::Waits(number) => {
                if let Some(scheduler) = &self.engine.info.scene.scheduler {
                    scheduler.leave(number);
                }
                true
            }
            Turn::Come | Turn::Arrived => true,
        };
        let is_called = matches!(self.stage, Stage::Called);
        if is_called {
            self.engine.forget_ahead(self.record, was_polled);
        }
        is_called && was_polled
    }
}

/// Whether an answer that was made is kept back until the call's turn: not one that the test or the clock gives.
fn waits(later: &Later) -> Waits {
    match later {
        Later::Made(_) | Later::Future(_) => Waits::Yes,
        Later::Held(_) | Later::Paced(_) | Later::Never => Waits::No,
    }
}
