//! How a bug is found, for the tests of each.

use std::fmt::Debug;
use std::future::Future;

use asyncmock::Explore;
use asyncmock::explore::Counterexample;

/// A schedule in which a test fails.
pub(super) struct Found {
    /// The whole failure.
    pub(super) text: String,
    /// `am1:0.1`.
    pub(super) schedule: String,
}

impl Found {
    fn of(counterexample: &Counterexample) -> Self {
        Found { text: counterexample.to_string(), schedule: counterexample.schedule().to_owned() }
    }

    /// The first line of the failure.
    pub(super) fn headline(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

/// Finds the bug, fails with it again and again, and shows that no schedule fails that departs less often.
#[track_caller]
pub(super) fn find<T: Debug, F: Future<Output = T>>(
    settings: impl Fn(Explore) -> Explore,
    body: impl Fn() -> F + Copy,
) -> Found {
    let failure = |explore: Explore| settings(explore).try_run(body).err();
    let counterexample = failure(Explore::new()).expect("the bug is found");
    let found = Found::of(&counterexample);
    // A deadlock is none before the harness has looked for half a second.
    let times = if found.headline().starts_with("deadlock") { 3 } else { 100 };
    for _ in 0..times {
        let again = failure(Explore::replay(found.schedule.clone())).expect("it fails again");
        assert_eq!(Found::of(&again).headline(), found.headline());
    }
    if let Some(fewer) = counterexample.departures().checked_sub(1) {
        let fewer = failure(Explore::new().bound(fewer));
        assert!(fewer.is_none(), "one that departs less often fails: {}", fewer.unwrap());
    }
    found
}

/// Runs what is mended in every order, and says in how many.
#[track_caller]
pub(super) fn passes<T: Debug, F: Future<Output = T>>(explore: Explore, body: impl Fn() -> F) -> usize {
    let report = explore.run(body);
    assert!(report.exhausted(), "{report}");
    report.schedules()
}
