//! How an expected value differs from the actual one: at which place, and what stands there instead.
//!
//! Both are known as texts alone, which is what their `Debug` prints. Laid out by `{:#?}`, that is taken apart again: into
//! fields, elements and entries, of which those that are equal need not be shown.

mod debug_text;
mod json;
mod lines;
mod node;
mod string;
mod window;

use std::fmt::Write as _;

use node::Node;

use crate::base::brevity;
use crate::values::printed::Printed;

/// Values up to this length stand one under the other, whatever they are.
const SHORT: usize = 40;

/// As many lines tell of an argument that is looked at closely.
pub(crate) const LONG: usize = 40;
/// As many tell of one that is not.
pub(crate) const BRIEF: usize = 12;

/// What there is to tell of two values.
struct Difference {
    /// ` at [3] of 5`.
    place: String,
    lines: Vec<String>,
}

/// Appends that something differs from what was expected, where, and how: so many lines at most, each behind `indent`.
pub(crate) fn tell(text: &mut String, indent: &str, what: &str, expected: &Printed, actual: &Printed, most: usize) {
    let Difference { place, mut lines } = difference(expected, actual);
    let _ = write!(text, "\n{indent}{what} differs{place}:");
    let shown = brevity::at_most(most, lines.len());
    if shown < lines.len() {
        let hidden = lines.len() - shown;
        lines.truncate(shown);
        lines.push(format!("({hidden} more lines; ASYNCMOCK_FULL=1 shows all)"));
    }
    for line in lines {
        let _ = write!(text, "\n{indent}  {line}");
    }
}

fn difference(expected: &Printed, actual: &Printed) -> Difference {
    let (one, mut other) = (debug_text::read(&expected.laid_out), debug_text::read(&actual.laid_out));
    other.align(&one);
    let place = match one == other {
        true if expected == actual && expected.on_one_line == "?" => ", but both are `?`, as is what has no `Debug`",
        true if expected == actual => ", but prints alike",
        // A type of the user's may print as a map does, and go by the order.
        true => " in the order of its entries alone",
        false => "",
    };
    if one == other || expected.on_one_line.len().max(actual.on_one_line.len()) <= SHORT {
        return Difference { place: place.to_owned(), lines: pair(&expected.on_one_line, &actual.on_one_line) };
    }
    between(&one, &other)
}

/// What differs between two values that were taken apart.
fn between(expected: &Node<'_>, actual: &Node<'_>) -> Difference {
    let (path, expected, actual) = node::narrow(expected, actual);
    if let (Node::Leaf(expected), Node::Leaf(actual)) = (expected, actual)
        && let ([expected], [actual]) = (&expected[..], &actual[..])
    {
        return in_line(expected, actual).behind(&path.place());
    }
    let place = path.place_of_parts(expected, actual);
    Difference { place, lines: lines::compare(&expected.lay_out(), &actual.lay_out()) }
}

/// What differs between two values on one line each.
fn in_line(expected: &str, actual: &str) -> Difference {
    if let (Some(one), Some(other)) = (string::read(expected), string::read(actual))
        && let Some(difference) = string::between(&one, &other)
    {
        return difference;
    }
    if !brevity::is_full() && (brevity::is_long(expected) || brevity::is_long(actual)) {
        return window::between_texts(expected, actual);
    }
    Difference { place: String::new(), lines: pair(expected, actual) }
}

impl Difference {
    /// The same at a place of something that holds the values.
    fn behind(self, outer: &str) -> Self {
        Difference { place: node::behind(outer, &self.place), ..self }
    }
}

/// Values one under the other.
fn pair(expected: &str, actual: &str) -> Vec<String> {
    vec![format!("expected: {}", brevity::cut(expected)), format!("actual:   {}", brevity::cut(actual))]
}

#[cfg(test)]
mod tests;
