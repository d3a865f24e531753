//! Mocks that are guards themselves: how one is entered and left.

use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use crate::doubles::guard_probe::GuardProbe;
use crate::records::guard_state::GuardState;
use crate::report::{self, Complaint};
use crate::sessions::cancellation;
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::mock::{Mock, MockInfo};

/// The part of a mock that makes it a guard. Dropping it leaves the guard.
pub struct GuardPart {
    record: Arc<GuardRecord>,
    info: MockInfo,
    /// The methods one of which must finish it, if one must.
    finishers: &'static [&'static str],
    /// Whether a drop with a future is seen in the mock's crate.
    shows_drops: fn() -> bool,
}

/// A mock that is a guard, or a pointer to one.
pub trait GuardMock {
    /// How it is entered and left.
    fn __guard(&self) -> &GuardPart;
}

macro_rules! pointers {
    ($($pointer:ident),*) => {$(
        impl<M: GuardMock> GuardMock for $pointer<M> {
            fn __guard(&self) -> &GuardPart {
                (**self).__guard()
            }
        }
    )*};
}

pointers!(Box, Rc, Arc);

impl GuardPart {
    /// A guard that is entered now, a mock of type `M`; one of the finishers must finish it, if there are any.
    #[track_caller]
    pub fn new<M>(mock: &Mock, finishers: &'static [&'static str]) -> Self {
        let info = mock.info.clone();
        let record = GuardRecord::begin(&info.scene, info.title(), Location::caller());
        mock.session.add_guard(&record);
        GuardPart { record, info, finishers, shows_drops: cancellation::shows_drops::<M> }
    }

    /// A probe.
    pub fn probe(&self) -> GuardProbe {
        GuardProbe::new(Arc::clone(&self.record))
    }

    pub(crate) fn record(&self) -> &Arc<GuardRecord> {
        &self.record
    }

    /// It is finished by a method that consumes it.
    pub fn finish(&self, by: &'static str) {
        self.record.leave(GuardState::Finished(by));
    }

    /// The method that was to finish it was cancelled.
    pub(crate) fn cancel(&self) {
        self.record.leave(GuardState::Cancelled);
    }
}

impl Drop for GuardPart {
    #[track_caller]
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.record.leave(GuardState::Panicked);
            return;
        }
        let mut departure = self.record.departure(GuardState::Released);
        // Before it fails, it looks closer than other guards do: whoever is cancelled need not finish.
        let must_finish = !self.finishers.is_empty() && self.record.state() == GuardState::Held;
        if must_finish && departure.state == GuardState::Released && cancellation::is_under_way() {
            departure.state = GuardState::Cancelled;
        }
        self.record.depart(departure);
        if must_finish && self.record.state() == GuardState::Released {
            let text = report::not_finished(&self.info.name(), &format!("{:?}", self.probe()), self.finishers);
            match (self.shows_drops)() {
                true => self.info.end(Some(Complaint::new(text, self.record.place()))),
                false => self.record.warn(report::perhaps_cancelled(text)),
            }
        }
    }
}
