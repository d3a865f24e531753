//! What a test leaves behind when it is over, in words.

use super::{Entry, LISTED, list, place, tell_hidden};
use crate::base::brevity;

/// What a test leaves behind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Left {
    pub(crate) tasks: Vec<String>,
    /// How many threads are blocked.
    pub(crate) threads: usize,
    pub(crate) guards: Vec<Entry>,
    /// The calls that have not been answered.
    pub(crate) calls: Vec<Entry>,
    /// The mocks that are on threads which the test has begun.
    pub(crate) mocks: Vec<String>,
}

/// Where it is said what a test may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// In its attribute.
    InAttribute,
    /// At the future that is checked, or for all tests, in the environment.
    AtFuture,
}

impl Said {
    /// How something is allowed: `leaks`.
    fn allowed(self, what: &str) -> String {
        match self {
            Said::InAttribute => format!("write `{what} = \"allow\"` in the test's attribute"),
            Said::AtFuture => {
                format!("leave out `deny_{what}()` and set `ASYNCMOCK_{}=allow`", what.to_ascii_uppercase())
            }
        }
    }
}

/// The failure of a test that leaves something behind.
pub(crate) fn left(left: &Left, said: Said) -> Option<String> {
    let mut counts = Vec::new();
    counts.extend(count(left.tasks.len(), "task is", "tasks are", "still alive"));
    counts.extend(count(left.threads, "blocking thread is", "blocking threads are", "still alive"));
    counts.extend(count(left.guards.len(), "guard is", "guards are", "still held"));
    counts.extend(count(left.calls.len(), "call is", "calls are", "still pending"));
    counts.extend(count(left.mocks.len(), "mock is", "mocks are", "still on a thread that it has begun"));
    if counts.is_empty() {
        return None;
    }
    let mut text = format!("the test is over, but {}", counts.join(", "));
    list(&mut text, "tasks", &left.tasks);
    list(&mut text, "guards", &left.guards);
    list(&mut text, "calls", &left.calls);
    list(&mut text, "mocks", &left.mocks);
    text.push_str(&format!("\n  await or abort what it started, or {}", said.allowed("leaks")));
    Some(text)
}

fn count(count: usize, one: &str, several: &str, how: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one} {how}")),
        count => Some(format!("{count} {several} {how}")),
    }
}

/// The failure of a test with calls that were never awaited.
pub(crate) fn unawaited(calls: &[Entry], said: Said) -> Option<String> {
    let were = match calls.len() {
        0 => return None,
        1 => "1 call was".to_owned(),
        count => format!("{count} calls were"),
    };
    let mut lines = Vec::with_capacity(calls.len());
    for call in calls {
        lines.push(format!("{} at {}", call.call, place(call.place)));
    }
    let mut text = format!("{were} never awaited");
    list(&mut text, "calls", &lines);
    text.push_str(&format!("\n  await them, or {}", said.allowed("unawaited")));
    Some(text)
}

/// The failure of a test whose tasks have panicked, which nobody has seen.
pub(crate) fn unseen_panics(panics: &[(String, String)]) -> Option<String> {
    if panics.is_empty() {
        return None;
    }
    let mut text = String::from("a task or a thread panicked, and nobody awaited it:");
    list_panics(&mut text, panics);
    Some(text)
}

/// The failure of a test whose tasks have panicked, which may have been handled.
pub(crate) fn unhandled_panics(panics: &[(String, String)], said: Said) -> Option<String> {
    if panics.is_empty() {
        return None;
    }
    let mut text = String::from("a task or a thread panicked, which the test may have handled, or not:");
    list_panics(&mut text, panics);
    text.push_str(match said {
        Said::InAttribute => {
            "\n  `panics = \"deny\"` in the test's attribute fails the test for it, and `panics = \"allow\"` is silent"
        }
        Said::AtFuture => "\n  `deny_panics()` fails the test for it, and `ASYNCMOCK_PANICS=allow` is silent",
    });
    Some(text)
}

fn list_panics(text: &mut String, panics: &[(String, String)]) {
    let shown = brevity::at_most(LISTED, panics.len());
    for (message, place) in &panics[..shown] {
        text.push_str(&format!("\n  panicked at {place}: {message}"));
    }
    tell_hidden(text, "\n  ", panics.len() - shown);
}
