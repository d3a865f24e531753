//! The calls of a test that is explored. Each finds its expectation when it is made or polled, as any other does, and uses it; but
//! its answer is run when the [scheduler](crate::sessions::scheduler) gives it its turn.

use crate::base::lock::thread_token;
use crate::engine::answer::Reply;
use crate::engine::control::Passing;
use crate::engine::ending::OnItsWay;
use crate::engine::raw_expectation::Place;
use crate::engine::state::{Engine, State};
use crate::records::record::CallState;
use crate::report::Refusal;
use crate::sessions::mock::Mode;
use crate::values::call_values::Values;
use crate::values::frame::{Arguments, Room};

/// What a call has found before its turn.
pub(crate) struct Ahead {
    record: usize,
    found: Result<Place, Refusal>,
}

/// Whether a call is to wait for its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// It is.
    Yes,
    /// It goes on at once: it fails, or the test or the clock says when it is answered.
    No,
}

impl Engine {
    /// Whether its calls wait for their turn.
    #[inline(always)]
    pub(crate) fn is_explored(&self) -> bool {
        self.info.scene.scheduler.is_some()
    }

    /// Has a call find its expectation, for its turn. If that may be another one, or be there at all, when the call is polled, it
    /// finds none so far.
    pub(crate) fn look_ahead(&self, values: &Values<'_>, record: usize, is_polled: bool) -> Option<Waits> {
        let found = self.look_closer(self.state.lock(), values, record);
        let falls_through = matches!(self.info.mode, Mode::Relaxed | Mode::Spy | Mode::Replay);
        match &found {
            Err(Refusal::OutOfSequence { .. }) if !is_polled => return None,
            Err(Refusal::NoMatch { .. }) if !is_polled && !falls_through => return None,
            _ => {}
        }
        let (mut guard, found, waits) = match found {
            Ok((mut guard, index)) => {
                let generation = guard.generation;
                let slot = &mut guard.expectations[index].slot;
                slot.give_back();
                let is_paced = slot.is_held || slot.terms().is_some_and(|terms| terms.pace.is_some());
                let waits = if is_paced { Waits::No } else { Waits::Yes };
                (guard, Ok(Place::new(index, generation)), waits)
            }
            Err(refusal) => {
                let is_answered = match (&refusal, self.info.mode) {
                    (Refusal::NoMatch { .. }, Mode::Relaxed) => self.method.value.make.is_some() || self.gives_unit(),
                    (Refusal::NoMatch { .. }, Mode::Spy | Mode::Replay) => true,
                    _ => false,
                };
                let waits = if is_answered { Waits::Yes } else { Waits::No };
                (self.state.lock(), Err(refusal), waits)
            }
        };
        // The expectations stay until it has had its turn.
        guard.looking += 1;
        guard.control.get_or_insert_default().ahead.push(Ahead { record, found });
        self.release(guard);
        Some(waits)
    }

    /// The first poll of a call that waits for its turn.
    pub(crate) fn wait_from_now_on(&self, record: usize) {
        {
            let mut guard = self.state.lock();
            guard.leave_ahead(record);
        }
        self.awaited(record);
    }

    /// Answers a call whose turn has come, with what it has found. Whether the reply ends it depends on that.
    pub(crate) fn answer_in_turn<'c>(
        &self,
        arguments: Arguments<'c>,
        room: Room<'c>,
        record: usize,
        end: fn(&Reply<'_>) -> Option<CallState>,
        passing: Passing,
    ) -> Reply<'c> {
        let mut guard = self.state.lock();
        let way = OnItsWay::resume(self);
        let found = match guard.take_ahead(record) {
            Some(Ok(place)) => {
                let Some(index) = place.index(&guard) else {
                    // A checkpoint has taken it away: the call finds another, or none.
                    way.arrive(&mut guard);
                    return self.answer_closer(guard, arguments, room, record, end, passing);
                };
                guard.expectations[index].slot.resume(record, thread_token());
                Ok((guard, index))
            }
            Some(Err(refusal)) => {
                drop(guard);
                Err(refusal)
            }
            None => unreachable!("a call whose turn it is has looked ahead"),
        };
        self.answer_found(way, found, arguments, room, record, end, passing)
    }

    /// A call is dropped before its turn. If it was not polled, it has not used its expectation.
    pub(crate) fn forget_ahead(&self, record: usize, was_polled: bool) {
        let mut guard = self.state.lock();
        let Some(found) = guard.take_ahead(record) else { return };
        guard.looking -= 1;
        if let Ok(place) = found
            && let Some(index) = place.index(&guard)
            && !was_polled
        {
            guard.expectations[index].slot.put_back();
        }
        self.settle(guard);
    }
}

impl State {
    fn take_ahead(&mut self, record: usize) -> Option<Result<Place, Refusal>> {
        let ahead = &mut self.control.as_mut()?.ahead;
        let index = ahead.iter().position(|ahead| ahead.record == record)?;
        Some(ahead.swap_remove(index).found)
    }
}
