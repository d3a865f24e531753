//! The races for tools that have no mocks: each with a fake that was written by hand, for all tools.
//!
//! To add one: a file of the race's name beside the others, with `fails` and `passes`, and its name here.

use crate::caught;
use crate::outcome::Outcome;
use crate::tool::Search;

/// The code that has the bug, or the mended code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// It has the bug.
    Failing,
    /// It was mended.
    Mended,
}

/// Writes down scenarios by their modules' names.
macro_rules! scenarios {
    ($($race:ident,)*) => {
        $(mod $race;)*

        /// Looks for a bug; nothing if there is no scenario of this name.
        pub(crate) fn search<S: Search>(search: &S, race: &str, version: Version) -> Option<Outcome> {
            match (race, version) {
                $(
                    (stringify!($race), Version::Failing) => Some(caught::outcome(|| search.search(|| $race::fails(S::TOOL)))),
                    (stringify!($race), Version::Mended) => Some(caught::outcome(|| search.search(|| $race::passes(S::TOOL)))),
                )*
                _ => None,
            }
        }
    };
}

scenarios! {
    answers_swapped,
    cleared_buffer,
    compensation,
    double_spend,
    half_a_message,
    half_open,
    late_login,
    lock_order,
    lost_at_shutdown,
    lost_update,
    lost_wake_up,
    missed_event,
    offset_commit,
    paid_twice,
    pool,
    rate_limit,
    retry_storm,
    search_box,
    stale_cache,
    stale_close,
    stampede,
    stray_worker,
    token_refresh,
    two_connections,
    two_leaders,
}
