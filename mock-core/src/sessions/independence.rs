//! Calls whose order doesn't matter, as a test says, and which of them need not be picked next: sleep sets, as Godefroid describes
//! them (Partial-Order Methods for the Verification of Concurrent Systems, 1996).

use crate::sessions::called::Called;

/// Says that the order of two groups of calls doesn't matter: whether a call belongs to the one and to the other.
pub(crate) type Independence = dyn Fn(&Called) -> [bool; 2] + Send + Sync;

/// So many can be told apart; what is said beyond them is not used.
const MOST: usize = 64;

/// The groups of calls that one is part of, of each that was said a bit.
#[derive(Clone, Copy, Default)]
pub(super) struct Groups {
    ones: u64,
    others: u64,
}

impl Groups {
    /// Those of a call. The user may be asked.
    pub(super) fn of(called: &Called, said: &[impl AsRef<Independence>]) -> Self {
        let mut groups = Groups::default();
        for (index, belongs) in said.iter().take(MOST).enumerate() {
            let [to_one, to_other] = belongs.as_ref()(called);
            groups.ones |= u64::from(to_one) << index;
            groups.others |= u64::from(to_other) << index;
        }
        groups
    }

    fn is_none(self) -> bool {
        self.ones | self.others == 0
    }

    /// Whether the order of two calls that both wait doesn't matter.
    fn are_independent(self, of: Groups) -> bool {
        (self.ones & of.others) | (self.others & of.ones) != 0
    }
}

/// The calls that wait and need not be picked next, by their numbers: whatever they lead to is tried elsewhere.
#[derive(Default)]
pub(super) struct Asleep(Vec<u32>);

impl Asleep {
    /// Which of the calls that wait are, each a bit.
    pub(super) fn bits(&self, waiting: impl Iterator<Item = u32>) -> u64 {
        if self.0.is_empty() {
            return 0;
        }
        let asleep = (0..MOST).zip(waiting).filter(|(_, number)| self.0.contains(number));
        asleep.fold(0, |bits, (index, _)| bits | 1 << index)
    }

    /// Goes on behind a call that was picked. Those before it are tried as well, and so need not be, nor need those that did not
    /// so far, unless their order matters. Behind time, and what is cancelled, all are to be tried.
    pub(super) fn go_on(
        &mut self,
        waiting: impl Iterator<Item = (u32, Groups)>,
        asleep: u64,
        picked: usize,
        groups: Option<Groups>,
    ) {
        self.0.clear();
        let Some(groups) = groups.filter(|groups| !groups.is_none()) else { return };
        for (index, (number, other)) in waiting.enumerate().take(MOST) {
            let is_tried = index < picked || asleep >> index & 1 == 1;
            if index != picked && is_tried && other.are_independent(groups) {
                self.0.push(number);
            }
        }
    }
}
