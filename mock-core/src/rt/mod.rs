//! The runtime of a test: its tasks, and loops on threads of their own.
//!
//! ```rust,test_harness
//! use asyncmock::rt;
//!
//! #[asyncmock::test]
//! async fn a_worker_waits_for_its_first_job() {
//!     let (jobs, mut queue) = tokio::sync::mpsc::channel::<u32>(1);
//!     let worker = rt::spawn(async move { queue.recv().await });
//!     rt::settle().await;
//!     worker.assert_pending();
//!
//!     jobs.send(7).await.unwrap();
//!     assert_eq!(worker.await.unwrap(), Some(7));
//! }
//! ```

mod loop_runner;
mod settle;
mod signal;
mod spawn;

pub use crate::sessions::leftover::Leftover;
pub use crate::tasks::task_record::TaskState;
pub use loop_runner::LoopRunner;
pub use settle::settle;
pub use spawn::{TaskProbe, spawn};

pub(crate) use settle::{a_moment_to_end, wind_down};

use std::panic::Location;

use tokio::runtime::Handle;

use crate::base::raising;

/// How many tasks of this runtime have not come to their end.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use asyncmock::rt;
///
/// let task = tokio::spawn(std::future::pending::<()>());
/// assert_eq!(rt::alive_tasks(), 1);
/// task.abort();
/// let _cancelled = task.await;
/// assert_eq!(rt::alive_tasks(), 0);
/// # }
/// ```
///
/// # Panics
///
/// Outside of a runtime of tokio: `rt::alive_tasks() needs a runtime of tokio, and there is none here`.
#[track_caller]
pub fn alive_tasks() -> usize {
    runtime_here("rt::alive_tasks()", Location::caller()).metrics().num_alive_tasks()
}

/// The runtime that this runs in, which something needs that was begun at a place.
fn runtime_here(what: &str, place: &Location<'_>) -> Handle {
    match Handle::try_current() {
        Ok(runtime) => runtime,
        Err(_) => raising::raise(format!("{what} needs a runtime of tokio, and there is none here"), place),
    }
}
