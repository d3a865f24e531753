//! Stream doubles: scripted, failing in between, delayed, endless, and fed by the test.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncmock::{StreamState, automock};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime};
use futures::executor::block_on;
use futures::stream::{self, BoxStream, Stream, StreamExt as _};
use futures::{FutureExt as _, join, poll};

#[automock]
trait Feeds {
    fn hidden(&self) -> impl Stream<Item = u32> + Send;
    fn boxed(&self, room: &str) -> BoxStream<'static, u32>;
    fn local(&self) -> Pin<Box<dyn Stream<Item = String>>>;
    fn failing(&self) -> BoxStream<'static, Result<u32, io::Error>>;
    async fn subscribe(&self, room: &str) -> Result<BoxStream<'static, u32>, String>;
    fn maybe(&self) -> Option<BoxStream<'static, u32>>;
}

async fn all<S: Stream>(stream: S) -> Vec<S::Item> {
    stream.collect().await
}

on_every_runtime! {
    /// Each call has a stream of its own.
    async fn a_script_serves_every_call(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_hidden().return_stream([1, 2, 3]);
        feeds.expect_boxed().return_stream(vec![4]);
        feeds.expect_local().return_stream(["five".to_owned()]);
        feeds.expect_subscribe().return_stream([6, 7]);
        feeds.expect_maybe().return_stream([8]);
        for _ in 0..2 {
            assert_eq!(all(feeds.hidden()).await, [1, 2, 3]);
            assert_eq!(all(feeds.boxed("lobby")).await, [4]);
            assert_eq!(all(feeds.local()).await, ["five"]);
            assert_eq!(all(feeds.subscribe("lobby").await.unwrap()).await, [6, 7]);
            assert_eq!(all(feeds.maybe().unwrap()).await, [8]);
        }
    }

    /// Python's default.
    async fn a_relaxed_mock_gives_empty_streams(_runtime: Runtime) {
        let feeds = MockFeeds::relaxed();
        assert!(all(feeds.boxed("lobby")).await.is_empty());
        assert!(all(feeds.hidden()).await.is_empty());
        assert!(all(feeds.local()).await.is_empty());
        assert!(all(feeds.subscribe("lobby").await.unwrap()).await.is_empty());
        assert!(feeds.maybe().is_none());
        feeds.expect_failing().return_default();
        assert!(all(feeds.failing()).await.is_empty());
    }

    async fn a_script_may_be_empty(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().return_stream([]);
        assert!(all(feeds.boxed("lobby")).await.is_empty());
    }

    async fn a_stream_may_be_without_end(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_hidden().return_stream(1..);
        assert_eq!(all(feeds.hidden().skip(10).take(2)).await, [11, 12]);
        let [stream] = &feeds.calls_to_hidden().streams()[..] else { panic!("there was one") };
        assert_eq!((stream.taken(), stream.state()), (12, StreamState::DroppedEarly));
    }

    /// One script for each call; errors need no `Clone`.
    async fn each_call_may_have_a_script_of_its_own(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        let lost = io::Error::other("connection lost");
        feeds.expect_failing().return_stream_each([vec![Ok(1), Err(lost), Ok(2)], vec![Ok(3)]]);
        let first = all(feeds.failing()).await;
        assert!(matches!(first[..], [Ok(1), Err(_), Ok(2)]), "{first:?}");
        assert!(matches!(all(feeds.failing()).await[..], [Ok(3)]));
        let text = failure(|| drop(feeds.failing()));
        assert_eq!(text, "MockFeeds::failing: return_stream_each() had 2 scripts, which were all used");
    }

    async fn what_was_taken_is_known(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().return_stream([1, 2, 3]);
        let calls = feeds.calls_to_boxed();
        let at = next_line!();
        let (mut first, second) = (feeds.boxed("lobby"), feeds.boxed("kitchen"));
        assert_eq!(first.next().await, Some(1));
        let [lobby, kitchen] = &calls.streams()[..] else { panic!("there were two") };
        assert_eq!((lobby.taken(), lobby.polls(), lobby.state()), (1, 1, StreamState::Open));
        assert_eq!(format!("{lobby:?}"), format!("stream of Feeds::boxed(\"lobby\") at {at} [still open after 1 item]"));
        assert_eq!(all(second).await.len(), 3);
        kitchen.assert_ended();
        kitchen.assert_taken(3);
        drop(first);
        lobby.assert_dropped_early();
        assert_eq!(calls.with_args("lobby").streams().len(), 1);
        let asserted = next_line!();
        let text = failure(|| lobby.assert_ended());
        assert_eq!(
            text,
            format!(
                "Feeds::boxed(\"lobby\"): assert_ended: the stream was dropped early
  asserted at {asserted}
  called at {at}
  taken so far: 1 item"
            )
        );
        let text = failure(|| lobby.assert_taken(2));
        assert!(text.starts_with("Feeds::boxed(\"lobby\"): assert_taken: expected 2 taken items, but there was 1\n"), "{text}");
        let text = failure(|| kitchen.assert_dropped_early());
        assert!(text.starts_with("Feeds::boxed(\"kitchen\"): assert_dropped_early: the stream has ended\n"), "{text}");
    }

    /// A stream that is at its end stays there.
    async fn a_stream_that_has_ended_gives_nothing_more(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().return_stream([1]);
        let mut stream = feeds.boxed("lobby");
        assert_eq!((stream.next().await, stream.next().await, stream.next().await), (Some(1), None, None));
        drop(stream);
        feeds.calls_to_boxed().streams()[0].assert_ended();
    }

    async fn the_test_can_feed_a_stream(runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().hold();
        let calls = feeds.calls_to_boxed();
        let reader = runtime.spawn(all(feeds.boxed("lobby")));
        let feed = calls.next_stream().await;
        feed.send(1).await.unwrap();
        feed.taken().await;
        let probe = feed.probe();
        probe.assert_taken(1);
        feed.send(2).await.unwrap();
        feed.close();
        assert_eq!(reader.await, [1, 2]);
        probe.assert_ended();
    }

    /// A stream may be awaited, and be inside a `Result`.
    async fn a_stream_that_is_awaited_can_be_fed(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_subscribe().hold_stream();
        let calls = feeds.calls_to_subscribe();
        let (mut lobby, mut kitchen) = (feeds.subscribe("lobby").await.unwrap(), feeds.subscribe("kitchen").await.unwrap());
        let (to_kitchen, to_lobby) = (calls.with_args("kitchen").next_stream().await, calls.next_stream().await);
        to_lobby.send(1).await.unwrap();
        to_kitchen.send(2).await.unwrap();
        assert_eq!((lobby.next().await, kitchen.next().await), (Some(1), Some(2)));
        drop(to_lobby);
        assert_eq!(lobby.next().await, None);
        assert!(poll!(kitchen.next()).is_pending());
    }

    /// Backpressure: how much was sent, and not taken.
    async fn what_was_not_taken_is_known(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().hold();
        let mut stream = feeds.boxed("lobby");
        let feed = feeds.calls_to_boxed().next_stream().await;
        feed.send(1).await.unwrap();
        feed.send(2).await.unwrap();
        assert_eq!(feed.queued(), 2);
        assert!(poll!(Box::pin(feed.taken())).is_pending());
        assert_eq!(stream.next().await, Some(1));
        assert_eq!((feed.queued(), feed.probe().taken()), (1, 1));
        assert_eq!(stream.next().await, Some(2));
        feed.taken().await;
    }

    async fn a_stream_that_was_dropped_takes_nothing(_runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().hold();
        let at = next_line!();
        let stream = feeds.boxed("lobby");
        let feed = feeds.calls_to_boxed().next_stream().await;
        feed.send(1).await.unwrap();
        assert!(!feed.is_dropped());
        drop(stream);
        assert!(feed.is_dropped());
        feed.dropped().await;
        assert_eq!(feed.send(2).await, Err(2));
        let asserted = next_line!();
        let text = failure_of(feed.taken()).await;
        assert_eq!(
            text,
            format!(
                "Feeds::boxed(\"lobby\"): taken: the stream was dropped early: 1 item was not taken
  asserted at {asserted}
  called at {at}
  taken so far: 0 items"
            )
        );
    }

    async fn a_reader_that_goes_away_can_be_waited_for(runtime: Runtime) {
        let feeds = MockFeeds::new();
        feeds.expect_boxed().hold();
        let calls = feeds.calls_to_boxed();
        let reader = runtime.spawn(feeds.boxed("lobby").take(1).collect::<Vec<_>>());
        let feed = calls.next_stream().await;
        feed.send(7).await.unwrap();
        feed.dropped().await;
        assert_eq!(reader.await, [7]);
    }

    /// A stream of another mock's calls.
    async fn a_stream_may_be_of_calls(_runtime: Runtime) {
        #[automock]
        trait Speaker {
            fn say(&self, word: &str);
        }
        let (feeds, speaker) = (MockFeeds::new(), Arc::new(MockSpeaker::relaxed()));
        let said = speaker.calls_to_say();
        feeds.expect_local().returning(move || {
            Box::pin(stream::unfold(said.clone(), async |said| {
                let word = said.next().await.args().0.clone();
                Some((word, said))
            }))
        });
        let mut words = feeds.local();
        speaker.say("hello");
        speaker.say("world");
        assert_eq!((words.next().await.unwrap(), words.next().await.unwrap()), ("hello".to_owned(), "world".to_owned()));
    }
}

/// A while on the test's clock before each item.
#[tokio::test(start_paused = true)]
async fn items_may_take_their_time() {
    let feeds = MockFeeds::new();
    feeds.expect_hidden().return_stream_every(Duration::from_secs(60), [1, 2]);
    let (mut stream, start) = (feeds.hidden(), tokio::time::Instant::now());
    assert_eq!(stream.next().await, Some(1));
    assert_eq!(start.elapsed(), Duration::from_secs(60));
    assert_eq!(stream.next().await, Some(2));
    assert_eq!(start.elapsed(), Duration::from_secs(120));
    let late = tokio::time::timeout(Duration::from_secs(1), stream.next()).await;
    assert!(late.is_err());
    assert_eq!(stream.next().await, None);
}

/// Neither the test nor the code under test hangs.
#[tokio::test(start_paused = true)]
async fn a_wait_for_a_stream_ends() {
    let feeds = MockFeeds::new();
    feeds.expect_boxed().hold();
    let why = "deadlock: no task can run, and no timer is set";
    let text = failure_of(feeds.calls_to_boxed().next_stream()).await;
    assert!(
        text.starts_with(&format!("Feeds::boxed: next_stream: {why}: there was no stream that was not given out\n")),
        "{text}"
    );
    let at = next_line!();
    let _stream = feeds.boxed("lobby");
    let feed = feeds.calls_to_boxed().next_stream().await;
    feed.send(1).await.unwrap();
    let asserted = next_line!();
    let text = failure_of(feed.taken()).await;
    assert_eq!(
        text,
        format!(
            "Feeds::boxed(\"lobby\"): taken: {why}: 1 item was not taken
  asserted at {asserted}
  called at {at}
  taken so far: 0 items"
        )
    );
    let text = failure_of(feed.dropped()).await;
    assert!(
        text.starts_with(&format!("Feeds::boxed(\"lobby\"): dropped: {why}: the stream is still open\n")),
        "{text}"
    );
}

/// A stream that nobody feeds is open for ever.
#[test]
fn a_stream_that_nobody_feeds_is_pending() {
    let feeds = MockFeeds::new();
    feeds.expect_boxed().hold();
    assert!(feeds.boxed("lobby").next().now_or_never().is_none());
}

/// Who waits need not wait for the end of the limit.
#[test]
fn a_mock_that_failed_on_another_thread_ends_a_wait_for_a_stream_at_once() {
    let feeds = Arc::new(MockFeeds::new());
    feeds.expect_boxed().hold();
    let fail = async || {
        let feeds = Arc::clone(&feeds);
        assert!(std::thread::spawn(move || drop(feeds.maybe())).join().is_err());
    };
    block_on(async {
        let _stream = feeds.boxed("lobby");
        let feed = feeds.calls_to_boxed().next_stream().await;
        feed.send(1).await.unwrap();
        let began = Instant::now();
        let (taken, ()) = join!(failure_of(feed.taken()), fail());
        let (dropped, ()) = join!(failure_of(feed.dropped()), fail());
        for text in [taken, dropped] {
            assert!(text.contains("\n\nMockFeeds::maybe(): No matching expectation found\n"), "{text}");
        }
        assert!(began.elapsed() < Duration::from_secs(4), "not when the waits time out");
    });
}
