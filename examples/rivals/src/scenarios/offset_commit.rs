//! Two messages are handled at once, and committed.

use std::cell::{Cell, RefCell};

use asyncmock_examples::races::offset_commit::{Consumers, Log, consume_at_once};
use futures::join;

use crate::tool::Tool;

/// A log, whose committed messages are all to be handled.
struct Progress<T> {
    tool: T,
    handled: RefCell<Vec<u64>>,
    committed: Cell<u64>,
}

impl<T: Tool> Log for Progress<T> {
    async fn handle(&self, offset: u64) {
        self.tool.pause().await;
        self.handled.borrow_mut().push(offset);
    }

    async fn commit(&self, offset: u64) {
        self.tool.pause().await;
        self.committed.set(offset);
        let lost = (0..offset).find(|offset| !self.handled.borrow().contains(offset));
        assert_eq!(lost, None, "committed, and not handled");
    }
}

fn log<T>(tool: T) -> Progress<T> {
    Progress { tool, handled: RefCell::default(), committed: Cell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let log = log(tool);
    join!(consume_at_once(&log, 0), consume_at_once(&log, 1));
}

pub(super) async fn passes(tool: impl Tool) {
    let (log, consumers) = (log(tool), Consumers::default());
    join!(consumers.consume(&log, 0), consumers.consume(&log, 1));
    assert_eq!(log.committed.get(), 2, "what is committed in the end");
}
