//! What belongs together: the doubles of a test on one order of events, the runtimes and threads that it lives in, and whose
//! they are. Of methods it asks only what every double can tell; it knows nothing of engines and their calls.

#[cfg(feature = "tokio")]
pub(crate) mod called;
#[cfg(feature = "tokio")]
mod cancellable;
pub(crate) mod cancellation;
pub(crate) mod followed;
pub(crate) mod guard_record;
#[cfg(feature = "tokio")]
pub(crate) mod independence;
pub(crate) mod journal;
#[cfg(feature = "tokio")]
pub(crate) mod leftover;
pub(crate) mod mock;
pub(crate) mod moments;
pub(crate) mod note;
pub(crate) mod observed;
pub(crate) mod owner;
pub(crate) mod panics;
#[cfg(feature = "serde")]
pub(crate) mod recording;
pub(crate) mod runner;
#[cfg(feature = "tokio")]
pub(crate) mod runtime_probe;
pub(crate) mod scene;
#[cfg(feature = "tokio")]
pub(crate) mod scheduler;
pub(crate) mod session;
pub(crate) mod session_handle;
pub(crate) mod test_clock;
pub(crate) mod test_home;
pub(crate) mod timekeeper;
