//! How long somebody looks at what others are about to do: so many looks, a moment apart, and more while a thread of the process
//! is at work or waits for a processor. So a machine that is busy makes it longer for whoever looks as for those who are looked at.

use std::thread;
use std::time::Duration;

use crate::waiting::outside::{self, Thread};

/// Until the next look.
pub(crate) const A_MOMENT: Duration = Duration::from_millis(1);

/// How many more looks there are while a thread is at work.
const WHILE_ANY_RUNS: u32 = 1000;

/// The looks that are left.
pub(crate) struct Looks {
    left: u32,
    while_any_runs: u32,
}

impl Looks {
    pub(crate) fn new(count: u32) -> Self {
        Looks { left: count, while_any_runs: WHILE_ANY_RUNS }
    }

    /// Waits for the next look, if there is one.
    pub(crate) fn again(&mut self) -> bool {
        if self.left == 0 {
            return false;
        }
        thread::sleep(A_MOMENT);
        match self.while_any_runs > 0 && outside::threads().iter().flatten().any(Thread::runs) {
            true => self.while_any_runs -= 1,
            false => self.left -= 1,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Looks;

    #[test]
    fn there_are_so_many_looks_at_the_least_and_an_end() {
        let mut looks = Looks::new(5);
        let mut count = 0;
        while looks.again() {
            count += 1;
        }
        // Other tests may run beside this one.
        assert!((5..=1005).contains(&count), "{count}");
        assert!(!Looks::new(0).again());
    }
}
