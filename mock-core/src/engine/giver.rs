//! Who gives, as the answer of an expectation sees it: the engine that it belongs to, and the call that runs it.

use std::panic::Location;
use std::sync::{Arc, Weak};

use crate::doubles::guard_forms::CallOfGuard;
use crate::engine::raw_expectation::{Place, RawExpectation};
use crate::engine::state::{Engine, SharedEngine};
use crate::sessions::guard_record::Giving;
use crate::sessions::observed::Recorded;

/// An expectation whose calls give guards.
pub struct Giver {
    engine: Weak<Engine>,
    slot: Place,
}

impl Giver {
    /// An expectation, as its answer sees it.
    pub fn of(expectation: RawExpectation<'_>) -> Self {
        Giver { engine: Arc::downgrade(expectation.engine.arc()), slot: expectation.slot }
    }

    pub(crate) fn engine(&self) -> SharedEngine {
        SharedEngine::new(self.engine.upgrade().expect("a method that answers is there"))
    }

    /// The call that the answer is running for.
    pub fn call(&self) -> CallOfGuard {
        self.engine().call_of_guard(self.record())
    }

    /// Its record; there is none if the mock has been verified meanwhile.
    pub(crate) fn record(&self) -> Option<usize> {
        let engine = self.engine();
        let state = engine.state.lock();
        self.slot.index(&state).map(|index| state.expectations[index].slot.running_for)
    }
}

impl SharedEngine {
    /// A call that gives a guard.
    pub(crate) fn call_of_guard(&self, record: Option<usize>) -> CallOfGuard {
        let (name, place) = match record {
            Some(record) => {
                let entry = self.entry(&self.seen_at(record));
                (entry.call, entry.place)
            }
            None => (self.title(), Location::caller()),
        };
        let scene = self.info.scene.clone();
        let method: Arc<dyn Recorded> = Arc::clone(self.arc()) as Arc<_>;
        let giving = record.map(|record| Giving { method: Arc::downgrade(&method), record });
        CallOfGuard { name, giving, method, place, scene }
    }
}
