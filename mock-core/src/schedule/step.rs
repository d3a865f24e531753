//! One choice.

/// A choice that was made, and of how many options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Which of them was picked: the first is what would have happened without an explorer.
    pub(crate) picked: u16,
    pub(crate) of: u16,
    pub(crate) kind: StepKind,
    /// The options that need not be tried, each a bit: all that they lead to is tried elsewhere.
    pub(crate) asleep: u64,
}

/// What was to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// What happens next: the first options are so many calls that may be answered, then come futures that may be given up, and
    /// the last one may be that time passes.
    Turn { calls: u16, time: bool },
    /// One of the test's own.
    Own,
}

impl Step {
    /// What is picked if nothing is said, unless nothing need be tried: the first option that is to be.
    pub(crate) fn first(of: u16, asleep: u64) -> Option<u16> {
        let first = asleep.trailing_ones() as u16;
        (first < of).then_some(first)
    }

    /// Whether something else was picked than what comes first.
    pub(crate) fn departs(self) -> bool {
        self.picked != Step::first(self.of, self.asleep).unwrap_or(0)
    }

    /// The options behind what was picked that are to be tried as well.
    pub(crate) fn others(self) -> impl Iterator<Item = u16> {
        (self.picked + 1..self.of).filter(move |option| *option >= 64 || self.asleep >> option & 1 == 0)
    }

    /// How it is written down.
    pub(crate) fn pick(self) -> Pick {
        match self.kind {
            StepKind::Turn { time: true, .. } if self.picked + 1 == self.of => Pick::TIME,
            StepKind::Turn { calls, .. } if self.picked >= calls => Pick::given_up(self.picked - calls),
            _ => Pick::number(self.picked),
        }
    }
}

/// What is to be picked: an option by its number, a future that is given up, or time. As small as it can be, as there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pick(u16);

/// What is to be picked, and by what it is known again: a call by its method and arguments, wherever it stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MarkedPick {
    pub(crate) pick: Pick,
    pub(crate) mark: Option<Mark>,
}

/// A call's method and arguments, as a number: FNV-1a of their text, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) u16);

impl Mark {
    pub(crate) fn of(text: &str) -> Self {
        let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Mark((hash >> 16) as u16 ^ hash as u16)
    }
}

impl From<Pick> for MarkedPick {
    fn from(pick: Pick) -> Self {
        MarkedPick { pick, mark: None }
    }
}

/// Set in what is given up.
const GIVEN_UP: u16 = 1 << 15;

impl Pick {
    /// Time is to pass.
    pub(crate) const TIME: Pick = Pick(u16::MAX);

    /// So many there may be of each.
    pub(crate) const MOST: u16 = GIVEN_UP - 1;

    pub(crate) fn number(number: u16) -> Self {
        debug_assert!(number < Pick::MOST);
        Pick(number)
    }

    /// One of the futures that may be given up.
    pub(crate) fn given_up(number: u16) -> Self {
        debug_assert!(number < Pick::MOST);
        Pick(GIVEN_UP | number)
    }

    /// The option that it is, of so many, if there is such a one.
    pub(crate) fn option(self, kind: StepKind, of: usize) -> Option<usize> {
        let (calls, time) = match kind {
            StepKind::Turn { calls, time } => (usize::from(calls), usize::from(time)),
            StepKind::Own => (of, 0),
        };
        let (option, end) = match (self.as_number(), self.as_given_up()) {
            (Some(number), _) => (usize::from(number), calls),
            (_, Some(number)) => (calls + usize::from(number), of - time),
            _ => (of - time, of),
        };
        (option < end).then_some(option)
    }

    /// Its number, if it is an option by its number.
    pub(crate) fn as_number(self) -> Option<u16> {
        (self.0 & GIVEN_UP == 0).then_some(self.0)
    }

    /// Its number, if it is a future that is given up.
    pub(crate) fn as_given_up(self) -> Option<u16> {
        (self.0 & GIVEN_UP != 0 && self != Pick::TIME).then_some(self.0 & !GIVEN_UP)
    }
}

#[cfg(test)]
mod tests {
    use super::{Pick, Step, StepKind};

    #[test]
    fn each_option_has_a_pick_that_stands_for_it_alone() {
        let turn = |calls, time| StepKind::Turn { calls, time };
        for (kind, of) in
            [(turn(3, false), 3), (turn(3, true), 4), (turn(1, false), 3), (turn(2, true), 6), (StepKind::Own, 4)]
        {
            let mut picks = Vec::new();
            for picked in 0..of {
                let pick = Step { picked, of, kind, asleep: 0 }.pick();
                assert_eq!(pick.option(kind, usize::from(of)), Some(usize::from(picked)));
                picks.push(pick);
            }
            picks.dedup();
            assert_eq!(picks.len(), usize::from(of));
        }
    }

    #[test]
    fn what_is_asleep_is_not_tried() {
        let step = |picked, asleep| Step { picked, of: 4, kind: StepKind::Turn { calls: 4, time: false }, asleep };
        assert_eq!([0, 0b1, 0b101, 0b1111].map(|asleep| Step::first(4, asleep)), [Some(0), Some(1), Some(1), None]);
        assert!(!step(0, 0).departs() && step(1, 0).departs() && !step(1, 0b1).departs() && step(2, 0b1).departs());
        assert_eq!(step(0, 0b100).others().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(step(1, 0b1001).others().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_mark_is_the_same_for_ever() {
        // FNV-1a of the empty text, and of "a", as its authors give them.
        assert_eq!(super::Mark::of("").0, 0x811c ^ 0x9dc5);
        assert_eq!(super::Mark::of("a").0, 0xe40c ^ 0x292c);
    }

    #[test]
    fn what_is_no_option_is_none() {
        let kind = StepKind::Turn { calls: 2, time: false };
        assert_eq!(Pick::number(2).option(kind, 3), None, "no call");
        assert_eq!(Pick::given_up(1).option(kind, 3), None);
        assert_eq!(Pick::TIME.option(kind, 3), None);
        assert_eq!(Pick::given_up(0).option(StepKind::Own, 3), None);
        assert_eq!(Pick::given_up(1).option(StepKind::Turn { calls: 2, time: true }, 4), None, "that is time");
    }
}
