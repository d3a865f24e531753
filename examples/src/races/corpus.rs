//! The races as a table, for programs that run them all.

use std::future::Future;

use asyncmock::Explore;
use asyncmock::explore::{Counterexample, Report};
use tokio::runtime::Builder;

/// A race: what runs the code that has the bug, and the mended code.
#[derive(Clone, Copy, Debug)]
pub struct Race {
    /// The name of its module.
    pub name: &'static str,
    /// What goes wrong, in 60 characters.
    pub summary: &'static str,
    /// Explores the code that has the bug, with what else it takes to be found.
    pub explore_failing: fn(Explore) -> Result<Report, Counterexample>,
    /// Explores the mended code the same way.
    pub explore_mended: fn(Explore) -> Result<Report, Counterexample>,
    /// Runs the code that has the bug once, as a test does that is not explored: it passes.
    pub run_failing: fn(),
}

/// Writes down races by their modules' names, with what else the explorer is to be told of each.
macro_rules! races {
    ($($race:ident $(.$setting:ident($($value:literal)?))? => $summary:literal,)*) => {
        &[$(Race {
            name: stringify!($race),
            summary: $summary,
            explore_failing: |explore| explore$(.$setting($($value)?))?.try_run(super::$race::bodies::fails),
            explore_mended: |explore| explore$(.$setting($($value)?))?.try_run(super::$race::bodies::passes),
            run_failing: || run(super::$race::bodies::fails()),
        },)*]
    };
}

/// All of them, each of which [`Explore::new`] finds.
pub const ALL: &[Race] = races! {
    answers_swapped.time(1) => "a question that was given up answers the next one",
    cleared_buffer => "a buffer is cleared of what was added while it was sent",
    compensation => "a reservation is undone before it arrives, and stays",
    double_spend => "two spend what each has seen of a balance",
    half_a_message => "a select! that begins anew loses half of a message",
    half_open => "a half-open circuit breaker lets everybody try",
    late_login => "a login is answered after the logout, and stays",
    lock_order => "two locks are taken in two orders",
    lost_at_shutdown => "a message is queued once a shutdown has emptied the queue",
    lost_update => "of two changes at once one overwrites the other",
    lost_wake_up => "somebody is woken before they wait",
    missed_event => "what comes between a list and a watch is never seen",
    offset_commit => "a message is committed before an earlier one is handled",
    paid_twice => "a payment whose answer is late is made again",
    pool => "a caller that goes away takes a connection along",
    rate_limit => "what is under way does not count against a limit",
    retry_storm.time(3) => "calls that are late are made again, for ever",
    search_box => "a late answer takes the place of a newer one",
    stale_cache => "a cache keeps what was read before it was invalidated",
    stale_close => "a late failure closes the connection that came after",
    stampede => "all that find a cache empty fetch at once",
    stray_worker.deny_leaks() => "a worker is told to stop before it listens",
    token_refresh => "a second renewal revokes the tokens of the first",
    two_connections => "two open a connection at once, and one is never closed",
    two_leaders.time(1) => "a write of a former leader lands after a new leader's",
};

/// Runs a test on a paused clock.
fn run(test: impl Future) {
    let runtime =
        Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime without I/O");
    runtime.block_on(test);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::panic::catch_unwind;

    use asyncmock::Explore;

    use super::ALL;

    #[test]
    fn each_is_found() {
        for race in ALL {
            let found = (race.explore_failing)(Explore::new()).expect_err(race.name);
            assert!(found.schedules() <= 10_000, "{}: {}", race.name, found.schedules());
        }
    }

    #[test]
    #[ignore = "a deadlock is none before half a second is over, so this takes minutes"]
    fn deadlocks_are_run_again_a_hundred_times() {
        let mut deadlocks = 0;
        for race in ALL {
            let found = (race.explore_failing)(Explore::new()).expect_err(race.name);
            if !found.to_string().starts_with("deadlock") {
                continue;
            }
            deadlocks += 1;
            for _ in 0..100 {
                let again = (race.explore_failing)(Explore::replay(found.schedule().to_owned())).expect_err(race.name);
                assert!(again.to_string().starts_with("deadlock: no task can run, and no timer is set\n"), "{again}");
            }
        }
        assert!(deadlocks > 0);
    }

    #[test]
    fn none_is_found_in_what_is_mended() {
        for race in ALL {
            let report = (race.explore_mended)(Explore::new()).unwrap_or_else(|found| panic!("{}: {found}", race.name));
            assert!(report.exhausted(), "{}: {report}", race.name);
        }
    }

    #[test]
    fn a_test_that_is_not_explored_passes_by_each() {
        for race in ALL {
            assert!(catch_unwind(race.run_failing).is_ok(), "{} fails in the order of calls", race.name);
        }
    }

    #[test]
    fn each_module_is_listed_in_a_line() {
        let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/races")).unwrap();
        let mut modules: BTreeSet<String> =
            files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        modules.retain(|module| module != "corpus" && module != "finding");
        assert_eq!(ALL.iter().map(|race| race.name.to_owned()).collect::<BTreeSet<_>>(), modules);
        for race in ALL {
            assert!(race.summary.chars().count() <= 60, "{}: {}", race.name, race.summary);
        }
    }
}
