//! Probes of streams: what a test asks of one stream double, wherever that has gone.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use crate::doubles::stream_record::{StreamRecord, StreamState};
use crate::engine::inspection::Sighting;
use crate::matching::times::TimesRange;
use crate::report::{self, Entry};
use crate::sessions::scene::SharedScene;
use crate::views::view::View;

/// Tells what was taken from one stream, and how it ended: made by [`Calls::streams`](crate::Calls::streams), or by
/// [`Feed::probe`](crate::Feed::probe).
#[derive(Clone)]
pub struct StreamProbe {
    stream_record: Arc<StreamRecord>,
    /// `Chat::messages("lobby")`.
    call: String,
    place: &'static Location<'static>,
    scene: SharedScene,
}

impl StreamProbe {
    /// How the stream stands: open, at its end, or dropped before that.
    pub fn state(&self) -> StreamState {
        self.stream_record.state()
    }

    /// How many items were taken from it.
    pub fn taken(&self) -> usize {
        self.stream_record.taken()
    }

    /// How often it was polled, be it in vain.
    pub fn polls(&self) -> usize {
        self.stream_record.polls()
    }

    /// Asserts how many items were taken.
    ///
    /// # Panics
    ///
    /// If it were others: `Chat::messages("lobby"): assert_taken: expected 3 taken items, but there were 2`.
    #[track_caller]
    pub fn assert_taken(&self, items: usize) {
        let taken = self.taken();
        if taken != items {
            self.fail("assert_taken", &TimesRange::from(items).missed("taken item", taken));
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

    /// How it stands, in words.
    pub(crate) fn stands(&self) -> String {
        match self.state() {
            StreamState::DroppedEarly => "the stream was dropped early".to_owned(),
            StreamState::Ended => "the stream has ended".to_owned(),
            StreamState::Open => "the stream is still open".to_owned(),
        }
    }

    #[track_caller]
    fn fail(&self, assertion: &str, reason: &str) -> ! {
        self.fail_at(assertion, reason, Location::caller())
    }

    /// Fails what was asked at a place.
    #[cold]
    pub(crate) fn fail_at(&self, asked: &str, reason: &str, place: &'static Location<'static>) -> ! {
        let text = report::failed_stream(&self.call, self.place, asked, reason, place, self.taken());
        self.scene.raise_assertion(text, place)
    }

    pub(crate) fn stream_record(&self) -> &Arc<StreamRecord> {
        &self.stream_record
    }

    pub(crate) fn of(view: &View, seen: &Sighting, stream_record: Arc<StreamRecord>) -> Self {
        let Entry { call, place, .. } = view.entry(seen);
        StreamProbe { stream_record, call, place, scene: view.engine.info.scene.clone() }
    }
}

impl fmt::Debug for StreamProbe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (call, place) = (&self.call, report::place(self.place));
        write!(out, "stream of {call} at {place} [{} after {}]", self.state(), report::items(self.taken()))
    }
}
