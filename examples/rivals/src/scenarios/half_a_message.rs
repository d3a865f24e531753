//! One message is read, and something is shown meanwhile.

use std::cell::Cell;

use asyncmock_examples::races::half_a_message::{Connection, read, read_anew};

use crate::tool::Tool;

/// A connection with one message, and no more.
struct OneMessage<T> {
    tool: T,
    lengths_read: Cell<u32>,
}

impl<T: Tool> Connection for OneMessage<T> {
    async fn length(&self) -> Option<usize> {
        self.tool.pause().await;
        self.lengths_read.set(self.lengths_read.get() + 1);
        (self.lengths_read.get() == 1).then_some(5)
    }

    async fn bytes(&self, length: usize) -> String {
        assert_eq!(length, 5);
        self.tool.pause().await;
        "hello".to_owned()
    }

    async fn tick(&self) {
        self.tool.pause().await;
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let connection = OneMessage { tool, lengths_read: Cell::default() };
    assert_eq!(read_anew(&connection).await.as_deref(), Some("hello"));
}

pub(super) async fn passes(tool: impl Tool) {
    let connection = OneMessage { tool, lengths_read: Cell::default() };
    assert_eq!(read(&connection).await.as_deref(), Some("hello"));
}
