//! How a guard stands, in one word. What else is known of it is its [record](crate::sessions::guard_record); reports know
//! no more than this.

use std::fmt;

/// How a guard stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardState {
    /// It has not been left.
    Held,
    /// It was dropped.
    Released,
    /// It was dropped while its thread was unwinding from a panic.
    Panicked,
    /// It was dropped with a future that had not come to its end.
    ///
    /// A guard can't see that by itself, and says so only when it is certain: when a mocked call that the future waited for
    /// was cancelled with it, and the frames of the drop are those of a future's. Otherwise it was `Released`. In
    /// [`with`](crate::with), a cancellation is always seen.
    Cancelled,
    /// A method that consumes it was called, and came to its end.
    Finished(&'static str),
}

impl fmt::Display for GuardState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GuardState::Held => out.write_str("still held"),
            GuardState::Released => out.write_str("released"),
            GuardState::Panicked => out.write_str("panicked"),
            GuardState::Cancelled => out.write_str("cancelled"),
            GuardState::Finished(how) => write!(out, "finished by {how}"),
        }
    }
}
