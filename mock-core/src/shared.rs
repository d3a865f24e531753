//! One method of one mock: what it expects, what it has seen, and the way of a call through it.
//!
//! A call is written down, finds its expectation, borrows the answer, runs it, and gives it back. The lock is held
//! between these steps, never during one that runs the user's code: a matcher that may run some is taken out while it
//! does (the *turn*), and so is an answer.

use std::any::Any;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::args::{Args, Style};
use crate::capability::Default as MakeDefault;
use crate::gate;
use crate::kind::{Awaited, Kind, Progress};
use crate::lock::{Lock, LockGuard, thread_token};
use crate::matcher::{Description, Matcher};
use crate::mock::{MockInfo, Mode};
use crate::plan::{Candidates, Gate, Plan, Supply};
use crate::record::{CallState, Record, Records};
use crate::report::{self, Entry, ExpectationReport, Refusal};
use crate::sequence::Turn;
use crate::snapshot::{Snapshot, Snapshots};
use crate::timeline::Timeline;

/// How long a call waits for another thread that runs the same matcher or answer.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) type BoxMatcher<A> = Box<dyn Matcher<A>>;
pub(crate) type BoxAnswer<A, K> = Box<dyn Answer<A, K>>;

/// One method of one mock, shared by the mock, its views and its futures.
pub struct Shared<A: Args, K: Kind> {
    pub(crate) info: Arc<MockInfo>,
    pub(crate) timeline: Arc<Timeline>,
    pub(crate) method: &'static str,
    pub(crate) capabilities: A::Capabilities,
    /// Whether every argument can be kept.
    all_kept: bool,
    pub(crate) default: MakeDefault<K::Value>,
    pub(crate) state: Lock<State<A, K>>,
    /// A turn or an answer was given back.
    given_back: gate::Gate,
}

/// What changes.
pub(crate) struct State<A: Args, K: Kind> {
    pub(crate) plan: Plan,
    pub(crate) records: Records,
    pub(crate) snapshots: Snapshots<A>,
    /// One for each slot of the plan, `None` for one that accepts anything.
    pub(crate) matchers: Vec<Option<BoxMatcher<A>>>,
    /// One for each slot of the plan, `None` while it runs or if there is none.
    pub(crate) answers: Vec<Option<BoxAnswer<A, K>>>,
    /// The thread that has taken the matchers out, 0 if none has.
    turn: usize,
    /// How many threads wait for something to be given back.
    waiting: usize,
}

type Guard<'s, A, K> = LockGuard<'s, State<A, K>>;
type Place = &'static Location<'static>;

/// The call found its expectation; the answer is out of the plan.
pub(crate) struct Found<'s, A: Args, K: Kind> {
    shared: &'s Shared<A, K>,
    slot: usize,
    record: usize,
    answer: Option<BoxAnswer<A, K>>,
    /// How the call stands when the answer is given back: panicked, unless something better is known.
    end: Option<CallState>,
}

impl<A: Args, K: Kind> Shared<A, K> {
    pub(crate) fn new(
        info: Arc<MockInfo>,
        method: &'static str,
        capabilities: A::Capabilities,
        default: MakeDefault<K::Value>,
    ) -> Self {
        Shared {
            timeline: Arc::clone(&info.timeline),
            info,
            method,
            all_kept: A::all_kept(&capabilities),
            capabilities,
            default,
            state: Lock::new(State {
                plan: Plan::default(),
                records: Records::default(),
                snapshots: Snapshots::new(),
                matchers: Vec::new(),
                answers: Vec::new(),
                turn: 0,
                waiting: 0,
            }),
            given_back: gate::Gate::new(),
        }
    }

    /// Writes down a call.
    #[inline(always)]
    fn open<'s>(&'s self, arguments: &A::Of<'_>, place: Place, state: CallState) -> (Guard<'s, A, K>, usize) {
        if !self.all_kept {
            return self.open_partly(arguments, place, state);
        }
        let kept = A::keep(&self.capabilities, arguments);
        let started = self.timeline.now();
        let mut guard = self.state.lock();
        let inner = &mut *guard;
        let record = inner.records.open(self.timeline.next(), started, place, state);
        inner.snapshots.push(kept);
        (guard, record)
    }

    /// Writes down a call of which not every argument can be kept.
    #[cold]
    fn open_partly<'s>(&'s self, arguments: &A::Of<'_>, place: Place, state: CallState) -> (Guard<'s, A, K>, usize) {
        let kept = A::keep_partly(&self.capabilities, arguments);
        let started = self.timeline.now();
        let mut guard = self.state.lock();
        let record = guard.records.open(self.timeline.next(), started, place, state);
        guard.snapshots.push_partial(kept);
        (guard, record)
    }

    /// A call that is answered at once.
    pub(crate) fn call<'a>(&self, arguments: A::Of<'a>, place: Place) -> K::Reply<'a> {
        let (guard, record) = self.open(&arguments, place, CallState::Pending);
        match self.find(guard, &arguments, record) {
            Ok(mut found) => {
                let reply = found.run(arguments);
                found.end = Some(CallState::Completed);
                reply
            }
            Err(refusal) => self.refused(refusal, arguments, record),
        }
    }

    /// A call that is a future: it is written down now, and answered when it is polled.
    pub(crate) fn call_later(&self, arguments: &A::Of<'_>, place: Place) -> usize {
        self.open(arguments, place, CallState::Called).1
    }

    /// Whether the expectation that a call would use answers at the call, so that the call is to be answered now.
    pub(crate) fn answers_at_call(&self, arguments: &A::Of<'_>) -> bool {
        let guard = self.state.lock();
        if guard.plan.at_call == 0 {
            return false;
        }
        match self.seek(guard, arguments) {
            Ok((guard, slot)) => guard.plan.slots[slot].at_call,
            // Nothing can answer, and nothing but such expectations was ever there: fail at the call, as mockall does.
            Err(Refusal::NoMatch { .. }) => {
                self.state.lock().plan.slots.iter().filter(|slot| !slot.retired).all(|slot| slot.at_call)
            }
            Err(_) => true,
        }
    }

    /// Answers a call that was written down before, at the call: it counts as awaited only if it is.
    pub(crate) fn answer_now<'a>(&self, arguments: A::Of<'a>, record: usize) -> K::Reply<'a> {
        match self.find(self.state.lock(), &arguments, record) {
            Ok(mut found) => {
                let reply = found.run(arguments);
                found.end = None;
                reply
            }
            Err(refusal) => self.fail(refusal, &arguments, record),
        }
    }

    /// The first poll of a call that was answered when it was made.
    pub(crate) fn awaited(&self, record: usize) {
        self.state.lock().records.awaited(record, self.timeline.next());
    }

    /// The end of a call.
    pub(crate) fn close(&self, record: usize, end: CallState) {
        let now = self.timeline.now();
        self.state.lock().records.close(record, self.timeline.next(), now, end);
    }

    /// The end of a call whose future was dropped before it was polled.
    #[cold]
    pub(crate) fn never_awaited(&self, record: usize) {
        self.close(record, CallState::NeverAwaited);
        if let Some((record, place, snapshot)) = self.seen(record).first() {
            eprintln!("{}", report::never_awaited(&self.entry(record, place, snapshot)));
        }
    }

    fn refused<'a>(&self, refusal: Refusal, arguments: A::Of<'a>, record: usize) -> K::Reply<'a> {
        match self.fallback(&refusal) {
            Some(value) => {
                self.close(record, CallState::Completed);
                K::from_value(value)
            }
            None => self.fail(refusal, &arguments, record),
        }
    }

    /// What a relaxed mock answers when nothing matches.
    fn fallback(&self, refusal: &Refusal) -> Option<K::Value> {
        match (self.info.mode, refusal) {
            (Mode::Relaxed, Refusal::NoMatch { .. }) => self.default.map(|make| make()).or_else(unit),
            _ => None,
        }
    }

    /// Finds the expectation that the call uses, counts the use, and takes the answer.
    #[inline(always)]
    fn find<'s>(
        &'s self,
        mut guard: Guard<'s, A, K>,
        arguments: &A::Of<'_>,
        record: usize,
    ) -> Result<Found<'s, A, K>, Refusal> {
        let state = &mut *guard;
        if let Some(index) = state.glance(arguments)
            && let Some(slot) = state.plan.slots.get_mut(index)
            && slot.supply == Supply::Endless
            && slot.take(record, thread_token())
        {
            let answer = state.answers[index].take();
            return Ok(Found { shared: self, slot: index, record, answer, end: Some(CallState::Panicked) });
        }
        self.look_closer(guard, arguments, record)
    }

    /// What [`find`](Shared::find) does when a glance is not enough.
    fn look_closer<'s>(
        &'s self,
        guard: Guard<'s, A, K>,
        arguments: &A::Of<'_>,
        record: usize,
    ) -> Result<Found<'s, A, K>, Refusal> {
        let (mut guard, index) = self.seek(guard, arguments)?;
        let slot = &mut guard.plan.slots[index];
        if let Some(step) = &slot.step {
            if step.turn() != Turn::Open {
                return Err(Refusal::OutOfSequence { slot: index });
            }
            step.take();
        }
        if slot.supply == Supply::Silent && unit::<K::Value>().is_some() {
            slot.supply = Supply::Endless;
        }
        if !slot.take(record, thread_token()) {
            return Err(Refusal::Dry { slot: index });
        }
        let answer = guard.answers[index].take();
        Ok(Found { shared: self, slot: index, record, answer, end: Some(CallState::Panicked) })
    }

    /// Finds the expectation that a call would use.
    fn seek<'s>(
        &'s self,
        mut guard: Guard<'s, A, K>,
        arguments: &A::Of<'_>,
    ) -> Result<(Guard<'s, A, K>, usize), Refusal> {
        let thread = thread_token();
        loop {
            let (back, mut candidates, found) = if guard.plan.foreign == 0 {
                let (candidates, found) = self.walk(&mut guard, arguments, thread);
                (guard, candidates, found)
            } else {
                self.seek_foreign(guard, arguments, thread)?
            };
            guard = back;
            match found {
                Some(slot) if guard.plan.slots[slot].running_on == 0 => return Ok((guard, slot)),
                // Another thread runs this answer: it is ours when that has ended.
                Some(slot) => guard = self.wait(guard).map_err(|()| Refusal::Stuck { slot: Some(slot) })?,
                None => {
                    let recursive = candidates.recursive.take();
                    return Err(match (recursive, guard.plan.only_slot()) {
                        (Some(slot), _) => Refusal::Recursion { inside: guard.plan.slots[slot].running_for, slot },
                        (None, only) => Refusal::NoMatch { only },
                    });
                }
            }
        }
    }

    /// Walks through the expectations under the lock: all their matchers are plain.
    fn walk(&self, guard: &mut Guard<'_, A, K>, arguments: &A::Of<'_>, thread: usize) -> (Candidates, Option<usize>) {
        let state = &mut **guard;
        let fingerprint = if state.plan.wants_fingerprint() { A::fingerprint(arguments) } else { None };
        let mut candidates = state.plan.candidates(fingerprint);
        while let Some(slot) = state.plan.next(&mut candidates, thread) {
            match &state.matchers[slot] {
                Some(matcher) if matcher.differences(arguments) != 0 => {}
                _ => return (candidates, Some(slot)),
            }
        }
        (candidates, None)
    }

    /// Walks through the expectations with the matchers taken out, and the lock released.
    #[allow(clippy::type_complexity)]
    fn seek_foreign<'s>(
        &'s self,
        mut guard: Guard<'s, A, K>,
        arguments: &A::Of<'_>,
        thread: usize,
    ) -> Result<(Guard<'s, A, K>, Candidates, Option<usize>), Refusal> {
        guard = self.take_turn(guard)?;
        let mut candidates = guard.plan.candidates(None);
        let matchers = Turned::take(self, &mut guard);
        let found = loop {
            let Some(slot) = guard.plan.next(&mut candidates, thread) else {
                break None;
            };
            let Some(matcher) = &matchers.matchers()[slot] else {
                break Some(slot);
            };
            drop(guard);
            let differences = matcher.differences(arguments);
            guard = self.state.lock();
            if differences == 0 {
                break Some(slot);
            }
        };
        drop(guard);
        Ok((matchers.give_back(), candidates, found))
    }

    /// Waits until nobody has taken the matchers out, and notes that this thread has.
    fn take_turn<'s>(&'s self, mut guard: Guard<'s, A, K>) -> Result<Guard<'s, A, K>, Refusal> {
        let thread = thread_token();
        while guard.turn != 0 {
            if guard.turn == thread {
                return Err(Refusal::InsideMatcher);
            }
            guard = self.wait(guard).map_err(|()| Refusal::Stuck { slot: None })?;
        }
        guard.turn = thread;
        Ok(guard)
    }

    /// Waits until something is given back.
    #[cold]
    fn wait<'s>(&'s self, mut guard: Guard<'s, A, K>) -> Result<Guard<'s, A, K>, ()> {
        let since = self.given_back.now();
        guard.waiting += 1;
        drop(guard);
        let in_time = self.given_back.wait(since, PATIENCE);
        let mut guard = self.state.lock();
        guard.waiting -= 1;
        if in_time { Ok(guard) } else { Err(()) }
    }

    /// Lets go of the lock after something was given back.
    #[inline(always)]
    fn release(&self, guard: Guard<'_, A, K>) {
        let waiting = guard.waiting;
        drop(guard);
        if waiting > 0 {
            self.given_back.open();
        }
    }

    /// Changes the plan, when no matcher is out.
    #[track_caller]
    pub(crate) fn configure<T>(&self, change: impl FnOnce(&mut State<A, K>) -> T) -> T {
        match self.take_turn(self.state.lock()) {
            Ok(mut guard) => {
                let changed = change(&mut guard);
                guard.turn = 0;
                self.release(guard);
                changed
            }
            Err(_) => {
                let name = self.full_name();
                panic!(
                    "{name}: an expectation can't be changed while a matcher of the same method runs; do it outside the matcher"
                )
            }
        }
    }

    /// Runs a function on the matchers, with the lock released. `None` if they can't be had.
    fn with_matchers<T>(&self, run: impl FnOnce(&[Option<BoxMatcher<A>>]) -> T) -> Option<T> {
        let mut guard = self.take_turn(self.state.lock()).ok()?;
        let matchers = Turned::take(self, &mut guard);
        drop(guard);
        let result = run(matchers.matchers());
        drop(matchers.give_back());
        Some(result)
    }

    /// `MockCat::go`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.info.mock_name, self.method)
    }

    /// Fails a call.
    #[cold]
    fn fail(&self, refusal: Refusal, arguments: &A::Of<'_>, record: usize) -> ! {
        let shown = A::show(&self.capabilities, arguments, Style::Compact);
        let pretty = A::show(&self.capabilities, arguments, Style::Pretty);
        let called = {
            let guard = self.state.lock();
            guard.records.location(guard.records.get(record))
        };
        let expectations = self.expectations(Some(arguments));
        let entries = self.entries();
        self.close(record, CallState::Panicked);
        let text = report::refused_call(&report::RefusedCall {
            name: &self.full_name(),
            arguments: &shown,
            pretty: &pretty,
            names: &A::names(&self.capabilities),
            called,
            refusal,
            expectations: &expectations,
            entries: &entries,
            record,
        });
        self.info.fail(text)
    }

    /// The expectations as they stand, set beside the arguments of a call if there is one.
    pub(crate) fn expectations(&self, arguments: Option<&A::Of<'_>>) -> Vec<ExpectationReport> {
        let described = self.with_matchers(|matchers| {
            matchers
                .iter()
                .map(|matcher| match matcher {
                    Some(matcher) => {
                        let differences = arguments.map_or(0, |arguments| matcher.differences(arguments));
                        let pretty = match matcher.describe(&self.capabilities, Style::Pretty) {
                            Description::Each(texts) if matcher.expects_values() => Some(texts),
                            _ => None,
                        };
                        (Some(matcher.describe(&self.capabilities, Style::Compact)), differences, pretty)
                    }
                    None => (None, 0, None),
                })
                .collect::<Vec<_>>()
        });
        let guard = self.state.lock();
        let mut described = described.unwrap_or_default().into_iter();
        let reports = guard.plan.slots.iter().enumerate().map(|(index, slot)| {
            let (description, differences, pretty) = described.next().unwrap_or((None, 0, None));
            ExpectationReport::new(index, slot, description, differences, pretty)
        });
        reports.filter(|report| !report.retired).collect()
    }

    /// The snapshots and records from the `from`th call on.
    pub(crate) fn seen(&self, from: usize) -> Vec<(Record, &'static Location<'static>, Snapshot<A>)> {
        let mut guard = self.state.lock();
        let snapshots = guard.snapshots.from(from);
        let records = &guard.records;
        snapshots
            .into_iter()
            .enumerate()
            .map(|(offset, snapshot)| {
                let record = *records.get(from + offset);
                (record, records.location(&record), snapshot)
            })
            .collect()
    }

    /// A record as a line of the journal.
    pub(crate) fn entry(&self, record: &Record, location: &'static Location<'static>, snapshot: &Snapshot<A>) -> Entry {
        Entry {
            order: record.called,
            call: format!(
                "{}::{}({})",
                self.info.trait_name,
                self.method,
                A::show_kept(&self.capabilities, snapshot.get(), Style::Compact).join(", ")
            ),
            place: location,
            state: record.state(),
            elapsed: record.elapsed.duration(),
        }
    }
}

impl Plan {
    /// The expectation, if there is just one: mockall reports on it alone.
    fn only_slot(&self) -> Option<usize> {
        let mut alive = (0..self.slots.len()).filter(|slot| !self.slots[*slot].retired);
        match (alive.next(), alive.next()) {
            (only, None) => only,
            _ => None,
        }
    }
}

/// `()` as a value of the method's, if that is what it returns.
fn unit<T: 'static>() -> Option<T> {
    let mut unit = Some(());
    (&mut unit as &mut dyn Any).downcast_mut::<Option<T>>().and_then(Option::take)
}

impl<A: Args, K: Kind> State<A, K> {
    /// The expectation that a call uses, if a glance at each tells.
    #[inline(always)]
    fn glance(&self, arguments: &A::Of<'_>) -> Option<usize> {
        if !self.plan.is_simple() {
            return None;
        }
        let mut index = 0;
        while index < self.plan.slots.len() {
            match self.plan.slots[index].gate {
                Gate::Open => match &self.matchers[index] {
                    Some(matcher) if matcher.differences(arguments) != 0 => {}
                    _ => return Some(index),
                },
                Gate::Ask => return None,
                Gate::Shut => {}
            }
            index += 1;
        }
        None
    }
}

impl<A: Args, K: Kind> Found<'_, A, K> {
    /// Runs the answer.
    #[inline(always)]
    fn run<'a>(&mut self, arguments: A::Of<'a>) -> K::Reply<'a> {
        match &mut self.answer {
            Some(answer) => answer.answer(arguments),
            None => K::from_value(unit().expect("an expectation without an answer is found for `()` alone")),
        }
    }
}

impl<A: Args, K: Awaited> Shared<A, K> {
    /// The first poll of a call that was written down before.
    pub(crate) fn first_poll(&self, arguments: A::Of<'_>, record: usize) -> Progress<K::Value, K::Running> {
        let mut guard = self.state.lock();
        guard.records.awaited(record, self.timeline.next());
        match self.find(guard, &arguments, record) {
            Ok(mut found) => {
                let reply = found.run(arguments);
                found.end = match reply {
                    Progress::Ready(_) => Some(CallState::Completed),
                    Progress::Later(_) => None,
                };
                reply
            }
            Err(refusal) => self.refused(refusal, arguments, record),
        }
    }
}

impl<A: Args, K: Kind> Drop for Found<'_, A, K> {
    /// Gives the answer back, also on unwinding, and ends the call if it ends with its answer.
    #[inline(always)]
    fn drop(&mut self) {
        let now = if self.end.is_some() { self.shared.timeline.now() } else { 0 };
        let mut guard = self.shared.state.lock();
        let state = &mut *guard;
        let slot = &mut state.plan.slots[self.slot];
        slot.give_back();
        if !slot.retired {
            // What is in its place, if the answer was replaced while it ran, is newer.
            let place = &mut state.answers[self.slot];
            if place.is_none() {
                std::mem::swap(place, &mut self.answer);
            }
        }
        if let Some(end) = self.end {
            state.records.close(self.record, self.shared.timeline.next(), now, end);
        }
        self.shared.release(guard);
    }
}

/// The matchers, taken out. They are put back on unwinding, too.
struct Turned<'s, A: Args, K: Kind> {
    shared: &'s Shared<A, K>,
    /// `None` once they are back.
    matchers: Option<Vec<Option<BoxMatcher<A>>>>,
}

impl<'s, A: Args, K: Kind> Turned<'s, A, K> {
    /// Takes the matchers out; the turn has been [taken](Shared::take_turn).
    fn take(shared: &'s Shared<A, K>, guard: &mut Guard<'_, A, K>) -> Self {
        Turned { shared, matchers: Some(std::mem::take(&mut guard.matchers)) }
    }

    fn matchers(&self) -> &[Option<BoxMatcher<A>>] {
        self.matchers.as_deref().unwrap_or_default()
    }

    /// Puts them back, and keeps the lock.
    fn give_back(mut self) -> Guard<'s, A, K> {
        let mut guard = self.shared.state.lock();
        self.put_back(&mut guard);
        if guard.waiting > 0 {
            self.shared.given_back.open();
        }
        guard
    }

    fn put_back(&mut self, guard: &mut Guard<'_, A, K>) {
        if let Some(matchers) = self.matchers.take() {
            guard.matchers = matchers;
            guard.turn = 0;
        }
    }
}

impl<A: Args, K: Kind> Drop for Turned<'_, A, K> {
    fn drop(&mut self) {
        if self.matchers.is_some() {
            let mut guard = self.shared.state.lock();
            self.put_back(&mut guard);
            self.shared.release(guard);
        }
    }
}

/// What the session and the mock ask of a method, without its types.
pub(crate) trait Recorded: Send + Sync {
    /// Every call, in the order of calls.
    fn entries(&self) -> Vec<Entry>;
    /// Every expectation that is not met, with what there is to say of it.
    fn unmet(&self) -> Vec<String>;
    /// Takes every expectation out of use.
    fn retire(&self);
}

impl<A: Args, K: Kind> Shared<A, K> {
    fn entries(&self) -> Vec<Entry> {
        self.seen(0).iter().map(|(record, place, snapshot)| self.entry(record, place, snapshot)).collect()
    }
}

impl<A: Args, K: Kind> Recorded for Shared<A, K> {
    fn entries(&self) -> Vec<Entry> {
        Shared::entries(self)
    }

    fn unmet(&self) -> Vec<String> {
        let all_met = self.state.lock().plan.slots.iter().all(|slot| slot.retired || slot.range.contains(slot.used));
        if all_met {
            return Vec::new();
        }
        let entries = Shared::entries(self);
        let name = self.full_name();
        let reports = self.expectations(None);
        reports.iter().filter_map(|report| report.unmet(&name, &entries)).collect()
    }

    fn retire(&self) {
        let _dropped_outside_the_lock = self.configure(|state| {
            state.plan.retire();
            let matchers: Vec<_> = state.matchers.iter_mut().map(Option::take).collect();
            let answers: Vec<_> = state.answers.iter_mut().map(Option::take).collect();
            (matchers, answers)
        });
    }
}
