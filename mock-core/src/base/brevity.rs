//! How long texts may get, and what may stand in them: a failure is read in the log of a build, where nobody scrolls through
//! a megabyte.

use std::borrow::Cow;
use std::sync::OnceLock;

/// As many characters of a value are shown.
const SHOWN: usize = 200;

/// As many lines and bytes a failure has at most, with what its parts leave of it.
const LINES: usize = 100;
const BYTES: usize = 16_000;
/// As many lines are read at once, with a few around them; and so few are few.
const PAGE: usize = 36;
const FEW: usize = 10;
/// As many bytes of these are for what tells of the rest.
const TO_TELL: usize = 64;

/// What stands in place of the characters that are not.
const END_OF_CUT: &str = " characters ..]";

/// Whether `ASYNCMOCK_FULL=1` asks for everything.
pub(crate) fn is_full() -> bool {
    static FULL: OnceLock<bool> = OnceLock::new();
    *FULL.get_or_init(|| std::env::var_os("ASYNCMOCK_FULL").is_some_and(|full| full == "1"))
}

/// As many things are shown of `count`, where `most` are shown unless everything is asked for.
pub(crate) fn at_most(most: usize, count: usize) -> usize {
    if is_full() { count } else { count.min(most) }
}

/// Whether a value's text is cut.
pub(crate) fn is_long(text: &str) -> bool {
    matches!(cut(text), Cow::Owned(_))
}

/// A value's text, without its middle if it is long.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    if is_full() { Cow::Borrowed(text) } else { cut_to(SHOWN, text) }
}

fn cut_to(shown: usize, text: &str) -> Cow<'_, str> {
    // What is left out should be longer than what tells of it.
    if text.len() <= shown + 2 * END_OF_CUT.len() {
        return Cow::Borrowed(text);
    }
    let (head, tail) = (shown * 3 / 4, shown / 4);
    let count = text.chars().count();
    if count <= shown + 2 * END_OF_CUT.len() {
        return Cow::Borrowed(text);
    }
    let at = |number: usize| text.char_indices().nth(number).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (&text[..at(head)], &text[at(count - tail)..]);
    Cow::Owned(format!("{head}[.. {}{END_OF_CUT}{tail}", count - shown))
}

/// A value's text, without what is far from a character that matters.
pub(crate) fn cut_around(text: &str, character: usize) -> Cow<'_, str> {
    if character < SHOWN / 2 || !is_long(text) {
        return cut(text);
    }
    let begin = character - SHOWN / 4;
    let rest: String = text.chars().skip(begin).collect();
    Cow::Owned(format!("[.. {begin}{END_OF_CUT}{}", cut(&rest)))
}

/// A text of so many characters at the most, the last of which tells that there were more.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
            short.push('…');
            short
        }
    }
}

/// A text of the user's without characters that would move the cursor, or worse.
pub(crate) fn legible(text: String, may_have_lines: bool) -> String {
    let is_legible = |letter: char| !letter.is_control() || may_have_lines && letter == '\n';
    if text.chars().all(is_legible) {
        return text;
    }
    let mut legible = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_legible(letter) {
            legible.push(letter);
        } else {
            legible.extend(letter.escape_debug());
        }
    }
    legible
}

/// A failure's text, without its end if it is long.
pub(crate) fn bound(text: String) -> String {
    if is_full() { text } else { bound_to(LINES, BYTES, text) }
}

/// So many lines of so many bytes may follow a text that is bounded: as many as make a page of it, or a few.
pub(crate) fn room_after(text: &str, bytes: usize) -> usize {
    if is_full() {
        return usize::MAX;
    }
    let lines = text.lines().count();
    let of_page = PAGE.saturating_sub(lines).max(FEW);
    of_page.min(LINES.saturating_sub(lines)).min(BYTES.saturating_sub(text.len()) / bytes)
}

fn bound_to(lines: usize, bytes: usize, mut text: String) -> String {
    let all = text.lines().count();
    if text.len() <= bytes && all <= lines {
        return text;
    }
    let room = bytes - TO_TELL;
    let (mut end, mut shown) = (0, 0);
    for line in text.split_inclusive('\n').take(lines - 1) {
        if end + line.len() > room {
            break;
        }
        end += line.len();
        shown += 1;
    }
    if shown == 0 {
        end = text.floor_char_boundary(room);
    }
    text.truncate(end);
    format!("{}\n({} more lines; ASYNCMOCK_FULL=1 shows all)", text.trim_end_matches('\n'), all - shown)
}

/// Says how to see all, if values in a text were cut.
pub(crate) fn hint(text: &str) -> &'static str {
    if text.contains(END_OF_CUT) { "\n(long values are cut; ASYNCMOCK_FULL=1 shows them whole)" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{bound_to, cut_around, cut_to, hint, legible};

    #[test]
    fn a_long_text_is_without_its_middle() {
        let text: String = (0..10).map(|digit| char::from(b'0' + digit)).cycle().take(100).collect();
        assert_eq!(cut_to(20, &text), "012345678901234[.. 80 characters ..]56789");
    }

    #[test]
    fn nothing_is_cut_that_is_not_longer_than_what_would_tell_of_it() {
        let text = "x".repeat(50);
        assert_eq!(cut_to(20, &text), text);
    }

    #[test]
    fn letters_are_not_torn() {
        let text = "ä".repeat(100);
        assert_eq!(cut_to(4, &text), "äää[.. 96 characters ..]ä");
    }

    #[test]
    fn a_text_is_cut_around_a_character() {
        let text = format!("{}b{}", "a".repeat(600), "c".repeat(600));
        let cut = cut_around(&text, 600);
        assert!(cut.starts_with("[.. 550 characters ..]aaaaa") && cut.contains("ab"), "{cut}");
        assert_eq!(cut_around(&text, 50), cut_to(200, &text));
        assert_eq!(cut_around("short", 400), "short");
    }

    #[test]
    fn a_failure_is_without_its_end() {
        let text = "one\ntwo\nthree\nfour".to_owned();
        assert_eq!(bound_to(4, 100, text.clone()), text);
        assert_eq!(bound_to(3, 100, text.clone()), "one\ntwo\n(2 more lines; ASYNCMOCK_FULL=1 shows all)");
        let long = format!("{text}\n{}\nsix", "5".repeat(80));
        assert_eq!(bound_to(10, 100, long), "one\ntwo\nthree\nfour\n(2 more lines; ASYNCMOCK_FULL=1 shows all)");
        // Of one line its beginning is left, of whole letters.
        let bounded = bound_to(10, 69, "ä".repeat(40));
        assert_eq!(bounded, "ää\n(1 more lines; ASYNCMOCK_FULL=1 shows all)");
        assert!(bounded.len() <= 69);
    }

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(legible("a\u{1b}[31mb\nc\t".to_owned(), false), "a\\u{1b}[31mb\\nc\\t");
        assert_eq!(legible("a\nb\r".to_owned(), true), "a\nb\\r");
        assert_eq!(legible("ä ß".to_owned(), false), "ä ß");
    }

    #[test]
    fn there_is_a_hint_where_something_was_cut() {
        assert_eq!(hint("all"), "");
        let text = cut_to(4, &"x".repeat(100)).into_owned();
        assert_eq!(hint(&text), "\n(long values are cut; ASYNCMOCK_FULL=1 shows them whole)");
    }
}
