//! Sequences: expectations, of one mock or of several, that must be used in the order in which they were added.

use std::sync::Arc;

use crate::base::lock::Lock;

/// Makes expectations be used in the order in which they were added to it. mockall's `Sequence`.
///
/// An expectation may be used when all those before it have been used as often as their
/// [`times`](crate::Expectation::times) demand at least; once it has been used, those before it may not be used any
/// more. One whose `times` allow zero may be left out. Set `times` before `in_sequence`.
///
/// ```
/// use asyncmock::{Sequence, automock};
///
/// #[automock]
/// trait Door {
///     fn open(&self);
///     fn close(&self);
/// }
///
/// let door = MockDoor::new();
/// let mut order = Sequence::new();
/// door.expect_open().once().in_sequence(&mut order);
/// door.expect_close().once().in_sequence(&mut order);
/// door.open();
/// door.close();
/// ```
#[derive(Debug, Default)]
pub struct Sequence {
    members: Arc<Lock<Members>>,
}

#[derive(Debug, Default)]
struct Members {
    list: Vec<Member>,
    /// The member that was used last: those before it are history.
    current: usize,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    /// How many uses are still wanted before the next member's turn.
    wanted: usize,
}

/// One expectation's place in a sequence.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    members: Arc<Lock<Members>>,
    position: usize,
}

/// Whether a step may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Now.
    Open,
    /// Not yet: a step before it is still wanted.
    Early,
    /// No more: a later step was taken.
    History,
}

impl Sequence {
    /// Makes an empty sequence.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an expectation that is wanted at least `wanted` times.
    pub(crate) fn add(&mut self, wanted: usize) -> Step {
        let mut members = self.members.lock();
        members.list.push(Member { wanted });
        Step { members: Arc::clone(&self.members), position: members.list.len() - 1 }
    }
}

impl Step {
    pub(crate) fn turn(&self) -> Turn {
        let members = self.members.lock();
        if self.position < members.current {
            Turn::History
        } else if members.list[members.current..self.position].iter().any(|before| before.wanted > 0) {
            Turn::Early
        } else {
            Turn::Open
        }
    }

    /// Takes the step, which is [open](Turn::Open).
    pub(crate) fn take(&self) {
        let mut members = self.members.lock();
        members.current = members.current.max(self.position);
        let member = &mut members.list[self.position];
        member.wanted = member.wanted.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::{Sequence, Turn};

    #[test]
    fn a_step_waits_for_those_before_it_and_ends_them() {
        let mut sequence = Sequence::new();
        let (first, optional, last) = (sequence.add(2), sequence.add(0), sequence.add(1));
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::Open, Turn::Early, Turn::Early));
        first.take();
        assert_eq!((first.turn(), last.turn()), (Turn::Open, Turn::Early));
        first.take();
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::Open, Turn::Open, Turn::Open));
        last.take();
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::History, Turn::History, Turn::Open));
    }
}
