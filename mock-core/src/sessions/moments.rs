//! What is written down of moments, put into words: who they were that numbers stand for.

use crate::journal::moment::{JournalRunner, Moment};
use crate::records::record::Record;
use crate::records::stamp::Stamp;
use crate::sessions::runner::KnownRunner;
use crate::sessions::scene::Scene;

/// Tells the moments of a scene.
pub(crate) struct Moments {
    runners: Vec<KnownRunner>,
    is_timed: bool,
    /// By places in the order of events.
    real_times: Vec<(u32, u32)>,
}

impl Moments {
    pub(crate) fn of(scene: &Scene) -> Self {
        Moments { runners: scene.runners.lock().known(), is_timed: scene.timed, real_times: scene.real_times() }
    }

    /// A moment that was written down.
    pub(crate) fn moment(&self, stamp: Stamp) -> Moment {
        self.make(stamp.order, stamp.at, stamp.runner)
    }

    /// When a call was made.
    pub(crate) fn called(&self, record: &Record) -> Moment {
        self.make(record.called, Some(record.started), record.caller)
    }

    /// When it was polled first.
    pub(crate) fn awaited(&self, record: &Record) -> Option<Moment> {
        let after = record.unpolled.known();
        let nanos = after.map(|after| record.started.saturating_add(after.as_nanos() as u64));
        (record.awaited > 0).then(|| self.make(record.awaited, nanos, record.poller))
    }

    /// When it ended.
    pub(crate) fn ended(&self, record: &Record) -> Option<Moment> {
        let nanos = record.started.saturating_add(record.elapsed.nanos());
        (record.ended > 0).then(|| self.make(record.ended, Some(nanos), 0))
    }

    fn make(&self, order: u32, nanos: Option<u64>, runner: u32) -> Moment {
        let real_micros = self.real_micros(order);
        Moment { order, nanos: nanos.filter(|_| self.is_timed), real_micros, runner: self.runner(runner) }
    }

    fn real_micros(&self, order: u32) -> Option<u64> {
        let index = self.real_times.binary_search_by_key(&order, |(order, _)| *order).ok()?;
        Some(self.real_times[index].1.into())
    }

    fn runner(&self, number: u32) -> Option<JournalRunner> {
        let KnownRunner { is_test, task, thread } = self.runners.get((number as usize).checked_sub(1)?)?;
        Some(JournalRunner { is_test: *is_test, task: *task, thread: thread.clone() })
    }
}
