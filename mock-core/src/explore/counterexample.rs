//! A schedule that fails, as a value.

use std::error::Error;
use std::fmt;

/// A schedule in which a test fails: given by [`Explore::try_run`](crate::Explore::try_run).
///
/// It prints as the whole failure, which [`Explore::run`](crate::Explore::run) would panic with.
#[derive(Clone, Debug)]
pub struct Counterexample {
    pub(super) text: String,
    pub(super) schedule: String,
    pub(super) departures: u32,
    pub(super) steps: usize,
    pub(super) schedules: usize,
}

impl Counterexample {
    /// The schedule as [`Explore::replay`](crate::Explore::replay) takes it: `am1:0.1`.
    pub fn schedule(&self) -> &str {
        &self.schedule
    }

    /// How often it departs from what comes first.
    pub fn departures(&self) -> u32 {
        self.departures
    }

    /// How many steps its order has: none, if it fails before a call has waited.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// How many schedules had been run when it was found, itself included.
    pub fn schedules(&self) -> usize {
        self.schedules
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl Error for Counterexample {}
