//! The report of a test that does not come to its end: who waits for what.

use std::fmt::Write as _;
use std::time::Duration;

use crate::base::brevity;
use crate::report::{Entry, list, list_calls};
use crate::sessions::panics::Bystander;
use crate::tasks::test_body::{Doing, Verdict};
use crate::tasks::whereabouts::Whereabouts;

/// A test that does not come to its end, and all that is known about it.
pub(crate) struct Hang<'r> {
    pub(crate) verdict: Verdict,
    /// `2s`.
    pub(crate) limit: &'r str,
    /// `herds::a_cat_is_herded`.
    pub(crate) name: &'r str,
    /// Where the test waits.
    pub(crate) waits: &'r [Whereabouts],
    /// The calls that have not been answered.
    pub(crate) calls: &'r [Entry],
    pub(crate) guards: &'r [Entry],
    pub(crate) tasks: &'r [String],
    /// How many threads are blocked.
    pub(crate) threads: usize,
    /// The threads that are not the test's own.
    pub(crate) beside: &'r [String],
    pub(crate) panics: &'r [Bystander],
    pub(crate) journal: &'r [Entry],
    /// The failures of expectations that are not met.
    pub(crate) unmet: &'r [String],
}

/// The report.
pub(crate) fn hang(hang: &Hang<'_>) -> String {
    let limit = hang.limit;
    let verdict = match hang.verdict {
        #[cfg(feature = "tokio")]
        Verdict::Deadlock => "deadlock: no task can run, and no timer is set".to_owned(),
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Waiting) => format!("timed out after {limit}: it waits for a timer, a thread or I/O"),
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Running) => format!("timed out after {limit}: its tasks ran, and paused at times"),
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Spinning) => {
            format!("timed out after {limit}: its tasks never paused: a livelock, long work, or a blocking call")
        }
        Verdict::TimedOut(Doing::Blocking) => format!("timed out after {limit}: its thread is blocked"),
        Verdict::TimedOut(Doing::Ended(after)) => {
            format!("timed out after {limit}: it ended after {:?}", Duration::from_millis(after.as_millis() as u64))
        }
        Verdict::TimedOut(Doing::Unknown) => format!("timed out after {limit}"),
    };
    let mut text = format!("{verdict}\n  test {}", hang.name);
    for waits in hang.waits {
        let _ = write!(text, "\n  it waits{waits}");
    }
    list(&mut text, "calls that were not answered", hang.calls);
    list(&mut text, "guards still held", hang.guards);
    list(&mut text, "tasks still alive", hang.tasks);
    if hang.threads > 0 {
        let _ = write!(text, "\nthreads still blocked: {}", hang.threads);
    }
    match hang.beside {
        [] => {}
        [one] => text.push_str(&format!("\nbeside it 1 thread is alive: {one}")),
        several => text.push_str(&format!("\nbeside it {} threads are alive: {}", several.len(), several.join(", "))),
    }
    let mut panics = Vec::with_capacity(hang.panics.len());
    for panic in hang.panics {
        panics.push(format!("at {}: {}", panic.place, panic.text));
    }
    list(&mut text, "panics in tasks", &panics);
    let mut unmet = Vec::with_capacity(hang.unmet.len());
    for failure in hang.unmet {
        unmet.extend(failure.lines().next().map(str::to_owned));
    }
    list(&mut text, "expectations that are not met", &unmet);
    list_calls(&mut text, hang.journal, None);
    text.push_str(brevity::hint(&text));
    text
}

/// What is said before a test's process is aborted.
pub(crate) fn abort(name: &str, report: &str) -> String {
    format!("asyncmock: {name}: a thread is blocked and can't be taken back, so the process is aborted\n{report}")
}
