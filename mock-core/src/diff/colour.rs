//! Colours, for those who ask for them with `ASYNCMOCK_COLOR=always`.
//!
//! A failure's text is the panic's payload, and tests assert on payloads: colours that come by themselves, on a
//! terminal, would break there what passes elsewhere. A panic hook could colour what is printed alone, but it would
//! print what a hook of the test's own has silenced.

use std::sync::OnceLock;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

fn coloured() -> bool {
    static COLOURED: OnceLock<bool> = OnceLock::new();
    *COLOURED.get_or_init(|| std::env::var_os("ASYNCMOCK_COLOR").is_some_and(|colour| colour == "always"))
}

/// What was expected.
pub(super) fn expected(line: &str) -> String {
    paint(line, GREEN, coloured())
}

/// What there was instead.
pub(super) fn actual(line: &str) -> String {
    paint(line, RED, coloured())
}

fn paint(line: &str, colour: &str, coloured: bool) -> String {
    if coloured { format!("{colour}{line}{PLAIN}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{RED, paint};

    #[test]
    fn a_line_is_coloured_only_when_asked_for() {
        assert_eq!(paint("actual: 1", RED, true), "\u{1b}[31mactual: 1\u{1b}[0m");
        assert_eq!(paint("actual: 1", RED, false), "actual: 1");
    }
}
