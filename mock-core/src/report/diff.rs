//! Sets two values beside each other.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

/// Whether failures are read on a terminal that wants colours.
fn coloured() -> bool {
    static COLOURED: OnceLock<bool> = OnceLock::new();
    *COLOURED.get_or_init(|| std::env::var_os("NO_COLOR").is_none() && std::io::stderr().is_terminal())
}

fn paint(line: &str, colour: AnsiColor) -> String {
    if coloured() {
        let style = Style::new().fg_color(Some(colour.into()));
        format!("{style}{line}{style:#}")
    } else {
        line.to_owned()
    }
}

/// The lines that tell an expected value from the actual one, each behind `indent`.
pub(crate) fn lines(expected: &str, actual: &str, indent: &str) -> String {
    if !expected.contains('\n') && !actual.contains('\n') {
        let expected = paint(&format!("expected: {expected}"), AnsiColor::Green);
        let actual = paint(&format!("actual:   {actual}"), AnsiColor::Red);
        return format!("\n{indent}{expected}\n{indent}{actual}");
    }
    let mut text = format!("\n{indent}(- expected, + actual)");
    let diff = TextDiff::from_lines(expected, actual);
    for change in diff.iter_all_changes() {
        let line = change.value().trim_end_matches('\n');
        let line = match change.tag() {
            ChangeTag::Delete => paint(&format!("- {line}"), AnsiColor::Green),
            ChangeTag::Insert => paint(&format!("+ {line}"), AnsiColor::Red),
            ChangeTag::Equal => format!("  {line}"),
        };
        text.push('\n');
        text.push_str(indent);
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn short_values_stand_one_under_the_other() {
        assert_eq!(lines("1", "2", "  "), "\n  expected: 1\n  actual:   2");
    }

    #[test]
    fn long_values_are_told_apart_line_by_line() {
        let expected = "Record {\n    id: 1,\n    name: \"a\",\n}";
        let actual = "Record {\n    id: 2,\n    name: \"a\",\n}";
        assert_eq!(
            lines(expected, actual, "  "),
            "\n  (- expected, + actual)\n    Record {\n  -     id: 1,\n  +     id: 2,\n        name: \"a\",\n    }"
        );
    }
}
