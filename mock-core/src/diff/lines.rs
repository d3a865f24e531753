//! Two texts, line by line: what differs, and a few lines around it.

use std::time::{Duration, Instant};

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};

use crate::base::brevity;

/// As many equal lines are shown around those that differ.
const AROUND: usize = 3;
/// As many lines of one kind are shown in a row.
const IN_A_ROW: usize = 10;
/// So long the shortest way from one text to the other is looked for.
const PATIENCE: Duration = Duration::from_millis(500);

/// The lines that tell one text from the other.
pub(super) fn compare(expected: &[String], actual: &[String]) -> Vec<String> {
    // One algorithm, by name: what chooses among all of them is 2 MB in each test binary.
    let mut found = Compact::new(Replace::new(Capture::new()), expected, actual);
    let deadline = Some(Instant::now() + PATIENCE);
    let Ok(()) = myers::diff_deadline(&mut found, expected, 0..expected.len(), actual, 0..actual.len(), deadline);
    let found = found.into_inner().into_inner().into_ops();
    let mut lines = Vec::new();
    for (number, operation) in found.iter().enumerate() {
        if let DiffOp::Equal { old_index, len, .. } = *operation {
            let before = if number == 0 { 0 } else { AROUND };
            let after = if number + 1 == found.len() { 0 } else { AROUND };
            show_equal(&mut lines, &expected[old_index..][..len], before, after);
        } else {
            let (old, new) = (&expected[operation.old_range()], &actual[operation.new_range()]);
            show_row(&mut lines, old, new, '-');
            show_row(&mut lines, new, old, '+');
        }
    }
    lines.insert(0, "(- expected, + actual)".to_owned());
    lines
}

/// Shows equal lines, without those far from what differs.
fn show_equal(lines: &mut Vec<String>, equal: &[String], before: usize, after: usize) {
    let hidden = equal.len().saturating_sub(before + after);
    // One that is left out would be told of by one.
    let hidden = if hidden > 1 { before..before + hidden } else { 0..0 };
    for (index, line) in equal.iter().enumerate() {
        if !hidden.contains(&index) {
            lines.push(format!("  {}", brevity::cut(line)));
        } else if index == hidden.start {
            lines.push(format!("  ({} equal lines)", hidden.len()));
        }
    }
}

/// Shows lines that stand on one side alone, each so that it can be told from the one in its place on the other side.
fn show_row(lines: &mut Vec<String>, row: &[String], other: &[String], sign: char) {
    let shown = brevity::at_most(IN_A_ROW, row.len());
    for (index, line) in row[..shown].iter().enumerate() {
        let same = other.get(index).map_or(0, |other| common(line, other));
        lines.push(format!("{sign} {}", brevity::cut_around(line, same)));
    }
    if shown < row.len() {
        lines.push(format!("{sign} ({} more lines; ASYNCMOCK_FULL=1 shows all)", row.len() - shown));
    }
}

/// How many characters two lines begin with alike.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}
