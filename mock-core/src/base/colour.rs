//! Colours of failures that are printed to a terminal. The text itself, which is the panic's payload, has none: tests assert on
//! payloads, and logs keep them.
//!
//! `ASYNCMOCK_COLOR` says `always` or `never`. What else there is to ask is a line of the standard library's, for which no crate is
//! worth its compile time to every user.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal as _};

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

/// A failure as it is printed: with the lines coloured that say what was expected, and what there was instead.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    if is_wanted() { paint(text).into() } else { text.into() }
}

/// What is captured is printed to the standard output when the test has failed.
fn is_wanted() -> bool {
    let is = |name: &str, value: &str| env::var_os(name).is_some_and(|said| said == value);
    let is_set = |name: &str| env::var_os(name).is_some_and(|said| !said.is_empty());
    let are_terminals = || io::stderr().is_terminal() && io::stdout().is_terminal();
    is("ASYNCMOCK_COLOR", "always")
        || !is("ASYNCMOCK_COLOR", "never") && !is_set("NO_COLOR") && !is("TERM", "dumb") && are_terminals()
}

fn paint(text: &str) -> String {
    let mut painted = String::new();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let said = line.trim_start();
        let colour = match said.split_once(' ') {
            _ if said.len() == line.len() => None,
            Some(("expected:" | "-", _)) => Some(GREEN),
            Some(("actual:" | "+", _)) => Some(RED),
            _ => None,
        };
        match colour {
            Some(colour) => {
                let indent = &line[..line.len() - said.len()];
                painted.extend([indent, colour, said, PLAIN, end]);
            }
            None => painted.extend([line, end]),
        }
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::paint;

    #[test]
    fn lines_that_tell_values_apart_are_coloured() {
        let text = "\
expected: nothing of this
  expected: 1
  actual:   2
  (- expected, + actual)
    - one
    + other
  expected at a.rs:1";
        assert_eq!(
            paint(text),
            "\
expected: nothing of this
  \u{1b}[32mexpected: 1\u{1b}[0m
  \u{1b}[31mactual:   2\u{1b}[0m
  (- expected, + actual)
    \u{1b}[32m- one\u{1b}[0m
    \u{1b}[31m+ other\u{1b}[0m
  expected at a.rs:1"
        );
    }
}
