//! Tasks that a test knows: where they were spawned, and how they stand.

use std::fmt;
use std::future::Future;
use std::panic::{Location, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle};

use super::{TaskState, runtime_here};
use crate::sessions::test_home::TestHome;
use crate::tasks::task_record::TaskRecord;

/// Spawns a task that the test knows: reports name the place, and the probe tells how it stands.
///
/// The probe is a future of what [`tokio::task::JoinHandle`] gives. Dropping it leaves the task to itself; a panic of the
/// task that nobody has asked for fails a test that the harness runs.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use asyncmock::rt::{self, TaskState};
///
/// let task = rt::spawn(async { 7 });
/// task.assert_pending();
/// rt::settle().await;
/// assert_eq!(task.state(), TaskState::Done);
/// assert_eq!(task.await.unwrap(), 7);
/// # }
/// ```
///
/// # Panics
///
/// Outside of a runtime of tokio: `rt::spawn() needs a runtime of tokio, and there is none here`.
#[track_caller]
pub fn spawn<F>(future: F) -> TaskProbe<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let home = TestHome::here();
    let task = spawn_on(&runtime_here("rt::spawn()", Location::caller()), home.as_deref(), future);
    if let Some(scheduler) = home.as_ref().and_then(|home| home.scheduler.as_ref()) {
        scheduler.may_abort(task.record.place, || task.handle.abort_handle());
    }
    task
}

/// Spawns a task on a runtime; its home, if there is one, knows of it.
#[track_caller]
pub(crate) fn spawn_on<F>(runtime: &Handle, home: Option<&TestHome>, future: F) -> TaskProbe<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let record = TaskRecord::new(Location::caller(), runtime.id());
    if let Some(home) = home {
        home.add_task(&record);
    }
    let task = Task { record: Ends(Arc::clone(&record)), future: Box::pin(future) };
    TaskProbe { handle: runtime.spawn(task), record }
}

/// A task that writes down how it stands.
struct Task<F> {
    /// Dropped first: what is dropped with the future comes after its end.
    record: Ends,
    future: Pin<Box<F>>,
}

/// A task that has not ended when this is dropped was cancelled.
struct Ends(Arc<TaskRecord>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end(TaskState::Cancelled);
    }
}

impl<F: Future> Future for Task<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let record = &this.record.0;
        let mut output = None;
        let mut poll = |context: &mut Context<'_>| this.future.as_mut().poll(context).map(|value| output = Some(value));
        match record.poll(context, &mut poll) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(())) => {
                record.end(TaskState::Done);
                Poll::Ready(output.expect("a task that is ready has given its value"))
            }
            Err(panic) => {
                record.end_panicked(&*panic);
                resume_unwind(panic)
            }
        }
    }
}

/// Tells how a task stands: made by [`rt::spawn`](spawn), and a future of the task's value.
pub struct TaskProbe<T> {
    handle: JoinHandle<T>,
    record: Arc<TaskRecord>,
}

impl<T> TaskProbe<T> {
    /// How the task stands.
    pub fn state(&self) -> TaskState {
        self.record.ask()
    }

    /// Asserts that the task has not come to its end.
    ///
    /// # Panics
    ///
    /// With the task's place: `assert_pending: the task spawned at src/herd.rs:12 is done`.
    #[track_caller]
    pub fn assert_pending(&self) {
        self.assert(TaskState::Pending, "assert_pending");
    }

    /// Asserts that the task has given its value.
    ///
    /// # Panics
    ///
    /// With the task's place: `assert_done: the task spawned at src/herd.rs:12 is pending`.
    #[track_caller]
    pub fn assert_done(&self) {
        self.assert(TaskState::Done, "assert_done");
    }

    #[track_caller]
    fn assert(&self, expected: TaskState, assertion: &str) {
        let state = self.state();
        if state != expected {
            let is = if state == TaskState::Panicked { "has" } else { "is" };
            let place = crate::report::place(self.record.place);
            panic!("{assertion}: the task spawned at {place} {is} {state}");
        }
    }

    /// Cancels the task, at its next await.
    pub fn abort(&self) {
        self.handle.abort();
    }
}

impl<T> Future for TaskProbe<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        let ended = Pin::new(&mut self.handle).poll(context);
        if ended.is_ready() {
            self.record.ask();
        }
        ended
    }
}

impl<T> fmt::Debug for TaskProbe<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.record, out)
    }
}
