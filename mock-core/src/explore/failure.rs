//! A schedule that fails, in words.

use std::fmt::Write as _;

use crate::explore::run::{Run, RunEnd, RunFailure};
use crate::explore::search::times;
use crate::report;
use crate::schedule::step::{Pick, StepKind};
use crate::sessions::scheduler::ToldStep;

/// What is to be said of a schedule that fails.
pub(super) struct Failing<'c> {
    pub(super) failure: &'c RunFailure,
    pub(super) told: &'c [ToldStep],
    /// The nearest that passes, if one was looked for and found.
    pub(super) nearest: Option<&'c [ToldStep]>,
    /// `am1:0.1`.
    pub(super) schedule: &'c str,
    /// The same, by what calls are known again once the test has changed.
    pub(super) marked: &'c str,
    pub(super) departures: u32,
    /// How many schedules had passed before.
    pub(super) passed: usize,
    /// As the test runner knows the test: `tests::a_cat_is_herded`.
    pub(super) test: &'c str,
    /// `.time(4)`.
    pub(super) settings: &'c str,
    pub(super) is_replay: bool,
}

/// So many steps before and behind the one that matters are shown.
const AROUND: usize = 10;

/// The whole text.
pub(super) fn text(failing: &Failing<'_>) -> String {
    let Failing { failure, told, nearest, schedule, marked, departures, passed, test, settings, is_replay } = failing;
    let mut text = failure.text.clone();
    if let Some(place) = &failure.place {
        let _ = write!(text, "\n  panicked at {place}");
    }
    if !text.contains("\ncalls so far:") && !text.contains("\nno calls so far") {
        report::list_calls(&mut text, &failure.journal, None);
    }
    let first = match nearest {
        Some(nearest) => first_difference(told, nearest),
        None => told.iter().position(|step| step.picked > 0),
    };
    text.push_str("\n\n");
    text.push_str(&match departures {
        _ if told.is_empty() => "no call waited for its turn".to_owned(),
        0 => "the order in which it fails is that in which the calls were polled:".to_owned(),
        departures => format!("the order in which it fails departs {} from what comes first:", times(*departures)),
    });
    list(&mut text, told, first);
    match nearest {
        Some(nearest) => {
            text.push_str("\nthe nearest order in which it passes:");
            list(&mut text, nearest, first);
        }
        None if *is_replay || told.is_empty() => {}
        None => text.push_str("\nno order was found in which it passes"),
    }
    if !is_replay {
        let passed = match passed {
            0 => "no schedule was run before it".to_owned(),
            1 => "1 schedule before it has passed".to_owned(),
            several => format!("{several} schedules before it have passed"),
        };
        let _ = write!(text, "\n{passed}");
    }
    let _ = write!(text, "\n  once more: ASYNCMOCK_SCHEDULE='{schedule}' cargo test {test} -- --exact");
    let _ = write!(text, "\n  as a test: Explore::replay(\"{marked}\"){settings}.run(..)");
    text
}

/// At which step two runs differ.
pub(super) fn first_difference(one: &[ToldStep], other: &[ToldStep]) -> Option<usize> {
    let differ = one.iter().zip(other).position(|(one, other)| one.picked() != other.picked());
    differ.or((one.len() != other.len()).then_some(one.len().min(other.len())))
}

/// Lists steps, one of which is marked.
fn list(text: &mut String, told: &[ToldStep], marked: Option<usize>) {
    let middle = marked.unwrap_or(0);
    let (begin, end) = (middle.saturating_sub(AROUND), (middle + AROUND + 1).min(told.len()));
    if begin > 0 {
        let _ = write!(text, "\n  ({begin} steps before)");
    }
    for (index, step) in told.iter().enumerate().take(end).skip(begin) {
        let mark = if marked == Some(index) { '>' } else { ' ' };
        let _ = write!(text, "\n{mark} {}. {}", index + 1, step.picked());
        match (step.kind, step.choices()) {
            (StepKind::Own, _) | (_, 1) => {}
            (_, choices) => _ = write!(text, ", of {choices} that could be next"),
        }
    }
    if end < told.len() {
        let _ = write!(text, "\n  ({} steps behind)", told.len() - end);
    }
}

/// How a schedule does not fit a test.
pub(super) fn misfit(schedule: &str, laid_down: Option<Pick>, step: usize, run: &Run) -> String {
    let (done, number) = (run.steps.len(), step + 1);
    let why = match run.steps.get(step) {
        Some(there) => match (there.kind, laid_down) {
            (StepKind::Turn { time: false, .. }, Some(Pick::TIME)) => {
                "time was no option (`time(..)` has it pass)".to_owned()
            }
            (StepKind::Turn { calls, time }, Some(pick))
                if pick.as_given_up().is_some() && there.of == calls + u16::from(time) =>
            {
                "nothing could be cancelled".to_owned()
            }
            _ => format!("there were {} options", there.of),
        },
        None => match done {
            0 => "there was no choice".to_owned(),
            1 => "there was no more than 1".to_owned(),
            done => format!("there were no more than {done}"),
        },
    };
    format!(
        "the schedule {schedule} fits no further than to choice {number}, where {why}; from there the first option was picked"
    )
}

/// How a schedule fits a test that has changed.
pub(super) fn unlike(schedule: &str, step: usize) -> String {
    let number = step + 1;
    format!(
        "the schedule {schedule} is one of other calls: at choice {number} none was like it, and one was picked by its number"
    )
}

/// The first difference of two runs that should be the same.
pub(super) fn difference(one: &Run, other: &Run) -> Option<String> {
    if let Some(step) = first_difference(&one.told, &other.told) {
        let picked =
            |run: &Run| run.told.get(step).map_or("the end of the test".to_owned(), |step| step.picked().to_owned());
        return Some(format!("step {} was once `{}`, then `{}`", step + 1, picked(one), picked(other)));
    }
    match (&one.end, &other.end) {
        (RunEnd::Passed(one), RunEnd::Passed(other)) if one == other => None,
        (RunEnd::Passed(one), RunEnd::Passed(other)) => Some(format!("it gave once `{one}`, then `{other}`")),
        (RunEnd::Failed(one), RunEnd::Failed(other)) if one.is_like(other) => None,
        (RunEnd::Void, RunEnd::Void) => None,
        _ => Some("it has failed once, but not the same way twice".to_owned()),
    }
}
