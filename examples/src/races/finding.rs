//! How a bug is found, for the tests of each.

use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use asyncmock::Explore;

/// A schedule in which a test fails.
pub(super) struct Found {
    /// The whole failure.
    pub(super) text: String,
    /// `am1:0.1`.
    pub(super) schedule: String,
}

impl Found {
    /// How often it departs from the order of arrival.
    pub(super) fn departures(&self) -> u32 {
        let picks = self.schedule.strip_prefix("am1:").expect("it is a schedule");
        picks.split('.').filter(|pick| *pick != "0").count() as u32
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
    let failure = |explore: Explore| {
        let panic = catch_unwind(AssertUnwindSafe(|| settings(explore).run(body))).err()?;
        Some(panic.downcast_ref::<String>().expect("the text of a failure").clone())
    };
    let text = failure(Explore::new()).expect("the bug is found");
    let (_, rest) = text.split_once("ASYNCMOCK_SCHEDULE='").expect("it says how it is run again");
    let schedule = rest.split_once('\'').expect("the schedule has an end").0.to_owned();
    let found = Found { text, schedule };
    // A deadlock is none before the harness has looked for half a second.
    let times = if found.headline().starts_with("deadlock") { 3 } else { 100 };
    for _ in 0..times {
        let again = failure(Explore::replay(found.schedule.clone())).expect("it fails again");
        assert_eq!(again.lines().next(), Some(found.headline()));
    }
    if let Some(fewer) = found.departures().checked_sub(1) {
        assert_eq!(failure(Explore::new().bound(fewer)), None, "nothing that departs less often fails");
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
