//! Verification after the fact: what a view asserts of its calls, with Python's semantics.

use std::panic::Location;

use crate::engine::inspection::Sighting;
use crate::matching::times::TimesRange;
use crate::records::event::Event;
use crate::records::record::CallState;
use crate::report::{self, Comparison, FailedAssertion};
use crate::values::args::{Differences, Style};
use crate::values::expected::Expected;
use crate::values::printed::Printed;
use crate::views::view::View;

impl View {
    /// Fails an assertion.
    #[track_caller]
    fn fail(&self, assertion: &str, reason: String, expected: Vec<String>, comparison: Option<Comparison>) -> ! {
        self.fail_with(assertion, reason, expected, comparison, Vec::new())
    }

    #[track_caller]
    fn fail_with(
        &self,
        assertion: &str,
        reason: String,
        expected: Vec<String>,
        comparison: Option<Comparison>,
        mut remarks: Vec<String>,
    ) -> ! {
        remarks.extend(self.on_unkept(!expected.is_empty()));
        if let Some(generic) = self.engine.method.name_with_types() {
            remarks.push(format!("this is about the calls of {generic} alone"));
        }
        let entries = self.entries();
        let others = if self.is_whole() { Vec::new() } else { self.other_entries(&entries) };
        let place = Location::caller();
        let text = report::failed_assertion(&FailedAssertion {
            name: &self.described(),
            assertion,
            reason: &reason,
            place,
            expected: &expected,
            comparison: comparison.as_ref(),
            remarks: &remarks,
            entries: &entries,
            others: (&self.engine.title(), &others),
            beside: &self.engine.entries_of_others(),
        });
        self.engine.info.scene.raise_assertion(text, place)
    }

    /// Which of the view's calls it is, in the order in which they were made, from 1 on.
    fn number(&self, seen: &Sighting) -> usize {
        let is_not_later = |other: &&Sighting| other.record.called <= seen.record.called;
        self.sightings().iter().filter(is_not_later).count()
    }

    /// Expected values in the shape of a call.
    fn expected(&self, expected: &[Expected<'_>]) -> String {
        format!("{}({})", self.engine.title(), self.show_expected(expected, Style::OnOneLine).join(", "))
    }

    fn show_expected(&self, expected: &[Expected<'_>], style: Style) -> Vec<String> {
        let mut texts = Vec::with_capacity(expected.len());
        for (expected, param) in expected.iter().zip(self.engine.method.params()) {
            texts.push(expected.show(param, style));
        }
        texts
    }

    /// Sets expected values beside the arguments of a call.
    fn compare(&self, expected: &[Expected<'_>], seen: &Sighting) -> Comparison {
        Comparison {
            nearest: None,
            names: self.engine.method.parameters(),
            differences: self.known_differences(expected, seen),
            expected: Printed::all(
                self.show_expected(expected, Style::OnOneLine),
                self.show_expected(expected, Style::LaidOut),
            ),
            actual: seen.snapshot.values().printed(),
        }
    }

    fn differences(&self, expected: &[Expected<'_>], seen: &Sighting) -> Differences {
        let mut differences = 0;
        self.asking(&mut || {
            let mut index = 0;
            seen.snapshot.values().for_each(|_, value| {
                // SAFETY: an assertion expects values of the method whose calls it sees.
                differences |= Differences::from(!unsafe { expected[index].equals(value) }) << index;
                index += 1;
            });
        });
        differences
    }

    /// Those of arguments that are there to be compared.
    fn known_differences(&self, expected: &[Expected<'_>], seen: &Sighting) -> Differences {
        self.differences(expected, seen) & !seen.snapshot.values().unseen()
    }

    /// Why a call is not the one that was expected.
    fn why_not(&self, which: &str, expected: &[Expected<'_>], seen: &Sighting) -> String {
        match self.known_differences(expected, seen) {
            0 => format!("{which} can't be compared with these arguments"),
            _ => format!("{which} had other arguments"),
        }
    }

    /// Why none of several calls is the one that was expected.
    fn why_none(&self, event: Event, expected: &[Expected<'_>], sightings: &[Sighting]) -> String {
        match sightings.iter().all(|seen| self.known_differences(expected, seen) != 0) {
            true => format!("no {event} had these arguments"),
            false => format!("no {event} is known to have had these arguments"),
        }
    }

    fn is(&self, expected: &[Expected<'_>], seen: &Sighting) -> bool {
        self.differences(expected, seen) == 0
    }

    /// Fails unless the last such event had these arguments.
    ///
    /// # Safety
    ///
    /// They are expected of the parameters of the view's method.
    #[track_caller]
    pub unsafe fn verify_last(&self, event: Event, assertion: &str, expected: &[Expected<'_>]) {
        let sightings = self.sightings_of(event);
        match sightings.last() {
            None => self.fail(assertion, format!("there was no {event}"), vec![self.expected(expected)], None),
            Some(last) if self.is(expected, last) => {}
            Some(last) => {
                let mut remarks = Vec::new();
                if let Some(earlier) = sightings.iter().rev().find(|seen| self.is(expected, seen)) {
                    let any = if event == Event::Called { "assert_any_call" } else { "assert_any_await" };
                    let (number, earlier) = (self.number(earlier), self.entry(earlier));
                    remarks.push(format!("an earlier one matches, which `{any}` looks for: {number}. {earlier}"));
                }
                self.fail_with(
                    assertion,
                    self.why_not(&format!("the last {event}"), expected, last),
                    vec![self.expected(expected)],
                    Some(self.compare(expected, last)),
                    remarks,
                )
            }
        }
    }

    /// Fails unless there was one such event, with these arguments.
    ///
    /// # Safety
    ///
    /// They are expected of the parameters of the view's method.
    #[track_caller]
    pub unsafe fn verify_once(&self, event: Event, assertion: &str, expected: &[Expected<'_>]) {
        match &self.sightings_of(event)[..] {
            [only] if self.is(expected, only) => {}
            [only] => self.fail(
                assertion,
                self.why_not(&format!("the only {event}"), expected, only),
                vec![self.expected(expected)],
                Some(self.compare(expected, only)),
            ),
            [] => self.fail(assertion, format!("there was no {event}"), vec![self.expected(expected)], None),
            several => self.fail(
                assertion,
                format!("expected exactly 1 {event}, but there were {}", several.len()),
                vec![self.expected(expected)],
                None,
            ),
        }
    }

    /// Fails unless some such event had these arguments.
    ///
    /// # Safety
    ///
    /// They are expected of the parameters of the view's method.
    #[track_caller]
    pub unsafe fn verify_any(&self, event: Event, assertion: &str, expected: &[Expected<'_>]) {
        let sightings = self.sightings_of(event);
        for seen in &sightings {
            if self.is(expected, seen) {
                return;
            }
        }
        match &sightings[..] {
            [] => self.fail(assertion, format!("there was no {event}"), vec![self.expected(expected)], None),
            [only] => self.fail(
                assertion,
                self.why_none(event, expected, &sightings),
                vec![self.expected(expected)],
                Some(self.compare(expected, only)),
            ),
            several => self.fail(
                assertion,
                self.why_none(event, expected, &sightings),
                vec![self.expected(expected)],
                self.compare_nearest(expected, several),
            ),
        }
    }

    /// Sets expected values beside the arguments of the call that comes nearest, the last of several, if any has some of them.
    fn compare_nearest(&self, expected: &[Expected<'_>], sightings: &[Sighting]) -> Option<Comparison> {
        let (mut nearest, mut distance) = (None, expected.len() as u32);
        for seen in sightings.iter().rev() {
            let differing = self.differences(expected, seen).count_ones();
            if differing < distance {
                (nearest, distance) = (Some(seen), differing);
            }
        }
        let nearest = nearest?;
        Some(Comparison { nearest: Some(self.entry(nearest)), ..self.compare(expected, nearest) })
    }

    #[track_caller]
    pub(crate) fn verify_run(&self, event: Event, assertion: &str, expected: &[Vec<Expected<'_>>]) {
        let sightings = self.sightings_of(event);
        let is_run = |run: &[Sighting]| run.iter().zip(expected).all(|(seen, expected)| self.is(expected, seen));
        let found = expected.is_empty() || sightings.windows(expected.len()).any(is_run);
        if !found {
            let mut lines = Vec::with_capacity(expected.len());
            for expected in expected {
                lines.push(self.expected(expected));
            }
            let mut left = expected.iter().peekable();
            for seen in &sightings {
                left.next_if(|expected| self.is(expected, seen));
            }
            let mut remarks = Vec::new();
            if left.peek().is_none() {
                remarks.push(
                    "they are there in this order, with others between them; `assert_in_order!` asks for that"
                        .to_owned(),
                );
            }
            self.fail_with(assertion, format!("the {event}s do not contain these in a row"), lines, None, remarks);
        }
    }

    #[track_caller]
    pub(crate) fn verify_multiset(&self, event: Event, assertion: &str, expected: &[Vec<Expected<'_>>]) {
        let sightings = self.sightings_of(event);
        let mut accepts: Vec<Vec<usize>> = Vec::with_capacity(expected.len());
        for expected in expected {
            let mut accepted = Vec::new();
            for (index, seen) in sightings.iter().enumerate() {
                if self.is(expected, seen) {
                    accepted.push(index);
                }
            }
            accepts.push(accepted);
        }
        let mut missing = Vec::new();
        for index in unmatched(&accepts, sightings.len()) {
            missing.push(self.expected(&expected[index]));
        }
        if !missing.is_empty() {
            self.fail(assertion, format!("not all of the {event}s were found; these are missing"), missing, None);
        }
    }

    #[track_caller]
    pub(crate) fn verify_times(&self, event: Event, assertion: &str, range: TimesRange) {
        let count = self.sightings_of(event).len();
        if !range.contains(count) {
            let reason = match range {
                TimesRange { min: 1, max: usize::MAX } => format!("there was no {event}"),
                _ => range.missed(&event.to_string(), count),
            };
            self.fail(assertion, reason, Vec::new(), None);
        }
    }

    #[track_caller]
    pub(crate) fn verify_states(&self, assertion: &str, wanted: &str, found: &str, is: fn(CallState) -> bool) {
        let count = self.count_that(&is);
        if count > 0 {
            let verb = if count == 1 { "was" } else { "were" };
            self.fail(assertion, format!("expected {wanted}, but {count} {verb}{found}"), Vec::new(), None);
        }
    }

    #[track_caller]
    pub(crate) fn verify_cancelled(&self, range: TimesRange) {
        let count = self.count_in(CallState::Cancelled);
        if !range.contains(count) {
            self.fail("assert_cancelled", range.missed("cancelled call", count), Vec::new(), None);
        }
    }

    #[track_caller]
    pub(crate) fn verify_max_in_flight(&self, limit: usize) {
        let at_once = self.at_once();
        if at_once.len() > limit {
            let reason = format!("expected at most {limit} in flight at once, but there were {}", at_once.len());
            let mut remarks = Vec::with_capacity(at_once.len());
            for seen in &at_once {
                remarks.push(format!("at once: {}", self.entry(seen)));
            }
            self.fail_with("assert_max_in_flight", reason, Vec::new(), None, remarks);
        }
    }
}

/// The left side's elements that no matching can cover: each may be matched with one of those that it accepts.
/// Greedy choice is not enough, as `ANY` accepts what another element needs.
fn unmatched(accepts: &[Vec<usize>], right: usize) -> Vec<usize> {
    fn place(left: usize, accepts: &[Vec<usize>], tried: &mut [bool], taken: &mut [Option<usize>]) -> bool {
        for &right in &accepts[left] {
            if std::mem::replace(&mut tried[right], true) {
                continue;
            }
            if taken[right].is_none_or(|other| place(other, accepts, tried, taken)) {
                taken[right] = Some(left);
                return true;
            }
        }
        false
    }
    let mut taken = vec![None; right];
    let mut unmatched = Vec::new();
    for left in 0..accepts.len() {
        if !place(left, accepts, &mut vec![false; right], &mut taken) {
            unmatched.push(left);
        }
    }
    unmatched
}

#[cfg(test)]
mod tests {
    use super::unmatched;

    #[test]
    fn one_that_accepts_all_makes_way_for_one_that_does_not() {
        assert_eq!(unmatched(&[vec![0, 1], vec![0]], 2), Vec::<usize>::new());
        assert_eq!(unmatched(&[vec![0], vec![0]], 2), [1]);
        assert_eq!(unmatched(&[vec![]], 0), [0]);
    }
}
