//! An index of a method's expectations: it finds them by the fingerprint of the only arguments that they are for, in the order
//! of declaration.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::matching::plan::{Candidates, Slots};

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
pub(crate) struct Index {
    /// The number of the list of those with a fingerprint, so that a walk looks it up once.
    by_fingerprint: HashMap<u64, usize, BuildHasherDefault<Fingerprint>>,
    /// The expectations, each list in their order.
    lists: Vec<Vec<usize>>,
}

/// The number of the list of those that may match anything.
const OTHERS: usize = 0;

/// The number of a list that has none.
const NOBODY: usize = 1;

impl Index {
    #[cold]
    pub(crate) fn of(slots: &dyn Slots) -> Box<Self> {
        let mut index = Index { by_fingerprint: HashMap::default(), lists: vec![Vec::new(), Vec::new()] };
        for slot in 0..slots.len() {
            index.list(slots.slot(slot).fingerprint).push(slot);
        }
        Box::new(index)
    }

    /// Another expectation, of which nothing is known so far.
    pub(crate) fn add(&mut self, number: usize) {
        self.lists[OTHERS].push(number);
    }

    /// Those with a fingerprint, and the others, from a number on.
    pub(crate) fn candidates(&self, number: usize, fingerprint: u64) -> Candidates {
        let list = self.by_fingerprint.get(&fingerprint).copied().unwrap_or(NOBODY);
        let before = |list: usize| self.lists[list].partition_point(|other| *other < number);
        Candidates::from(Some(list), before(list), before(OTHERS))
    }

    /// The list of those with a fingerprint, or of the others.
    fn list(&mut self, fingerprint: Option<u64>) -> &mut Vec<usize> {
        let list = match fingerprint {
            Some(fingerprint) => *self.by_fingerprint.entry(fingerprint).or_insert(self.lists.len()),
            None => OTHERS,
        };
        if list == self.lists.len() {
            self.lists.push(Vec::new());
        }
        &mut self.lists[list]
    }

    /// An expectation has a new matcher.
    pub(crate) fn change(&mut self, number: usize, from: Option<u64>, to: Option<u64>) {
        let list = self.list(from);
        // Mostly it is the newest.
        if let Ok(place) = list.binary_search(&number) {
            list.remove(place);
        }
        let list = self.list(to);
        let place = list.partition_point(|other| *other < number);
        list.insert(place, number);
    }

    pub(crate) fn next(&self, candidates: &mut Candidates, list: usize) -> Option<usize> {
        let equal = self.lists[list].get(candidates.equal);
        let other = self.lists[OTHERS].get(candidates.others);
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
