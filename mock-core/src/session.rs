//! A session: the doubles that belong together, on one timeline. Mocks made on one thread share a session until none
//! of them is left; the test harness gives every test its own thread, and so its own session.

use std::cell::RefCell;
use std::sync::Arc;

use crate::lock::{Lock, thread_token};
use crate::shared::Recorded;
use crate::timeline::Timeline;

/// Doubles that belong together.
pub(crate) struct Session {
    pub(crate) timeline: Arc<Timeline>,
    /// The thread that the session began on: the test's.
    pub(crate) home: usize,
    /// What was recorded, also by mocks that are gone.
    recorded: Lock<Vec<Arc<dyn Recorded>>>,
}

thread_local! {
    /// The thread's session. It is kept when its last mock is dropped, so that a journal can still be printed, and
    /// replaced when the next mock is made.
    static CURRENT: RefCell<Option<Arc<Session>>> = const { RefCell::new(None) };
}

impl Session {
    /// The session that a mock made now belongs to.
    pub(crate) fn current() -> Arc<Session> {
        let known = CURRENT.with_borrow(Clone::clone);
        match known {
            // Two owners are the thread and `known` itself; any other is a mock.
            Some(session) if Arc::strong_count(&session) > 2 => session,
            _ => {
                let session = Arc::new(Session {
                    timeline: Arc::new(Timeline::new()),
                    home: thread_token(),
                    recorded: Lock::new(Vec::new()),
                });
                // What the old session kept is dropped outside the borrow: it may be the user's.
                let _old = CURRENT.replace(Some(Arc::clone(&session)));
                session
            }
        }
    }

    /// The session of the mocks that were last made on this thread.
    pub(crate) fn latest() -> Option<Arc<Session>> {
        CURRENT.with_borrow(Clone::clone)
    }

    pub(crate) fn add(&self, recorded: Arc<dyn Recorded>) {
        self.recorded.lock().push(recorded);
    }

    pub(crate) fn recorded(&self) -> Vec<Arc<dyn Recorded>> {
        self.recorded.lock().clone()
    }
}
