//! What there is to say of a method: its calls and its expectations, for the report.

use std::panic::Location;
use std::sync::Arc;
use std::task::Waker;

use crate::base::brevity;
use crate::base::catching;
use crate::base::caught::{is_shielded, shielded};
use crate::base::lock::thread_token;
use crate::engine::control::Passing;
use crate::engine::state::{Engine, drop_all};
use crate::journal::call::JournalCall;
use crate::matching::matcher::{Description, Matcher};
use crate::matching::sequence::Participates;
use crate::records::record::{CallState, Record};
use crate::records::snapshot::Snapshot;
use crate::report::{self, Complaint, Described, Dropped, Entry, ExpectationReport, Nearest, Refusal};
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::mock::{MockInfo, Mode};
use crate::sessions::moments::Moments;
use crate::sessions::observed::{Attended, Recorded, any};
use crate::values::args::{Differences, Style};
use crate::values::call_values::Values;
use crate::values::description::MethodInfo;
use crate::values::plain;

/// A call as it is seen: a copy of its record, and its arguments.
pub(crate) struct Sighting {
    pub(crate) index: usize,
    pub(crate) record: Record,
    pub(crate) location: &'static Location<'static>,
    pub(crate) snapshot: Snapshot,
}

impl Attended for Engine {
    fn attend(&self, task: Waker) -> u64 {
        self.watch(task)
    }

    fn stop_attending(&self, number: u64) {
        self.unwatch(number);
    }
}

impl Recorded for Engine {
    fn entries(&self, wanted: fn(CallState) -> bool) -> Vec<Entry> {
        let mut entries = Vec::new();
        for seen in &self.seen(0, wanted) {
            entries.push(self.entry(seen));
        }
        entries
    }

    fn entries_in_brief(&self) -> Vec<Entry> {
        let is_plain = self.method.params().iter().all(|param| plain::is_plain(param.id));
        let mut entries = Vec::new();
        for seen in &self.seen(0, any) {
            entries.push(match is_plain {
                true => self.entry(seen),
                false => self.entry_in_brief(seen),
            });
        }
        entries
    }

    fn rows(&self, moments: &Moments) -> Vec<JournalCall> {
        self.rows_of_calls(moments, &|seen| seen.snapshot.values().show(Style::OnOneLine))
    }

    fn rows_in_brief(&self, moments: &Moments) -> Vec<JournalCall> {
        self.rows_of_calls(moments, &|_| Vec::new())
    }

    fn unawaited(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for seen in &self.seen(0, |state| matches!(state, CallState::Called | CallState::NeverAwaited)) {
            if !self.is_forgiven(seen.index) {
                entries.push(self.entry(seen));
            }
        }
        entries
    }

    fn record(&self, index: usize) -> Record {
        *self.state.lock().records.get(index)
    }

    fn called(&self, index: usize) -> String {
        let entry = self.entry(&self.seen_at(index));
        format!("{} at {}", entry.call, report::place(entry.place))
    }

    fn guards(&self) -> Vec<Arc<GuardRecord>> {
        self.state.lock().control.as_ref().map(|control| control.guards.clone()).unwrap_or_default()
    }

    fn keep_guard(&self, guard: Arc<GuardRecord>) {
        self.state.lock().control.get_or_insert_default().guards.push(guard);
    }

    fn unmet(&self) -> Vec<Complaint> {
        let is_well = {
            let state = self.state.lock();
            // Not a function of its own: this is what every test pays for.
            state.is_verified || state.expectations.iter().all(|expected| expected.slot.is_met())
        };
        if is_well { Vec::new() } else { self.tell_unmet() }
    }

    fn verify(&self) -> Vec<Complaint> {
        let unmet = self.unmet();
        self.state.lock().is_verified = true;
        unmet
    }

    fn retire(&self, checkpoint: Option<&'static Location<'static>>) -> Vec<Complaint> {
        let mut unmet = self.unmet();
        let mut guard = self.configure();
        let expectations = guard.take_expectations();
        if let Some(place) = checkpoint
            && !expectations.is_empty()
        {
            guard.control.get_or_insert_default().dropped = Some(Dropped { count: expectations.len(), place });
        }
        self.release(guard);
        for (place, panic) in drop_all(expectations) {
            unmet.push(Complaint::new(report::panicked_when_dropped(&self.full_name(), &panic), place));
        }
        unmet
    }

    fn end(&self, is_closed: bool) -> Vec<Complaint> {
        self.end_of_mock(is_closed)
    }

    fn mock(&self) -> &MockInfo {
        &self.info
    }

    fn lack(&self) -> usize {
        self.lack_of_calls(&self.state.lock())
    }

    fn lacking(&self) -> Vec<String> {
        report::lacking(&self.full_name(), &self.expectations(None), self.info.mode == Mode::Strict)
    }

    fn expects(&self, method: &'static MethodInfo, values: &Values<'_>) -> Option<String> {
        if !self.method.is_same(method) {
            return None;
        }
        let mut accepting = Vec::new();
        self.with_matchers(PATIENCE, &mut |matchers| {
            for matcher in matchers {
                accepting.push(match matcher {
                    // Others may run the user's code, which may wait for what whoever has called another mock holds.
                    Some(matcher) => matcher.fingerprint(method).is_some() && accepts(matcher, values),
                    None => true,
                });
            }
        });
        let mut expecting = None;
        for (expected, accepts) in self.state.lock().expectations.iter().zip(accepting) {
            if accepts && expecting.is_none() && expected.slot.may_be_used() {
                expecting = Some(expected.slot.place);
            }
        }
        let made = self.info.made.map(|made| format!(" (made at {})", report::place(made))).unwrap_or_default();
        expecting.map(|place| format!("{}{made}, at {}", self.info.name(), report::place(place)))
    }

    fn expects_types_beside(&self, method: &'static MethodInfo) -> Option<String> {
        if !self.method.is_other_type_of(method) {
            return None;
        }
        let place = self.state.lock().expectations.first()?.slot.place;
        Some(format!("{} at {}", self.method.name_with_types()?, report::place(place)))
    }

    fn clear(&self) {
        if let Some(mut guard) = self.without_matchers_out(self.state.lock()) {
            let expectations = guard.take_expectations();
            self.release(guard);
            let _panicked = drop_all(expectations);
        }
    }
}

impl Participates for Engine {
    fn tell(&self, index: u32, generation: u32) -> Option<String> {
        if self.state.lock().generation != generation {
            return None;
        }
        let expectations = self.expectations(None);
        let expectation = expectations.get(index as usize)?;
        let wants = if self.method.params().is_empty() { String::new() } else { expectation.wants() };
        Some(format!("{}({wants}) at {}", self.full_name(), report::place(expectation.place)))
    }
}

impl Engine {
    /// Fails a call.
    #[cold]
    pub(crate) fn fail(&self, refusal: Refusal, values: &Values<'_>, record: usize) -> ! {
        // The call ends whatever becomes of its text: a `Debug` of the user's may panic.
        let ended = EndsPanicked { engine: self, record };
        let called = {
            let guard = self.state.lock();
            guard.records.location(guard.records.get(record))
        };
        if is_shielded() {
            // It is part of a text itself, by a `Debug` or a matcher that calls mocks: what it said might call it again.
            drop(ended);
            self.info.fail(Complaint::new(report::refused_in_text(&self.full_name()), called));
        }
        let arguments = values.printed();
        let is_late = self.state.lock().is_closed_to(record);
        let expectations = if is_late { Vec::new() } else { self.expectations(Some(values)) };
        let mut entries = self.listed(&self.seen(0, any));
        if let Refusal::Recursion { inside, .. } = refusal
            && let Some(entry) = entries.get_mut(inside)
        {
            *entry = self.entry(&self.seen_at(inside));
        }
        let lack = match self.info.mode {
            Mode::NoContext(lack) => Some(lack),
            Mode::Plain | Mode::Relaxed | Mode::Strict | Mode::Spy | Mode::Replay => None,
        };
        let (mut others, mut elsewhere) = (Vec::new(), Vec::new());
        // Without a context it is not known which test it is of.
        if lack.is_none() {
            others = self.entries_of_others();
            if !is_late {
                elsewhere = self.expected_elsewhere(values);
            }
        }
        drop(ended);
        let exceeded = match (refusal, &expectations[..]) {
            (Refusal::NoMatch { only: Some(slot) }, [only]) if only.is_exceeded() => Some(slot),
            (Refusal::Forbidden { slot }, _) => Some(slot),
            _ => None,
        };
        if let Some(slot) = exceeded
            && !catching::is_catching()
            && let Some(expected) = self.state.lock().expectations.get_mut(slot)
        {
            // As in mockall, a call too many counts, so that the mock fails once more if this failure is caught, but for one
            // that is meant.
            expected.slot.used += 1;
        }
        // Not below, where the lock would be held for as long as the report is made.
        let dropped = self.state.lock().control.as_ref().and_then(|control| control.dropped.clone());
        let text = report::refused_call(&report::RefusedCall {
            name: &self.full_name(),
            arguments: &arguments,
            names: &self.method.parameters(),
            called,
            object: self.method.object(),
            refusal,
            expectations: &expectations,
            entries: &entries,
            others: &others,
            record,
            dropped,
            elsewhere: &elsewhere,
            generic: self.method.name_with_types(),
            of_other_types: &self.expected_for_other_types(),
            is_relaxed: self.info.mode == Mode::Relaxed,
            has_default: self.method.value.make.is_some(),
            unwrapped: self.info.mode == Mode::Spy && self.real(Passing::Allowed).is_none(),
            lack,
        });
        self.info.fail(Complaint::new(text, called))
    }

    /// What other methods of the session were called, and what guards all of them gave.
    pub(crate) fn entries_of_others(&self) -> Vec<Entry> {
        self.info.scene.journal_beside(&|method| std::ptr::addr_eq(Arc::as_ptr(method), self))
    }

    /// Which other mocks expect such a call.
    fn expected_elsewhere(&self, values: &Values<'_>) -> Vec<String> {
        let mut elsewhere = Vec::new();
        for method in self.info.scene.methods() {
            let mock = method.mock();
            if !mock.is_of(&self.info) && mock.trait_name == self.info.trait_name {
                elsewhere.extend(method.expects(self.method, values));
            }
        }
        elsewhere
    }

    /// For which other type arguments the mock expects calls of the generic method, if this is of one.
    fn expected_for_other_types(&self) -> Vec<String> {
        let mut expected = Vec::new();
        for method in self.info.scene.methods() {
            if method.mock().is_of(&self.info) {
                expected.extend(method.expects_types_beside(self.method));
            }
        }
        expected
    }

    #[cold]
    pub(crate) fn tell_unmet(&self) -> Vec<Complaint> {
        let (mut expectations, name) = (self.expectations(None), self.full_name());
        if self.info.mode != Mode::Strict && expectations.iter().all(ExpectationReport::is_in_range) {
            // Calls that were never awaited have been warned of. The others, of which there may be many, are not listed.
            if !self.state.lock().records.any_unpolled() {
                for unused in report::unused_texts(&name, &expectations) {
                    self.info.scene.warn(unused);
                }
            }
            return Vec::new();
        }
        self.find_nearest(&mut expectations);
        let entries = self.listed(&self.seen(0, any));
        report::unmet(&name, self.method.name_with_types(), &expectations, &entries, self.info.mode == Mode::Strict)
    }

    /// Finds for each expectation that lacks calls one that it does not count, though it might have been meant.
    fn find_nearest(&self, expectations: &mut [ExpectationReport]) {
        let seen = self.seen(0, any);
        let seen = &seen[seen.len().saturating_sub(LOOKED_AT)..];
        // Of what was not kept it can't be said whether it differs.
        if seen.is_empty() || !self.method.unkept().is_empty() {
            return;
        }
        let bound = report::bound_elsewhere(&self.state.lock().expectations, thread_token());
        let mut used = Vec::new();
        for expectation in &*expectations {
            if expectation.used > 0 {
                used.push((expectation.index, expectation.since, expectation.place));
            }
        }
        self.with_matchers(PATIENCE, &mut |matchers| {
            for expectation in expectations.iter_mut().filter(|expectation| expectation.lacks_calls()).take(LOOKED_FOR)
            {
                let Some(Some(matcher)) = matchers.get(expectation.index) else { continue };
                if bound.contains(&expectation.index) || !matcher.is_of_values(self.method) {
                    continue;
                }
                let since = seen.partition_point(|call| call.index < expectation.since);
                if let Some((differences, call)) = nearest(matcher, &seen[since..], expectation.used == 0) {
                    let (names, arguments) = (self.method.parameters(), call.snapshot.values().printed());
                    let taker = match differences {
                        0 if used.iter().all(|(index, ..)| !bound.contains(index)) => self.taker(call, matchers, &used),
                        _ => None,
                    };
                    let entry = self.entry(call);
                    expectation.nearest = Some(Nearest { entry, names, differences, arguments, taker });
                    expectation.expected = matcher.expected(self.method);
                }
            }
        });
    }

    /// Where the expectation is that a call has used, if of those that were used it can be just one.
    fn taker(&self, call: &Sighting, matchers: &[Option<Matcher>], used: &[(usize, usize, Place)]) -> Option<Place> {
        // Others may have been answered by nobody, or without an expectation.
        let is_taken = matches!(call.record.state(), CallState::Pending | CallState::Completed | CallState::Cancelled);
        if !is_taken || matches!(self.info.mode, Mode::Relaxed | Mode::Spy | Mode::Replay) {
            return None;
        }
        let (mut taker, values) = (None, call.snapshot.values());
        for (index, since, place) in used {
            // One that is awaited may have used what was expected after it was made.
            if *since > call.index && !self.method.is_awaited {
                continue;
            }
            let accepts = match matchers.get(*index)? {
                None => true,
                Some(matcher) if matcher.is_of_values(self.method) => differences(matcher, &values)? == 0,
                // What else it may be is the user's to run.
                Some(_) => return None,
            };
            if accepts && taker.replace(*place).is_some() {
                return None;
            }
        }
        taker
    }

    /// The expectations as they stand, set beside the arguments of a call if there is one.
    fn expectations(&self, values: Option<&Values<'_>>) -> Vec<ExpectationReport> {
        let bound = report::bound_elsewhere(&self.state.lock().expectations, thread_token());
        let (mut described, mut are_known) = (Vec::new(), false);
        self.with_matchers(PATIENCE, &mut |matchers| {
            are_known = true;
            for (index, matcher) in matchers.iter().enumerate() {
                described.push(match matcher {
                    Some(matcher) if bound.contains(&index) => self.describe(matcher, None),
                    Some(matcher) => self.describe(matcher, values),
                    None => Described::default(),
                });
            }
        });
        let mut expectations = ExpectationReport::all(&self.state.lock().expectations, described);
        if !are_known {
            for expectation in &mut expectations {
                expectation.description = Some(Description::Whole("<not known while a matcher runs>"));
            }
        }
        if values.is_some() {
            for expectation in &mut expectations {
                expectation.ask_sequence();
            }
        }
        expectations
    }

    /// Whether an expectation says so that would accept this call.
    pub(crate) fn may_be_unawaited(&self, record: usize) -> bool {
        let mut forgiving = Vec::new();
        let bound = report::bound_elsewhere(&self.state.lock().expectations, thread_token());
        for (index, expected) in self.state.lock().expectations.iter().enumerate() {
            if expected.slot.terms().is_some_and(|terms| terms.may_be_unawaited) && !bound.contains(&index) {
                forgiving.push(index);
            }
        }
        if forgiving.is_empty() {
            return false;
        }
        let seen = self.seen_at(record);
        let mut is_accepted = false;
        self.with_matchers(PATIENCE_OF_CALLS, &mut |matchers| {
            let matchers = forgiving.iter().filter_map(|index| matchers.get(*index));
            is_accepted = matchers.into_iter().any(|matcher| match matcher {
                Some(matcher) => accepts(matcher, &seen.snapshot.values()),
                None => true,
            });
        });
        is_accepted
    }

    fn describe(&self, matcher: &Matcher, values: Option<&Values<'_>>) -> Described {
        let mut differences = 0;
        if let Some(values) = values {
            // One that panics has said so when the call was made.
            // SAFETY: the matcher is of the method whose call it is.
            let _asked = shielded(&mut || differences = unsafe { matcher.differences(values) });
        }
        let description = Some(matcher.describe(self.method, Style::OnOneLine));
        // For a diff, if there is to be one.
        let expected = if differences == 0 { Vec::new() } else { matcher.expected(self.method) };
        Described { description, differences, expected }
    }

    /// The snapshots and records from the `from`th call on, of calls in some states.
    pub(crate) fn seen(&self, from: usize, wanted: fn(CallState) -> bool) -> Vec<Sighting> {
        let mut guard = self.state.lock();
        guard.snapshots.seal();
        let mut seen = Vec::new();
        for index in from..guard.records.len() {
            let record = *guard.records.get(index);
            if !wanted(record.state()) {
                continue;
            }
            let (location, snapshot) = (guard.records.location(&record), guard.snapshots.get(index));
            seen.push(Sighting { index, record, location, snapshot });
        }
        seen
    }

    /// The snapshot and record of one call.
    pub(crate) fn seen_at(&self, index: usize) -> Sighting {
        let mut guard = self.state.lock();
        guard.snapshots.seal_to(index);
        let record = *guard.records.get(index);
        let (location, snapshot) = (guard.records.location(&record), guard.snapshots.get(index));
        Sighting { index, record, location, snapshot }
    }

    /// Calls as lines of a list of which the end is shown, and those that were never awaited. Of the others the arguments need not
    /// be printed, which may be many and long.
    pub(crate) fn listed(&self, sightings: &[Sighting]) -> Vec<Entry> {
        // One of them may be left out.
        let hidden = sightings.len() - brevity::at_most(report::LISTED + 1, sightings.len());
        let mut entries = Vec::with_capacity(sightings.len());
        for (index, seen) in sightings.iter().enumerate() {
            let is_unpolled = matches!(seen.record.state(), CallState::Called | CallState::NeverAwaited);
            entries.push(match index < hidden && !is_unpolled {
                true => self.entry_in_brief(seen),
                false => self.entry(seen),
            });
        }
        entries
    }

    /// A record as a line of the journal, without its arguments.
    fn entry_in_brief(&self, seen: &Sighting) -> Entry {
        Entry::new(&self.title(), &["..".to_owned()], &seen.record, seen.location)
    }

    /// A record as a line of the journal.
    pub(crate) fn entry(&self, seen: &Sighting) -> Entry {
        let arguments = seen.snapshot.values().show(Style::OnOneLine);
        Entry::new(&self.title(), &arguments, &seen.record, seen.location)
    }
}

type Place = &'static Location<'static>;

/// How long a report waits for matchers that another thread runs, in milliseconds.
const PATIENCE: u32 = 100;
/// How long what a call does depends on may wait for them.
const PATIENCE_OF_CALLS: u32 = 5_000;

/// So many of the last calls are looked at for what was meant, and for so many expectations.
const LOOKED_AT: usize = 1_000;
const LOOKED_FOR: usize = 20;

/// Which values of a call of the method a matcher does not accept. `None` if it panics.
fn differences(matcher: &Matcher, values: &Values<'_>) -> Option<Differences> {
    let mut differences = 0;
    // SAFETY: the matcher is of the method whose values they are.
    let asked = shielded(&mut || differences = unsafe { matcher.differences(values) });
    asked.is_ok().then_some(differences)
}

/// Whether a matcher of the method accepts these values. One that panics does not.
fn accepts(matcher: &Matcher, values: &Values<'_>) -> bool {
    differences(matcher, values) == Some(0)
}

/// The last of the calls that have the most arguments which a matcher accepts, and which arguments it does not accept. A call of
/// which it accepts all counts if the expectation was not used, so that it is none of those that were.
fn nearest<'s>(matcher: &Matcher, seen: &'s [Sighting], is_unused: bool) -> Option<(Differences, &'s Sighting)> {
    let mut nearest: Option<(Differences, &Sighting)> = None;
    for call in seen.iter().rev() {
        let values = call.snapshot.values();
        let Some(differing) = differences(matcher, &values) else { continue };
        let (distance, all) = (differing.count_ones() as usize, values.info().params().len());
        let is_told_of = matches!(call.record.state(), CallState::Called | CallState::NeverAwaited);
        let may_be_meant = match distance {
            0 => is_unused && !is_told_of,
            // One that has nothing of what is expected is near to it only if there is no other.
            distance => distance < all || seen.len() == 1,
        };
        if may_be_meant && nearest.is_none_or(|(nearest, _)| distance < nearest.count_ones() as usize) {
            nearest = Some((differing, call));
        }
    }
    nearest
}

/// Ends a call as panicked, when dropped.
pub(crate) struct EndsPanicked<'s> {
    pub(crate) engine: &'s Engine,
    pub(crate) record: usize,
}

impl Drop for EndsPanicked<'_> {
    fn drop(&mut self) {
        // Whoever has failed it may have ended it, for its text.
        if self.engine.state.lock().records.get(self.record).ended == 0 {
            self.engine.close(self.record, CallState::Panicked);
        }
    }
}
