//! Feeds: the test's end of a stream.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::task::Context;

use crate::doubles::stream_record::{Queue, StreamState};
use crate::report;
use crate::sessions::scene::SharedScene;
use crate::views::stream_probe::StreamProbe;
use crate::views::view::View;
use crate::waiting::attendance::Attendance;
use crate::waiting::wait::{Goal, Look, Subject, Wait};

/// The test's end of a stream that it feeds: made by [`Calls::next_stream`](crate::Calls::next_stream). Dropping it ends the stream.
pub struct Feed<T> {
    queue: Arc<Queue<T>>,
    probe: StreamProbe,
    scene: SharedScene,
}

impl<T> Feed<T> {
    /// Puts an item into the stream. It is there at once, however much there is already; whether it has been taken is told
    /// by [`taken`](Feed::taken), which backpressure is tested with.
    ///
    /// # Errors
    ///
    /// The item, if the stream was dropped.
    pub async fn send(&self, item: T) -> Result<(), T> {
        if self.is_dropped() {
            return Err(item);
        }
        self.queue.put(item);
        Ok(())
    }

    /// Ends the stream, when what was sent has been taken.
    pub fn close(self) {}

    /// Whether the stream was dropped before its end.
    pub fn is_dropped(&self) -> bool {
        self.probe.state() == StreamState::DroppedEarly
    }

    /// How many items were sent, and have not been taken.
    pub fn queued(&self) -> usize {
        // Not what is left in the queue: what has just left it need not be written down yet.
        self.queue.sent().saturating_sub(self.probe.taken())
    }

    /// Waits until all that was sent has been taken.
    ///
    /// # Panics
    ///
    /// If that takes longer than five seconds of real time, or than `ASYNCMOCK_WAIT` says; on a paused clock of tokio as
    /// soon as nothing can run: `Chat::messages("lobby"): taken: timed out after 5s: 1 item was not taken`. At once if the
    /// stream was dropped: `.. taken: the stream was dropped early: 1 item was not taken`.
    #[track_caller]
    pub fn taken(&self) -> impl Future<Output = ()> + Send + '_
    where
        T: Send,
    {
        let reach = |feed: &&Self| match feed.queued() {
            0 => Look::Reached(()),
            left if feed.is_dropped() => Look::Missed(format!("the stream was dropped early: {}", not_taken(left))),
            _ => Look::NotYet,
        };
        Wait::until(self, "taken", reach, |feed| not_taken(feed.queued()))
    }

    /// Waits until the stream is dropped before its end.
    ///
    /// # Panics
    ///
    /// As [`taken`](Feed::taken): `Chat::messages("lobby"): dropped: timed out after 5s: the stream is still open`.
    #[track_caller]
    pub fn dropped(&self) -> impl Future<Output = ()> + Send + '_
    where
        T: Send,
    {
        Wait::until(self, "dropped", |feed| Look::when(feed.is_dropped()), |feed| feed.probe.stands())
    }

    /// Tells what was taken, also when the feed is closed.
    pub fn probe(&self) -> StreamProbe {
        self.probe.clone()
    }
}

fn not_taken(items: usize) -> String {
    let were = if items == 1 { "was" } else { "were" };
    format!("{} {were} not taken", report::items(items))
}

impl<T> Subject for &Feed<T> {
    fn scene(&self) -> &SharedScene {
        &self.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        attendance.add(Arc::clone(self.probe.stream_record()) as Arc<_>, context);
    }

    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> ! {
        self.probe.fail_at(wait, reason, place)
    }
}

impl<T> Drop for Feed<T> {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl<T> fmt::Debug for Feed<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.probe, out)
    }
}

/// The next stream that the test feeds.
pub(crate) struct NextStream<T>(pub(crate) PhantomData<fn() -> T>);

impl<T: Send + 'static> Goal<View> for NextStream<T> {
    type Output = Feed<T>;

    fn reach(&mut self, view: &View, _: &mut Context<'_>) -> Look<Feed<T>> {
        // Filters are the user's: they are asked without a lock.
        for (index, stream_record) in view.engine.fed_streams() {
            let seen = view.sighting(index);
            if view.accepts(&seen)
                && let Some(queue) = view.engine.take_queue(index)
                && let Ok(queue) = queue.downcast()
            {
                let probe = StreamProbe::of(view, &seen, stream_record);
                return Look::Reached(Feed { queue, probe, scene: view.engine.info.scene.clone() });
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &View) -> String {
        "there was no stream that was not given out".to_owned()
    }
}
