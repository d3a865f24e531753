//! After a circuit breaker's rest two requests come at once.

use std::cell::Cell;

use asyncmock_examples::races::half_open::{Breaker, REST, Service};
use futures::join;
use tokio::time::sleep;

use crate::tool::Tool;

/// A service that is down: it is asked once, and once more after a rest.
struct Down<T> {
    tool: T,
    asked: Cell<u32>,
}

impl<T: Tool> Service for Down<T> {
    async fn user(&self, request: u32) -> String {
        self.tool.pause().await;
        format!("user {request}")
    }

    async fn work(&self, _user: &str) -> bool {
        self.asked.set(self.asked.get() + 1);
        assert!(self.asked.get() <= 2, "asked {} times", self.asked.get());
        self.tool.pause().await;
        false
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (breaker, service) = (Breaker::default(), Down { tool, asked: Cell::default() });
    breaker.ask_after_rest(&service, 1).await;
    sleep(REST).await;
    join!(breaker.ask_after_rest(&service, 2), breaker.ask_after_rest(&service, 3));
}

pub(super) async fn passes(tool: impl Tool) {
    let (breaker, service) = (Breaker::default(), Down { tool, asked: Cell::default() });
    breaker.ask(&service, 1).await;
    sleep(REST).await;
    join!(breaker.ask(&service, 2), breaker.ask(&service, 3));
}
