//! A failed assertion of a view, and a wait that gave up, in words.

use std::fmt::Write as _;
use std::panic::Location;

use super::{Entry, diff, list_calls, place};
use crate::values::args::Differences;

/// Expected values beside the arguments of a call.
pub(crate) struct Comparison {
    pub(crate) names: Vec<&'static str>,
    pub(crate) differences: Differences,
    pub(crate) expected: Vec<String>,
    pub(crate) actual: Vec<String>,
}

/// An assertion that failed, and all that is known about it.
pub(crate) struct FailedAssertion<'r> {
    /// `Cat::go`.
    pub(crate) name: &'r str,
    /// `assert_called_with`.
    pub(crate) assertion: &'r str,
    pub(crate) reason: &'r str,
    pub(crate) place: &'r Location<'r>,
    /// The calls that were expected.
    pub(crate) expected: &'r [String],
    /// The call that comes nearest, beside what was expected.
    pub(crate) comparison: Option<&'r Comparison>,
    /// What is to be said of parameters of which no snapshot can be made.
    pub(crate) unkept: &'r [String],
    pub(crate) entries: &'r [Entry],
}

/// The text of a failed assertion.
pub(crate) fn failed_assertion(failed: &FailedAssertion<'_>) -> String {
    let mut text =
        format!("{}: {}: {}\n  asserted at {}", failed.name, failed.assertion, failed.reason, place(failed.place));
    for expected in failed.expected {
        let _ = write!(text, "\n  expected: {expected}");
    }
    if let Some(comparison) = failed.comparison {
        for (index, name) in comparison.names.iter().enumerate() {
            if comparison.differences & (1 << index) != 0 {
                let _ = write!(text, "\n  argument {} ({name}) differs:", index + 1);
                text.push_str(&diff::lines(&comparison.expected[index], &comparison.actual[index], "    "));
            }
        }
    }
    for unkept in failed.unkept {
        let _ = write!(text, "\n  {unkept}");
    }
    list_calls(&mut text, failed.entries, None);
    text
}

/// A wait that gave up, and all that is known about it.
pub(crate) struct FailedWait<'r> {
    /// `Cat::go`.
    pub(crate) name: &'r str,
    /// `next`.
    pub(crate) wait: &'r str,
    pub(crate) reason: &'r str,
    pub(crate) place: &'r Location<'r>,
    /// The journal of the session.
    pub(crate) entries: &'r [Entry],
}

/// The text of a wait that gave up.
pub(crate) fn failed_wait(failed: &FailedWait<'_>) -> String {
    let FailedWait { name, wait, reason, .. } = failed;
    let mut text = format!("{name}: {wait}: {reason}\n  waited at {}", place(failed.place));
    list_calls(&mut text, failed.entries, None);
    text
}
