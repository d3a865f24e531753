//! Work for a runtime of tokio. It is boxed, or behind a reference: tokio compiles what runs a future anew for each type of
//! it, which is 150 functions for a task.

use std::future::Future;
use std::pin::Pin;

use tokio::runtime::{Handle, Runtime};

/// Runs a future to its end, on this thread.
pub(crate) fn block_on(runtime: &Runtime, future: Pin<&mut dyn Future<Output = ()>>) {
    runtime.block_on(future);
}

/// Spawns a task that nobody waits for.
pub(crate) fn spawn(runtime: &Handle, future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    drop(runtime.spawn(future));
}
