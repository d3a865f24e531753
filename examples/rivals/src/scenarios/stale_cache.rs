//! The price is changed while it is read.

use std::cell::Cell;

use asyncmock_examples::races::stale_cache::{Cache, Shop};
use futures::join;

use crate::tool::Tool;

/// A shop with one article, and 50 cents more to have it sent.
struct OneArticle<T> {
    tool: T,
    price: Cell<u32>,
}

impl<T: Tool> Shop for OneArticle<T> {
    async fn price(&self) -> u32 {
        self.tool.pause().await;
        self.price.get()
    }

    async fn shipping(&self) -> u32 {
        self.tool.pause().await;
        50
    }

    async fn set_price(&self, cents: u32) {
        self.tool.pause().await;
        self.price.set(cents);
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (cache, shop) = (Cache::default(), OneArticle { tool, price: Cell::new(500) });
    join!(cache.get_and_keep(&shop), cache.set_price(&shop, 400));
    assert_eq!(cache.get_and_keep(&shop).await, 450);
}

pub(super) async fn passes(tool: impl Tool) {
    let (cache, shop) = (Cache::default(), OneArticle { tool, price: Cell::new(500) });
    join!(cache.get(&shop), cache.set_price(&shop, 400));
    assert_eq!(cache.get(&shop).await, 450);
}
