//! What becomes of a method's expectations when its mock is gone: they go with it, unless calls are on their way to them. A
//! future may outlive its mock, and what it needs is there until it is polled or dropped; then the last of such calls has
//! the expectations verified, in the mock's place.

use std::ops::Deref;

use crate::engine::answer::{Reply, Value};
use crate::engine::state::{Engine, Expected, Guard, State};
use crate::report::Complaint;
use crate::sessions::mock::Mode;
use crate::sessions::observed::{MORE_THAN_WANTED, Recorded};
use crate::values::frame::Room;

/// The end of a mock for which calls are on their way.
pub(crate) struct Ending {
    /// So many calls were made before.
    before: usize,
    /// So many of them have neither been polled nor dropped.
    ahead: usize,
    /// Whether calls that were made later are refused.
    is_closed: bool,
    /// Whether it was said what is not met.
    is_said: bool,
}

/// A call on its way to its expectation, as far as its record does not say so. While there is one, the expectations stay.
pub(crate) struct OnItsWay<E: Deref<Target = Engine>> {
    engine: E,
}

impl<E: Deref<Target = Engine>> OnItsWay<E> {
    pub(crate) fn new(engine: E) -> Self {
        engine.state.lock().looking += 1;
        OnItsWay { engine }
    }

    /// One that was noted before.
    #[cfg(feature = "tokio")]
    pub(crate) fn resume(engine: E) -> Self {
        OnItsWay { engine }
    }

    pub(crate) fn engine(&self) -> &E {
        &self.engine
    }

    /// The call has found its expectation, whose mock is there.
    #[inline(always)]
    pub(crate) fn arrive(self, guard: &mut Guard<'_>) {
        guard.looking -= 1;
        std::mem::forget(self);
    }

    /// Answers the call when the mock is gone; then the call is no longer on its way.
    pub(crate) fn answer<'c>(self, room: Room<'c>, answer: impl FnOnce(Room<'c>) -> Reply<'c>) -> Reply<'c> {
        let info = self.engine.method.value;
        // The value is made in a place of its own, where it is dropped if an expectation is not met.
        // SAFETY: the information is that of the method's value.
        let made = unsafe { Value::made_by(info, answer) };
        drop(self);
        match made {
            // SAFETY: the room is one for the method's values.
            Ok(value) => Reply::Given(unsafe { value.put_into(room, info.info) }),
            Err(later) => Reply::Later(later, room),
        }
    }
}

impl<E: Deref<Target = Engine>> Drop for OnItsWay<E> {
    #[track_caller]
    fn drop(&mut self) {
        let mut guard = self.engine.state.lock();
        guard.looking -= 1;
        self.engine.settle(guard);
    }
}

impl State {
    /// A call is no longer ahead of its first poll.
    pub(crate) fn leave_ahead(&mut self, record: usize) {
        if let Some(ending) = &mut self.ending
            && record < ending.before
        {
            ending.ahead -= 1;
        }
    }

    /// Whether the mock was gone before a call was made that can't be one of its own.
    pub(crate) fn is_closed_to(&self, record: usize) -> bool {
        self.ending.as_ref().is_some_and(|ending| ending.is_closed && record >= ending.before)
    }
}

impl Engine {
    /// The end of the mock: verifies the expectations and drops them, or leaves that to the last of the calls that are on
    /// their way. What they can't mend is said now.
    pub(crate) fn end_of_mock(&self, is_closed: bool) -> Vec<Complaint> {
        if !self.method.is_awaited {
            return self.retire(None);
        }
        let is_said = {
            let mut guard = self.state.lock();
            if guard.ending.is_some() {
                return Vec::new();
            }
            let ahead = guard.records.ahead();
            let on_their_way = ahead + guard.looking;
            if on_their_way == 0 {
                drop(guard);
                return self.retire(None);
            }
            let is_said = self.lack_of_calls(&guard) > on_their_way;
            // From here on each call is looked at closer.
            guard.plan.simple = false;
            guard.ending = Some(Box::new(Ending { before: guard.records.len(), ahead, is_closed, is_said }));
            is_said
        };
        if is_said { self.tell_unmet() } else { Vec::new() }
    }

    /// How many calls the expectations lack, at the least; [`MORE_THAN_WANTED`] if there were too many of one.
    pub(crate) fn lack_of_calls(&self, state: &State) -> usize {
        let is_strict = self.info.mode == Mode::Strict;
        let mut lack = 0_usize;
        for Expected { slot, .. } in &state.expectations {
            if slot.used > slot.range.max {
                return MORE_THAN_WANTED;
            }
            let wants_one = is_strict && slot.is_unused();
            lack = lack.saturating_add(slot.range.min.saturating_sub(slot.used).max(usize::from(wants_one)));
        }
        lack
    }

    /// Notes that a call sets out for its expectation, which it must find be it that the mock is dropped meanwhile.
    #[inline(always)]
    pub(crate) fn set_out<'s>(&'s self, guard: &mut Guard<'_>, record: usize) -> OnItsWay<&'s Engine> {
        let state = &mut **guard;
        state.looking += 1;
        if state.ending.is_some() {
            state.leave_ahead(record);
        }
        OnItsWay { engine: self }
    }

    /// A call that was on its way has been dropped unpolled.
    pub(crate) fn give_way(&self, record: usize) {
        let mut guard = self.state.lock();
        guard.leave_ahead(record);
        self.settle(guard);
    }

    /// What is left to do if this was the last call on its way to the expectations of a mock that is gone.
    ///
    /// # Panics
    ///
    /// If an expectation is not met.
    #[track_caller]
    pub(crate) fn settle(&self, mut guard: Guard<'_>) {
        // What is not said here while another panic is under way, the harness says when the test is over.
        let looking = guard.looking;
        let is_last = guard.ending.take_if(|ending| looking + ending.ahead == 0 && !std::thread::panicking());
        self.release(guard);
        let Some(ending) = is_last else { return };
        if ending.is_said {
            return self.clear();
        }
        let unmet = self.retire(None);
        self.info.end(Complaint::of_all(unmet));
    }
}
