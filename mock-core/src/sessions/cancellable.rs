//! What the explorer may cancel.

use std::panic::Location;
use std::task::Waker;

use tokio::task::AbortHandle;

use crate::report;

/// What may be cancelled.
pub(super) struct Cancellable {
    pub(super) number: u32,
    /// Where it is said that it may, or where it was spawned.
    pub(super) place: &'static Location<'static>,
    pub(super) what: Cancelling,
}

/// What is done to cancel it.
pub(super) enum Cancelling {
    /// Whoever polls a future is woken, and drops it.
    Future(Waker),
    Task(AbortHandle),
}

impl Cancellable {
    pub(super) fn label(&self) -> String {
        let place = report::place(self.place);
        match self.what {
            Cancelling::Future(_) => format!("explore::cancellable at {place} is cancelled"),
            Cancelling::Task(_) => format!("the task spawned at {place} is aborted"),
        }
    }

    /// Whether it has come to its end without a word.
    pub(super) fn has_ended(&self) -> bool {
        matches!(&self.what, Cancelling::Task(task) if task.is_finished())
    }

    pub(super) fn cancel(self) {
        match self.what {
            Cancelling::Future(task) => task.wake(),
            Cancelling::Task(task) => task.abort(),
        }
    }
}
