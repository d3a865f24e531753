//! A value, taken apart.

use crate::base::{brevity, sorting};
use crate::values::plain;

/// A value, or a part of one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node<'t> {
    /// What could not be taken apart, by lines.
    Leaf(Vec<&'t str>),
    /// What has parts.
    Branch(Branch<'t>),
}

/// Parts, and what stands around them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Branch<'t> {
    /// `Record {`, `[`, `Some(`.
    pub(super) open: &'t str,
    pub(super) close: &'t str,
    pub(super) parts: Vec<Part<'t>>,
}

/// A field, an element, or an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'t> {
    /// A field's name, or what an entry's key prints.
    pub(super) key: Option<&'t str>,
    pub(super) value: Node<'t>,
}

/// Where in a value another one is.
#[derive(Default)]
pub(super) struct Path {
    steps: String,
    /// If the last step is to one of so many elements.
    of: Option<usize>,
}

impl Path {
    fn go(&mut self, branch: &Branch<'_>, index: usize) {
        self.steps.push_str(&branch.step(index));
        self.of = branch.is_list().then_some(branch.parts.len());
    }

    /// ` at .items[3] of 5`; nothing for the value itself.
    pub(super) fn place(&self) -> String {
        match self.of {
            Some(count) => format!(" at {} of {count}", self.steps),
            None if self.steps.is_empty() => String::new(),
            None => format!(" at {}", self.steps),
        }
    }

    /// Which parts differ of the two values to which it leads: ` at .id and .name`, ` at .items, at 9 of 20 elements`.
    pub(super) fn place_of_parts(&self, expected: &Node<'_>, actual: &Node<'_>) -> String {
        let (Node::Branch(expected), Node::Branch(actual)) = (expected, actual) else { return self.place() };
        match expected.differing(actual) {
            None if expected.is_list() && actual.is_list() && expected.open == actual.open => {
                let (expected, actual) = (expected.parts.len(), actual.parts.len());
                format!("{} (expected {}, but there are {actual})", self.place(), elements(expected))
            }
            Some(differing) if (2..=NAMED).contains(&differing.len()) => {
                let mut text = String::new();
                for (number, index) in differing.iter().enumerate() {
                    text.push_str(match number {
                        0 => " at ",
                        _ if number + 1 == differing.len() => " and ",
                        _ => ", ",
                    });
                    text.push_str(&self.steps);
                    text.push_str(&expected.step(*index));
                }
                if expected.is_list() {
                    text.push_str(&format!(" of {}", expected.parts.len()));
                }
                text
            }
            Some(differing) if expected.is_list() => {
                let parts = format!("at {} of {}", differing.len(), elements(expected.parts.len()));
                behind(&self.place(), &format!(" {parts}"))
            }
            _ => self.place(),
        }
    }
}

/// A place within another.
pub(super) fn behind(outer: &str, inner: &str) -> String {
    let comma = if outer.is_empty() || inner.is_empty() || inner.starts_with(" (") { "" } else { "," };
    format!("{outer}{comma}{inner}")
}

/// As many differing parts are named.
const NAMED: usize = 4;

impl Branch<'_> {
    fn is_list(&self) -> bool {
        self.open.ends_with('[')
    }

    /// Whether it is a map or a set, whose parts have no names of the compiler's.
    fn is_nameless(&self) -> bool {
        self.open == "{"
    }

    /// Whether it has parts that have neither names nor places: it is a set.
    fn is_set(&self) -> bool {
        self.open.ends_with('{') && self.parts.iter().any(|part| part.key.is_none())
    }

    /// `.name`, `["key"]`, `[3]`, `.0`.
    fn step(&self, index: usize) -> String {
        match self.parts[index].key {
            Some(key) if !self.is_nameless() && is_name(key) => format!(".{key}"),
            Some(key) => format!("[{}]", brevity::cut(key)),
            None if self.is_list() => format!("[{index}]"),
            None => format!(".{index}"),
        }
    }

    /// Which parts are not those of the other, if both have the same places.
    fn differing(&self, other: &Self) -> Option<Vec<usize>> {
        let is_alike = self.open == other.open && self.close == other.close && self.parts.len() == other.parts.len();
        let has_places = !self.is_set() && !other.is_set();
        if !is_alike || !has_places || self.parts.iter().zip(&other.parts).any(|(one, other)| one.key != other.key) {
            return None;
        }
        let differing = |index: &usize| self.parts[*index] != other.parts[*index];
        Some((0..self.parts.len()).filter(differing).collect())
    }
}

fn is_name(key: &str) -> bool {
    let key = key.trim_start_matches("r#");
    key.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        && !key.starts_with(|first: char| first.is_ascii_digit())
}

/// Goes to the innermost part in which all differences are.
pub(super) fn narrow<'n, 't>(expected: &'n Node<'t>, actual: &'n Node<'t>) -> (Path, &'n Node<'t>, &'n Node<'t>) {
    let (mut path, mut at) = (Path::default(), (expected, actual));
    while let (Node::Branch(expected), Node::Branch(actual)) = at
        && let Some([only]) = expected.differing(actual).as_deref()
    {
        path.go(expected, *only);
        at = (&expected.parts[*only].value, &actual.parts[*only].value);
    }
    (path, at.0, at.1)
}

fn elements(count: usize) -> String {
    if count == 1 { "1 element".to_owned() } else { format!("{count} elements") }
}

impl Node<'_> {
    /// Puts the entries of maps and the elements of sets into the order of those that are expected, as theirs means nothing.
    pub(super) fn align(&mut self, expected: &Node<'_>) {
        let (Node::Branch(actual), Node::Branch(expected)) = (self, expected) else { return };
        if actual.is_nameless() && expected.is_nameless() {
            let mut places = Vec::with_capacity(expected.parts.len());
            for (index, part) in expected.parts.iter().enumerate() {
                places.push((part.fingerprint(), index));
            }
            sorting::sort(&mut places);
            sorting::put_in_order(&mut actual.parts, |part| {
                let found = places.binary_search_by_key(&part.fingerprint(), |(fingerprint, _)| *fingerprint);
                found.map_or(u32::MAX, |found| places[found].1 as u32)
            });
        }
        for (actual, expected) in actual.parts.iter_mut().zip(&expected.parts) {
            if actual.key == expected.key {
                actual.value.align(&expected.value);
            }
        }
    }

    fn fingerprint(&self) -> u64 {
        let mut fingerprint = 0;
        match self {
            Node::Leaf(lines) => {
                for line in lines {
                    fingerprint = plain::mix(fingerprint, plain::text(line));
                }
            }
            Node::Branch(branch) => {
                fingerprint = plain::text(branch.open);
                for part in &branch.parts {
                    fingerprint = plain::mix(fingerprint, part.value.fingerprint());
                }
            }
        }
        fingerprint
    }

    /// By lines, as `{:#?}` would print it.
    pub(super) fn lay_out(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.write("", "", "", &mut lines);
        lines
    }

    fn write(&self, indent: &str, key: &str, end: &str, lines: &mut Vec<String>) {
        match self {
            Node::Leaf(leaf) => {
                for (number, line) in leaf.iter().enumerate() {
                    let key = if number == 0 { key } else { "" };
                    let end = if number + 1 == leaf.len() { end } else { "" };
                    lines.push(format!("{indent}{key}{line}{end}"));
                }
            }
            Node::Branch(branch) => {
                lines.push(format!("{indent}{key}{}", branch.open));
                let inner = format!("{indent}    ");
                for part in &branch.parts {
                    let key = part.key.map(|key| format!("{key}: ")).unwrap_or_default();
                    part.value.write(&inner, &key, if part.is_rest() { "" } else { "," }, lines);
                }
                lines.push(format!("{indent}{}{end}", branch.close));
            }
        }
    }
}

impl Part<'_> {
    /// A number that parts share which stand for the same.
    fn fingerprint(&self) -> u32 {
        let fingerprint = match self.key {
            Some(key) => plain::text(key),
            None => self.value.fingerprint(),
        };
        (fingerprint ^ (fingerprint >> 32)) as u32
    }

    /// Whether it stands for fields that are not shown.
    fn is_rest(&self) -> bool {
        self.value == Node::Leaf(vec![".."])
    }
}
