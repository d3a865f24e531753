//! An expectation in words: what it wanted, how often it was used, and why it is not met.

use std::panic::Location;

use super::{Entry, Happening, list_calls, place};
use crate::matching::matcher::Description;
use crate::matching::plan::{Slot, Slots, Supply};
use crate::matching::sequence::Turn;
use crate::matching::times::TimesRange;
use crate::records::record::CallState;
use crate::values::args::Differences;

/// An expectation as it stands.
pub(crate) struct ExpectationReport {
    pub(crate) index: usize,
    pub(crate) place: &'static Location<'static>,
    pub(crate) range: TimesRange,
    pub(crate) used: usize,
    is_unused: bool,
    pub(crate) by_default: bool,
    pub(crate) supply: Supply,
    /// What it expects; `None` for anything.
    pub(crate) description: Option<Description>,
    /// What it expects, for a diff with the arguments.
    pub(crate) pretty: Option<Vec<String>>,
    /// Which arguments of the call that is reported on are not expected.
    pub(crate) differences: Differences,
    /// What the sequence has to say, if the expectation is in one.
    turn: Option<Turn>,
    /// The call that runs its answer, if one does.
    pub(crate) running_for: Option<usize>,
}

/// What a matcher says of itself, and of the arguments of a call.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) description: Option<Description>,
    pub(crate) differences: Differences,
    pub(crate) pretty: Option<Vec<String>>,
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

/// What there is to say of those that are not met.
pub(crate) fn unmet(name: &str, expectations: &[ExpectationReport], entries: &[Entry]) -> Vec<String> {
    let mut unmet = Vec::new();
    for expectation in expectations {
        unmet.extend(expectation.unmet(name, entries));
    }
    unmet
}

/// What there is to say of those that were never used, in a strict mock.
pub(crate) fn unused(name: &str, expectations: &[ExpectationReport], entries: &[Entry]) -> Vec<String> {
    let mut unused = Vec::new();
    for expectation in expectations {
        if !expectation.is_unused {
            continue;
        }
        let mut text = format!(
            "{name}: {} was never used; leave it out, or say `optional()`\n  expected at {}",
            expectation.headline(),
            place(expectation.place)
        );
        list_never_awaited(&mut text, entries);
        list_calls(&mut text, entries, None);
        unused.push(text);
    }
    unused
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
    let mut is_first = true;
    for entry in entries {
        if !is_unpolled(entry) {
            continue;
        }
        if is_first {
            text.push_str("\n  these calls do not count, as they were never awaited:");
            is_first = false;
        }
        text.push_str(&format!("\n    {} at {}", entry.call, place(entry.place)));
    }
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

    fn new(index: usize, slot: &Slot, Described { description, differences, pretty }: Described) -> Self {
        ExpectationReport {
            index,
            place: slot.place,
            range: slot.range,
            used: slot.used,
            is_unused: slot.is_unused(),
            by_default: slot.by_default,
            supply: slot.supply,
            description,
            pretty,
            differences,
            turn: slot.step().map(|step| step.turn()),
            running_for: (slot.running_on != 0).then_some(slot.running_for),
        }
    }

    /// `Expectation(var == 5)`, as mockall writes it.
    pub(crate) fn headline(&self) -> String {
        let description = self.description.as_ref().map_or_else(|| "<anything>".to_owned(), Description::joined);
        format!("Expectation({description})")
    }

    /// `used 2 times, wanted once`.
    pub(crate) fn usage(&self) -> String {
        let used = match self.used {
            0 => "not used".to_owned(),
            1 => "used once".to_owned(),
            n => format!("used {n} times"),
        };
        let by_default = if self.by_default { ", by default" } else { "" };
        format!("{used}, wanted {}{by_default}", self.range)
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

    /// Why it is not met at the end, if it is not.
    pub(crate) fn unmet(&self, name: &str, entries: &[Entry]) -> Option<String> {
        let mut text = self.shortfall(name)?;
        text.push_str(&format!("\n  expected at {}", place(self.place)));
        if self.used < self.range.min {
            list_never_awaited(&mut text, entries);
        }
        list_calls(&mut text, entries, None);
        Some(text)
    }
}
