//! Threads, as the kernel numbers them, and the core's own. What those do is boxed: `std` compiles what starts a thread anew
//! for each type of work.

use std::cell::Cell;
use std::fs;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle};

use crate::base::lock::Lock;

/// The kernel's number of a thread: the process's, for the one that it began with.
pub(crate) type KernelId = u32;

/// Those that look after tests, as far as the kernel has told.
static HELPERS: Lock<Vec<KernelId>> = Lock::new(Vec::new());

thread_local! {
    /// The number of this thread, 0 if it was not asked for. It is there to the end of the thread.
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// A number that no other thread has, had or will have.
pub(crate) fn number() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(LAST.fetch_add(1, Ordering::Relaxed) + 1);
        }
        number.get()
    })
}

/// This thread, if the kernel tells.
pub(crate) fn here() -> Option<KernelId> {
    let here = fs::read_link("/proc/thread-self").ok()?;
    here.file_name()?.to_str()?.parse().ok()
}

/// Those that look after tests.
#[cfg(feature = "tokio")]
pub(crate) fn helpers() -> Vec<KernelId> {
    HELPERS.lock().clone()
}

/// Starts a thread of this name.
pub(crate) fn spawn(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    Builder::new().name(name.to_owned()).spawn(work)
}

/// Starts one that does nothing for a test, but looks after all of them.
pub(crate) fn spawn_helper(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    let work = move || {
        let here = here();
        HELPERS.lock().extend(here);
        work();
        HELPERS.lock().retain(|helper| Some(*helper) != here);
    };
    spawn(name, Box::new(work))
}
