//! One recorded call, as a view has seen it; it knows no types.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::engine::inspection::Sighting;
use crate::engine::state::SharedEngine;
use crate::records::record::{CallState, Record};
use crate::records::snapshot::Snapshot;
use crate::report;
use crate::time::clock::Instant;
use crate::values::args::Style;

/// A call, without the types of its method.
#[derive(Clone)]
pub(crate) struct ViewedCall {
    engine: SharedEngine,
    pub(crate) index: usize,
    pub(crate) location: &'static Location<'static>,
    snapshot: Snapshot,
}

impl ViewedCall {
    pub(crate) fn new(engine: SharedEngine, seen: Sighting) -> Self {
        ViewedCall { engine, index: seen.index, location: seen.location, snapshot: seen.snapshot }
    }

    pub(crate) fn record(&self) -> Record {
        *self.engine.state.lock().records.get(self.index)
    }

    pub(crate) fn state(&self) -> CallState {
        self.record().state()
    }

    /// The tuple of its snapshots.
    #[track_caller]
    pub(crate) fn kept(&self) -> *const () {
        let method = self.engine.method;
        if !method.fills_tuples() {
            report::raise(report::args_not_kept(&self.engine.title(), &method.unkept()));
        }
        let values = self.snapshot.values();
        if !values.is_whole() {
            report::raise(report::args_not_whole(&self.engine.title(), &values.show(Style::OnOneLine)));
        }
        values.tuple()
    }

    pub(crate) fn started(&self) -> Instant {
        self.engine.info.scene.at(self.record().started)
    }

    pub(crate) fn elapsed(&self) -> Duration {
        let record = self.record();
        if record.ended == 0 && self.engine.info.scene.timed {
            Duration::from_nanos(self.engine.info.scene.now().saturating_sub(record.started))
        } else {
            record.elapsed.duration()
        }
    }
}

impl fmt::Display for ViewedCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.engine.entry(&self.engine.seen_at(self.index)).fmt(out)
    }
}

impl fmt::Debug for ViewedCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
