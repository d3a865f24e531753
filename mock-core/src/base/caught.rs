//! Panics that are caught: where they go on is decided later.

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

/// Does something that may panic. The standard library's function is six, compiled anew for each type of work.
pub(crate) fn caught(work: &mut dyn FnMut()) -> thread::Result<()> {
    catch_unwind(AssertUnwindSafe(work))
}

/// Polls a future, whose panic is as good an end as a value.
pub(crate) fn poll_caught<F: Future>(future: Pin<&mut F>, task: &mut Context<'_>) -> Poll<thread::Result<F::Output>> {
    match catch_unwind(AssertUnwindSafe(|| future.poll(task))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    }
}

thread_local! {
    static SHIELDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs code of the user's that is beside the point, such as a `Debug`: a panic is no more than its text.
pub(crate) fn shielded(work: &mut dyn FnMut()) -> Result<(), String> {
    let before = SHIELDED.replace(true);
    let done = caught(work);
    SHIELDED.set(before);
    done.map_err(|panic| panic_text(&*panic))
}

/// Whether a panic here is no more than its text.
pub(crate) fn is_shielded() -> bool {
    SHIELDED.try_with(Cell::get).unwrap_or(false)
}

/// The text of a panic.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a text").to_owned()
}
