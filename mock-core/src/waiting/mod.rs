//! How a test waits for something that happens to doubles: who wakes it, and when it gives up. What is waited for is said
//! by those above.

pub(crate) mod attendance;
#[cfg(feature = "tokio")]
pub(crate) mod io_driver;
#[cfg(feature = "tokio")]
pub(crate) mod looks;
#[cfg(feature = "tokio")]
pub(crate) mod outside;
pub(crate) mod patience;
pub(crate) mod sleep;
#[cfg(feature = "tokio")]
pub(crate) mod stillness;
pub(crate) mod wait;
