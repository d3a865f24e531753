//! A message is let in before a shutdown and queued after the queue was emptied: it was accepted, and is lost, as in
//! elastic/elasticsearch#37700.

use std::cell::RefCell;
use std::collections::VecDeque;

use tokio::sync::RwLock;

/// What an inbox works with.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Backend {
    /// Whether a message may come in.
    async fn is_allowed(&self, message: &str) -> bool;

    /// Saves it.
    async fn save(&self, message: &str);
}

/// Messages that were accepted, and are saved at the latest when it is shut down.
#[derive(Debug, Default)]
pub struct Inbox {
    queue: RefCell<VecDeque<String>>,
    is_shut: RwLock<bool>,
}

impl Inbox {
    /// Queues a message if it may come in, and the inbox was open before that was asked: whether it has.
    pub async fn accept_if_it_was_open(&self, backend: &impl Backend, message: &str) -> bool {
        if *self.is_shut.read().await {
            return false;
        }
        let is_allowed = backend.is_allowed(message).await;
        if is_allowed {
            self.queue.borrow_mut().push_back(message.to_owned());
        }
        is_allowed
    }

    /// The same, where a shutdown waits for those who are in.
    pub async fn accept(&self, backend: &impl Backend, message: &str) -> bool {
        let is_shut = self.is_shut.read().await;
        if *is_shut {
            return false;
        }
        let is_allowed = backend.is_allowed(message).await;
        if is_allowed {
            self.queue.borrow_mut().push_back(message.to_owned());
        }
        is_allowed
    }

    /// Lets nobody in any more, and saves what is queued.
    pub async fn shut_down(&self, backend: &impl Backend) {
        *self.is_shut.write().await = true;
        while let Some(message) = self.next() {
            backend.save(&message).await;
        }
    }

    fn next(&self) -> Option<String> {
        self.queue.borrow_mut().pop_front()
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;

    use super::{Inbox, MockBackend};

    /// A backend that allows all, and what it has saved.
    fn backend() -> (MockBackend, Arc<Mutex<Vec<String>>>) {
        let (backend, saved) = (MockBackend::new(), Arc::new(Mutex::new(Vec::new())));
        let saving = Arc::clone(&saved);
        backend.expect_is_allowed().return_const(true);
        backend.expect_save().returning(move |message| saving.lock().unwrap().push(message.to_owned()));
        (backend, saved)
    }

    /// A second message comes with the shutdown, which does not know of it.
    pub async fn fails() {
        let ((backend, saved), inbox) = (backend(), Inbox::default());
        assert!(inbox.accept_if_it_was_open(&backend, "one").await);
        let (accepted, ()) = join!(inbox.accept_if_it_was_open(&backend, "two"), inbox.shut_down(&backend));
        assert_eq!(saved.lock().unwrap().contains(&"two".to_owned()), accepted, "two is saved if it was accepted");
    }

    /// A second message comes with the shutdown, which waits for it.
    pub async fn passes() {
        let ((backend, saved), inbox) = (backend(), Inbox::default());
        assert!(inbox.accept(&backend, "one").await);
        let (accepted, ()) = join!(inbox.accept(&backend, "two"), inbox.shut_down(&backend));
        assert_eq!(saved.lock().unwrap().contains(&"two".to_owned()), accepted, "two is saved if it was accepted");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_message_is_queued_when_the_queue_was_emptied() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: two is saved if it was accepted");
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 2. Backend::save(\"one\") at "), "{}", found.text);
    }

    #[test]
    fn whoever_is_in_is_waited_for() {
        assert_eq!(passes(Explore::new(), bodies::passes), 1);
    }
}
