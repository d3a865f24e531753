//! A failed assertion about guards, in words.

use std::panic::Location;

use super::{Entry, Happening, list_last, place};

/// An assertion about guards that failed, and all that is known about it.
pub(crate) struct FailedGuards<'r> {
    /// `Pool::acquire`.
    pub(crate) name: &'r str,
    /// `assert_all_released`.
    pub(crate) assertion: &'r str,
    pub(crate) reason: &'r str,
    pub(crate) place: &'r Location<'r>,
    /// The guards, and the calls that were asked about.
    pub(crate) entries: &'r [Entry],
}

/// The text of a failed assertion about guards.
pub(crate) fn failed_guards(failed: &FailedGuards<'_>) -> String {
    let FailedGuards { name, assertion, reason, .. } = failed;
    let mut text = format!("{name}: {assertion}: {reason}\n  asserted at {}", place(failed.place));
    match failed.entries {
        [] => text.push_str("\nno guards so far"),
        entries => {
            let any_call = entries.iter().any(|entry| matches!(entry.what, Happening::Call(_)));
            let what = if any_call { "guards and calls" } else { "guards" };
            text.push_str(&format!("\n{what} so far:"));
            list_last(&mut text, what, entries, None, entries.len());
        }
    }
    text
}
