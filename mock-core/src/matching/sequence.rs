//! Sequences: expectations, of one mock or of several, that must be used in the order in which they were added.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, Weak};

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

#[derive(Debug)]
struct Member {
    /// How many uses are still wanted before the next member's turn.
    wanted: usize,
    expectation: Participant,
}

/// An expectation in a sequence, which it does not keep alive.
#[derive(Clone)]
pub(crate) struct Participant {
    pub(crate) method: Weak<dyn Participates>,
    /// Which one of the method's, of those that there are between two times that all of them are dropped.
    pub(crate) index: u32,
    pub(crate) generation: u32,
}

/// A method whose expectations may be in sequences.
pub(crate) trait Participates: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// `MockCat::go("north", 3) at src/herd.rs:12`, of an expectation that is still there.
    fn tell(&self, index: u32, generation: u32) -> Option<String>;
}

impl Participant {
    /// `MockCat::go("north", 3) at src/herd.rs:12`, if it is still there.
    fn tell(&self) -> Option<String> {
        self.method.upgrade()?.tell(self.index, self.generation)
    }
}

impl fmt::Debug for Participant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "expectation {}", self.index)
    }
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
    pub(crate) fn add(&mut self, wanted: usize, expectation: Participant) -> Step {
        let mut members = self.members.lock();
        members.list.push(Member { wanted, expectation });
        Step { members: Arc::clone(&self.members), position: members.list.len() - 1 }
    }
}

impl Step {
    pub(crate) fn turn(&self) -> Turn {
        self.turn_among(&self.members.lock())
    }

    fn turn_among(&self, members: &Members) -> Turn {
        if self.position < members.current {
            Turn::History
        } else if members.list[members.current..self.position].iter().any(|before| before.wanted > 0) {
            Turn::Early
        } else {
            Turn::Open
        }
    }

    /// What keeps the step from being taken, in words: whose turn it is, or which later step was taken.
    pub(crate) fn obstacle(&self) -> Option<String> {
        let members = self.members.lock();
        let turn = self.turn_among(&members);
        let in_the_way = match turn {
            Turn::Open => None,
            Turn::Early => members.list[members.current..self.position].iter().find(|before| before.wanted > 0),
            Turn::History => Some(&members.list[members.current]),
        };
        let expectation = in_the_way.map(|member| member.expectation.clone());
        drop(members);
        Some(match (turn, expectation?.tell()) {
            (Turn::History, Some(told)) => format!("the sequence has gone on to {told}"),
            (Turn::History, None) => "the sequence has gone on to an expectation that is gone".to_owned(),
            (Turn::Open | Turn::Early, Some(told)) => format!("the sequence waits for {told} first"),
            (Turn::Open | Turn::Early, None) => {
                "the sequence waits for an expectation that is gone: its mock, a checkpoint or a clearing has dropped it".to_owned()
            }
        })
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
    use super::{Participant, Participates, Sequence, Turn};
    use std::sync::{Arc, Weak};

    struct Method;

    impl Participates for Method {
        fn tell(&self, index: u32, _: u32) -> Option<String> {
            Some(format!("number {index}"))
        }
    }

    fn gone() -> Participant {
        Participant { method: Weak::<Method>::new(), index: 0, generation: 0 }
    }

    #[test]
    fn a_step_says_what_is_in_its_way() {
        let method = Arc::new(Method);
        let number = |index| Participant { method: Arc::downgrade(&method) as Weak<_>, index, generation: 0 };
        let mut sequence = Sequence::new();
        let (first, optional, last) =
            (sequence.add(1, number(1)), sequence.add(0, number(2)), sequence.add(1, number(3)));
        assert_eq!(first.obstacle(), None);
        assert_eq!(last.obstacle().as_deref(), Some("the sequence waits for number 1 first"));
        first.take();
        assert_eq!(last.obstacle(), None);
        last.take();
        assert_eq!(optional.obstacle().as_deref(), Some("the sequence has gone on to number 3"));
        drop(method);
        assert_eq!(optional.obstacle().as_deref(), Some("the sequence has gone on to an expectation that is gone"));
    }

    #[test]
    fn a_step_waits_for_those_before_it_and_ends_them() {
        let mut sequence = Sequence::new();
        let (first, optional, last) = (sequence.add(2, gone()), sequence.add(0, gone()), sequence.add(1, gone()));
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::Open, Turn::Early, Turn::Early));
        first.take();
        assert_eq!((first.turn(), last.turn()), (Turn::Open, Turn::Early));
        first.take();
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::Open, Turn::Open, Turn::Open));
        last.take();
        assert_eq!((first.turn(), optional.turn(), last.turn()), (Turn::History, Turn::History, Turn::Open));
    }
}
