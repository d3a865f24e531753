//! Feeds: the test's end of a stream, and what it asks of the streams of a method.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::args::Args;
use crate::calls::{Calls, Sighting};
use crate::kind::Kind;
use crate::patience::{self, Patience};
use crate::report::{self, Entry};
use crate::scene::Scene;
use crate::streaming::FromStream;
use crate::tape::{Queue, StreamState, Tape};
use crate::wait::{Goal, Look, Wait};

/// Tells what was taken from one stream, and how it ended: made by [`Calls::streams`], or by [`Feed::probe`].
#[derive(Clone)]
pub struct StreamProbe {
    tape: Arc<Tape>,
    /// `Chat::messages("lobby")`.
    call: String,
    place: &'static Location<'static>,
}

impl StreamProbe {
    /// How the stream stands: open, at its end, or dropped before that.
    pub fn state(&self) -> StreamState {
        self.tape.state()
    }

    /// How many items were taken from it.
    pub fn taken(&self) -> usize {
        self.tape.taken()
    }

    /// How often it was polled, be it in vain.
    pub fn polls(&self) -> usize {
        self.tape.polls()
    }

    /// Asserts how many items were taken.
    ///
    /// # Panics
    ///
    /// If it were others: `Chat::messages("lobby"): assert_taken: expected 3 items to be taken, but there were 2`.
    #[track_caller]
    pub fn assert_taken(&self, items: usize) {
        let taken = self.taken();
        if taken != items {
            self.fail("assert_taken", &format!("expected {items} items to be taken, but there were {taken}"));
        }
    }

    /// Asserts that the stream was read to its end.
    ///
    /// # Panics
    ///
    /// If it was not: `Chat::messages("lobby"): assert_ended: the stream was dropped early`.
    #[track_caller]
    pub fn assert_ended(&self) {
        if self.state() != StreamState::Ended {
            self.fail("assert_ended", &self.stands());
        }
    }

    /// Asserts that the stream was dropped before its end.
    ///
    /// # Panics
    ///
    /// If it was not: `Chat::messages("lobby"): assert_dropped_early: the stream is still open`.
    #[track_caller]
    pub fn assert_dropped_early(&self) {
        if self.state() != StreamState::DroppedEarly {
            self.fail("assert_dropped_early", &self.stands());
        }
    }

    fn stands(&self) -> String {
        match self.state() {
            StreamState::DroppedEarly => "the stream was dropped early".to_owned(),
            StreamState::Ended => "the stream has ended".to_owned(),
            StreamState::Open => "the stream is still open".to_owned(),
        }
    }

    #[track_caller]
    fn fail(&self, assertion: &str, reason: &str) -> ! {
        report::raise(report::failed_stream(
            &self.call,
            self.place,
            assertion,
            reason,
            Location::caller(),
            self.tape.taken(),
        ))
    }
}

impl fmt::Debug for StreamProbe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (call, place) = (&self.call, report::place(self.place));
        write!(out, "stream of {call} at {place} [{} after {}]", self.state(), report::items(self.taken()))
    }
}

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
        let mut watching = Watching { tape: &self.probe.tape, number: None };
        let fail = move |reason: &str| -> ! {
            let StreamProbe { call, place: called, .. } = &self.probe;
            report::raise(report::failed_stream(call, called, name, reason, place, self.probe.taken()))
        };
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
                let probe = probe(view, &seen, tape);
                return Look::Reached(Feed { queue, probe, scene: Arc::clone(&view.shared.info.scene) });
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &Calls<A, K>) -> String {
        "there was no stream that was not given out".to_owned()
    }
}

fn probe<A: Args, K: Kind>(view: &Calls<A, K>, seen: &Sighting<A>, tape: Arc<Tape>) -> StreamProbe {
    let Entry { call, place, .. } = view.entry(seen);
    StreamProbe { tape, call, place }
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

    /// A probe of each stream double that the calls of the view gave, in the order of calls.
    #[track_caller]
    pub fn streams(&self) -> Vec<StreamProbe> {
        let streams = self.shared.streams();
        let mut probes = Vec::new();
        for seen in &self.sightings() {
            let of_call = streams.iter().filter(|(record, _)| *record == seen.index);
            probes.extend(of_call.map(|(_, tape)| probe(self, seen, Arc::clone(tape))));
        }
        probes
    }
}
