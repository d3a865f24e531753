//! The plan of one method: its expectations in the order of declaration, without their types. It decides which
//! expectation a call may use, and counts.

use std::panic::Location;

use crate::matching::index::Index;
use crate::matching::pace::Pace;
use crate::matching::sequence::{Step, Turn};
use crate::matching::times::TimesRange;

/// What an expectation has to answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    /// Nothing was said: `()`, or a failure.
    Silent,
    /// As often as it is asked.
    Endless,
    /// Once, by move.
    Once {
        /// Whether it has.
        spent: bool,
    },
    /// One value after another.
    Each {
        /// So many were given.
        given: usize,
        /// So many there were.
        of: usize,
    },
}

/// Whether an expectation may be used, as far as a glance tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It may.
    Open,
    /// It may or may not: its sequence, its supply or its thread must be asked, or its answer is running.
    Ask,
    /// Never again.
    Shut,
}

/// One expectation, without its matcher and its answer.
pub(crate) struct Slot {
    /// Where it was declared.
    pub(crate) place: &'static Location<'static>,
    /// Follows from what is below; see [`settle`](Slot::settle).
    pub(crate) gate: Gate,
    /// What the gate is between two calls, as long as it is not used up.
    between: Gate,
    pub(crate) range: TimesRange,
    pub(crate) used: usize,
    /// The first call that is made after it was.
    pub(crate) since: usize,
    pub(crate) supply: Supply,
    /// The thread that runs the answer, 0 if none does.
    pub(crate) running_on: usize,
    /// The call that runs the answer, or ran it last.
    pub(crate) running_for: usize,
    /// Its answer is made at the call, although the call is a future.
    pub(crate) at_call: bool,
    /// The fingerprint of the only arguments that it is for.
    pub(crate) fingerprint: Option<u64>,
    /// It has a matcher of which nothing is known but that it may run the user's code.
    pub(crate) foreign: bool,
    /// It was said that it may go without being used.
    pub(crate) optional: bool,
    /// Others have their turn before it, however late they are added.
    pub(crate) by_default: bool,
    /// The test answers its calls.
    pub(crate) is_held: bool,
    /// Whether it was noted that it is met.
    is_noted: bool,
    /// What few expectations have.
    terms: Option<Box<Terms>>,
}

/// Terms on which an expectation is used, beside the arguments and the number of calls.
#[derive(Default)]
pub(crate) struct Terms {
    /// Its place in a sequence.
    pub(crate) step: Option<Step>,
    /// The only thread that may ask its matcher, 0 for any.
    pub(crate) matcher_thread: usize,
    /// The only thread that may run its answer, 0 for any.
    pub(crate) answer_thread: usize,
    /// When its answers are given, if not at once.
    pub(crate) pace: Option<Pace>,
    /// The real object answers.
    pub(crate) passes: bool,
    /// What its answer gives may borrow from the arguments.
    pub(crate) borrows: bool,
    /// Its calls may be dropped before they are polled.
    pub(crate) may_be_unawaited: bool,
}

impl Slot {
    /// Whether it can't be used again.
    pub(crate) fn is_done(&self) -> bool {
        self.used >= self.range.max || self.step().is_some_and(|step| step.turn() == Turn::History)
    }

    /// Whether a call may use it now, as far as its `times` and a sequence go.
    pub(crate) fn may_be_used(&self) -> bool {
        self.used < self.range.max && self.step().is_none_or(|step| step.turn() == Turn::Open)
    }

    /// Whether it was used as often as it should be, and used at all unless that is said not to matter.
    #[inline(always)]
    pub(crate) fn is_met(&self) -> bool {
        self.range.contains(self.used) && !self.is_unused()
    }

    /// Whether it has been used as often as it has to be, and that was not asked before.
    pub(crate) fn is_newly_met(&mut self) -> bool {
        self.used >= self.range.min.max(1) && !std::mem::replace(&mut self.is_noted, true)
    }

    /// Whether it was never used, though nothing says that it need not be.
    pub(crate) fn is_unused(&self) -> bool {
        self.used == 0 && !self.optional
    }

    /// Its terms, if it has any.
    pub(crate) fn terms(&self) -> Option<&Terms> {
        self.terms.as_deref()
    }

    /// Its place in a sequence.
    pub(crate) fn step(&self) -> Option<&Step> {
        self.terms.as_ref()?.step.as_ref()
    }

    /// The only thread that may ask its matcher, 0 for any.
    pub(crate) fn matcher_thread(&self) -> usize {
        self.terms.as_ref().map_or(0, |terms| terms.matcher_thread)
    }

    /// Whether the real object answers.
    pub(crate) fn passes(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.passes)
    }

    /// Whether what its answer gives may borrow from the arguments.
    pub(crate) fn borrows(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.borrows)
    }

    /// Whether it had one answer, which it has given.
    pub(crate) fn is_spent(&self) -> bool {
        matches!(self.supply, Supply::Once { spent: true })
    }

    /// Whether it says that there is to be no call: nobody but other expectations takes that up.
    pub(crate) fn forbids(&self) -> bool {
        self.range.max == 0 && !self.by_default
    }

    /// Changes its terms.
    pub(crate) fn set_terms(&mut self, change: impl FnOnce(&mut Terms)) {
        change(self.terms.get_or_insert_default());
        self.settle();
    }

    /// Its matcher is a new one, which any thread may ask.
    pub(crate) fn free_matcher(&mut self) {
        if let Some(terms) = &mut self.terms {
            terms.matcher_thread = 0;
        }
    }

    /// Its answer is a new one, which any thread may run.
    pub(crate) fn free_answer(&mut self) {
        self.is_held = false;
        if let Some(terms) = &mut self.terms {
            terms.answer_thread = 0;
            terms.passes = false;
            terms.borrows = false;
        }
    }

    /// Sets the gate, after a change.
    pub(crate) fn settle(&mut self) {
        let asks = self.terms.is_some() || self.supply != Supply::Endless || self.by_default;
        self.between = if asks { Gate::Ask } else { Gate::Open };
        self.reopen();
    }

    /// Sets the gate, after a use or a change of how many are wanted.
    #[inline(always)]
    pub(crate) fn reopen(&mut self) {
        self.gate = if self.used >= self.range.max {
            Gate::Shut
        } else if self.running_on != 0 {
            Gate::Ask
        } else {
            self.between
        };
    }

    /// Counts a use by a call on a thread; says whether there is an answer left.
    pub(crate) fn take(&mut self, record: usize, thread: usize) -> bool {
        let left = self.draw();
        self.take_endless(record, if left { thread } else { 0 });
        self.reopen();
        left
    }

    /// As [`take`](Slot::take), where there is no end of answers.
    #[inline(always)]
    pub(crate) fn take_endless(&mut self, record: usize, thread: usize) {
        self.used += 1;
        self.running_on = thread;
        self.running_for = record;
        self.gate = Gate::Ask;
    }

    /// The answer has run.
    #[inline(always)]
    pub(crate) fn give_back(&mut self) {
        self.running_on = 0;
        self.reopen();
    }

    /// The answer is run for a call that has used it before.
    #[cfg(feature = "tokio")]
    pub(crate) fn resume(&mut self, record: usize, thread: usize) {
        self.running_on = thread;
        self.running_for = record;
        self.reopen();
    }

    /// A call that has used it does not count.
    #[cfg(feature = "tokio")]
    pub(crate) fn put_back(&mut self) {
        self.used -= 1;
        match &mut self.supply {
            Supply::Once { spent } => *spent = false,
            Supply::Each { given, .. } => *given = given.saturating_sub(1),
            Supply::Silent | Supply::Endless => {}
        }
        self.reopen();
    }

    /// Takes one answer from the supply.
    fn draw(&mut self) -> bool {
        match &mut self.supply {
            Supply::Silent => false,
            Supply::Endless => true,
            Supply::Once { spent } => !std::mem::replace(spent, true),
            Supply::Each { given, of } => {
                let left = given < of;
                *given += usize::from(left);
                left
            }
        }
    }
}

/// Fewer expectations than this are tried one by one.
pub(crate) const INDEXED_FROM: usize = 4;

/// The expectations of one method in the order of declaration, as far as they have no types.
pub(crate) trait Slots {
    fn len(&self) -> usize;
    fn slot(&self, index: usize) -> &Slot;
}

/// What is known of a method's expectations together.
#[derive(Default)]
pub(crate) struct Plan {
    /// Whether a glance at each gate may tell which expectation a call uses: they are few, no matcher is foreign, and
    /// nobody waits to be told.
    pub(crate) simple: bool,
    /// How many slots have a foreign matcher.
    pub(crate) foreign: usize,
    /// How many slots answer at the call.
    pub(crate) at_call: usize,
    /// How many slots stand by default.
    defaults: usize,
    /// Whether somebody else answers what no expectation takes.
    falls_through: bool,
    /// Made when there are enough expectations.
    index: Option<Box<Index>>,
    /// So many of the first are used up: no walk begins before them.
    used_up: usize,
}

/// Whose turn it is in a walk.
enum Round {
    /// Those that do not stand by default.
    First,
    /// Those that say that there is to be no call, so that neither what stands by default nor anybody else is asked.
    Forbidding,
    /// Those that stand by default.
    Last,
}

/// Walks through the expectations that a call may use.
pub(crate) struct Candidates {
    /// The number of the list of those with the fingerprint, if that is known.
    list: Option<usize>,
    /// How far each list has been walked through; without a fingerprint, the first alone counts.
    pub(crate) equal: usize,
    pub(crate) others: usize,
    round: Round,
    /// An expectation was passed over because its answer is running on this very thread.
    pub(crate) recursive: Option<usize>,
}

impl Candidates {
    /// From an expectation on; without a fingerprint, the first number counts.
    #[inline(always)]
    pub(crate) fn from(list: Option<usize>, equal: usize, others: usize) -> Self {
        Candidates { list, equal, others, round: Round::First, recursive: None }
    }

    /// Begins anew, with those whose turn it is then.
    fn begin(&mut self, round: Round) {
        (self.equal, self.others, self.round) = (0, 0, round);
    }
}

impl Slot {
    /// An expectation of anything, any number of times.
    pub(crate) fn new(place: &'static Location<'static>, since: usize) -> Self {
        Slot {
            place,
            since,
            gate: Gate::Ask,
            between: Gate::Ask,
            range: TimesRange::ANY,
            used: 0,
            supply: Supply::Silent,
            running_on: 0,
            running_for: usize::MAX,
            at_call: false,
            fingerprint: None,
            foreign: false,
            optional: false,
            by_default: false,
            is_held: false,
            is_noted: false,
            terms: None,
        }
    }
}

impl Plan {
    /// No expectations so far; it is said whether somebody else answers what none takes.
    pub(crate) fn new(falls_through: bool) -> Self {
        Plan { falls_through, ..Plan::default() }
    }

    /// An expectation was added; there are so many now.
    pub(crate) fn added(&mut self, length: usize, is_watched: bool) {
        if let Some(index) = &mut self.index {
            index.add(length - 1);
        }
        self.simplify(length);
        self.simple &= !is_watched;
    }

    /// Finds out whether a glance is enough for so many expectations.
    pub(crate) fn simplify(&mut self, length: usize) {
        self.simple = self.foreign == 0 && length < INDEXED_FROM;
    }

    /// All expectations are gone.
    pub(crate) fn clear(&mut self) {
        self.index = None;
        self.simple = false;
        self.foreign = 0;
        self.at_call = 0;
        self.defaults = 0;
        self.used_up = 0;
    }

    /// An expectation has changed: it may be used again.
    pub(crate) fn changed(&mut self, number: usize) {
        self.used_up = self.used_up.min(number);
    }

    /// Says what an expectation's matcher is like.
    pub(crate) fn set_matcher(&mut self, number: usize, slot: &mut Slot, fingerprint: Option<u64>) {
        if let Some(index) = &mut self.index {
            index.change(number, slot.fingerprint, fingerprint);
        }
        self.foreign -= usize::from(slot.foreign);
        slot.foreign = fingerprint.is_none();
        self.foreign += usize::from(slot.foreign);
        self.simple &= self.foreign == 0;
        slot.fingerprint = fingerprint;
    }

    /// Says what an expectation answers with.
    pub(crate) fn set_answer(&mut self, slot: &mut Slot, supply: Supply, at_call: bool) {
        if slot.at_call != at_call {
            slot.at_call = at_call;
            self.at_call = if at_call { self.at_call + 1 } else { self.at_call - 1 };
        }
        slot.supply = supply;
        slot.settle();
    }

    /// Says that an expectation stands by default.
    pub(crate) fn set_by_default(&mut self, slot: &mut Slot) {
        self.defaults += usize::from(!std::mem::replace(&mut slot.by_default, true));
        slot.settle();
    }

    /// Starts a walk.
    pub(crate) fn candidates(&mut self, slots: &dyn Slots, fingerprint: Option<u64>) -> Candidates {
        if fingerprint.is_some() && self.index.is_none() {
            self.index = Some(Index::of(slots));
        }
        while self.used_up < slots.len() && slots.slot(self.used_up).gate == Gate::Shut {
            self.used_up += 1;
        }
        match (fingerprint, &self.index) {
            (Some(fingerprint), Some(index)) => index.candidates(self.used_up, fingerprint),
            _ => Candidates::from(None, self.used_up, 0),
        }
    }

    /// The next expectation that a call from thread `thread` may use, if its matcher agrees; or one that forbids it, if what
    /// stands by default would be next, or somebody else.
    pub(crate) fn next(&self, slots: &dyn Slots, candidates: &mut Candidates, thread: usize) -> Option<usize> {
        loop {
            let index = match (candidates.list, &self.index) {
                (Some(list), Some(index)) => index.next(candidates, list).unwrap_or(usize::MAX),
                _ => {
                    candidates.equal += 1;
                    candidates.equal - 1
                }
            };
            if index >= slots.len() {
                match candidates.round {
                    Round::First if self.defaults > 0 || self.falls_through => candidates.begin(Round::Forbidding),
                    Round::Forbidding => candidates.begin(Round::Last),
                    Round::First | Round::Last => return None,
                }
                continue;
            }
            let slot = slots.slot(index);
            match candidates.round {
                Round::Forbidding if slot.forbids() => return Some(index),
                Round::First if !slot.by_default => {}
                Round::Last if slot.by_default => {}
                Round::First | Round::Forbidding | Round::Last => continue,
            }
            if slot.gate == Gate::Shut || slot.is_done() {
                continue;
            }
            if slot.running_on == thread {
                candidates.recursive = Some(index);
                continue;
            }
            return Some(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Slots for Vec<Slot> {
        fn len(&self) -> usize {
            Vec::len(self)
        }
        fn slot(&self, index: usize) -> &Slot {
            &self[index]
        }
    }

    fn slots_of(fingerprints: &[Option<u64>]) -> Vec<Slot> {
        fingerprints
            .iter()
            .map(|fingerprint| Slot { fingerprint: *fingerprint, ..Slot::new(Location::caller(), 0) })
            .collect()
    }

    fn walk(slots: &Vec<Slot>, fingerprint: Option<u64>) -> Vec<usize> {
        let mut plan = Plan::default();
        let mut candidates = plan.candidates(slots, fingerprint);
        std::iter::from_fn(|| plan.next(slots, &mut candidates, 1)).collect()
    }

    #[test]
    fn an_index_keeps_the_order_of_declaration() {
        let slots = slots_of(&[Some(1), None, Some(2), Some(1), None, Some(1)]);
        assert_eq!(walk(&slots, Some(1)), [0, 1, 3, 4, 5]);
        assert_eq!(walk(&slots, Some(2)), [1, 2, 4]);
        assert_eq!(walk(&slots, Some(7)), [1, 4]);
        assert_eq!(walk(&slots, None), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn an_index_grows_with_the_expectations() {
        let mut slots = slots_of(&[Some(1), None, Some(2), Some(1)]);
        let mut plan = Plan::default();
        plan.candidates(&slots, Some(1));
        slots.extend(slots_of(&[None]));
        plan.added(slots.len(), false);
        plan.set_matcher(4, &mut slots[4], Some(1));
        plan.set_matcher(0, &mut slots[0], Some(2));
        plan.set_matcher(3, &mut slots[3], None);
        let mut walk = |fingerprint| {
            let mut candidates = plan.candidates(&slots, Some(fingerprint));
            std::iter::from_fn(|| plan.next(&slots, &mut candidates, 1)).collect::<Vec<_>>()
        };
        assert_eq!(walk(1), [1, 3, 4]);
        assert_eq!(walk(2), [0, 1, 2, 3]);
    }

    #[test]
    fn a_walk_begins_behind_what_is_used_up_until_that_is_wanted_again() {
        for fingerprint in [None, Some(1)] {
            let mut slots = slots_of(&[fingerprint; 6]);
            for slot in &mut slots {
                slot.supply = Supply::Endless;
                slot.range = 1.into();
            }
            let mut plan = Plan::default();
            for number in 0..3 {
                let mut candidates = plan.candidates(&slots, Some(1));
                assert_eq!(plan.next(&slots, &mut candidates, 1), Some(number));
                assert!(slots[number].take(0, 1));
                slots[number].give_back();
            }
            plan.candidates(&slots, Some(1));
            assert_eq!(plan.used_up, 3);
            slots[1].range = 2.into();
            slots[1].reopen();
            plan.changed(1);
            let mut candidates = plan.candidates(&slots, Some(1));
            assert_eq!(plan.next(&slots, &mut candidates, 1), Some(1));
        }
    }

    #[test]
    fn what_is_used_up_or_running_is_passed_over() {
        let mut slots = slots_of(&[None, None, None]);
        slots[0].range = 1.into();
        assert!(!slots[0].take(0, 1), "an expectation without an answer has none left");
        slots[1].supply = Supply::Endless;
        assert!(slots[1].take(0, 1));
        let mut plan = Plan::default();
        let mut candidates = plan.candidates(&slots, None);
        assert_eq!(plan.next(&slots, &mut candidates, 1), Some(2));
        assert_eq!(candidates.recursive, Some(1));
        slots[1].give_back();
        assert_eq!(walk(&slots, None), [1, 2]);
    }

    #[test]
    fn what_stands_by_default_has_its_turn_after_the_others() {
        for fingerprint in [None, Some(1)] {
            let mut slots = slots_of(&[Some(1), None, Some(1), None, Some(2), Some(1)]);
            slots[4].range = 0.into();
            slots[5].range = 0.into();
            let mut plan = Plan::default();
            for number in [0, 3] {
                plan.set_by_default(&mut slots[number]);
                slots[number].supply = Supply::Endless;
            }
            for slot in &mut slots {
                slot.settle();
            }
            let mut candidates = plan.candidates(&slots, fingerprint);
            let tried: Vec<usize> = std::iter::from_fn(|| plan.next(&slots, &mut candidates, 1)).collect();
            match fingerprint {
                Some(_) => assert_eq!(tried, [1, 2, 5, 0, 3]),
                None => assert_eq!(tried, [1, 2, 4, 5, 0, 3]),
            }
        }
    }

    #[test]
    fn a_supply_runs_dry() {
        let mut slot = Slot::new(Location::caller(), 0);
        assert!(!slot.draw());
        slot.supply = Supply::Once { spent: false };
        assert_eq!([slot.draw(), slot.draw()], [true, false]);
        slot.supply = Supply::Each { given: 0, of: 2 };
        assert_eq!([slot.draw(), slot.draw(), slot.draw()], [true, true, false]);
    }
}
