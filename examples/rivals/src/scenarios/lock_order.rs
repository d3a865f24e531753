//! A sale and a return take two locks.

use std::sync::Arc;

use asyncmock_examples::races::lock_order::{Log, Shop};

use crate::tool::Tool;

/// A log that nobody reads.
struct Paper<T>(T);

impl<T: Tool> Log for Paper<T> {
    async fn write(&self, _line: String) {
        self.0.pause().await;
    }
}

/// A shop that has sold something, and a log.
async fn shop<T: Tool>(tool: T) -> (Arc<Shop>, Arc<Paper<T>>) {
    let (shop, log) = (Arc::new(Shop::default()), Arc::new(Paper(tool)));
    Arc::clone(&shop).sell(Arc::clone(&log)).await;
    (shop, log)
}

pub(super) async fn fails(tool: impl Tool) {
    let (shop, log) = shop(tool).await;
    let sale = tool.spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
    shop.take_back_in_reverse(log).await;
    sale.await;
}

pub(super) async fn passes(tool: impl Tool) {
    let (shop, log) = shop(tool).await;
    let sale = tool.spawn(Arc::clone(&shop).sell(Arc::clone(&log)));
    shop.take_back(log).await;
    sale.await;
}
