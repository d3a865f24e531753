//! What a test says of the streams that a method returns: scripts, or that it feeds them.

use std::sync::Arc;
use std::time::Duration;

use crate::doubles::stream_double::StreamDouble;
use crate::doubles::stream_forms::{FromStream, GivesStreams};
use crate::doubles::stream_record::{AnyQueue, Queue, StreamRecord, Streamed};
use crate::engine::answer::Answer;
use crate::engine::giver::Giver;
use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::{Kind, Owned};
use crate::methods::method::Method;
use crate::report::{self, Complaint};

/// Makes the streams of an expectation.
struct Streaming<F> {
    make: F,
    giver: Giver,
}

impl<F> Streaming<F> {
    fn give<V>(&mut self) -> V
    where
        F: FnMut(&Giver, Arc<StreamRecord>) -> (V, Option<AnyQueue>),
    {
        let stream_record = StreamRecord::new(Some(&self.giver.engine().info.scene));
        let (value, queue) = (self.make)(&self.giver, Arc::clone(&stream_record));
        if let Some(record) = self.giver.record() {
            self.giver.engine().keep_stream(Streamed { record, stream_record, queue });
        }
        value
    }
}

/// Methods that return a stream, be it in an `Option` or a `Result`, and be it that it is awaited.
impl<'m, A: Arity, K: Kind<Value: GivesStreams>> Expectation<'m, Method<A, K>> {
    fn streaming<F>(self, make: F) -> A::Expecting<'m, K>
    where
        F: FnMut(&Giver, Arc<StreamRecord>) -> (K::Value, Option<AnyQueue>) + Send + 'static,
    {
        let mut streaming = Streaming { make, giver: Giver::of(self.raw) };
        // SAFETY: it gives a value of the method.
        self.answering(unsafe { Answer::of_values(move || streaming.give::<K::Value>()) })
    }

    /// Answers each call with a stream of these items, which may be without end.
    ///
    /// Items that can't be cloned serve one call: say so by
    /// [`return_stream_each`](Expectation::return_stream_each). [`Calls::streams`](crate::Calls::streams) tells what was
    /// taken.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use futures::{Stream, StreamExt as _};
    ///
    /// #[automock]
    /// trait Ticker {
    ///     fn ticks(&self) -> impl Stream<Item = u32> + Send;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let ticker = MockTicker::new();
    /// ticker.expect_ticks().return_stream(1..);
    /// assert_eq!(ticker.ticks().take(3).collect::<Vec<_>>().await, [1, 2, 3]);
    /// # });
    /// ```
    pub fn return_stream<I, W>(self, items: I) -> A::Expecting<'m, K>
    where
        I: IntoIterator<IntoIter: Send + 'static> + Clone + Send + 'static,
        K::Value: FromStream<I::Item, W>,
    {
        self.return_stream_paced(items, None)
    }

    /// The same, with a while on the test's clock before each item: from when it is first asked for.
    pub fn return_stream_every<I, W>(self, every: Duration, items: I) -> A::Expecting<'m, K>
    where
        I: IntoIterator<IntoIter: Send + 'static> + Clone + Send + 'static,
        K::Value: FromStream<I::Item, W>,
    {
        self.return_stream_paced(items, Some(every))
    }

    fn return_stream_paced<I, W>(self, items: I, every: Option<Duration>) -> A::Expecting<'m, K>
    where
        I: IntoIterator<IntoIter: Send + 'static> + Clone + Send + 'static,
        K::Value: FromStream<I::Item, W>,
    {
        self.streaming(move |giver, stream_record| {
            let items = Box::new(items.clone().into_iter());
            let stream = StreamDouble::scripted(items, every, &giver.engine().info.scene, stream_record);
            (K::Value::from_stream(stream), None)
        })
    }

    /// Answers one call after the other, each with a stream of its own script.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use futures::StreamExt as _;
    /// use futures::stream::BoxStream;
    ///
    /// #[automock]
    /// trait Feed {
    ///     fn subscribe(&self) -> BoxStream<'static, Result<u32, std::io::Error>>;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let feed = MockFeed::new();
    /// let lost = std::io::Error::other("connection lost");
    /// feed.expect_subscribe().return_stream_each([vec![Ok(1), Err(lost)], vec![Ok(2)]]);
    /// assert!(matches!(feed.subscribe().collect::<Vec<_>>().await[..], [Ok(1), Err(_)]));
    /// assert!(matches!(feed.subscribe().collect::<Vec<_>>().await[..], [Ok(2)]));
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// The mock panics when it is called once more:
    /// `MockFeed::subscribe: return_stream_each() had 2 scripts, which were all used`.
    pub fn return_stream_each<I, S, W>(self, scripts: I) -> A::Expecting<'m, K>
    where
        I: IntoIterator<Item = S, IntoIter: Send + 'static>,
        S: IntoIterator<IntoIter: Send + 'static>,
        K::Value: FromStream<S::Item, W>,
    {
        let (mut scripts, mut used) = (scripts.into_iter(), 0);
        self.streaming(move |giver, stream_record| {
            let method = giver.engine();
            let Some(script) = scripts.next() else {
                let (text, place) = (report::no_more_scripts(&method.full_name(), used), giver.call().place);
                method.info.fail(Complaint::new(text, place));
            };
            used += 1;
            let stream = StreamDouble::scripted(Box::new(script.into_iter()), None, &method.info.scene, stream_record);
            (K::Value::from_stream(stream), None)
        })
    }

    /// Answers each call with a stream that the test feeds: by what [`Calls::next_stream`](crate::Calls::next_stream)
    /// gives. For a method that is not async, [`hold`](Expectation::hold) does the same.
    pub fn hold_stream<T, W>(self) -> A::Expecting<'m, K>
    where
        T: Send + 'static,
        K::Value: FromStream<T, W>,
    {
        self.streaming(|_, stream_record| {
            let queue = Queue::<T>::new();
            let stream = StreamDouble::fed(Arc::clone(&queue), stream_record);
            (K::Value::from_stream(stream), Some(queue as Arc<_>))
        })
    }
}

impl<'m, A: Arity, V: GivesStreams + 'static> Expectation<'m, Method<A, Owned<V>>> {
    /// Answers each call with a stream that the test feeds, by what [`Calls::next_stream`](crate::Calls::next_stream)
    /// gives.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use futures::StreamExt as _;
    /// use futures::stream::BoxStream;
    ///
    /// #[automock]
    /// trait Chat {
    ///     fn messages(&self, room: &str) -> BoxStream<'static, String>;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let chat = MockChat::new();
    /// chat.expect_messages().hold();
    /// let calls = chat.calls_to_messages();
    /// let reader = tokio::spawn(chat.messages("lobby").collect::<Vec<_>>());
    ///
    /// let feed = calls.next_stream().await;
    /// feed.send("hello".to_owned()).await.unwrap();
    /// feed.close();
    /// assert_eq!(reader.await.unwrap(), ["hello"]);
    /// # }
    /// ```
    pub fn hold<T, W>(self) -> A::Expecting<'m, Owned<V>>
    where
        T: Send + 'static,
        V: FromStream<T, W>,
    {
        self.hold_stream::<T, W>()
    }
}
