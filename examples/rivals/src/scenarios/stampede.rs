//! Three find a cache empty.

use std::cell::Cell;

use asyncmock_examples::races::stampede::{Hasty, Origin, Patient};
use futures::join;

use crate::tool::Tool;

/// An origin that is asked once.
struct Once<T> {
    tool: T,
    asked: Cell<u32>,
}

impl<T: Tool> Origin for Once<T> {
    async fn fetch(&self) -> u32 {
        self.asked.set(self.asked.get() + 1);
        assert_eq!(self.asked.get(), 1, "how often it was fetched");
        self.tool.pause().await;
        7
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (cache, origin) = (Hasty::default(), Once { tool, asked: Cell::default() });
    join!(cache.get(&origin), cache.get(&origin), cache.get(&origin));
}

pub(super) async fn passes(tool: impl Tool) {
    let (cache, origin) = (Patient::default(), Once { tool, asked: Cell::default() });
    assert_eq!(join!(cache.get(&origin), cache.get(&origin), cache.get(&origin)), (7, 7, 7));
}
