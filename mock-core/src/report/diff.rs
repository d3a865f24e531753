//! Sets two values beside each other.

use similar::ChangeTag;
use similar::algorithms::{Capture, Compact, Replace, myers};

use super::colour;

/// The lines that tell an expected value from the actual one, each behind `indent`.
pub(crate) fn lines(expected: &str, actual: &str, indent: &str) -> String {
    if !expected.contains('\n') && !actual.contains('\n') {
        let expected = colour::expected(&format!("expected: {expected}"));
        let actual = colour::actual(&format!("actual:   {actual}"));
        return format!("\n{indent}{expected}\n{indent}{actual}");
    }
    let mut text = format!("\n{indent}(- expected, + actual)");
    let (expected, actual) = (lines_of(expected), lines_of(actual));
    // One algorithm, by name: what chooses among all of them is 2 MB in each test binary.
    let mut found = Compact::new(Replace::new(Capture::new()), &expected[..], &actual[..]);
    let Ok(()) = myers::diff(&mut found, &expected[..], 0..expected.len(), &actual[..], 0..actual.len());
    let found = found.into_inner().into_inner().into_ops();
    for change in found.iter().flat_map(|found| found.iter_changes(&expected[..], &actual[..])) {
        let line = change.value().trim_end_matches('\n');
        let line = match change.tag() {
            ChangeTag::Delete => colour::expected(&format!("- {line}")),
            ChangeTag::Insert => colour::actual(&format!("+ {line}")),
            ChangeTag::Equal => format!("  {line}"),
        };
        text.push('\n');
        text.push_str(indent);
        text.push_str(&line);
    }
    text
}

/// Each with its end: a last line that has none is another line.
fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
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
