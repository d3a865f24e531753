//! Whoever is finished commits its offset: a later one before an earlier is done, which is lost if all stops then, and an earlier
//! one after it, which takes that back, as in ozontech/file.d#178.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tokio::sync::Mutex;

/// A log of messages, numbered from 0, which begins anew at what was committed.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Log {
    /// Does what a message says.
    async fn handle(&self, offset: u64);

    /// Says that all before this offset are done.
    async fn commit(&self, offset: u64);
}

/// Handles a message, and commits it.
pub async fn consume_at_once(log: &impl Log, offset: u64) {
    log.handle(offset).await;
    log.commit(offset + 1).await;
}

/// Those who handle messages of one log at the same time.
#[derive(Debug, Default)]
pub struct Consumers {
    /// Offsets behind one that is not done yet.
    done: RefCell<BTreeSet<u64>>,
    committed: Mutex<u64>,
}

impl Consumers {
    /// Handles a message, and commits it once all before it are done.
    pub async fn consume(&self, log: &impl Log, offset: u64) {
        log.handle(offset).await;
        self.done.borrow_mut().insert(offset);
        // One commits at a time, so that none comes after a later one.
        let mut committed = self.committed.lock().await;
        let mut next = *committed;
        while self.done.borrow().contains(&next) {
            next += 1;
        }
        if next > *committed {
            log.commit(next).await;
            self.done.borrow_mut().retain(|offset| *offset >= next);
            *committed = next;
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use asyncmock::explore;
    use futures::join;

    use super::{Consumers, MockLog, consume_at_once};

    /// What a log knows of its consumers.
    #[derive(Default)]
    struct Progress {
        handled: Vec<u64>,
        committed: u64,
    }

    /// A log, whose committed messages are all to be handled.
    fn log() -> (MockLog, Arc<Mutex<Progress>>) {
        let (log, progress) = (MockLog::new(), Arc::new(Mutex::new(Progress::default())));
        let (handling, committing, seen) = (Arc::clone(&progress), Arc::clone(&progress), Arc::clone(&progress));
        log.expect_handle().returning(move |offset| handling.lock().unwrap().handled.push(offset));
        log.expect_commit().returning(move |offset| committing.lock().unwrap().committed = offset);
        explore::invariant(move || {
            let Progress { handled, committed } = &*seen.lock().unwrap();
            let lost = (0..*committed).find(|offset| !handled.contains(offset));
            assert_eq!(lost, None, "committed, and not handled");
        });
        (log, progress)
    }

    /// Two messages are committed whenever they are done.
    pub async fn fails() {
        let (log, _) = log();
        join!(consume_at_once(&log, 0), consume_at_once(&log, 1));
    }

    /// The same, where nothing is to be handled twice, either.
    pub async fn takes_back() {
        let (log, progress) = log();
        join!(consume_at_once(&log, 0), consume_at_once(&log, 1));
        assert_eq!(progress.lock().unwrap().committed, 2, "what is committed in the end");
    }

    /// Two messages are committed in their order.
    pub async fn passes() {
        let ((log, progress), consumers) = (log(), Consumers::default());
        join!(consumers.consume(&log, 0), consumers.consume(&log, 1));
        assert_eq!(progress.lock().unwrap().committed, 2, "what is committed in the end");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_message_is_committed_before_it_is_handled() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: committed, and not handled");
        assert_eq!(found.schedule, "am1:1.1");
        assert!(found.text.contains("\n> 2. Log::commit(2) at "), "{}", found.text);
    }

    #[test]
    fn a_commit_is_taken_back_by_an_earlier_one() {
        let found = find(|explore| explore, bodies::takes_back);
        assert_eq!(found.headline(), "assertion `left == right` failed: what is committed in the end");
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n  4. Log::commit(1) at "), "{}", found.text);
    }

    #[test]
    fn commits_go_as_far_as_all_are_handled() {
        assert_eq!(passes(Explore::new(), bodies::passes), 3);
    }
}
