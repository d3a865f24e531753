//! The plan of one method: its expectations in the order of declaration, without their types. It decides which
//! expectation a call may use, and counts.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::panic::Location;

use crate::sequence::{Step, Turn};
use crate::times::TimesRange;

/// What an expectation has to answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Supply {
    /// Nothing was said: `()`, or a failure.
    Silent,
    /// As often as it is asked.
    Endless,
    /// Once, by move; here is whether it has.
    Once { spent: bool },
    /// One value after another.
    Each { given: usize, of: usize },
}

/// Whether an expectation may be used, as far as a glance tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It may.
    Open,
    /// It may or may not: its sequence must be asked, or its answer is running.
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
    pub(crate) range: TimesRange,
    pub(crate) used: usize,
    pub(crate) supply: Supply,
    pub(crate) step: Option<Step>,
    /// The thread that runs the answer, 0 if none does.
    pub(crate) running_on: usize,
    /// The call that runs the answer.
    pub(crate) running_for: usize,
    /// Checkpointed: of no more use.
    pub(crate) retired: bool,
    /// Its answer is made at the call, although the call is a future.
    pub(crate) at_call: bool,
    /// The fingerprint of the only arguments that it is for.
    pub(crate) fingerprint: Option<u64>,
    /// It has a matcher of which nothing is known but that it may run the user's code.
    pub(crate) foreign: bool,
}

impl Slot {
    /// Whether it can't be used again.
    pub(crate) fn is_done(&self) -> bool {
        self.used >= self.range.max || self.step.as_ref().is_some_and(|step| step.turn() == Turn::History)
    }

    /// Sets the gate, after a change.
    pub(crate) fn settle(&mut self) {
        self.gate = if self.retired || self.used >= self.range.max {
            Gate::Shut
        } else if self.running_on != 0 || self.step.is_some() {
            Gate::Ask
        } else {
            Gate::Open
        };
    }

    /// Counts a use by a call on a thread; says whether there is an answer left.
    pub(crate) fn take(&mut self, record: usize, thread: usize) -> bool {
        self.used += 1;
        if self.supply != Supply::Endless && !self.draw() {
            self.settle();
            return false;
        }
        self.running_on = thread;
        self.running_for = record;
        self.gate = Gate::Ask;
        true
    }

    /// The answer has run.
    pub(crate) fn give_back(&mut self) {
        self.running_on = 0;
        self.settle();
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

/// Passes a fingerprint through: it is a hash already.
#[derive(Default)]
struct Fingerprint(u64);

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("only fingerprints are hashed")
    }
    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}

/// Finds expectations by the fingerprint of the arguments.
#[derive(Default)]
struct Index {
    by_fingerprint: HashMap<u64, Vec<usize>, BuildHasherDefault<Fingerprint>>,
    /// Those that may match anything.
    others: Vec<usize>,
}

/// Fewer expectations than this are tried one by one.
const INDEXED_FROM: usize = 4;

/// The expectations of one method.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) slots: Vec<Slot>,
    /// How many slots have a foreign matcher.
    pub(crate) foreign: usize,
    /// How many slots answer at the call.
    pub(crate) at_call: usize,
    /// Made when there are enough expectations, and dropped when one of them changes.
    index: Option<Box<Index>>,
}

/// Walks through the expectations that a call may use.
pub(crate) struct Candidates {
    fingerprint: Option<u64>,
    /// How far each list has been walked through; without an index, the first alone counts.
    equal: usize,
    others: usize,
    /// An expectation was passed over because its answer is running on this very thread.
    pub(crate) recursive: Option<usize>,
}

impl Plan {
    /// Adds an expectation.
    pub(crate) fn add(&mut self, place: &'static Location<'static>) -> usize {
        self.index = None;
        self.slots.push(Slot {
            place,
            gate: Gate::Open,
            range: TimesRange::ANY,
            used: 0,
            supply: Supply::Silent,
            step: None,
            running_on: 0,
            running_for: 0,
            retired: false,
            at_call: false,
            fingerprint: None,
            foreign: false,
        });
        self.slots.len() - 1
    }

    /// Says what an expectation's matcher is like.
    pub(crate) fn set_matcher(&mut self, slot: usize, fingerprint: Option<u64>) {
        self.index = None;
        let slot = &mut self.slots[slot];
        self.foreign -= usize::from(slot.foreign);
        slot.foreign = fingerprint.is_none();
        self.foreign += usize::from(slot.foreign);
        slot.fingerprint = fingerprint;
    }

    /// Says what an expectation answers with.
    pub(crate) fn set_answer(&mut self, slot: usize, supply: Supply, at_call: bool) {
        let slot = &mut self.slots[slot];
        self.at_call -= usize::from(slot.at_call);
        slot.at_call = at_call;
        self.at_call += usize::from(slot.at_call);
        slot.supply = supply;
    }

    /// Takes every expectation out of use.
    pub(crate) fn retire(&mut self) {
        self.index = None;
        self.foreign = 0;
        self.at_call = 0;
        for slot in &mut self.slots {
            slot.retired = true;
            slot.foreign = false;
            slot.at_call = false;
            slot.settle();
        }
    }

    /// Whether a fingerprint of the arguments is of any use.
    pub(crate) fn wants_fingerprint(&self) -> bool {
        self.slots.len() >= INDEXED_FROM
    }

    /// Whether a glance at each gate tells which expectation a call uses.
    #[inline(always)]
    pub(crate) fn is_simple(&self) -> bool {
        self.foreign == 0 && self.slots.len() < INDEXED_FROM
    }

    /// Starts a walk.
    pub(crate) fn candidates(&mut self, fingerprint: Option<u64>) -> Candidates {
        if fingerprint.is_some() && self.index.is_none() {
            self.index = Some(self.make_index());
        }
        Candidates { fingerprint, equal: 0, others: 0, recursive: None }
    }

    #[cold]
    fn make_index(&self) -> Box<Index> {
        let mut index = Index::default();
        for (slot, expectation) in self.slots.iter().enumerate().filter(|(_, slot)| !slot.retired) {
            match expectation.fingerprint {
                Some(fingerprint) => index.by_fingerprint.entry(fingerprint).or_default().push(slot),
                None => index.others.push(slot),
            }
        }
        Box::new(index)
    }

    /// The next expectation that a call from thread `thread` may use, if its matcher agrees.
    pub(crate) fn next(&self, candidates: &mut Candidates, thread: usize) -> Option<usize> {
        loop {
            let slot = match (candidates.fingerprint, &self.index) {
                (Some(fingerprint), Some(index)) => index.next(candidates, fingerprint)?,
                _ => {
                    let slot = candidates.equal;
                    if slot >= self.slots.len() {
                        return None;
                    }
                    candidates.equal += 1;
                    slot
                }
            };
            let expectation = &self.slots[slot];
            if expectation.gate == Gate::Shut || expectation.is_done() {
                continue;
            }
            if expectation.running_on == thread {
                candidates.recursive = Some(slot);
                continue;
            }
            return Some(slot);
        }
    }
}

impl Index {
    fn next(&self, candidates: &mut Candidates, fingerprint: u64) -> Option<usize> {
        let equal = self.by_fingerprint.get(&fingerprint).and_then(|list| list.get(candidates.equal));
        let other = self.others.get(candidates.others);
        match (equal, other) {
            (Some(equal), Some(other)) if other < equal => {
                candidates.others += 1;
                Some(*other)
            }
            (Some(equal), _) => {
                candidates.equal += 1;
                Some(*equal)
            }
            (None, Some(other)) => {
                candidates.others += 1;
                Some(*other)
            }
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan_of(fingerprints: &[Option<u64>]) -> Plan {
        let mut plan = Plan::default();
        for fingerprint in fingerprints {
            let slot = plan.add(Location::caller());
            plan.slots[slot].fingerprint = *fingerprint;
        }
        plan
    }

    fn walk(plan: &mut Plan, fingerprint: Option<u64>) -> Vec<usize> {
        let mut candidates = plan.candidates(fingerprint);
        std::iter::from_fn(|| plan.next(&mut candidates, 1)).collect()
    }

    #[test]
    fn an_index_keeps_the_order_of_declaration() {
        let mut plan = plan_of(&[Some(1), None, Some(2), Some(1), None, Some(1)]);
        assert_eq!(walk(&mut plan, Some(1)), [0, 1, 3, 4, 5]);
        assert_eq!(walk(&mut plan, Some(2)), [1, 2, 4]);
        assert_eq!(walk(&mut plan, Some(7)), [1, 4]);
        assert_eq!(walk(&mut plan, None), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_is_done_or_retired_is_passed_over() {
        let mut plan = plan_of(&[None, None, None]);
        plan.slots[0].range = 1.into();
        assert!(!plan.slots[0].take(0, 1), "an expectation without an answer has none left");
        plan.slots[1].supply = Supply::Endless;
        assert!(plan.slots[1].take(0, 1));
        let mut candidates = plan.candidates(None);
        assert_eq!(plan.next(&mut candidates, 1), Some(2));
        assert_eq!(candidates.recursive, Some(1));
        plan.retire();
        assert_eq!(walk(&mut plan, None), []);
    }

    #[test]
    fn a_supply_runs_dry() {
        let mut plan = plan_of(&[None]);
        let slot = &mut plan.slots[0];
        assert!(!slot.draw());
        slot.supply = Supply::Once { spent: false };
        assert_eq!([slot.draw(), slot.draw()], [true, false]);
        slot.supply = Supply::Each { given: 0, of: 2 };
        assert_eq!([slot.draw(), slot.draw(), slot.draw()], [true, true, false]);
    }
}
