//! The streams that calls gave, from the calls that a test has.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::doubles::stream_forms::FromStream;
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::values::args::Args;
use crate::verification::calls::Calls;
use crate::views::feed::{Feed, NextStream};
use crate::views::stream_probe::StreamProbe;

impl<A: Args, K: Kind> Calls<Method<A, K>> {
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
        self.raw.wait("next_stream", NextStream(PhantomData))
    }
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// A probe of each stream double that the calls of the view gave, in the order of calls.
    #[track_caller]
    pub fn streams(&self) -> Vec<StreamProbe> {
        let streams = self.raw.engine.streams();
        let mut probes = Vec::new();
        for seen in &self.raw.sightings() {
            let of_call = streams.iter().filter(|(record, _)| *record == seen.index);
            probes
                .extend(of_call.map(|(_, stream_record)| StreamProbe::of(&self.raw, seen, Arc::clone(stream_record))));
        }
        probes
    }
}
