//! One waits, and another says that it is ready.

use asyncmock_examples::races::lost_wake_up::{Log, Ready};
use futures::join;

use crate::tool::Tool;

/// A log that nobody reads.
struct Paper<T>(T);

impl<T: Tool> Log for Paper<T> {
    async fn write(&self, _line: &str) {
        self.0.pause().await;
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (ready, log) = (Ready::default(), Paper(tool));
    join!(ready.wait_late(&log), ready.set(&log));
}

pub(super) async fn passes(tool: impl Tool) {
    let (ready, log) = (Ready::default(), Paper(tool));
    join!(ready.wait(&log), ready.set(&log));
}
