//! The runtime of tokio that this code runs in, and work for one. A runtime is described in the debug info wherever one is
//! mentioned, and what runs a future is compiled anew for each type of it, 150 functions for a task: so runtimes are asked
//! here, and futures are boxed, or behind a reference.

use std::future::Future;
use std::pin::Pin;

use tokio::runtime::{Handle, Id, Runtime, RuntimeFlavor};

/// The runtime that this runs in.
pub(crate) fn here() -> Option<Id> {
    Handle::try_current().ok().map(|here| here.id())
}

/// Of which kind it is.
pub(crate) fn flavor_here() -> Option<RuntimeFlavor> {
    Handle::try_current().ok().map(|here| here.runtime_flavor())
}

/// How many tasks it has that have not come to their end.
pub(crate) fn alive_tasks_here() -> Option<usize> {
    Handle::try_current().ok().map(|here| here.metrics().num_alive_tasks())
}

/// Spawns a task in it that nobody waits for.
pub(crate) fn spawn_here(future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    spawn(&Handle::current(), future);
}

/// The same in another one.
pub(crate) fn spawn(runtime: &Handle, future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    drop(runtime.spawn(future));
}

/// Runs a future to its end, on this thread.
pub(crate) fn block_on(runtime: &Runtime, future: Pin<&mut dyn Future<Output = ()>>) {
    runtime.block_on(future);
}
