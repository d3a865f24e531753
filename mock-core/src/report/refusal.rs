//! A call that no expectation takes, in words.

use std::fmt::{self, Write as _};
use std::panic::Location;

use super::{Entry, ExpectationReport, list_calls, list_others, place, tell_hidden};
use crate::base::{brevity, sorting};
use crate::diff;
use crate::matching::matcher::Description;
use crate::matching::plan::Supply;
use crate::values::printed::Printed;

/// As many expectations are described.
const NEAREST: usize = 3;

/// Why a call is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No expectation accepts the arguments, or those that do can't be used any more; here is the only expectation, if
    /// there is just one.
    NoMatch { only: Option<usize> },
    /// The expectation has nothing (more) to answer with.
    Dry { slot: usize },
    /// The expectation says that there is to be no such call, which somebody else would answer: another expectation that stands
    /// by default, a relaxed mock, or a real object.
    Forbidden { slot: usize },
    /// It is not the expectation's turn.
    OutOfSequence { slot: usize },
    /// The only expectation for it is the one whose answer makes the call; here is the call that runs it.
    Recursion { slot: usize, inside: usize },
    /// The call was made by a matcher of the same method.
    InsideMatcher,
    /// The expectation was made by a `_st` method, on another thread.
    WrongThread { slot: usize },
    /// The expectation's answer may borrow from the arguments, and the call's future does not keep them.
    ArgumentsGone { slot: usize },
    /// Another thread does not give back the answer, or the matchers.
    Stuck { slot: Option<usize> },
}

/// Why a call of a static method finds no context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// There is none, or the call's test has none.
    Context,
    /// There are some, but none of the runtime in which the call is made.
    ContextInRuntime,
    /// There are some, but the call is made on a thread that is bound to no test.
    Binding,
    /// Several tests that share a runtime have one, and the call may be of each.
    Clarity,
}

/// How many expectations a checkpoint has dropped, and where that is.
#[derive(Clone)]
pub(crate) struct Dropped {
    pub(crate) count: usize,
    pub(crate) place: &'static Location<'static>,
}

impl fmt::Display for Dropped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let were = if self.count == 1 { "expectation was" } else { "expectations were" };
        write!(out, "{} {were} dropped by checkpoint() at {}", self.count, place(self.place))
    }
}

/// A call that is not answered, and all that is known about it.
pub(crate) struct RefusedCall<'r> {
    /// `MockCat::go`.
    pub(crate) name: &'r str,
    pub(crate) arguments: &'r [Printed],
    /// The names of the parameters.
    pub(crate) names: &'r [&'static str],
    pub(crate) called: &'r Location<'static>,
    /// The trait through an object of which it may have been called, and the place that it then has.
    pub(crate) object: Option<(&'static str, &'static str)>,
    pub(crate) refusal: Refusal,
    pub(crate) expectations: &'r [ExpectationReport],
    pub(crate) entries: &'r [Entry],
    /// What other methods of the session were called, and what guards they gave.
    pub(crate) others: &'r [Entry],
    /// The index of the call itself among the entries.
    pub(crate) record: usize,
    /// Of a static method without a context: why there is none.
    pub(crate) lack: Option<Lack>,
    /// What the last checkpoint has dropped.
    pub(crate) dropped: Option<Dropped>,
    /// Which other mocks expect such a call.
    pub(crate) elsewhere: &'r [String],
    /// `go::<u64>`, of a generic method, and those for which the mock expects calls of it: `go::<u32> at src/herd.rs:12`.
    pub(crate) generic: Option<String>,
    pub(crate) of_other_types: &'r [String],
    pub(crate) is_relaxed: bool,
    /// Whether the method's value has a default.
    pub(crate) has_default: bool,
    /// The mock is a spy that can't call this method of its real object.
    pub(crate) unwrapped: bool,
}

impl RefusedCall<'_> {
    /// Appends that there is no expectation, and for which other types the generic method has some.
    fn tell_none(&self, text: &mut String) {
        let mut name = self.name.to_owned();
        if let (Some(generic), false) = (&self.generic, self.of_other_types.is_empty()) {
            name.push_str(&format!(" as {generic}"));
        }
        let _ = match &self.dropped {
            Some(dropped) => write!(text, "\nno expectation is left for {name}: {dropped}"),
            None => write!(text, "\nno expectation was set for {name}"),
        };
        let shown = brevity::at_most(NEAREST, self.of_other_types.len());
        for expected in &self.of_other_types[..shown] {
            let _ = write!(text, "\n  there is one for {expected}");
        }
        tell_hidden(text, "\n  ", self.of_other_types.len() - shown);
    }

    /// Appends where the call was made, as far as that can be known.
    fn tell_place(&self, text: &mut String) {
        let called = place(self.called);
        let _ = match self.object {
            Some((of, declared)) if self.called.to_string() == declared => {
                write!(text, "\n  called through dyn {of} (declared at {called}), which doesn't tell from where")
            }
            _ => write!(text, "\n  called at {called}"),
        };
    }

    fn expectation(&self, slot: usize) -> Option<&ExpectationReport> {
        self.expectations.iter().find(|expectation| expectation.index == slot)
    }

    /// `MockCat::go("north", 3)`.
    fn call(&self) -> String {
        let mut call = format!("{}(", self.name);
        for (index, argument) in self.arguments.iter().enumerate() {
            if index > 0 {
                call.push_str(", ");
            }
            call.push_str(&argument.on_one_line);
        }
        call.push(')');
        call
    }

    /// The expectation whose sequence the call violates.
    fn slot_of_violation(&self) -> Option<usize> {
        match self.refusal {
            Refusal::OutOfSequence { slot } => Some(slot),
            Refusal::NoMatch { only: Some(slot) } if self.expectation(slot)?.differences == 0 => Some(slot),
            _ => None,
        }
    }

    /// The first sentence, which is mockall's wherever mockall has one.
    fn sentence(&self) -> String {
        let name = self.name;
        let call = self.call();
        match self.refusal {
            Refusal::NoMatch { only } => match only.and_then(|slot| self.expectation(slot)) {
                Some(only) if only.is_exceeded() => {
                    let headline = only.headline();
                    match only.range.max {
                        0 => format!("{name}: {headline} should not have been called"),
                        max => format!(
                            "{name}: {headline} called {} times which is more than the expected {max}",
                            only.used + 1
                        ),
                    }
                }
                Some(only) if only.differences == 0 && only.obstacle().is_some() => {
                    format!("{call}: Method sequence violation")
                }
                _ => format!("{call}: No matching expectation found"),
            },
            Refusal::Forbidden { slot } => {
                let headline = self.expectation(slot).map(ExpectationReport::headline).unwrap_or_default();
                format!("{name}: {headline} should not have been called")
            }
            Refusal::OutOfSequence { .. } => format!("{call}: Method sequence violation"),
            Refusal::Dry { slot } => {
                let expectation = self.expectation(slot);
                let headline = expectation.map(ExpectationReport::headline).unwrap_or_default();
                match expectation.map(|expectation| expectation.supply) {
                    Some(Supply::Once { .. }) => {
                        let which = match self.arguments {
                            [] => String::new(),
                            _ => format!("\n  the call without an answer is {call}"),
                        };
                        format!("{name}: {headline} called twice, but it returns by move; use `returning`{which}")
                    }
                    Some(Supply::Each { of, .. }) => {
                        format!("{call}: return_each has given all of its {of} value(s); add values, or limit `times`")
                    }
                    _ => {
                        let (requires, or) = match self.has_default {
                            true => ("`return_default()` or a relaxed mock", ", or `.return_default()`"),
                            false => ("a type with a default", ""),
                        };
                        format!(
                            "{name}: {headline} Returning default values requires {requires}\n  \
                             it has no answer: add `.returning(..)` or `.return_const(..)`{or}"
                        )
                    }
                }
            }
            Refusal::Recursion { inside, .. } => {
                let outer = self.entries.get(inside).map_or("an earlier call", |entry| &entry.call);
                format!(
                    "{call}: called from within the answer to {outer}, and no other expectation matches; \
                     add one for the inner call"
                )
            }
            Refusal::InsideMatcher => {
                format!("{call}: called from within a matcher of the same method; match on the arguments alone")
            }
            Refusal::WrongThread { slot } => {
                let place = self.expectation(slot).map_or_else(String::new, |expected| place(expected.place));
                format!(
                    "{call}: the expectation at {place} was made by a `_st` method and is bound to its thread; \
                     use the method without `_st`, or make the call on that thread"
                )
            }
            Refusal::ArgumentsGone { slot } => {
                let place = self.expectation(slot).map_or_else(String::new, |expected| place(expected.place));
                format!(
                    "{call}: `resolving_async` at {place} may borrow from the arguments, which the future of this method \
                     does not keep; answer with `returning_async`, or declare the method with one lifetime for all that \
                     it borrows"
                )
            }
            Refusal::Stuck { slot: Some(_) } => format!(
                "{call}: another thread has been running the answer of the only matching expectation for 5s; \
                 answers of one expectation run one at a time, so let it end, or add an expectation"
            ),
            Refusal::Stuck { slot: None } => {
                format!("{call}: another thread has been running a matcher of this method for 5s; let it end")
            }
        }
    }

    /// Says of each expectation why it was passed over, the nearest first.
    fn describe_expectations(&self, text: &mut String) {
        let mut expectations = Vec::with_capacity(self.expectations.len());
        for by_default in [false, true] {
            for expectation in self.expectations {
                if expectation.by_default == by_default {
                    expectations.push((expectations.len() + 1, expectation));
                }
            }
        }
        let distance = |of: &(usize, &ExpectationReport)| of.1.distance(self.arguments.len());
        let is_one_nearer = expectations.iter().any(|of| distance(of) != distance(&expectations[0]));
        sorting::put_in_order(&mut expectations, distance);
        let _ = write!(text, "\nexpectations of {}, ", self.name);
        text.push_str(match is_one_nearer {
            true => "the nearest first, numbered in the order in which they are tried:",
            false => "in the order in which they are tried:",
        });
        let shown = brevity::at_most(NEAREST, expectations.len());
        let mut lines = diff::LONG;
        for (number, expectation) in &expectations[..shown] {
            self.describe(text, *number, expectation, lines);
            lines = diff::BRIEF;
        }
        if shown < expectations.len() {
            let (which, all) = (if is_one_nearer { "nearest" } else { "first" }, expectations.len());
            let _ =
                write!(text, "\n  (the {shown} {which} of {all} expectations are shown; ASYNCMOCK_FULL=1 shows all)");
        }
    }

    fn describe(&self, text: &mut String, number: usize, expectation: &ExpectationReport, lines: usize) {
        let (headline, place, usage) = (expectation.headline(), place(expectation.place), expectation.usage());
        let _ = write!(text, "\n  {number}. {headline} at {place}: {usage}");
        if expectation.differences == 0 {
            // The one that has no answer left was just used.
            if let Some(obstacle) = expectation.obstacle()
                && self.refusal != (Refusal::Dry { slot: expectation.index })
            {
                let _ = write!(text, "\n       accepts these arguments, but {obstacle}");
                // Of the one that the sentence is about this was said.
                if let Some(said) = &expectation.of_sequence
                    && self.slot_of_violation() != Some(expectation.index)
                {
                    let _ = write!(text, "\n       {said}");
                }
            }
            return;
        }
        match &expectation.description {
            Some(Description::Each(_)) => {
                let differing = (expectation.differences, self.arguments);
                expectation.tell_differences(text, "       ", self.names, differing, lines);
            }
            _ => text.push_str("\n       the function rejects these arguments"),
        }
    }
}

/// The text of a call that is not answered.
pub(crate) fn refused_call(call: &RefusedCall<'_>) -> String {
    let mut text = call.sentence();
    if let Some(violated) = call.slot_of_violation()
        && let Some(said) = call.expectation(violated).and_then(|expectation| expectation.of_sequence.as_ref())
    {
        let _ = write!(text, "\n  {said}");
    }
    call.tell_place(&mut text);
    if call.unwrapped {
        text.push_str(
            "\n  a spy can't pass this method on, for its generics, its receiver or what it borrows; expect the call",
        );
    }
    if call.is_relaxed && !call.has_default && matches!(call.refusal, Refusal::NoMatch { .. }) {
        text.push_str("\n  the mock is relaxed, but the method's value has no default to answer with; expect the call");
    }
    let shown = brevity::at_most(NEAREST, call.elsewhere.len());
    for other in &call.elsewhere[..shown] {
        let _ = write!(text, "\n  another mock expects this call: {other}");
    }
    if let Some(lack) = call.lack {
        text.push_str(&lack_of_context(call.name, lack));
    } else if call.expectations.is_empty() {
        call.tell_none(&mut text);
    } else {
        call.describe_expectations(&mut text);
        if let Some(dropped) = &call.dropped {
            let _ = write!(text, "\n  ({dropped})");
        }
    }
    // Nothing is said of no calls where there are others.
    if call.entries.len() > 1 || call.others.is_empty() {
        list_calls(&mut text, call.entries, Some(call.record));
    }
    list_others(&mut text, call.others);
    text.push_str(brevity::hint(&text));
    text
}

/// The text of a call that is not answered, made by code of the user's that a report or a record runs.
pub(crate) fn refused_in_text(name: &str) -> String {
    format!(
        "{name}: No matching expectation found for a call by a `Debug`, `Clone`, `PartialEq`, `Drop` or predicate that a report or \
         a record runs"
    )
}

/// What a static method without a context lacks, and how to come by it.
fn lack_of_context(name: &str, lack: Lack) -> String {
    let make = format!("make one, and keep it while the code under test runs: `let context = {name}_context();`");
    let bind = "in the test:    `let session = asyncmock::SessionHandle::current();`\n  \
                on this thread: `let _bound = session.enter();`";
    match lack {
        Lack::Context => format!("\nthere is no context of {name}; {make}"),
        Lack::ContextInRuntime => format!(
            "\nthere is no context of {name} in this tokio runtime; {make}\n\
             there are contexts of it elsewhere, which are not seen in this runtime; \
             if one of them is this test's, make it inside the runtime, or bind this thread to the test:\n  {bind}"
        ),
        Lack::Binding => format!(
            "\nthere is no context of {name} on this thread; {make}\n\
             there are contexts of it elsewhere, which are not seen here, as this thread belongs to no test; \
             if a test has started it, bind it to the test:\n  {bind}"
        ),
        Lack::Clarity => format!(
            "\nseveral tests have a context of {name}, and share the tokio runtime in which this task called it: whose call \
             it is can't be told\n\
             give each test a runtime of its own, or bind the call to its test:\n  \
             in the test:    `let session = asyncmock::SessionHandle::current();`\n  \
             around the call: `let _bound = session.enter();`"
        ),
    }
}
