//! What is known of a task that was spawned by name: where, and how it stands. It knows nothing of the task's value.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

use tokio::runtime;

use crate::base::caught::{caught, panic_text};
use crate::base::lock::Lock;
use crate::report;
use crate::tasks::whereabouts::{self, Whereabouts};

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
    /// Whether it is to be seen, at its next poll, where it waits; and where it does.
    is_to_tell: AtomicBool,
    waits: Lock<Vec<Whereabouts>>,
    /// What polls it.
    waker: Lock<Option<Arc<Waker>>>,
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
            is_to_tell: AtomicBool::new(false),
            waits: Lock::default(),
            waker: Lock::default(),
        })
    }

    pub(crate) fn state(&self) -> TaskState {
        *self.state.lock()
    }

    /// The first end counts.
    pub(crate) fn end(&self, state: TaskState) {
        let mut known = self.state.lock();
        if *known == TaskState::Pending {
            *known = state;
        }
        drop(known);
        let _dropped_without_the_lock = self.waker.lock().take();
    }

    /// Somebody asks how it stands: whatever comes of it is handled, if it has ended by now.
    pub(crate) fn ask(&self) -> TaskState {
        let state = self.state();
        if state != TaskState::Pending {
            self.asked.store(true, Ordering::Relaxed);
        }
        state
    }

    /// It has ended with a panic, which the hook need not have seen.
    pub(crate) fn end_panicked(&self, panic: &(dyn Any + Send)) {
        self.panic.lock().get_or_insert_with(|| (panic_text(panic), report::place(self.place)));
        self.end(TaskState::Panicked);
    }

    /// The panic that it ended with, if nobody has asked.
    pub(crate) fn unseen_panic(&self) -> Option<(String, String)> {
        let is_unseen = self.state() == TaskState::Panicked && !self.asked.load(Ordering::Relaxed);
        if is_unseen { self.panic.lock().clone() } else { None }
    }

    /// Where it waited when it was asked.
    pub(crate) fn waits(&self) -> Vec<Whereabouts> {
        self.waits.lock().clone()
    }

    /// Has the task tell where it waits.
    pub(crate) fn tell(&self) {
        self.is_to_tell.store(true, Ordering::SeqCst);
        let waker = self.waker.lock().clone();
        if let Some(waker) = waker {
            waker.wake_by_ref();
        }
    }

    /// Whether it was asked, and has not told yet.
    pub(crate) fn is_to_tell(&self) -> bool {
        self.is_to_tell.load(Ordering::SeqCst)
    }

    /// Polls the task: panics meanwhile are its own.
    pub(crate) fn poll(
        self: &Arc<Self>,
        context: &mut Context<'_>,
        poll: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
    ) -> thread::Result<Poll<()>> {
        let known = self.waker.lock().clone();
        if !known.is_some_and(|known| known.will_wake(context.waker())) {
            let waker = Some(Arc::new(context.waker().clone()));
            let _dropped_without_the_lock = std::mem::replace(&mut *self.waker.lock(), waker);
        }
        let mut polled = Ok(Poll::Pending);
        if self.is_to_tell() {
            let mut poll_here = |context: &mut Context<'_>| polled = self.poll_here(context, poll);
            let waits = whereabouts::look(context.waker(), self.place.file(), &mut poll_here);
            *self.waits.lock() = waits;
            self.is_to_tell.store(false, Ordering::SeqCst);
        } else {
            polled = self.poll_here(context, poll);
        }
        polled
    }

    fn poll_here(
        self: &Arc<Self>,
        context: &mut Context<'_>,
        poll: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
    ) -> thread::Result<Poll<()>> {
        struct Back(Option<Arc<TaskRecord>>);
        impl Drop for Back {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _back = Back(CURRENT.replace(Some(Arc::clone(self))));
        let mut polled = Poll::Pending;
        caught(&mut || polled = poll(context)).map(|()| polled)
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
