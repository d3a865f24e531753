//! The engine of one method of one mock: what it expects and what it has seen. It knows no types; the way of a call through it
//! is its [own file](crate::engine::call_path).
//!
//! What an engine relies on: whatever is put into it (matchers, answers, the arguments and the room of a call) was made for
//! the method whose description it has, as shells with the method's types are the only ways in.

use std::any::TypeId;
use std::panic::Location;
use std::sync::Arc;
use std::task::Waker;

use crate::base::caught::shielded;
use crate::base::event_count::EventCount;
use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::{Lock, LockGuard};
use crate::base::watchers;
use crate::engine::answer::Answer;
use crate::engine::control::Control;
use crate::engine::ending::Ending;
use crate::journal::event::EventKind;
use crate::matching::matcher::Matcher;
use crate::matching::plan::{Plan, Slot, Slots};
use crate::records::record::Records;
use crate::records::snapshot::{Snapshots, Writing};
use crate::sessions::mock::{MockInfo, Mode};
use crate::sessions::note::Note;
use crate::sessions::runner::LastRunner;
use crate::values::description::MethodInfo;
use crate::values::plain::Fingerprints;

pub(crate) type Guard<'s> = LockGuard<'s, State>;

/// The engine of a method, shared by the mock, its views and its futures.
pub(crate) struct Engine {
    pub(crate) info: MockInfo,
    pub(crate) method: &'static MethodInfo,
    /// Whether snapshots need no code of the user's.
    pub(crate) is_plain: bool,
    pub(crate) state: Lock<State>,
    /// For threads that wait for a turn or an answer to be given back.
    pub(crate) given_back: EventCount,
}

/// A pointer to it, which does not drag all of it into the debug info of each mock.
pub(crate) type SharedEngine = Hidden<OfEngine>;

/// Names the [`Engine`].
pub(crate) struct OfEngine;

impl Hides for OfEngine {
    type Hidden = Engine;
}

/// What changes.
pub(crate) struct State {
    pub(crate) records: Records,
    pub(crate) snapshots: Snapshots,
    pub(crate) plan: Plan,
    pub(crate) expectations: Vec<Expected>,
    /// Whether it was said what is not met, by somebody else than the mock.
    pub(crate) is_verified: bool,
    /// How often all of them have been dropped.
    pub(crate) generation: u32,
    /// Made when there are many expectations.
    pub(crate) fingerprints: Option<Fingerprints>,
    /// The thread that has taken the matchers out, 0 if none has.
    pub(crate) turn: usize,
    /// How many threads and tasks wait for something.
    pub(crate) waiting: usize,
    /// How many calls are looking for their expectation, or are to do so without a record so far.
    pub(crate) looking: usize,
    /// Set when the mock is gone, and calls are on their way.
    pub(crate) ending: Option<Box<Ending>>,
    /// Who has called it or polled a call last.
    pub(crate) runner: LastRunner,
    /// Made when a test takes a hand in it.
    pub(crate) control: Option<Box<Control>>,
}

/// One expectation.
pub(crate) struct Expected {
    pub(crate) slot: Slot,
    /// `None` if it accepts anything.
    pub(crate) matcher: Option<Matcher>,
    /// `None` while it runs, or if there is none.
    pub(crate) answer: Option<Box<Answer>>,
}

impl Slots for Vec<Expected> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn slot(&self, index: usize) -> &Slot {
        &self[index].slot
    }
}

/// A call has found its expectation; the use is counted, and the answer is out of its place.
pub(crate) struct Found {
    pub(crate) index: usize,
    pub(crate) answer: Option<Box<Answer>>,
}

impl Engine {
    pub(crate) fn new(info: MockInfo, method: &'static MethodInfo) -> Arc<Self> {
        let writing = Writing::of(method);
        let plan = Plan::new(matches!(info.mode, Mode::Relaxed | Mode::Spy | Mode::Replay));
        Arc::new(Engine {
            info,
            method,
            is_plain: writing.is_plain,
            state: Lock::new(State {
                records: Records::default(),
                snapshots: Snapshots::new(writing),
                plan,
                expectations: Vec::new(),
                is_verified: false,
                generation: 0,
                fingerprints: None,
                turn: 0,
                waiting: 0,
                looking: 0,
                ending: None,
                runner: LastRunner::default(),
                control: None,
            }),
            given_back: EventCount::new(),
        })
    }

    /// Lets go of the lock after something has happened.
    #[inline(always)]
    pub(crate) fn release(&self, guard: Guard<'_>) {
        let waiting = guard.waiting;
        drop(guard);
        if waiting > 0 {
            self.tell();
        }
    }

    /// Tells those who wait that something has happened.
    #[cold]
    pub(crate) fn tell(&self) {
        self.given_back.notify();
        let tasks = self.state.lock().take_watchers();
        watchers::wake(tasks);
    }

    /// Whether the method's value is `()`.
    pub(crate) fn gives_unit(&self) -> bool {
        self.method.value.id == TypeId::of::<()>()
    }

    /// Notes what happens to an expectation, if that is followed.
    #[inline]
    pub(crate) fn note_expectation(&self, kind: EventKind, place: &'static Location<'static>) {
        let (method, place) = (Some(self.name()), Some(place));
        self.info.scene.note(|stamp| Note { stamp, kind, mock: Some(self.info.name()), method, place });
    }

    /// Notes that an expectation is met, if the use by this call has met it.
    #[cold]
    pub(crate) fn note_use(&self, index: usize, record: usize) {
        let met = {
            let mut state = self.state.lock();
            // It may be another one by now, if there was a checkpoint while the answer ran.
            let slot = state.expectations.get_mut(index).map(|expected| &mut expected.slot);
            let slot = slot.filter(|slot| slot.running_for == record);
            slot.and_then(|slot| slot.is_newly_met().then_some(slot.place))
        };
        if let Some(place) = met {
            self.note_expectation(EventKind::ExpectationMet, place);
        }
    }

    /// `go`.
    pub(crate) fn name(&self) -> &'static str {
        self.method.name()
    }

    /// `MockCat::go`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.info.name(), self.name())
    }

    /// `Cat::go`.
    pub(crate) fn title(&self) -> String {
        format!("{}::{}", self.info.title(), self.name())
    }
}

#[cfg(feature = "serde")]
impl State {
    /// The arguments of a call that is to be written down.
    pub(crate) fn take_passing(&mut self, record: usize) -> Option<Vec<String>> {
        let passing = &mut self.control.as_mut()?.passing;
        let index = passing.iter().position(|(known, _)| *known == record)?;
        Some(passing.swap_remove(index).1)
    }
}

impl State {
    /// Takes all expectations out.
    pub(crate) fn take_expectations(&mut self) -> Vec<Expected> {
        self.generation = self.generation.wrapping_add(1);
        self.plan.clear();
        self.ending = None;
        std::mem::take(&mut self.expectations)
    }

    pub(crate) fn take_watchers(&mut self) -> Vec<Waker> {
        let tasks = self.control.as_mut().map(|control| control.watchers.take()).unwrap_or_default();
        self.stop_waiting(tasks.len());
        tasks
    }

    /// So many no longer wait.
    pub(crate) fn stop_waiting(&mut self, count: usize) {
        self.waiting -= count;
        if self.waiting == 0 && self.ending.is_none() {
            self.plan.simplify(self.expectations.len());
        }
    }

    /// Puts an answer back into its place, if that is still there and empty. Says whether anything is left to do: if
    /// threads wait for it, or it was not put back.
    #[inline(always)]
    pub(crate) fn give_back(&mut self, record: usize, found: &mut Found) -> usize {
        let expectations: &mut [Expected] = &mut self.expectations;
        // It may be another one by now, if there was a checkpoint while the answer ran.
        if found.index < expectations.len() && expectations[found.index].slot.running_for == record {
            let expected = &mut expectations[found.index];
            expected.slot.give_back();
            // An answer that was set while this one ran is newer.
            if expected.answer.is_none() {
                std::mem::swap(&mut expected.answer, &mut found.answer);
                return self.waiting;
            }
        }
        1
    }
}

/// Drops expectations, and gives the texts of panics, as what is dropped may be the user's, with the places of theirs.
pub(crate) fn drop_all(mut expectations: Vec<Expected>) -> Vec<(&'static Location<'static>, String)> {
    let mut panics = Vec::new();
    let mut index = 0;
    while index < expectations.len() {
        let expected = &mut expectations[index];
        let of_answer = matches!(&expected.answer, Some(answer) if answer.needs_drop());
        let of_matcher = matches!(&expected.matcher, Some(matcher) if matcher.needs_drop());
        if of_answer || of_matcher {
            // One after the other: a second panic would end the process.
            let place = expected.slot.place;
            panics.extend(shielded(&mut || expected.matcher = None).err().map(|panic| (place, panic)));
            panics.extend(shielded(&mut || expected.answer = None).err().map(|panic| (place, panic)));
        }
        index += 1;
    }
    panics
}
