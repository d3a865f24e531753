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
        let session = CURRENT.with_borrow_mut(|current| match current {
            Some(session) => Arc::clone(session),
            None => Arc::clone(current.insert(Arc::new(Session {
                timeline: Arc::new(Timeline::new()),
                home: thread_token(),
                recorded: Lock::new(Vec::new()),
            }))),
        });
        // The owners are the thread and `session` itself; any other is a mock.
        if Arc::strong_count(&session) == 2 {
            session.forget();
        }
        session
    }

    /// Begins anew: what the mocks that are gone have recorded is dropped.
    fn forget(&self) {
        // Not under the lock: it may be the user's.
        let mut recorded = std::mem::take(&mut *self.recorded.lock());
        recorded.clear();
        let mut place = self.recorded.lock();
        if place.is_empty() {
            *place = recorded;
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
