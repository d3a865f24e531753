//! The core's own threads. What they do is boxed: `std` compiles what starts a thread anew for each type of work.

use std::io;
use std::thread::{Builder, JoinHandle};

/// Starts a thread of this name.
pub(crate) fn spawn(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    Builder::new().name(name.to_owned()).spawn(work)
}
