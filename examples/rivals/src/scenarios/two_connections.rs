//! Two ask at once, where no connection is open yet.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use asyncmock_examples::races::two_connections::{Client, Network};
use futures::join;

use crate::tool::Tool;

/// A network, and its open connections.
struct Wires<T> {
    tool: T,
    opened: Cell<u32>,
    open: RefCell<BTreeSet<u32>>,
}

impl<T: Tool> Network for Wires<T> {
    async fn open(&self) -> u32 {
        self.tool.pause().await;
        self.opened.set(self.opened.get() + 1);
        self.open.borrow_mut().insert(self.opened.get());
        self.opened.get()
    }

    async fn ask(&self, _connection: u32, question: &str) -> String {
        self.tool.pause().await;
        format!("an answer to {question}")
    }

    async fn close(&self, connection: u32) {
        self.tool.pause().await;
        self.open.borrow_mut().remove(&connection);
    }
}

fn network<T>(tool: T) -> Wires<T> {
    Wires { tool, opened: Cell::default(), open: RefCell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let (network, client) = (network(tool), Client::default());
    join!(client.ask_and_open(&network, "who?"), client.ask_and_open(&network, "where?"));
    client.shut_down(&network).await;
    assert_eq!(*network.open.borrow(), BTreeSet::new(), "what is still open");
}

pub(super) async fn passes(tool: impl Tool) {
    let (network, client) = (network(tool), Client::default());
    join!(client.ask(&network, "who?"), client.ask(&network, "where?"));
    client.shut_down(&network).await;
    assert_eq!(*network.open.borrow(), BTreeSet::new(), "what is still open");
}
