//! What is known of one stream double: what was taken from it, and how it ended. The stream writes it down, probes and
//! feeds read it.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::base::lock::Lock;
use crate::base::watchers::{self, Watchers};
use crate::records::stamp::Stamp;
use crate::sessions::observed::Attended;
use crate::sessions::scene::SharedScene;

/// How a stream stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamState {
    /// It has not come to its end, and is still there.
    Open,
    /// It gave all that it had, and said so.
    Ended,
    /// It was dropped before its end.
    DroppedEarly,
}

impl fmt::Display for StreamState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            StreamState::Open => "still open",
            StreamState::Ended => "ended",
            StreamState::DroppedEarly => "dropped early",
        })
    }
}

/// What is known of a stream, whatever its items are.
pub(crate) struct StreamRecord {
    /// If it is followed.
    scene: Option<SharedScene>,
    inner: Lock<Inner>,
}

struct Inner {
    polls: usize,
    taken: usize,
    state: StreamState,
    watchers: Watchers,
    /// When items were taken, if the scene is followed.
    items: Vec<Stamp>,
    /// When it ended; likewise.
    ended: Option<Stamp>,
}

impl StreamRecord {
    /// That of a stream that a call gives, or of one of which nobody asks.
    pub(crate) fn new(scene: Option<&SharedScene>) -> Arc<Self> {
        let inner = Inner {
            polls: 0,
            taken: 0,
            state: StreamState::Open,
            watchers: Watchers::default(),
            items: Vec::new(),
            ended: None,
        };
        let scene = scene.filter(|scene| scene.is_followed).cloned();
        Arc::new(StreamRecord { scene, inner: Lock::new(inner) })
    }

    /// It is asked for an item.
    pub(crate) fn polled(&self) {
        self.inner.lock().polls += 1;
    }

    /// It gives one.
    pub(crate) fn took(&self) {
        let at = self.stamp();
        self.change(|inner| {
            inner.taken += 1;
            inner.items.extend(at);
        });
    }

    /// It ends in some way. The first way counts.
    pub(crate) fn ends(&self, state: StreamState) {
        let at = self.stamp();
        self.change(|inner| {
            if inner.state == StreamState::Open {
                (inner.state, inner.ended) = (state, at);
            }
        });
    }

    fn stamp(&self) -> Option<Stamp> {
        self.scene.as_ref().map(|scene| scene.stamp())
    }

    /// When items were taken, and when it ended, if that is followed.
    pub(crate) fn stamps(&self) -> (Vec<Stamp>, Option<Stamp>) {
        let inner = self.inner.lock();
        (inner.items.clone(), inner.ended)
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        let waiting = {
            let mut inner = self.inner.lock();
            change(&mut inner);
            inner.watchers.take()
        };
        watchers::wake(waiting);
    }

    pub(crate) fn polls(&self) -> usize {
        self.inner.lock().polls
    }

    pub(crate) fn taken(&self) -> usize {
        self.inner.lock().taken
    }

    pub(crate) fn state(&self) -> StreamState {
        self.inner.lock().state
    }
}

impl Attended for StreamRecord {
    fn attend(&self, task: Waker) -> u64 {
        self.inner.lock().watchers.add(task)
    }

    fn stop_attending(&self, number: u64) {
        let _dropped_outside_the_lock = self.inner.lock().watchers.remove(number);
    }
}

/// What the test has put into a stream, and the stream has not given yet.
pub(crate) struct Queue<T> {
    inner: Lock<Queued<T>>,
}

struct Queued<T> {
    items: VecDeque<T>,
    /// How many there ever were.
    sent: usize,
    closed: bool,
    /// The task that asks for items.
    reader: Option<Waker>,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Queue { inner: Lock::new(Queued { items: VecDeque::new(), sent: 0, closed: false, reader: None }) })
    }

    /// The next item, or `None` at the end.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<Option<T>> {
        // What is the runtime's is cloned and dropped without the lock.
        let reader = context.waker().clone();
        let (item, _last) = {
            let mut inner = self.inner.lock();
            match inner.items.pop_front() {
                Some(item) => (Poll::Ready(Some(item)), Some(reader)),
                None if inner.closed => (Poll::Ready(None), Some(reader)),
                None => (Poll::Pending, inner.reader.replace(reader)),
            }
        };
        item
    }

    pub(crate) fn put(&self, item: T) {
        let reader = {
            let mut inner = self.inner.lock();
            inner.items.push_back(item);
            inner.sent += 1;
            inner.reader.take()
        };
        watchers::wake(reader);
    }

    /// There will be no more.
    pub(crate) fn close(&self) {
        let reader = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            inner.reader.take()
        };
        watchers::wake(reader);
    }

    /// How many items were put into it.
    pub(crate) fn sent(&self) -> usize {
        self.inner.lock().sent
    }
}

/// A stream that a call gave.
pub(crate) struct Streamed {
    /// The record of the call.
    pub(crate) record: usize,
    pub(crate) stream_record: Arc<StreamRecord>,
    /// The queue, until the test takes it, if it feeds the stream.
    pub(crate) queue: Option<AnyQueue>,
}

/// A queue that the test feeds a stream from, whatever its items are.
pub(crate) type AnyQueue = Arc<dyn Any + Send + Sync>;
