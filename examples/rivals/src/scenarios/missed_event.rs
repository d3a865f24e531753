//! A service comes up while others are listed.

use std::cell::RefCell;

use asyncmock_examples::races::missed_event::{Directory, Registry};
use futures::join;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::tool::Tool;

/// A registry, and who watches it.
struct Watched<T> {
    tool: T,
    services: RefCell<Vec<String>>,
    watchers: RefCell<Vec<UnboundedSender<String>>>,
}

impl<T: Tool> Registry for Watched<T> {
    async fn list(&self) -> Vec<String> {
        self.tool.pause().await;
        self.services.borrow().clone()
    }

    async fn watch(&self) -> UnboundedReceiver<String> {
        self.tool.pause().await;
        let (watcher, news) = unbounded_channel();
        self.watchers.borrow_mut().push(watcher);
        news
    }

    async fn add(&self, service: &str) {
        self.tool.pause().await;
        self.services.borrow_mut().push(service.to_owned());
        self.watchers.borrow().iter().for_each(|watcher| _ = watcher.send(service.to_owned()));
    }
}

fn registry<T>(tool: T) -> Watched<T> {
    Watched { tool, services: RefCell::default(), watchers: RefCell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let registry = registry(tool);
    let (mut directory, ()) = join!(Directory::list_first(&registry), registry.add("mail"));
    assert!(directory.knows("mail"), "mail is up, and never known");
}

pub(super) async fn passes(tool: impl Tool) {
    let registry = registry(tool);
    let (mut directory, ()) = join!(Directory::watch_first(&registry), registry.add("mail"));
    assert!(directory.knows("mail"), "mail is up, and never known");
}
