//! What is known of a task that was spawned by name: where, and how it stands. It knows nothing of the task's value.

use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::{self, Handle};

use crate::lock::Lock;
use crate::report;

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// It has not come to its end.
    Pending,
    /// It has given its value.
    Done,
    /// It has panicked.
    Panicked,
    /// It was aborted, or its runtime has ended.
    Cancelled,
}

impl fmt::Display for TaskState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            TaskState::Pending => "pending",
            TaskState::Done => "done",
            TaskState::Panicked => "panicked",
            TaskState::Cancelled => "cancelled",
        })
    }
}

/// One task.
pub(crate) struct TaskRecord {
    pub(crate) place: &'static Location<'static>,
    pub(crate) runtime: runtime::Id,
    state: Lock<TaskState>,
    /// The text and the place of the last panic in it.
    panic: Lock<Option<(String, String)>>,
    /// Whether anybody has asked how it ended.
    asked: AtomicBool,
}

thread_local! {
    /// The task that is polled.
    static CURRENT: RefCell<Option<Arc<TaskRecord>>> = const { RefCell::new(None) };
}

impl TaskRecord {
    pub(crate) fn new(place: &'static Location<'static>, runtime: runtime::Id) -> Arc<Self> {
        Arc::new(TaskRecord {
            place,
            runtime,
            state: Lock::new(TaskState::Pending),
            panic: Lock::default(),
            asked: AtomicBool::new(false),
        })
    }

    pub(crate) fn state(&self) -> TaskState {
        *self.state.lock()
    }

    /// Whether it is one of the runtime that this runs in, and has not ended.
    pub(crate) fn is_pending_here(&self) -> bool {
        let is_here = Handle::try_current().is_ok_and(|here| here.id() == self.runtime);
        is_here && self.state() == TaskState::Pending
    }

    /// The first end counts.
    pub(crate) fn end(&self, state: TaskState) {
        let mut known = self.state.lock();
        if *known == TaskState::Pending {
            *known = state;
        }
    }

    /// Somebody asks how it stands: whatever comes of it is handled, if it has ended by now.
    pub(crate) fn ask(&self) -> TaskState {
        let state = self.state();
        if state != TaskState::Pending {
            self.asked.store(true, Ordering::Relaxed);
        }
        state
    }

    /// The panic that it ended with, if nobody has asked.
    pub(crate) fn unseen_panic(&self) -> Option<(String, String)> {
        let is_unseen = self.state() == TaskState::Panicked && !self.asked.load(Ordering::Relaxed);
        if is_unseen { self.panic.lock().clone() } else { None }
    }

    /// Polls the task: panics meanwhile are its own.
    pub(crate) fn poll<T>(self: &Arc<Self>, poll: impl FnOnce() -> T) -> T {
        struct Back(Option<Arc<TaskRecord>>);
        impl Drop for Back {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _back = Back(CURRENT.replace(Some(Arc::clone(self))));
        poll()
    }

    /// Notes a panic of the task that is polled here, if there is one.
    pub(crate) fn note_panic(text: &str, place: &str) -> bool {
        let task = CURRENT.try_with(|current| current.try_borrow().ok().and_then(|current| current.clone()));
        let Some(task) = task.ok().flatten() else { return false };
        *task.panic.lock() = Some((text.to_owned(), place.to_owned()));
        true
    }
}

impl fmt::Display for TaskRecord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "task spawned at {} [{}]", report::place(self.place), self.state())
    }
}
