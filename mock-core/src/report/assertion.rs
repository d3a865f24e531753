//! A failed assertion of a view, and a wait that gave up, in words.

use std::fmt::Write as _;
use std::panic::Location;

use super::{Entry, LISTED, list_calls, list_last, list_others, numbered, place, tell_hidden};
use crate::base::brevity;
use crate::diff;
use crate::values::args::Differences;
use crate::values::printed::Printed;

/// Expected values beside the arguments of a call.
pub(crate) struct Comparison {
    /// The call, if it is one of several: `Cat::go("north", 2) at src/herd.rs:12 [completed]`.
    pub(crate) nearest: Option<Entry>,
    pub(crate) names: Vec<&'static str>,
    /// Which arguments differ, of those that were kept.
    pub(crate) differences: Differences,
    pub(crate) expected: Vec<Printed>,
    pub(crate) actual: Vec<Printed>,
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
    /// What else is to be said: of another assertion that would hold, of parameters of which no snapshot can be made.
    pub(crate) remarks: &'r [String],
    pub(crate) entries: &'r [Entry],
    /// The method, and those of its calls that a filter leaves out.
    pub(crate) others: (&'r str, &'r [Entry]),
    /// What other methods were called, and what guards they gave.
    pub(crate) beside: &'r [Entry],
}

/// The text of a failed assertion.
pub(crate) fn failed_assertion(failed: &FailedAssertion<'_>) -> String {
    let mut text =
        format!("{}: {}: {}\n  asserted at {}", failed.name, failed.assertion, failed.reason, place(failed.place));
    let shown = brevity::at_most(LISTED, failed.expected.len());
    for expected in &failed.expected[..shown] {
        let _ = write!(text, "\n  expected: {expected}");
    }
    if shown < failed.expected.len() {
        let hidden = failed.expected.len() - shown;
        let _ = write!(text, "\n  ({hidden} more are expected; ASYNCMOCK_FULL=1 shows all)");
    }
    if let Some(comparison) = failed.comparison {
        if let Some(nearest) = &comparison.nearest {
            let _ = write!(text, "\n  nearest:  {}", numbered(nearest, failed.entries));
        }
        for (index, name) in comparison.names.iter().enumerate() {
            if comparison.differences & (1 << index) != 0 {
                let what = format!("argument {} ({name})", index + 1);
                let (expected, actual) = (&comparison.expected[index], &comparison.actual[index]);
                diff::tell(&mut text, "  ", &what, expected, actual, diff::LONG);
            }
        }
    }
    let shown = brevity::at_most(LISTED, failed.remarks.len());
    for remark in &failed.remarks[..shown] {
        let _ = write!(text, "\n  {remark}");
    }
    tell_hidden(&mut text, "\n  ", failed.remarks.len() - shown);
    let (method, others) = failed.others;
    match failed.entries {
        [] if !others.is_empty() => text.push_str("\nno such calls so far"),
        entries => list_calls(&mut text, entries, None),
    }
    if !others.is_empty() {
        let _ = write!(text, "\nother calls of {method}:");
        list_last(&mut text, "calls", others, None, others.len());
    }
    list_others(&mut text, failed.beside);
    text.push_str(brevity::hint(&text));
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
    /// What else is to be said: of arguments that were not kept.
    pub(crate) remarks: &'r [String],
    /// The journal of the session.
    pub(crate) entries: &'r [Entry],
    /// Whether the view has some of the method's calls alone.
    pub(crate) is_filtered: bool,
}

/// The text of a wait that gave up.
pub(crate) fn failed_wait(failed: &FailedWait<'_>) -> String {
    let FailedWait { name, wait, reason, .. } = failed;
    let mut text = format!("{name}: {wait}: {reason}\n  waited at {}", place(failed.place));
    for remark in failed.remarks {
        let _ = write!(text, "\n  {remark}");
    }
    match (failed.is_filtered, failed.entries) {
        (true, entries @ [_, ..]) => {
            text.push_str("\ncalls so far, whether they are of this view or not:");
            list_last(&mut text, "calls", entries, None, entries.len());
        }
        (_, entries) => list_calls(&mut text, entries, None),
    }
    text.push_str(brevity::hint(&text));
    text
}
