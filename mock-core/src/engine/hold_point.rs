//! Where the answer of a held call is handed over. A held call and its token share a point: the token puts the answer there,
//! the call's future takes it. A call that ends otherwise closes the point, so that its token learns that nobody will take an
//! answer.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::base::lock::{Lock, thread_token};
use crate::engine::answer::Later;

/// Where the answer of a held call is handed over.
pub struct HoldPoint {
    inner: Lock<Inner>,
    /// The thread of the call, if an answer must not come from another one.
    thread: Option<usize>,
}

struct Inner {
    answer: Option<Later>,
    task: Option<Waker>,
    closed: bool,
}

// SAFETY: an answer that can't be sent is put here, and taken, on the thread of the call alone: `respond` asks for that,
// the call's future can't be sent, either, and it takes what is here, or closes this, before it is gone.
unsafe impl Send for Inner {}

const ELSEWHERE: &str = "a held call whose future is not `Send` was answered on another thread; answer it on the thread \
                         that awaits it";

impl HoldPoint {
    pub(crate) fn new(is_sent: bool) -> Arc<Self> {
        let inner = Lock::new(Inner { answer: None, task: None, closed: false });
        Arc::new(HoldPoint { inner, thread: (!is_sent).then(thread_token) })
    }

    /// Takes the answer, or waits for it.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<Later> {
        // Cloned and dropped without the lock, as it is the runtime's.
        let task = context.waker().clone();
        let (answer, _last_task) = {
            let mut inner = self.inner.lock();
            match inner.answer.take() {
                Some(answer) => (Poll::Ready(answer), Some(task)),
                None => (Poll::Pending, inner.task.replace(task)),
            }
        };
        answer
    }

    /// Fails where an answer must not come from.
    pub(crate) fn check_thread(&self) {
        if self.thread.is_some_and(|thread| thread != thread_token()) {
            panic!("{ELSEWHERE}");
        }
    }

    /// Gives the answer, or gives it back if nobody will take it.
    pub(crate) fn respond(&self, answer: Later) -> Result<(), Later> {
        let task = {
            let mut inner = self.inner.lock();
            if inner.closed {
                drop(inner);
                return Err(answer);
            }
            inner.answer = Some(answer);
            inner.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
        Ok(())
    }

    /// Nobody will take an answer.
    pub(crate) fn close(&self) {
        let _dropped_without_the_lock = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            (inner.answer.take(), inner.task.take())
        };
    }
}
