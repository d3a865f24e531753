//! A moment as it is written down: its place in the order of events, the time, and who made it.

/// A moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) order: u32,
    /// Nanoseconds from the origin of the scene; `None` if it was not timed.
    pub(crate) at: Option<u64>,
    /// By a number that the scene knows; 0 if that is not known.
    pub(crate) runner: u32,
}
