//! Whether a thread is at its end, where what its thread-locals have is dropped: a panic there ends the process, with all the
//! tests in it.

use std::backtrace::Backtrace;

/// The functions of the standard library that drop a thread-local, where it has a way of the system's and where not.
const DROPPING: &[&str] =
    &["thread_local::native::eager::destroy", "thread_local::native::lazy::destroy", "thread_local::os::destroy"];

/// Whether the thread is there, as far as the names of functions tell. The first look in a process may take a
/// tenth of a second or two.
pub(crate) fn is_reached() -> bool {
    let names = Backtrace::force_capture().to_string();
    DROPPING.iter().any(|name| names.contains(name))
}
