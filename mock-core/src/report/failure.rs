//! Failures that go on: with the place where they are told, and those that are told later, or again.

use std::panic::Location;

use super::{place, tell_hidden};
use crate::base::{brevity, raising};

/// Fails the test where this was called, with a text that is also the panic's payload.
#[track_caller]
pub(crate) fn raise(text: String) -> ! {
    raising::raise(text, Location::caller())
}

/// Something that is wrong, and where the user may look for it.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    pub(crate) text: String,
    pub(crate) place: &'static Location<'static>,
}

impl Complaint {
    /// Bounded, unless all is asked for.
    pub(crate) fn new(text: String, place: &'static Location<'static>) -> Self {
        Complaint { text: brevity::bound(text), place }
    }

    /// About several things at once, if there are any, at the place of the first.
    pub(crate) fn of_all(complaints: Vec<Complaint>) -> Option<Self> {
        let place = complaints.first()?.place;
        Some(Complaint::new(Complaint::texts(complaints).join("\n\n"), place))
    }

    /// Of each its text.
    pub(crate) fn texts(complaints: Vec<Complaint>) -> Vec<String> {
        let mut texts = Vec::with_capacity(complaints.len());
        for complaint in complaints {
            texts.push(complaint.text);
        }
        texts
    }

    /// Fails the test.
    pub(crate) fn raise(self) -> ! {
        raising::raise(self.text, self.place)
    }
}

/// A failure that is told later than it was raised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    /// The text of the panic.
    pub(crate) panic: String,
    /// What has panicked, where the text does not say: `MockCat::go("north"): its answer`.
    by: Option<String>,
    /// Where the user may look for it, if that is known.
    pub(crate) place: Option<&'static Location<'static>>,
}

impl Failure {
    /// One whose panic says all there is to say.
    pub(crate) fn of(panic: String) -> Self {
        Failure { panic, by: None, place: None }
    }

    /// The same, with a place.
    pub(crate) fn about(complaint: &Complaint) -> Self {
        Failure { place: Some(complaint.place), ..Failure::of(complaint.text.clone()) }
    }

    /// A panic of the user's own code that a mock has run, for a call that was made at a place if it was for one.
    pub(crate) fn by(by: String, panic: String, called: Option<&'static Location<'static>>) -> Self {
        Failure { by: Some(by), place: called, ..Failure::of(panic) }
    }
}

/// Whether a panic hands a failure on: with its text, or as a value of a `JoinError`.
pub(crate) fn tells(panic: &str, failure: &str) -> bool {
    let quoted = format!("{failure:?}");
    panic.contains(failure) || panic.contains(quoted.trim_matches('"'))
}

/// What failed where nobody may have seen it.
pub(crate) fn lost_failures(failures: &[Failure]) -> String {
    listed("a mock failed in a task or on a thread of its own, where the failure was lost:", failures)
}

/// What failed in the body of a test, which went on.
pub(crate) fn caught_failures(failures: &[Failure]) -> String {
    listed(
        "a mock failed, and the panic was caught; a failure that is meant is for `asyncmock::catch_failure`:",
        failures,
    )
}

/// As many failures are told, each with all that it says.
const FAILURES: usize = 5;

fn listed(headline: &str, failures: &[Failure]) -> String {
    let mut text = String::from(headline);
    let shown = brevity::at_most(FAILURES, failures.len());
    for failure in &failures[..shown] {
        text.push_str("\n\n");
        if let Some(by) = &failure.by {
            text.push_str(by);
            text.push_str(" panicked: ");
        }
        text.push_str(&failure.panic);
        if let (Some(_), Some(called)) = (&failure.by, failure.place) {
            text.push_str(&format!("\n  called at {}", place(called)));
        }
    }
    tell_hidden(&mut text, "\n\n", failures.len() - shown);
    text
}
