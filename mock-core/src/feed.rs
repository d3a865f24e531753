//! Feeds: the test's end of a stream.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::args::Args;
use crate::calls::Calls;
use crate::kind::Kind;
use crate::patience::{self, Patience};
use crate::report;
use crate::scene::Scene;
use crate::stream_probe::StreamProbe;
use crate::streaming::FromStream;
use crate::tape::{Queue, StreamState, Tape};
use crate::wait::{Goal, Look, Wait};

/// The test's end of a stream that it feeds: made by [`Calls::next_stream`]. Dropping it ends the stream.
pub struct Feed<T> {
    queue: Arc<Queue<T>>,
    probe: StreamProbe,
    scene: Arc<Scene>,
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
        self.queue.len()
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
        self.wait("taken", |feed| match feed.queued() {
            0 => Look::Reached(()),
            left if feed.is_dropped() => Look::Missed(format!("the stream was dropped early: {}", not_taken(left))),
            _ => Look::NotYet,
        })
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
        self.wait("dropped", |feed| if feed.is_dropped() { Look::Reached(()) } else { Look::NotYet })
    }

    /// Tells what was taken, also when the feed is closed.
    pub fn probe(&self) -> StreamProbe {
        self.probe.clone()
    }

    #[track_caller]
    fn wait(&self, name: &'static str, look: fn(&Self) -> Look<()>) -> impl Future<Output = ()> + Send + '_
    where
        T: Send,
    {
        let place = Location::caller();
        let mut patience = Patience::of(patience::default_limit());
        let mut watching = Watching { tape: self.probe.tape(), number: None };
        let fail = move |reason: &str| -> ! { self.probe.fail_at(name, reason, place) };
        let mut poll = move |context: &mut Context<'_>| {
            watching.renew(context);
            match look(self) {
                Look::Reached(()) => return Poll::Ready(()),
                Look::Missed(reason) => fail(&reason),
                Look::NotYet => {}
            }
            self.scene.raise_all_lost();
            match patience.end(&self.scene, context) {
                Some(end) if name == "taken" => fail(&format!("{end}: {}", not_taken(self.queued()))),
                Some(end) => fail(&format!("{end}: {}", self.probe.stands())),
                None => Poll::Pending,
            }
        };
        poll_fn(move |context| poll(context))
    }
}

fn not_taken(items: usize) -> String {
    let were = if items == 1 { "was" } else { "were" };
    format!("{} {were} not taken", report::items(items))
}

/// A task that a stream knows.
struct Watching<'f> {
    tape: &'f Tape,
    number: Option<u64>,
}

impl Watching<'_> {
    fn renew(&mut self, context: &Context<'_>) {
        self.stop();
        self.number = Some(self.tape.watch(context.waker().clone()));
    }

    fn stop(&mut self) {
        if let Some(number) = self.number.take() {
            self.tape.unwatch(number);
        }
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        self.stop();
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
struct NextStream<T>(PhantomData<fn() -> T>);

impl<A: Args, K: Kind, T: Send + 'static> Goal<A, K> for NextStream<T> {
    type Output = Feed<T>;

    fn reach(&mut self, view: &Calls<A, K>, _: &mut Context<'_>) -> Look<Feed<T>> {
        // Filters are the user's: they are asked without a lock.
        for (index, tape) in view.shared.fed_streams() {
            let seen = view.sighting(index);
            if view.accepts(&seen)
                && let Some(queue) = view.shared.take_queue(index)
                && let Ok(queue) = queue.downcast()
            {
                let probe = StreamProbe::of(view, &seen, tape);
                return Look::Reached(Feed { queue, probe, scene: Arc::clone(&view.shared.info.scene) });
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &Calls<A, K>) -> String {
        "there was no stream that was not given out".to_owned()
    }
}

impl<A: Args, K: Kind> Calls<A, K> {
    /// Waits for the next stream that the test [feeds](crate::Expectation::hold_stream) and that no view has given out.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Chat::messages: next_stream: timed out after 5s: there was no stream that was not given out`.
    #[track_caller]
    pub fn next_stream<T, W>(&self) -> impl Future<Output = Feed<T>> + Send + Unpin + use<A, K, T, W>
    where
        T: Send + 'static,
        K::Value: FromStream<T, W>,
    {
        Wait::new(self, "next_stream", self.limit(), NextStream(PhantomData))
    }
}
