//! Takes JSON apart.

use super::node::{Branch, Node, Part};

/// As deep a value is taken apart.
const DEPTH: usize = 64;

/// The object or array that a text is.
pub(super) fn read(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader { rest: text.trim_ascii() };
    let value = reader.value(DEPTH)?;
    (reader.rest.is_empty() && matches!(value, Node::Branch(_))).then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn value(&mut self, depth: usize) -> Option<Node<'t>> {
        match self.rest.chars().next()? {
            '{' => self.branch('}', depth.checked_sub(1)?),
            '[' => self.branch(']', depth.checked_sub(1)?),
            '"' => Some(Node::Leaf(vec![self.string()?])),
            _ => {
                let end = self.rest.find([',', '}', ']', ' ', '\n', '\r', '\t']).unwrap_or(self.rest.len());
                let scalar = self.take(end);
                let is_known = matches!(scalar, "true" | "false" | "null") || is_number(scalar);
                is_known.then(|| Node::Leaf(vec![scalar]))
            }
        }
    }

    fn branch(&mut self, close: char, depth: usize) -> Option<Node<'t>> {
        let open = self.take(1);
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            if parts.is_empty() && self.rest.starts_with(close) {
                break;
            }
            let mut key = None;
            if close == '}' {
                if !self.rest.starts_with('"') {
                    return None;
                }
                key = Some(self.string()?);
                self.skip_space();
                self.rest = self.rest.strip_prefix(':')?;
                self.skip_space();
            }
            parts.push(Part { key, value: self.value(depth)? });
            self.skip_space();
            match self.rest.strip_prefix(',') {
                Some(rest) => self.rest = rest,
                None if self.rest.starts_with(close) => break,
                None => return None,
            }
        }
        let close = self.take(1);
        Some(Node::Branch(Branch { open, close, parts }))
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'t str> {
        let mut is_escaped = false;
        let inner = self.rest.get(1..)?;
        let end = inner.find(|letter| {
            let is_end = letter == '"' && !is_escaped;
            is_escaped = letter == '\\' && !is_escaped;
            is_end
        })?;
        Some(self.take(end + 2))
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) && text.parse::<f64>().is_ok()
}
