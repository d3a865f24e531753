//! Two questions over one connection, the first of which may be given up.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

use asyncmock_examples::races::answers_swapped::{Client, Network};

use crate::tool::Tool;

/// A network in which each question has an answer, which waits to be read.
struct Wires<T> {
    tool: T,
    opened: Cell<u32>,
    unread: RefCell<BTreeMap<u32, VecDeque<String>>>,
}

impl<T: Tool> Network for Wires<T> {
    async fn open(&self) -> u32 {
        self.tool.pause().await;
        self.opened.set(self.opened.get() + 1);
        self.opened.get()
    }

    async fn write(&self, connection: u32, question: &str) {
        self.tool.pause().await;
        self.unread.borrow_mut().entry(connection).or_default().push_back(format!("{question}: so and so"));
    }

    async fn read(&self, connection: u32) -> String {
        self.tool.pause().await;
        let mut unread = self.unread.borrow_mut();
        unread.get_mut(&connection).and_then(VecDeque::pop_front).expect("one reads what it has asked")
    }
}

fn network<T>(tool: T) -> Wires<T> {
    Wires { tool, opened: Cell::default(), unread: RefCell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let (mut client, network) = (Client::default(), network(tool));
    client.ask_over_the_same(&network, "who").await;
    if let Some(answer) = client.ask_over_the_same(&network, "where").await {
        assert_eq!(answer, "where: so and so");
    }
}

pub(super) async fn passes(tool: impl Tool) {
    let (mut client, network) = (Client::default(), network(tool));
    client.ask(&network, "who").await;
    if let Some(answer) = client.ask(&network, "where").await {
        assert_eq!(answer, "where: so and so");
    }
}
