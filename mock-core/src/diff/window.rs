//! The place at which two long strings begin to differ, and a few words around it.

use super::Difference;

/// As many words are shown before the one that differs.
const WORDS_BEFORE: usize = 2;
/// As many words are shown after it.
const WORDS_AFTER: usize = 1;
/// As many characters are shown at most, on each side.
const REACH: usize = 40;

/// Shows where two strings of one line each begin to differ.
pub(super) fn between(expected: &str, actual: &str) -> Difference {
    let (same, lines) = Window { is_quoted: true }.show(expected, actual);
    let length = match (expected.chars().count(), actual.chars().count()) {
        (expected, actual) if expected == actual => format!(" of {expected}"),
        (expected, actual) => format!(" (expected {expected} characters, but there are {actual})"),
    };
    Difference { place: format!(" at character {}{length}", same + 1), lines }
}

/// Shows where the texts of two values begin to differ.
pub(super) fn between_texts(expected: &str, actual: &str) -> Difference {
    let (_, lines) = Window { is_quoted: false }.show(expected, actual);
    Difference { place: String::new(), lines }
}

struct Window {
    /// Whether a string is shown, as it stands between quotes.
    is_quoted: bool,
}

impl Window {
    /// How much is the same, and what is around the place at which that ends.
    fn show(&self, expected: &str, actual: &str) -> (usize, Vec<String>) {
        let (expected, actual): (Vec<char>, Vec<char>) = (expected.chars().collect(), actual.chars().collect());
        let same = expected.iter().zip(&actual).take_while(|(one, other)| one == other).count();
        let begin = begin_of_window(&expected[..same]);
        let (shown_expected, shown_actual) = (self.part(&expected, begin, same), self.part(&actual, begin, same));
        let mut lines = vec![format!("expected: {shown_expected}"), format!("actual:   {shown_actual}")];
        let before = self.written(&actual[begin..same]);
        if before.chars().all(is_one_column) {
            let opening = if begin == 0 { "" } else { ".." }.len() + usize::from(self.is_quoted);
            lines.push(format!("{}^", " ".repeat("expected: ".len() + opening + before.chars().count())));
        }
        (same, lines)
    }

    /// What is shown of a text.
    fn part(&self, text: &[char], begin: usize, differs: usize) -> String {
        let end = end_of_window(text, differs);
        let before = if begin == 0 { "" } else { ".." };
        let after = if end == text.len() { "" } else { ".." };
        let quote = if self.is_quoted { "\"" } else { "" };
        format!("{before}{quote}{}{quote}{after}", self.written(&text[begin..end]))
    }

    fn written(&self, text: &[char]) -> String {
        let text: String = text.iter().collect();
        if !self.is_quoted {
            return text;
        }
        let quoted = format!("{text:?}");
        quoted[1..quoted.len() - 1].to_owned()
    }
}

/// Where the words begin that are shown, of what is the same.
fn begin_of_window(same: &[char]) -> usize {
    let mut words = 0;
    for index in (same.len().saturating_sub(REACH)..same.len()).rev() {
        if same[index].is_whitespace() {
            words += 1;
            if words > WORDS_BEFORE {
                return index + 1;
            }
        }
    }
    same.len().saturating_sub(REACH)
}

/// Where the words end that are shown.
fn end_of_window(text: &[char], differs: usize) -> usize {
    let end = text.len().min(differs + REACH);
    let mut words = 0;
    for (index, letter) in text[..end].iter().enumerate().skip(differs + 1) {
        if letter.is_whitespace() {
            words += 1;
            if words > WORDS_AFTER {
                return index;
            }
        }
    }
    end
}

/// Whether every terminal shows the character in one column: where that is not sure, no caret is drawn.
fn is_one_column(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a1}'..='\u{2ff}' | '\u{370}'..='\u{482}')
}
