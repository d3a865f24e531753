//! The pace of an expectation's answers: plain numbers. What passes until one is given is the engine's, in
//! [`paced_answer`](crate::engine::paced_answer).

use std::time::Duration;

/// The pace of an expectation's answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    pub(crate) after: Duration,
    pub(crate) yields: usize,
    pub(crate) never: bool,
}
