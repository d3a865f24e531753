//! Which schedules are still to be run. Each stands for itself and for all that follow from it: a schedule is the first option
//! each, but for the picks that depart from that; those that follow depart once more, behind the last of these. So each is there
//! once, and the tree of all need not be known.
//!
//! Those that depart less often come first, as long as there is room for them; beyond that, the last that was found does, so that
//! memory is bounded.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher as _, RandomState};

use crate::schedule::step::{Pick, Step};
use crate::schedule::token;

/// So many are kept before it goes into depth.
const ROOM: usize = 1 << 16;

/// A part of a search: `2` of `8`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    pub(crate) number: u32,
    pub(crate) of: u32,
}

impl Shard {
    pub(crate) const ALL: Shard = Shard { number: 1, of: 1 };

    /// Reads `2/8`.
    pub(crate) fn read(text: &str) -> Option<Shard> {
        let (number, of) = text.trim().split_once('/')?;
        let shard = Shard { number: number.parse().ok()?, of: of.parse().ok()? };
        (0 < shard.number && shard.number <= shard.of).then_some(shard)
    }
}

/// A schedule that is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    /// The last of them departs, unless there is none.
    pub(crate) picks: Box<[Pick]>,
    pub(crate) departures: u32,
}

/// At so many departures the schedules are dealt out to the parts of a search; those before are run by all of them.
const DEALT_AT: u32 = 2;

/// The schedules that are to be run.
pub(crate) struct Frontier {
    planned: VecDeque<Planned>,
    /// How often a schedule may depart at the most.
    bound: u32,
    /// Whether any was left out for that.
    was_cut: bool,
    shard: Shard,
    dealt: u32,
    /// Whether it has ever gone into depth.
    was_deep: bool,
}

impl Frontier {
    pub(crate) fn new(bound: Option<u32>, shard: Shard) -> Self {
        let first = Planned { picks: Box::default(), departures: 0 };
        let bound = bound.unwrap_or(u32::MAX);
        Frontier { planned: VecDeque::from([first]), bound, was_cut: false, shard, dealt: 0, was_deep: false }
    }

    /// The next one.
    pub(crate) fn next(&mut self) -> Option<Planned> {
        if self.planned.len() < ROOM {
            return self.planned.pop_front();
        }
        self.was_deep = true;
        self.planned.pop_back()
    }

    /// As a line.
    pub(crate) fn write(&self) -> String {
        let Frontier { planned, bound, was_cut, shard, dealt, was_deep } = self;
        let Shard { number, of } = shard;
        let mut line = format!("{bound} {was_cut} {number}/{of} {dealt} {was_deep}");
        for Planned { picks, departures } in planned {
            line.push_str(&format!(" {departures}@{}", token::write(picks)));
        }
        line
    }

    /// Reads such a line.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (bound, was_cut) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let (shard, dealt) = (Shard::read(words.next()?)?, words.next()?.parse().ok()?);
        let was_deep = words.next()?.parse().ok()?;
        let mut planned = VecDeque::new();
        for word in words {
            let (departures, schedule) = word.split_once('@')?;
            let mut picks: Vec<Pick> = token::read(schedule).ok()?.into_iter().map(|marked| marked.pick).collect();
            if picks == [Pick::number(0)] {
                picks.clear();
            }
            planned.push_back(Planned { picks: picks.into_boxed_slice(), departures: departures.parse().ok()? });
        }
        Some(Frontier { planned, bound, was_cut, shard, dealt, was_deep })
    }

    /// Whether a schedule counts for this part of the search.
    pub(crate) fn is_own(&self, planned: &Planned) -> bool {
        planned.departures >= DEALT_AT || self.shard.number == 1
    }

    /// Adds what follows from a schedule that was run, with these steps.
    pub(crate) fn extend(&mut self, planned: &Planned, steps: &[Step]) {
        let departures = planned.departures + 1;
        for position in planned.picks.len()..steps.len() {
            for picked in steps[position].others() {
                if departures > self.bound {
                    self.was_cut = true;
                    return;
                }
                if departures == DEALT_AT && self.is_of_others() {
                    continue;
                }
                let mut picks = Vec::with_capacity(position + 1);
                picks.extend_from_slice(&planned.picks);
                picks.extend(steps[planned.picks.len()..position].iter().map(|step| step.pick()));
                picks.push(Step { picked, ..steps[position] }.pick());
                self.planned.push_back(Planned { picks: picks.into_boxed_slice(), departures });
            }
        }
    }

    /// Deals out one more.
    fn is_of_others(&mut self) -> bool {
        let turn = self.dealt % self.shard.of;
        self.dealt += 1;
        turn + 1 != self.shard.number
    }

    /// Tells schedules that were run from those that were not, once no more are run in order.
    pub(crate) fn left(&self) -> Left {
        let hasher = RandomState::new();
        let hashes = self.planned.iter().map(|planned| hasher.hash_one(token::write(&planned.picks))).collect();
        Left { hasher, hashes, are_all: false }
    }

    /// From now on only what departs less often is wanted.
    pub(crate) fn only_below(&mut self, departures: u32) {
        self.bound = departures.saturating_sub(1);
        self.planned.retain(|planned| planned.departures < departures);
    }

    /// Whether a schedule may be left that departs less often than one that was just run.
    pub(crate) fn was_deep(&self) -> bool {
        self.was_deep
    }

    /// How many there are at the least.
    pub(crate) fn len(&self) -> usize {
        self.planned.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.planned.is_empty()
    }

    /// Whether there are none but those that were run.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.planned.is_empty() && !self.was_cut
    }

    /// How often the schedules depart of which all were run; `None` if that was not even the first.
    pub(crate) fn complete_up_to(&self) -> Option<u32> {
        match self.planned.iter().map(|planned| planned.departures).min() {
            Some(fewest) => fewest.checked_sub(1),
            None => Some(self.bound),
        }
    }
}

/// The schedules that were not run, by those that they follow from.
pub(crate) struct Left {
    hasher: RandomState,
    hashes: HashSet<u64>,
    /// Whether none was run.
    are_all: bool,
}

impl Left {
    /// All of them.
    pub(crate) fn all() -> Self {
        Left { hasher: RandomState::new(), hashes: HashSet::new(), are_all: true }
    }

    /// Whether a schedule is one of them, seen for the first time.
    pub(crate) fn take(&mut self, steps: &[Step]) -> bool {
        let picks: Vec<Pick> = steps.iter().map(|step| step.pick()).collect();
        let hash = |picks: &[Pick]| self.hasher.hash_one(token::write(picks));
        let departures = (0..steps.len()).filter(|index| steps[*index].departs());
        let is_left = self.are_all || departures.into_iter().any(|index| self.hashes.contains(&hash(&picks[..=index])));
        // With a mark of its own, as others may follow from it.
        is_left && self.hashes.insert(self.hasher.hash_one((token::write(&picks), "taken")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Frontier, Planned, Shard};
    use crate::schedule::step::{Step, StepKind};

    /// What a test does in which so many calls wait at once.
    fn steps(planned: &Planned, calls: u16) -> Vec<Step> {
        let mut steps = Vec::new();
        for of in (2..=calls).rev() {
            let picked = planned.picks.get(steps.len()).and_then(|pick| pick.as_number()).unwrap_or(0);
            steps.push(Step { picked, of, kind: StepKind::Turn { calls: of, time: false }, asleep: 0 });
        }
        steps
    }

    fn run(mut frontier: Frontier, calls: u16) -> (Vec<(Planned, bool)>, Frontier) {
        let mut run = Vec::new();
        while let Some(planned) = frontier.next() {
            frontier.extend(&planned, &steps(&planned, calls));
            let is_own = frontier.is_own(&planned);
            run.push((planned, is_own));
        }
        (run, frontier)
    }

    #[test]
    fn each_order_is_there_once_those_that_depart_less_often_first() {
        let (run, frontier) = run(Frontier::new(None, Shard::ALL), 5);
        assert_eq!(run.len(), 120);
        assert!(run.is_sorted_by_key(|(planned, _)| planned.departures));
        let mut all: Vec<_> = run.iter().map(|(planned, _)| steps(planned, 5)).collect();
        all.sort_by_key(|steps| steps.iter().map(|step| step.picked).collect::<Vec<_>>());
        all.dedup();
        assert_eq!(all.len(), 120);
        assert!(frontier.is_exhausted());
    }

    #[test]
    fn a_bound_leaves_out_what_departs_more_often() {
        let count = |bound| {
            let (run, frontier) = run(Frontier::new(Some(bound), Shard::ALL), 5);
            (run.len(), frontier.is_exhausted(), frontier.complete_up_to())
        };
        assert_eq!(count(0), (1, false, Some(0)));
        assert_eq!(count(1), (1 + 10, false, Some(1)));
        assert_eq!(count(2), (1 + 10 + 35, false, Some(2)));
        assert_eq!(count(4), (120, true, Some(4)));
    }

    #[test]
    fn parts_of_a_search_are_the_whole_of_it() {
        let mut all = Vec::new();
        for number in 1..=3 {
            let (run, _) = run(Frontier::new(None, Shard { number, of: 3 }), 5);
            let own = run.into_iter().filter(|(_, is_own)| *is_own).map(|(planned, _)| planned);
            all.extend(own.map(|planned| steps(&planned, 5)));
        }
        assert_eq!(all.len(), 120);
        all.sort_by_key(|steps| steps.iter().map(|step| step.picked).collect::<Vec<_>>());
        all.dedup();
        assert_eq!(all.len(), 120);
    }

    #[test]
    fn what_is_to_be_run_can_be_written_down() {
        let mut frontier = Frontier::new(Some(3), Shard { number: 2, of: 3 });
        for _ in 0..7 {
            let planned = frontier.next().unwrap();
            frontier.extend(&planned, &steps(&planned, 5));
        }
        let line = frontier.write();
        let mut again = Frontier::read(&line).unwrap();
        assert_eq!(again.write(), line);
        while let Some(planned) = frontier.next() {
            assert_eq!(again.next().as_ref(), Some(&planned));
            for frontier in [&mut frontier, &mut again] {
                frontier.extend(&planned, &steps(&planned, 5));
            }
        }
        assert_eq!((again.next(), again.is_exhausted()), (None, frontier.is_exhausted()));
        let first = Frontier::new(None, Shard::ALL);
        assert_eq!(
            Frontier::read(&first.write()).unwrap().next(),
            Some(Planned { picks: Box::default(), departures: 0 })
        );
        for wrong in ["", "1 true", "1 true 1/1 0 false 1@x", "1 true 1/1 0 false am1:1"] {
            assert!(Frontier::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_was_not_run_is_told_from_what_was() {
        let mut frontier = Frontier::new(None, Shard::ALL);
        let mut done = Vec::new();
        for _ in 0..30 {
            let planned = frontier.next().unwrap();
            frontier.extend(&planned, &steps(&planned, 5));
            done.push(planned);
        }
        let mut left = frontier.left();
        assert!(done.iter().all(|planned| !left.take(&steps(planned, 5))));
        let (all, _) = run(Frontier::new(None, Shard::ALL), 5);
        let taken: Vec<bool> = all.iter().map(|(planned, _)| left.take(&steps(planned, 5))).collect();
        assert_eq!(taken.iter().filter(|is_taken| **is_taken).count(), 120 - 30);
        assert!(all.iter().all(|(planned, _)| !left.take(&steps(planned, 5))), "each is taken once");
    }

    #[test]
    fn what_is_to_be_run_is_bounded() {
        let mut frontier = Frontier::new(None, Shard::ALL);
        let mut most = 0;
        for _ in 0..300_000 {
            let planned = frontier.next().expect("there are millions");
            frontier.extend(&planned, &steps(&planned, 12));
            most = most.max(frontier.planned.len());
        }
        assert!(most < super::ROOM + 1_000, "{most}");
        assert!(frontier.was_deep());
    }
}
