//! A second message comes with the shutdown.

use std::cell::RefCell;

use asyncmock_examples::races::lost_at_shutdown::{Backend, Inbox};
use futures::join;

use crate::tool::Tool;

/// A backend that allows all.
struct Saving<T> {
    tool: T,
    saved: RefCell<Vec<String>>,
}

impl<T: Tool> Backend for Saving<T> {
    async fn is_allowed(&self, _message: &str) -> bool {
        self.tool.pause().await;
        true
    }

    async fn save(&self, message: &str) {
        self.tool.pause().await;
        self.saved.borrow_mut().push(message.to_owned());
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (backend, inbox) = (Saving { tool, saved: RefCell::default() }, Inbox::default());
    assert!(inbox.accept_if_it_was_open(&backend, "one").await);
    let (accepted, ()) = join!(inbox.accept_if_it_was_open(&backend, "two"), inbox.shut_down(&backend));
    assert_eq!(backend.saved.borrow().contains(&"two".to_owned()), accepted, "two is saved if it was accepted");
}

pub(super) async fn passes(tool: impl Tool) {
    let (backend, inbox) = (Saving { tool, saved: RefCell::default() }, Inbox::default());
    assert!(inbox.accept(&backend, "one").await);
    let (accepted, ()) = join!(inbox.accept(&backend, "two"), inbox.shut_down(&backend));
    assert_eq!(backend.saved.borrow().contains(&"two".to_owned()), accepted, "two is saved if it was accepted");
}
