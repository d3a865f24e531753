//! The test's time: the clock that it goes by, real time without a runtime, and spans of it. It knows nothing of what is timed.

pub(crate) mod alarm;
pub(crate) mod clock;
pub(crate) mod duration;
pub(crate) mod span;
