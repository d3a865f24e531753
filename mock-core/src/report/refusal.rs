//! A call that no expectation takes, in words.

use std::fmt::Write as _;
use std::panic::Location;

use super::{Entry, ExpectationReport, diff, list_calls, place};
use crate::matching::matcher::Description;
use crate::matching::plan::Supply;

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

/// A call that is not answered, and all that is known about it.
pub(crate) struct RefusedCall<'r> {
    /// `MockCat::go`.
    pub(crate) name: &'r str,
    /// The arguments as text, on one line and on as many as it takes.
    pub(crate) arguments: &'r [String],
    pub(crate) pretty: &'r [String],
    /// The names of the parameters.
    pub(crate) names: &'r [&'static str],
    pub(crate) called: &'r Location<'static>,
    pub(crate) refusal: Refusal,
    pub(crate) expectations: &'r [ExpectationReport],
    pub(crate) entries: &'r [Entry],
    /// The index of the call itself among the entries.
    pub(crate) record: usize,
    /// Of a static method without a context: why there is none.
    pub(crate) lack: Option<Lack>,
    /// The mock is a spy that can't call this method of its real object.
    pub(crate) unwrapped: bool,
}

impl RefusedCall<'_> {
    fn expectation(&self, slot: usize) -> Option<&ExpectationReport> {
        self.expectations.iter().find(|expectation| expectation.index == slot)
    }

    /// The first sentence, which is mockall's wherever mockall has one.
    fn sentence(&self) -> String {
        let name = self.name;
        let call = format!("{name}({})", self.arguments.join(", "));
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
                        format!("{name}: {headline} called twice, but it returns by move; use `returning`")
                    }
                    Some(Supply::Each { of, .. }) => {
                        format!("{call}: return_each has given all of its {of} value(s); add values, or limit `times`")
                    }
                    _ => format!(
                        "{name}: {headline} Returning default values requires `return_default()` or a relaxed mock; \
                         say what to return, with `returning` or `return_const`"
                    ),
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

    fn describe(&self, text: &mut String, number: usize, expectation: &ExpectationReport) {
        let _ = write!(
            text,
            "\n  {number}. {} at {}: {}",
            expectation.headline(),
            place(expectation.place),
            expectation.usage()
        );
        if expectation.differences == 0 {
            if let Some(obstacle) = expectation.obstacle() {
                let _ = write!(text, "\n       accepts these arguments, but {obstacle}");
            }
            return;
        }
        let Some(Description::Each(wanted)) = &expectation.description else {
            text.push_str("\n       the function rejects these arguments");
            return;
        };
        for (index, name) in self.names.iter().enumerate() {
            if expectation.differences & (1 << index) == 0 {
                continue;
            }
            let number = index + 1;
            match &expectation.pretty {
                Some(pretty) => {
                    let _ = write!(text, "\n       argument {number} ({name}) differs:");
                    text.push_str(&diff::lines(&pretty[index], &self.pretty[index], "         "));
                }
                None => {
                    let _ = write!(
                        text,
                        "\n       argument {number} ({name}) is {}, which is not {}",
                        self.arguments[index], wanted[index]
                    );
                }
            }
        }
    }
}

/// The text of a call that is not answered.
pub(crate) fn refused_call(call: &RefusedCall<'_>) -> String {
    let mut text = call.sentence();
    let _ = write!(text, "\n  called at {}", place(call.called));
    if call.unwrapped {
        text.push_str(
            "\n  a spy can't pass this method on, for its generics, its receiver or what it borrows; expect the call",
        );
    }
    if let Some(lack) = call.lack {
        text.push_str(&lack_of_context(call.name, lack));
    } else if call.expectations.is_empty() {
        let _ = write!(text, "\nno expectation was set for {}", call.name);
    } else {
        let _ = write!(text, "\nexpectations of {}, in the order in which they are tried:", call.name);
        let mut number = 0;
        for by_default in [false, true] {
            for expectation in call.expectations {
                if expectation.by_default == by_default {
                    number += 1;
                    call.describe(&mut text, number, expectation);
                }
            }
        }
    }
    list_calls(&mut text, call.entries, Some(call.record));
    text
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
