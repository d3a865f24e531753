//! An expectation in words: what it wanted, how often it was used, and why it is not met.

use std::panic::Location;

use super::{Complaint, Entry, Happening, LISTED, list_calls, numbered, place, tell_hidden};
use crate::base::brevity;
use crate::diff;
use crate::matching::matcher::Description;
use crate::matching::plan::{Slot, Slots, Supply};
use crate::matching::sequence::{Step, Turn};
use crate::matching::times::TimesRange;
use crate::records::record::CallState;
use crate::values::args::Differences;
use crate::values::printed::Printed;

/// As many expectations are told of that are not met.
const UNMET: usize = 10;

/// An expectation as it stands.
pub(crate) struct ExpectationReport {
    pub(crate) index: usize,
    pub(crate) place: &'static Location<'static>,
    pub(crate) range: TimesRange,
    pub(crate) used: usize,
    /// The first call that was made after it.
    pub(crate) since: usize,
    is_unused: bool,
    pub(crate) by_default: bool,
    pub(crate) supply: Supply,
    /// What it expects; `None` for anything.
    pub(crate) description: Option<Description>,
    /// The values that it expects, where they are known, if some argument differs.
    pub(crate) expected: Vec<Option<Printed>>,
    /// Which arguments of the call that is reported on are not expected.
    pub(crate) differences: Differences,
    /// Where it is in a sequence, if it is in one, and whether it is its turn.
    step: Option<Step>,
    turn: Option<Turn>,
    /// What the sequence has to say if it is not.
    pub(crate) of_sequence: Option<String>,
    /// The call that runs its answer, if one does.
    pub(crate) running_for: Option<usize>,
    /// If it is not met: a call that it does not count, though it might have been meant.
    pub(crate) nearest: Option<Nearest>,
}

/// A call that comes near to an expectation which is not met.
pub(crate) struct Nearest {
    pub(crate) entry: Entry,
    pub(crate) names: Vec<&'static str>,
    /// None if the expectation accepts it.
    pub(crate) differences: Differences,
    pub(crate) arguments: Vec<Printed>,
    /// Where the expectation is that has taken it, if that is known.
    pub(crate) taker: Option<&'static Location<'static>>,
}

/// What a matcher says of itself, and of the arguments of a call.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) description: Option<Description>,
    pub(crate) differences: Differences,
    pub(crate) expected: Vec<Option<Printed>>,
}

/// Which expectations have a matcher that must not be asked on this thread.
pub(crate) fn bound_elsewhere(slots: &dyn Slots, thread: usize) -> Vec<usize> {
    let mut elsewhere = Vec::new();
    for index in 0..slots.len() {
        let bound_to = slots.slot(index).matcher_thread();
        if bound_to != 0 && bound_to != thread {
            elsewhere.push(index);
        }
    }
    elsewhere
}

/// What there is to say of those that are not met, and in a strict mock of those that were never used. The calls so far are
/// told once, after the last.
pub(crate) fn unmet(
    name: &str,
    generic: Option<String>,
    expectations: &[ExpectationReport],
    entries: &[Entry],
    is_strict: bool,
) -> Vec<Complaint> {
    let as_generic = generic.map(|generic| format!(" as {generic}")).unwrap_or_default();
    let (mut unmet, mut is_lacking) = (Vec::new(), false);
    for expectation in expectations {
        let lack = match expectation.shortfall(name) {
            Some(shortfall) => format!("{shortfall}\n  {}{as_generic}", expectation.plainly(entries.is_empty())),
            None if is_strict && expectation.is_unused => {
                let headline = expectation.headline();
                format!("{name}: {headline} was never used; leave it out, or say `optional()`")
            }
            None => continue,
        };
        is_lacking |= expectation.is_unused || expectation.lacks_calls();
        let mut text = format!("{lack}\n  expected at {}", place(expectation.place));
        expectation.tell_nearest(&mut text, entries);
        unmet.push(Complaint::new(text, expectation.place));
    }
    let hidden = unmet.len() - brevity::at_most(UNMET, unmet.len());
    unmet.truncate(unmet.len() - hidden);
    if let Some(Complaint { text: last, .. }) = unmet.last_mut() {
        if hidden > 0 {
            last.push_str(&format!(
                "\n\n({hidden} more expectations of {name} are not met; ASYNCMOCK_FULL=1 shows all)"
            ));
        }
        if is_lacking {
            list_never_awaited(last, entries);
        }
        list_calls(last, entries, None);
        last.push_str(brevity::hint(last));
    }
    unmet
}

/// What each of them lacks that is not met, while it still may be: one line of text.
pub(crate) fn lacking(name: &str, expectations: &[ExpectationReport], is_strict: bool) -> Vec<String> {
    let mut lacking = Vec::new();
    for expectation in expectations {
        let lack = match expectation.shortfall(name) {
            Some(shortfall) => shortfall,
            None if is_strict && expectation.is_unused => format!("{name}: {} was never used", expectation.headline()),
            None => continue,
        };
        lacking.push(format!("{lack}, expected at {}", place(expectation.place)));
    }
    lacking
}

/// Warns of those that were never used.
pub(crate) fn unused_texts(name: &str, expectations: &[ExpectationReport]) -> Vec<String> {
    let mut texts = Vec::new();
    for unused in expectations {
        if unused.is_unused {
            let (headline, place) = (unused.headline(), place(unused.place));
            texts.push(format!("{name}: {headline} at {place} was never used; leave it out, or say `optional()`"));
        }
    }
    texts
}

fn is_unpolled(entry: &Entry) -> bool {
    matches!(entry.what, Happening::Call(CallState::NeverAwaited | CallState::Called))
}

/// Appends the calls that use no expectation, as they were never awaited.
fn list_never_awaited(text: &mut String, entries: &[Entry]) {
    let mut number = 0;
    for entry in entries {
        if !is_unpolled(entry) {
            continue;
        }
        number += 1;
        if number == 1 {
            text.push_str("\n  these calls do not count, as they were never awaited:");
        }
        if number <= LISTED || brevity::is_full() {
            text.push_str(&format!("\n    {} at {}", entry.call, place(entry.place)));
        }
    }
    tell_hidden(text, "\n    ", number - brevity::at_most(LISTED, number));
}

impl ExpectationReport {
    /// The expectations of a method, as far as they are described.
    pub(crate) fn all(slots: &dyn Slots, described: Vec<Described>) -> Vec<Self> {
        let mut described = described.into_iter();
        let mut expectations = Vec::with_capacity(slots.len());
        for index in 0..slots.len() {
            expectations.push(Self::new(index, slots.slot(index), described.next().unwrap_or_default()));
        }
        expectations
    }

    fn new(index: usize, slot: &Slot, Described { description, differences, expected }: Described) -> Self {
        ExpectationReport {
            index,
            place: slot.place,
            range: slot.range,
            used: slot.used,
            since: slot.since,
            is_unused: slot.is_unused(),
            by_default: slot.by_default,
            supply: slot.supply,
            description,
            expected,
            differences,
            step: slot.step().cloned(),
            turn: slot.step().map(|step| step.turn()),
            of_sequence: None,
            running_for: (slot.running_on != 0).then_some(slot.running_for),
            nearest: None,
        }
    }

    /// Whether calls of it are lacking.
    pub(crate) fn lacks_calls(&self) -> bool {
        self.used < self.range.min
    }

    /// Says of arguments how they differ from what is expected: so many lines of each, behind `indent`.
    pub(crate) fn tell_differences(
        &self,
        text: &mut String,
        indent: &str,
        names: &[&str],
        (differences, arguments): (Differences, &[Printed]),
        lines: usize,
    ) {
        let Some(Description::Each(wanted)) = &self.description else { return };
        for (index, name) in names.iter().enumerate() {
            if differences & (1 << index) == 0 {
                continue;
            }
            let (what, actual) = (format!("argument {} ({name})", index + 1), &arguments[index]);
            if actual.is_ignored {
                text.push_str(&format!("\n{indent}{what} differs; it is ignored, so that it is not shown"));
                continue;
            }
            match self.expected.get(index) {
                Some(Some(expected)) => diff::tell(text, indent, &what, expected, actual, lines),
                _ => {
                    let is = &actual.on_one_line;
                    text.push_str(&format!("\n{indent}{what} is {is}, which is not {}", wanted[index]));
                }
            }
        }
    }

    /// Appends what call may have been meant.
    fn tell_nearest(&self, text: &mut String, entries: &[Entry]) {
        let Some(Nearest { entry, names, differences, arguments, taker }) = &self.nearest else { return };
        if *differences == 0 {
            text.push_str(&match taker {
                Some(taker) => {
                    format!("\n  it accepts this call, which the expectation at {} took: {entry}", place(taker))
                }
                None => format!("\n  it accepts this call, which did not use it: {entry}"),
            });
        } else {
            text.push_str(&format!("\n  nearest:  {}", numbered(entry, entries)));
            self.tell_differences(text, "  ", names, (*differences, arguments), diff::BRIEF);
        }
    }

    /// Asks the sequence, if it is in one: not under a lock, as expectations of other mocks are asked.
    pub(crate) fn ask_sequence(&mut self) {
        self.of_sequence = self.step.as_ref().and_then(Step::obstacle);
    }

    /// `var == 5`.
    pub(crate) fn wants(&self) -> String {
        self.description.as_ref().map_or_else(|| "<anything>".to_owned(), Description::joined)
    }

    /// `Expectation(var == 5)`, as mockall writes it.
    pub(crate) fn headline(&self) -> String {
        format!("Expectation({})", self.wants())
    }

    /// `used 2 times, wanted once`.
    pub(crate) fn usage(&self) -> String {
        let by_default = if self.by_default { ", by default" } else { "" };
        // The call that finds nothing to answer with counts as a use.
        if self.supply == (Supply::Once { spent: true }) && self.range == TimesRange::ANY {
            return format!("used once, and has no other answer{by_default}");
        }
        let used = match self.used {
            0 => "not used".to_owned(),
            1 => "used once".to_owned(),
            n => format!("used {n} times"),
        };
        format!("{used}, wanted {}{by_default}", self.range)
    }

    /// How far it is from accepting a call of so many arguments. A function rejects all of them at once.
    pub(crate) fn distance(&self, arguments: usize) -> u32 {
        match &self.description {
            Some(Description::Whole(_)) if self.differences != 0 => arguments as u32,
            _ => self.differences.count_ones(),
        }
    }

    /// Whether it accepts the call, and has been used as often as it may be.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.differences == 0 && self.used >= self.range.max
    }

    /// Why a call could not use it although the arguments are right.
    pub(crate) fn obstacle(&self) -> Option<&'static str> {
        if self.used >= self.range.max {
            Some(if self.range.max == 0 { "it is never to be called" } else { "it is used up" })
        } else if self.turn == Some(Turn::History) {
            Some("its place in the sequence has passed")
        } else if self.turn == Some(Turn::Early) {
            Some("it is not its turn in the sequence")
        } else if self.running_for.is_some() {
            Some("its answer is running")
        } else {
            None
        }
    }

    /// Whether it was used as often as it should be.
    pub(crate) fn is_in_range(&self) -> bool {
        self.range.contains(self.used)
    }

    /// The same in plain words: `expected once, but never called`.
    fn plainly(&self, is_never_called: bool) -> String {
        let used = match self.used {
            0 if is_never_called => "never called",
            0 => "no call used it",
            1 => "used once",
            used => &format!("used {used} times"),
        };
        format!("expected {}, but {used}", self.range)
    }

    /// How often it was used instead, if it was not used as often as it should be.
    fn shortfall(&self, name: &str) -> Option<String> {
        if self.is_in_range() {
            return None;
        }
        let (relation, bound) =
            if self.used < self.range.min { ("fewer than", self.range.min) } else { ("more than", self.range.max) };
        let (headline, used) = (self.headline(), self.used);
        Some(format!("{name}: {headline} called {used} time(s) which is {relation} expected {bound}"))
    }
}
