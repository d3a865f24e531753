//! A worker is told to stop once the service is up, and is waited for.

use std::sync::Arc;

use asyncmock_examples::races::stray_worker::{Setup, work_until_notified, work_until_told};
use tokio::sync::{Notify, watch};

use crate::tool::Tool;

/// A setup that succeeds.
struct Smooth<T>(T);

impl<T: Tool> Setup for Smooth<T> {
    async fn connect(&self) {
        self.0.pause().await;
    }

    async fn announce(&self) {
        self.0.pause().await;
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (setup, stop) = (Arc::new(Smooth(tool)), Arc::new(Notify::new()));
    let worker = tool.spawn(work_until_notified(Arc::clone(&setup), Arc::clone(&stop)));
    setup.announce().await;
    stop.notify_waiters();
    worker.await;
}

pub(super) async fn passes(tool: impl Tool) {
    let (setup, (stop, stops)) = (Arc::new(Smooth(tool)), watch::channel(false));
    let worker = tool.spawn(work_until_told(Arc::clone(&setup), stops));
    setup.announce().await;
    stop.send(true).unwrap();
    worker.await;
}
