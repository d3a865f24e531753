//! A client connects anew while the failure of its first connection is on its way.

use std::cell::Cell;

use asyncmock_examples::races::stale_close::{Client, Network};
use futures::join;

use crate::tool::Tool;

/// A network whose first connection fails.
struct Wires<T> {
    tool: T,
    opened: Cell<u32>,
}

impl<T: Tool> Network for Wires<T> {
    async fn open(&self) -> u32 {
        self.tool.pause().await;
        self.opened.set(self.opened.get() + 1);
        self.opened.get()
    }

    async fn failed(&self, connection: u32) {
        assert_eq!(connection, 1);
        self.tool.pause().await;
    }
}

async fn connected<T: Tool>(tool: T) -> (Wires<T>, Client) {
    let (network, client) = (Wires { tool, opened: Cell::default() }, Client::default());
    client.reconnect(&network).await;
    (network, client)
}

pub(super) async fn fails(tool: impl Tool) {
    let (network, client) = connected(tool).await;
    join!(client.watch_any(&network, 1), client.reconnect(&network));
    assert_eq!(client.connection(), Some(2));
}

pub(super) async fn passes(tool: impl Tool) {
    let (network, client) = connected(tool).await;
    join!(client.watch(&network, 1), client.reconnect(&network));
    assert_eq!(client.connection(), Some(2));
}
