//! Takes apart what `{:#?}` prints.

use super::node::{Branch, Node, Part};

/// As deep a value is taken apart.
const DEPTH: usize = 64;

/// The value that prints this. What does not look as the standard library prints it is left whole.
pub(super) fn read(text: &str) -> Node<'_> {
    read_lines(text.split('\n').collect(), DEPTH)
}

fn read_lines(lines: Vec<&str>, depth: usize) -> Node<'_> {
    match branch(&lines, depth) {
        Some(branch) => Node::Branch(branch),
        None => Node::Leaf(lines),
    }
}

fn branch<'t>(lines: &[&'t str], depth: usize) -> Option<Branch<'t>> {
    let ([open, inner @ .., close], 1..) = (lines, depth) else { return None };
    let closes = match open.chars().last()? {
        '{' => "}",
        '[' => "]",
        '(' => ")",
        _ => return None,
    };
    if *close != closes {
        return None;
    }
    let mut parts = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    for line in inner {
        let line = line.strip_prefix("    ")?;
        let goes_on = line.starts_with([' ', '}', ']', ')']);
        if goes_on == part.is_empty() {
            return None;
        }
        part.push(line);
        // A part ends with a comma, at its own depth.
        if !line.starts_with(' ') && (line.ends_with(',') || line == "..") {
            parts.push(read_part(open, std::mem::take(&mut part), depth - 1));
        }
    }
    if !part.is_empty() {
        return None;
    }
    Some(Branch { open, close, parts })
}

fn read_part<'t>(open: &str, mut lines: Vec<&'t str>, depth: usize) -> Part<'t> {
    if let Some(last) = lines.last_mut() {
        *last = last.strip_suffix(',').unwrap_or(last);
    }
    let mut key = None;
    if open.ends_with('{')
        && let Some((name, value)) = key_of(lines[0])
    {
        key = Some(name);
        lines[0] = value;
    }
    Part { key, value: read_lines(lines, depth) }
}

/// A key, which has no space or is a string or a character, and what follows it.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let end = match line.strip_prefix('"') {
        Some(string) => {
            let mut is_escaped = false;
            let end = string.find(|letter| {
                let is_end = letter == '"' && !is_escaped;
                is_escaped = letter == '\\' && !is_escaped;
                is_end
            })?;
            end + 2
        }
        None if line.starts_with('\'') => line.find("': ")? + 1,
        None => line.find([' ', ':'])?,
    };
    let value = line[end..].strip_prefix(": ")?;
    Some((&line[..end], value))
}
