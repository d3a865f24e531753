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
    /// Whether some of them wait for the explorer.
    pub(crate) await_turns: bool,
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
        Verdict::Endless => {
            "livelock: call after call was answered, and there is no end (`max_calls` allows more)".to_owned()
        }
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Waiting) => format!("timed out after {limit}: it waits for a timer, a thread or I/O"),
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Running) => format!("timed out after {limit}: its tasks ran, and paused at times"),
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Spinning { since_pause }) => {
            let paused =
                since_pause.map_or("never paused".to_owned(), |span| format!("have not paused for {}", millis(span)));
            format!("timed out after {limit}: its tasks {paused}: a livelock, long work, or a blocking call")
        }
        #[cfg(feature = "tokio")]
        Verdict::TimedOut(Doing::Starving { ran, of }) => {
            let (ran, of) = (millis(ran), millis(of));
            format!("timed out after {limit}: the machine is busy, and its thread ran for {ran} of the last {of}")
        }
        Verdict::TimedOut(Doing::Blocking) => format!("timed out after {limit}: its thread is blocked"),
        Verdict::TimedOut(Doing::Ended(after)) => {
            format!("timed out after {limit}: it ended after {}", millis(after))
        }
        Verdict::TimedOut(Doing::Unknown) => format!("timed out after {limit}"),
    };
    let mut text = format!("{verdict}\n  test {}", hang.name);
    for waits in hang.waits {
        let _ = write!(text, "\n  it waits{waits}");
    }
    list(&mut text, "calls that were not answered", hang.calls);
    if hang.await_turns && matches!(hang.verdict, Verdict::TimedOut(Doing::Blocking)) {
        text.push_str(FREE_THREAD);
    }
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

/// What is to be known of a call that waits for its turn.
const FREE_THREAD: &str = "\n  a test that is explored answers its calls when its thread is free: if they wait inside of a \
                           `block_on`, or of `LocalPool::run`, await them instead";

/// A span of time in milliseconds at the finest.
fn millis(span: Duration) -> String {
    format!("{:?}", Duration::from_millis(span.as_millis() as u64))
}

/// What is said before a test's process is aborted.
pub(crate) fn abort(name: &str, report: &str) -> String {
    format!("asyncmock: {name}: a thread is blocked and can't be taken back, so the process is aborted\n{report}")
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use super::{Hang, hang};
    use crate::tasks::test_body::{Doing, Verdict};
    use std::time::Duration;

    fn first_line(doing: Doing) -> String {
        let verdict = Verdict::TimedOut(doing);
        let text = hang(&Hang {
            verdict,
            limit: "2s",
            name: "herds",
            waits: &[],
            calls: &[],
            await_turns: false,
            guards: &[],
            tasks: &[],
            threads: 0,
            beside: &[],
            panics: &[],
            journal: &[],
            unmet: &[],
        });
        text.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_a_test_did_is_said_as_far_as_it_was_seen() {
        let span = Duration::from_micros;
        assert_eq!(
            first_line(Doing::Spinning { since_pause: None }),
            "timed out after 2s: its tasks never paused: a livelock, long work, or a blocking call"
        );
        assert_eq!(
            first_line(Doing::Spinning { since_pause: Some(span(1_234_567)) }),
            "timed out after 2s: its tasks have not paused for 1.234s: a livelock, long work, or a blocking call"
        );
        assert_eq!(
            first_line(Doing::Starving { ran: span(12_345), of: span(1_900_000) }),
            "timed out after 2s: the machine is busy, and its thread ran for 12ms of the last 1.9s"
        );
        assert_eq!(first_line(Doing::Ended(span(2_100_999))), "timed out after 2s: it ended after 2.1s");
    }
}
