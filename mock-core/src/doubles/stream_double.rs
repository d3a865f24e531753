//! Stream doubles: streams that follow a script, or are fed by the test.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use crate::doubles::stream_record::{Queue, StreamRecord, StreamState};
use crate::sessions::scene::SharedScene;
use crate::waiting::sleep::Sleep;

/// A stream double.
pub struct StreamDouble<T> {
    source: Source<T>,
    stream_record: Arc<StreamRecord>,
}

/// Where the items come from.
enum Source<T> {
    Script { items: Box<dyn Iterator<Item = T> + Send>, pause: Option<Pause> },
    Fed(Arc<Queue<T>>),
}

/// What passes before each item.
struct Pause {
    every: Duration,
    scene: SharedScene,
    /// From the first poll for an item on.
    sleep: Option<Sleep>,
}

impl<T> StreamDouble<T> {
    /// One that gives these items.
    pub(crate) fn scripted(
        items: Box<dyn Iterator<Item = T> + Send>,
        every: Option<Duration>,
        scene: &SharedScene,
        stream_record: Arc<StreamRecord>,
    ) -> Self {
        let pause = every.map(|every| Pause { every, scene: scene.clone(), sleep: None });
        StreamDouble { source: Source::Script { items, pause }, stream_record }
    }

    /// One that gives what the test puts into the queue.
    pub(crate) fn fed(queue: Arc<Queue<T>>, stream_record: Arc<StreamRecord>) -> Self {
        StreamDouble { source: Source::Fed(queue), stream_record }
    }
}

// Nothing is ever pinned in place.
impl<T> Unpin for StreamDouble<T> {}

impl<T> Stream for StreamDouble<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        this.stream_record.polled();
        let item = match &mut this.source {
            // An iterator need not stay at its end.
            Source::Script { .. } if this.stream_record.state() == StreamState::Ended => None,
            Source::Script { items, pause } => {
                if let Some(pause) = pause {
                    ready!(pause.poll(context));
                }
                items.next()
            }
            Source::Fed(queue) => ready!(queue.poll(context)),
        };
        match &item {
            Some(_) => this.stream_record.took(),
            None => this.stream_record.ends(StreamState::Ended),
        }
        Poll::Ready(item)
    }
}

impl Pause {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let sleep = self.sleep.get_or_insert_with(|| Sleep::start(self.every, &self.scene));
        ready!(Pin::new(sleep).poll(context));
        self.sleep = None;
        Poll::Ready(())
    }
}

impl<T> Drop for StreamDouble<T> {
    fn drop(&mut self) {
        self.stream_record.ends(StreamState::DroppedEarly);
    }
}
