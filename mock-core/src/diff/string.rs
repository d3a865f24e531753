//! Strings, as `Debug` prints them: as JSON, by lines, or by characters.

use super::{Difference, between as between_nodes, json, lines, window};

/// Strings up to this length stand one under the other, as they are.
const SHORT: usize = 60;

/// The string of a literal.
pub(super) fn read(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '"' => return None,
            '\\' => escaped(&mut letters)?,
            letter => letter,
        });
    }
    Some(text)
}

fn escaped(letters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match letters.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'u' => {
            let (number, rest) = letters.as_str().strip_prefix('{')?.split_once('}')?;
            *letters = rest.chars();
            char::from_u32(u32::from_str_radix(number, 16).ok()?)?
        }
        same @ ('"' | '\'' | '\\') => same,
        _ => return None,
    })
}

/// What differs between two strings, unless they are short.
pub(super) fn between(expected: &str, actual: &str) -> Option<Difference> {
    if expected == actual {
        return None;
    }
    if let (Some(expected), Some(mut actual)) = (json::read(expected), json::read(actual)) {
        actual.align(&expected);
        if expected != actual {
            let Difference { place, lines } = between_nodes(&expected, &actual);
            return Some(Difference { place: format!(" in its JSON{place}"), lines });
        }
    }
    if expected.trim_end_matches('\n').contains('\n') || actual.trim_end_matches('\n').contains('\n') {
        return Some(by_lines(expected, actual));
    }
    if is_short(expected) && is_short(actual) { None } else { Some(window::between(expected, actual)) }
}

fn is_short(text: &str) -> bool {
    text.chars().nth(SHORT).is_none()
}

fn by_lines(expected: &str, actual: &str) -> Difference {
    let (expected, actual) = (lines_of(expected), lines_of(actual));
    let mut pairs = expected.iter().zip(&actual);
    let first = pairs.position(|(one, other)| one != other).unwrap_or(expected.len().min(actual.len()));
    let of = match (expected.len(), actual.len()) {
        (same, other) if same == other => format!(" of {same}"),
        (expected, actual) => format!(" (expected {expected} lines, but there are {actual})"),
    };
    let place = format!(" at line {}{of}", first + 1);
    let is_only = expected.len() == actual.len() && expected[first + 1..] == actual[first + 1..];
    if is_only && !(is_short(expected[first]) && is_short(actual[first])) {
        return window::between(expected[first], actual[first]).behind(&place);
    }
    let shown = |lines: &[&str]| lines.iter().map(|line| visible(line)).collect::<Vec<_>>();
    Difference { place, lines: lines::compare(&shown(&expected), &shown(&actual)) }
}

fn lines_of(text: &str) -> Vec<&str> {
    text.split('\n').collect()
}

/// A line as it is, unless something in it could not be seen.
fn visible(line: &str) -> String {
    let is_seen = |letter: char| matches!(letter, '"' | '\'' | '\\') || letter.escape_debug().len() == 1;
    // What begins with a quote might be taken for a line that is quoted here.
    let is_plain = !line.ends_with(char::is_whitespace) && !line.starts_with('"') && line.chars().all(is_seen);
    if is_plain { line.to_owned() } else { format!("{line:?}") }
}
