//! Two clients whose calls may be late.

use std::cell::Cell;

use asyncmock_examples::races::retry_storm::{Service, insist, try_twice};
use futures::join;

use crate::tool::Tool;

/// A service that can bear four calls of two clients.
struct Bearing<T> {
    tool: T,
    called: Cell<u32>,
}

impl<T: Tool> Service for Bearing<T> {
    async fn work(&self, _client: u32) {
        self.called.set(self.called.get() + 1);
        assert!(self.called.get() <= 4, "called {} times", self.called.get());
        self.tool.pause().await;
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let service = Bearing { tool, called: Cell::default() };
    join!(insist(&service, 1), insist(&service, 2));
}

pub(super) async fn passes(tool: impl Tool) {
    let service = Bearing { tool, called: Cell::default() };
    join!(try_twice(&service, 1), try_twice(&service, 2));
}
