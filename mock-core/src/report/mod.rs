//! The texts of failures. They know names, texts, places and numbers only: nothing here has the types of a method.
//!
//! Each begins with a sentence of mockall's, word for word where mockall has one, and goes on with what is needed to
//! mend the test.

mod assertion;
mod expectation;
mod failure;
mod guard;
mod left;
mod lost;
mod order;
#[cfg(feature = "serde")]
mod recorded;
mod refusal;
mod unkept;

use std::fmt::{self, Write as _};
use std::panic::Location;
use std::time::Duration;

pub(crate) use assertion::{Comparison, FailedAssertion, FailedWait, failed_assertion, failed_wait};
pub(crate) use expectation::{Described, ExpectationReport, Nearest, bound_elsewhere, lacking, unmet, unused_texts};
pub(crate) use failure::{Complaint, Failure, caught_failures, lost_failures, raise, tells};
pub(crate) use guard::{FailedGuards, failed_guards};
pub(crate) use left::{Left, Said, left, unawaited, unhandled_panics, unseen_panics};
pub(crate) use lost::{Lost, Why, lost};
pub(crate) use order::{FailedOrder, Missing, failed_order};
#[cfg(feature = "serde")]
pub(crate) use recorded::{NotRecorded, not_recordable, not_recorded};
pub(crate) use refusal::{Dropped, Lack, Refusal, RefusedCall, refused_call, refused_in_text};
pub(crate) use unkept::{args_not_kept, args_not_whole, compared_with_any, left_out};

use crate::base::{brevity, raising, sorting};
use crate::records::guard_state::GuardState;
use crate::records::record::{CallState, Record};

/// Writes a text to stderr, past the capture of the test harness: that shows nothing of tests that pass.
pub(crate) fn print_uncaptured(text: &str) {
    // In one piece, and whether or not anybody reads it.
    let _written = std::io::Write::write_all(&mut std::io::stderr(), format!("{text}\n").as_bytes());
}

/// The warning of a failure that is found when a thread-local is dropped.
pub(crate) fn too_late(failure: &str) -> String {
    format!(
        "asyncmock: warning: {failure}\n  it was found when a thread-local was dropped, where a panic would end the process: \
         clear that before its thread ends"
    )
}

/// A place as `file:line`.
pub(crate) fn place(location: &Location<'_>) -> String {
    raising::short_place(location)
}

/// One line of the journal.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The call's place in the order of events.
    pub(crate) order: u32,
    /// `Cat::go("north", 3)`.
    pub(crate) call: String,
    pub(crate) place: &'static Location<'static>,
    pub(crate) elapsed: Duration,
    pub(crate) what: Happening,
}

/// What a line of the journal is of, and how that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// A call.
    Call(CallState),
    /// A guard, and the call that was cancelled with it.
    Guard { state: GuardState, with: Option<String> },
}

impl Happening {
    /// Whether it has not ended.
    fn is_under_way(&self) -> bool {
        match self {
            Happening::Call(state) => matches!(state, CallState::Called | CallState::Pending),
            Happening::Guard { state, .. } => *state == GuardState::Held,
        }
    }
}

impl Entry {
    pub(crate) fn new(method: &str, arguments: &[String], record: &Record, place: &'static Location<'static>) -> Self {
        Entry {
            order: record.called,
            call: format!("{method}({})", arguments.join(", ")),
            place,
            elapsed: record.elapsed.duration(),
            what: Happening::Call(record.state()),
        }
    }
}

/// Puts lines into the order of events.
pub(crate) fn put_in_order(entries: &mut [Entry]) {
    sorting::put_in_order(entries, |entry| entry.order);
}

/// The same, each line once.
pub(crate) fn put_in_order_once(entries: &mut Vec<Entry>) {
    put_in_order(entries);
    entries.dedup_by_key(|entry| entry.order);
}

impl fmt::Display for Entry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = place(self.place);
        match &self.what {
            Happening::Call(state) => write_call(out, &self.call, &place, *state, self.elapsed),
            Happening::Guard { state, with } => {
                let after = (*state != GuardState::Held).then_some(self.elapsed);
                write_line(out, &self.call, &place, state, after.map(|after| ("after", after)), with.as_deref())
            }
        }
    }
}

/// Writes a call as a line of the journal.
pub(crate) fn write_call(
    out: &mut fmt::Formatter<'_>,
    call: &str,
    place: &dyn fmt::Display,
    state: CallState,
    elapsed: Duration,
) -> fmt::Result {
    let took = match state {
        CallState::Completed => Some(("in", elapsed)),
        CallState::Cancelled | CallState::Panicked => Some(("after", elapsed)),
        CallState::Called | CallState::Pending | CallState::NeverAwaited => None,
    };
    write_line(out, call, place, &state, took, None)
}

/// Writes a line of the journal: what took place where, how it stands, how long it took, and what ended with it.
pub(crate) fn write_line(
    out: &mut fmt::Formatter<'_>,
    what: &str,
    place: &dyn fmt::Display,
    state: &dyn fmt::Display,
    took: Option<(&str, Duration)>,
    with: Option<&str>,
) -> fmt::Result {
    write!(out, "{what} at {place} [{state}")?;
    if let Some((before, elapsed)) = took {
        // What takes no time worth the name is not timed: texts stay the same from run to run.
        let elapsed = Duration::from_millis(elapsed.as_millis().try_into().unwrap_or(u64::MAX));
        if !elapsed.is_zero() {
            write!(out, " {before} {elapsed:?}")?;
        }
    }
    if let Some(call) = with {
        write!(out, ", with {call}")?;
    }
    out.write_str("]")
}

/// A call with the number that it has in a list, of which the end alone may be shown.
fn numbered(entry: &Entry, entries: &[Entry]) -> String {
    match entries.iter().position(|known| known.order == entry.order) {
        Some(index) => format!("{}. {entry}", index + 1),
        None => entry.to_string(),
    }
}

/// As many things are listed; of more calls, the last ones.
pub(crate) const LISTED: usize = 20;

/// Appends the calls so far, leaving one out.
pub(crate) fn list_calls(text: &mut String, entries: &[Entry], without: Option<usize>) {
    let is_listed = |index: usize| Some(index) != without;
    let mut count = 0;
    for index in 0..entries.len() {
        count += usize::from(is_listed(index));
    }
    if count == 0 {
        text.push_str(if without.is_some() { "\nno other calls so far" } else { "\nno calls so far" });
    } else {
        text.push_str("\ncalls so far:");
        list_last(text, "calls", entries, without, count);
    }
}

/// As many calls of other methods are told of that have ended.
const RECENT: usize = 5;

/// Appends what else went on: what has not ended, and what has ended last.
pub(crate) fn list_others(text: &mut String, others: &[Entry]) {
    let has_ended = |entry: &&Entry| !entry.what.is_under_way();
    let (ended, all) = (others.iter().filter(has_ended).count(), others.len());
    if all == 0 {
        return;
    }
    let mut hidden = [ended - brevity::at_most(RECENT, ended), all - ended - brevity::at_most(LISTED, all - ended)];
    text.push_str("\nother methods so far:");
    if hidden != [0, 0] {
        let _ = write!(text, "\n  ({} earlier calls are not shown; ASYNCMOCK_FULL=1 shows all)", hidden[0] + hidden[1]);
    }
    for entry in others {
        let hidden = &mut hidden[usize::from(entry.what.is_under_way())];
        if *hidden > 0 {
            *hidden -= 1;
        } else {
            let _ = write!(text, "\n  {entry}");
        }
    }
}

/// Appends the last of so many entries, each with its number, leaving one out.
fn list_last(text: &mut String, what: &str, entries: &[Entry], without: Option<usize>, count: usize) {
    let mut hidden = count - brevity::at_most(LISTED, count);
    if hidden > 0 {
        let _ = write!(text, "\n  ({hidden} earlier {what} are not shown; ASYNCMOCK_FULL=1 shows all)");
    }
    for (index, entry) in entries.iter().enumerate() {
        if Some(index) == without {
            continue;
        }
        if hidden > 0 {
            hidden -= 1;
        } else {
            let _ = write!(text, "\n  {}. {entry}", index + 1);
        }
    }
}

/// Appends a list, unless it is empty.
pub(crate) fn list(text: &mut String, heading: &str, items: &[impl ToString]) {
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        lines.push(item.to_string());
    }
    list_lines(text, heading, &lines);
}

fn list_lines(text: &mut String, heading: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = write!(text, "\n{heading}:");
    let (mut number, mut lines) = (1, 0);
    for same in items.chunk_by(|one, next| one == next) {
        if lines == LISTED && !brevity::is_full() {
            return tell_hidden(text, "\n  ", items.len() + 1 - number);
        }
        lines += 1;
        let _ = match same.len() {
            1 => write!(text, "\n  {number}. {}", same[0]),
            count => write!(text, "\n  {number}. to {}. {}", number + count - 1, same[0]),
        };
        number += same.len();
    }
}

/// The warning about a future that nobody polled.
pub(crate) fn never_awaited(entry: &Entry) -> String {
    format!(
        "asyncmock: warning: {} at {} was never awaited: its future was dropped before it was polled",
        entry.call,
        place(entry.place)
    )
}

/// The failure of whoever changes an expectation that is no longer there.
pub(crate) fn expectation_gone(name: &str, expected: &Location<'_>) -> String {
    format!(
        "{name}: this expectation can't be changed any more: it went when all of them were verified or cleared; make another \
         one\n  expected at {}",
        place(expected)
    )
}

/// The failure of a future that was polled when it had ended: the compiler's words, and whose it is.
pub(crate) fn polled_again(name: &str) -> String {
    format!("`async fn` resumed after completion: the future of a call of {name} was polled again after its end")
}

/// The failure of an expectation that can't be dropped.
pub(crate) fn panicked_when_dropped(name: &str, panic: &str) -> String {
    format!("{panic}\n  when an expectation of {name} was dropped")
}

/// The failure of a held call that the test did not answer.
pub(crate) fn unanswered(entry: &Entry, held: &Location<'_>) -> String {
    format!(
        "{}: held, but not answered; call `respond`, or `leave_pending` if that is wanted\n  called at {}\n  held at {}",
        entry.call,
        place(entry.place),
        place(held)
    )
}

/// What a wait for expectations says of those that are not met.
pub(crate) fn not_satisfied(lacking: &[String]) -> String {
    let mut text = match lacking.len() {
        1 => "1 expectation is not met".to_owned(),
        count => format!("{count} expectations are not met"),
    };
    let shown = brevity::at_most(LISTED, lacking.len());
    for line in &lacking[..shown] {
        text.push_str("\n  ");
        text.push_str(line);
    }
    tell_hidden(&mut text, "\n  ", lacking.len() - shown);
    text
}

/// Says how many of some things are not shown, if there are any.
fn tell_hidden(text: &mut String, before: &str, hidden: usize) {
    if hidden > 0 {
        let _ = write!(text, "{before}({hidden} more; ASYNCMOCK_FULL=1 shows all)");
    }
}

/// The failure of `return_default`.
pub(crate) fn no_default(name: &str) -> String {
    format!("{name}: Returning default values requires a type with a default; use `returning` or `return_const`")
}

/// The failure of a method whose guard's value was given to an earlier call.
pub(crate) fn given_away(name: &str) -> String {
    format!(
        "{name}: returns_guard() has given its value away, which can't be cloned; give one expectation for each call, or a \
         value that is `Clone`"
    )
}

/// The failure of a method whose scripts of streams were all used.
pub(crate) fn no_more_scripts(name: &str, scripts: usize) -> String {
    let were =
        if scripts == 1 { "1 script, which was used" } else { &format!("{scripts} scripts, which were all used") };
    format!("{name}: return_stream_each() had {were}")
}

/// "1 item", "3 items".
pub(crate) fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// The failure of an assertion about a stream, or of a wait for it.
pub(crate) fn failed_stream(
    call: &str,
    called: &Location<'_>,
    assertion: &str,
    reason: &str,
    asserted: &Location<'_>,
    taken: usize,
) -> String {
    let (called, asserted, taken) = (place(called), place(asserted), items(taken));
    format!("{call}: {assertion}: {reason}\n  asserted at {asserted}\n  called at {called}\n  taken so far: {taken}")
}

/// The failure of a guard's async exit.
pub(crate) fn failed_exit(guard: &str, entered: &Location<'_>, what: &str) -> String {
    format!("{guard}: the async exit {what}\n  entered at {}", place(entered))
}

/// The failure of a guard that was dropped, though one of its methods must finish it.
pub(crate) fn not_finished(mock: &str, guard: &str, finishers: &[&str]) -> String {
    let finishers = quoted(finishers).join(" or ");
    format!("{mock}: the {guard} was dropped, but is to be finished by {finishers}")
}

/// The warning that takes its place where the guard may have been dropped with its future, which need not finish it.
pub(crate) fn perhaps_cancelled(not_finished: String) -> String {
    not_finished + ", unless it was cancelled, which this build doesn't tell"
}

/// The failure of `passthrough`.
pub(crate) fn nothing_wrapped(name: &str, mock: &str) -> String {
    format!("{name}: passthrough() needs a mock that was made by `{mock}::wrapping(real)`")
}

/// Names as they stand in a text: `` `north` ``.
fn quoted(names: &[&str]) -> Vec<String> {
    let mut quoted = Vec::with_capacity(names.len());
    for name in names {
        quoted.push(format!("`{name}`"));
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(order: u32, state: CallState) -> Entry {
        let (call, elapsed) = (format!("Cat::go({order})"), Duration::ZERO);
        Entry { order, call, place: Location::caller(), elapsed, what: Happening::Call(state) }
    }

    #[test]
    fn of_a_long_list_the_first_twenty_are_told() {
        let items: Vec<u32> = (1..=30).collect();
        let mut text = String::new();
        list(&mut text, "calls", &items);
        assert!(text.starts_with("\ncalls:\n  1. 1\n  2. 2\n"), "{text}");
        assert!(text.ends_with("\n  20. 20\n  (10 more; ASYNCMOCK_FULL=1 shows all)"), "{text}");
        text.clear();
        list(&mut text, "calls", &[7; 30]);
        assert_eq!(text, "\ncalls:\n  1. to 30. 7");
    }

    #[test]
    fn of_many_expectations_that_are_waited_for_twenty_are_told() {
        let lacking: Vec<String> = (1..=21).map(|number| format!("number {number}")).collect();
        let text = not_satisfied(&lacking);
        assert!(text.starts_with("21 expectations are not met\n  number 1\n"), "{text}");
        assert!(text.ends_with("\n  number 20\n  (1 more; ASYNCMOCK_FULL=1 shows all)"), "{text}");
    }

    #[test]
    fn of_other_methods_is_told_what_has_not_ended_and_what_ended_last() {
        let mut others = vec![entry(1, CallState::Completed), entry(2, CallState::Pending)];
        others.extend((3..=8).map(|order| entry(order, CallState::Completed)));
        let mut text = String::new();
        list_others(&mut text, &others);
        let told: Vec<&str> = text.lines().map(|line| line.split(" at ").next().unwrap_or_default()).collect();
        assert_eq!(
            told,
            [
                "",
                "other methods so far:",
                "  (2 earlier calls are not shown; ASYNCMOCK_FULL=1 shows all)",
                "  Cat::go(2)",
                "  Cat::go(4)",
                "  Cat::go(5)",
                "  Cat::go(6)",
                "  Cat::go(7)",
                "  Cat::go(8)",
            ]
        );
        text.clear();
        list_others(&mut text, &[]);
        assert_eq!(text, "");
    }
}
