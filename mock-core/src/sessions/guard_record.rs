//! What is known of one guard: how it was entered, and how it was left. The guard writes it down, probes and views read
//! it; it holds nothing of the user's.

use std::panic::Location;
use std::sync::{Arc, Weak};
use std::task::Waker;

use crate::base::lock::Lock;
use crate::base::watchers::{self, Watchers};
use crate::journal::guard::JournalGuard;
use crate::journal::moment::JournalPlace;
use crate::records::guard_state::GuardState;
use crate::records::record::{CallState, Record};
use crate::records::stamp::Stamp;
use crate::report::{Entry, Happening};
use crate::sessions::cancellation;
use crate::sessions::moments::Moments;
use crate::sessions::observed::{Attended, Recorded};
use crate::sessions::runner::Runner;
use crate::sessions::scene::{Scene, SharedScene};
use crate::time::span::Span;

/// One guard, from its entering to its leaving.
pub(crate) struct GuardRecord {
    pub(crate) scene: SharedScene,
    entered: Lock<Entered>,
    left: Lock<Option<Departure>>,
    watchers: Lock<Watchers>,
}

/// How a guard was entered.
#[derive(Clone)]
struct Entered {
    /// `Pool::acquire(3)`, or `Guard<u32>` if it was made by itself.
    name: String,
    place: &'static Location<'static>,
    at: Stamp,
    holder: Runner,
    /// The call that gives it: it is entered when that is over.
    call: Option<Giving>,
}

/// A call that gives a guard: its method, and its record.
#[derive(Clone)]
pub(crate) struct Giving {
    pub(crate) method: Weak<dyn Recorded>,
    pub(crate) record: usize,
}

/// How a guard is left.
#[derive(Clone)]
pub(crate) struct Departure {
    pub(crate) state: GuardState,
    at: Stamp,
    /// The call that was cancelled with it: `Db::query("x") at src/db.rs:7`.
    with: Option<String>,
}

/// A guard that was entered, as it stands now.
pub(crate) struct Visit {
    pub(crate) guard: Arc<GuardRecord>,
    /// The places of its entering and its leaving in the order of events; `u32::MAX` if it is still held.
    pub(crate) entered: u32,
    pub(crate) left: u32,
    pub(crate) state: GuardState,
    /// Who entered it.
    pub(crate) holder: Runner,
    pub(crate) entry: Entry,
}

impl Visit {
    /// Whether it was held all the time.
    pub(crate) fn covers(&self, begin: u32, end: u32) -> bool {
        self.entered < begin && (end < self.left || self.left == u32::MAX)
    }

    /// Whether it was held at any time.
    pub(crate) fn overlaps(&self, begin: u32, end: u32) -> bool {
        self.entered < end && begin < self.left
    }
}

impl GuardRecord {
    /// That of a guard which is entered now.
    pub(crate) fn begin(scene: &SharedScene, name: String, place: &'static Location<'static>) -> Arc<Self> {
        Arc::new(GuardRecord {
            scene: scene.clone(),
            entered: Lock::new(Entered::now(scene, name, place, None)),
            left: Lock::new(None),
            watchers: Lock::default(),
        })
    }

    /// It is entered when the call is over that gives it.
    pub(crate) fn enter_by(&self, name: String, place: &'static Location<'static>, call: Giving) {
        let entered = Entered::now(&self.scene, name, place, Some(call));
        let _last = std::mem::replace(&mut *self.entered.lock(), entered);
    }

    /// It is left now. The first way counts.
    pub(crate) fn leave(&self, state: GuardState) {
        self.depart(self.departure(state));
    }

    /// How it is about to be left: who drops it can tell by looks only that it was released.
    pub(crate) fn departure(&self, state: GuardState) -> Departure {
        let mut departure = Departure { state, at: self.scene.stamp(), with: None };
        if state == GuardState::Released
            && self.state() == GuardState::Held
            && let Some(cancelled) = cancellation::since(&self.scene, self.entered.lock().at.order, departure.at.order)
        {
            if cancellation::is_under_way() {
                departure.state = GuardState::Cancelled;
            }
            if departure.state == GuardState::Cancelled || cancelled.is_last {
                departure.with = Some(cancelled.call);
            }
        }
        departure
    }

    /// Warns of something about it.
    pub(crate) fn warn(&self, text: String) {
        self.scene.warn(text);
    }

    /// It is left.
    pub(crate) fn depart(&self, departure: Departure) {
        {
            let mut left = self.left.lock();
            if left.is_some() {
                return;
            }
            *left = Some(departure);
        }
        let waiting = self.watchers.lock().take();
        watchers::wake(waiting);
    }

    /// The same after an exit that took its time.
    pub(crate) fn depart_late(&self, departure: Departure) {
        self.depart(Departure { at: self.scene.stamp(), ..departure });
    }

    /// How it stands.
    pub(crate) fn state(&self) -> GuardState {
        self.left.lock().as_ref().map_or(GuardState::Held, |left| left.state)
    }

    /// The record of the call that gives it.
    pub(crate) fn call(&self) -> Option<usize> {
        self.entered.lock().call.as_ref().map(|call| call.record)
    }

    /// Where it was entered.
    pub(crate) fn place(&self) -> &'static Location<'static> {
        self.entered.lock().place
    }

    /// What it is called.
    pub(crate) fn name(&self) -> String {
        self.entered.lock().name.clone()
    }

    /// When it was entered; `None` if the call that was to give it did not.
    fn entered_at(&self) -> Option<Stamp> {
        let Entered { at, call, .. } = self.entered.lock().clone();
        match call.as_ref().and_then(|call| Some((call.method.upgrade()?, call.record))) {
            // It was given, or there would be nobody to ask.
            None => Some(at),
            Some((method, record)) => ended(&method.record(record), at.runner),
        }
    }

    /// How it stands; `None` if the call that was to give it did not.
    pub(crate) fn visit(self: &Arc<Self>) -> Option<Visit> {
        let at = self.entered_at()?;
        let Entered { name, place, holder, .. } = self.entered.lock().clone();
        let left = self.left.lock().clone();
        let until = left.as_ref().map_or_else(|| self.scene.now(), |left| left.at.at.unwrap_or_default());
        let state = left.as_ref().map_or(GuardState::Held, |left| left.state);
        let entry = Entry {
            order: at.order,
            call: format!("guard of {name}"),
            place,
            elapsed: Span::from_nanos(until.wrapping_sub(at.at.unwrap_or_default())).duration(),
            what: Happening::Guard { state, with: left.as_ref().and_then(|left| left.with.clone()) },
        };
        let left = left.map_or(u32::MAX, |left| left.at.order);
        Some(Visit { guard: Arc::clone(self), entered: at.order, left, state, holder, entry })
    }

    /// Its row of the journal; `None` if the call that was to give it did not.
    pub(crate) fn row(&self, moments: &Moments) -> Option<JournalGuard> {
        let entered = moments.moment(self.entered_at()?);
        let Entered { name, place, .. } = self.entered.lock().clone();
        let left = self.left.lock().clone();
        Some(JournalGuard {
            of: name,
            place: JournalPlace::of(place),
            entered,
            state: left.as_ref().map_or(GuardState::Held, |left| left.state).to_string(),
            with: left.as_ref().and_then(|left| left.with.clone()),
            left: left.map(|left| moments.moment(left.at)),
        })
    }
}

/// The moment at which a call ended with a value, of which it is known for whom that was made.
fn ended(record: &Record, runner: u32) -> Option<Stamp> {
    let at = record.started.saturating_add(record.elapsed.nanos());
    (record.state() == CallState::Completed).then_some(Stamp { order: record.ended, at: Some(at), runner })
}

impl Attended for GuardRecord {
    fn attend(&self, task: Waker) -> u64 {
        self.watchers.lock().add(task)
    }

    fn stop_attending(&self, number: u64) {
        let _dropped_outside_the_lock = self.watchers.lock().remove(number);
    }
}

impl Entered {
    fn now(scene: &Scene, name: String, place: &'static Location<'static>, call: Option<Giving>) -> Self {
        Entered { name, place, at: scene.stamp(), holder: Runner::here(), call }
    }
}
