//! One choice.

/// A choice that was made, and of how many options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Which of them was picked: the first is what would have happened without an explorer.
    pub(crate) picked: u16,
    pub(crate) of: u16,
    pub(crate) kind: StepKind,
}

/// What was to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// Which call is answered next.
    Calls,
    /// The same; or, as the last option, none of them, and time passes.
    CallsOrTime,
    /// One of the test's own.
    Own,
}

impl Step {
    /// Whether something else was picked than what comes first.
    pub(crate) fn departs(self) -> bool {
        self.picked > 0
    }

    /// How it is written down.
    pub(crate) fn pick(self) -> Pick {
        match self.kind {
            StepKind::CallsOrTime if self.picked + 1 == self.of => Pick::TIME,
            _ => Pick::number(self.picked),
        }
    }
}

/// What is to be picked: an option by its number, or time. As small as it can be, as there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pick(u16);

impl Pick {
    /// Time is to pass.
    pub(crate) const TIME: Pick = Pick(u16::MAX);

    pub(crate) fn number(number: u16) -> Self {
        Pick(number)
    }

    /// The option that it is, of so many, if there is such a one.
    pub(crate) fn option(self, kind: StepKind, of: usize) -> Option<usize> {
        match (self, kind) {
            (Pick::TIME, StepKind::CallsOrTime) => Some(of - 1),
            (Pick::TIME, _) => None,
            (Pick(number), _) => Some(usize::from(number)).filter(|number| *number < of),
        }
    }

    /// Its number, if it is not time.
    pub(crate) fn as_number(self) -> Option<u16> {
        (self != Pick::TIME).then_some(self.0)
    }
}
