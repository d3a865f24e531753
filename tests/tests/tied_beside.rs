//! Values that borrow from some of the arguments, while others borrow for lifetimes of their own.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use asyncmock::{ANY, automock, predicate};
use asyncmock_tests::{failure, next_line};

#[derive(Debug, PartialEq)]
struct View<'v>(&'v str);

trait Sound {
    fn pitch(&self) -> u32;
}

impl Sound for u32 {
    fn pitch(&self) -> u32 {
        *self
    }
}

#[automock]
trait Reader {
    fn first<'a>(&self, text: &'a str, other: &str) -> &'a str;
    fn view<'a>(&self, text: &'a str, beside: &[View<'_>], counts: &HashMap<String, u32>) -> View<'a>;
    fn slot<'a>(&mut self, slots: &'a mut [u32], log: &mut Vec<&str>) -> Option<&'a mut u32>;
    fn cow<'a, 'b: 'a>(&self, text: &'a str, longer: &'b str, times: u32) -> Cow<'a, str>;
    fn items<'a>(&self, bytes: &'a [u8], at: &u8) -> Box<dyn Iterator<Item = &'a u8> + Send + 'a>;
    fn loudest<'a>(&self, name: &'a str, sound: impl Sound, other: &dyn Sound) -> &'a str;
    fn elided(text: &str, keep: impl Fn(char) -> bool) -> &str;
    fn pushed<'a>(&self, lines: &'a mut Vec<&'a str>, line: &str) -> &'a str;
}

#[automock]
trait Lexer<'s> {
    fn word<'a>(&self, text: &'a str, source: &'s str) -> &'a str;
    fn both<'a>(&self, text: &'a str, source: &'s str) -> (&'a str, usize);
}

#[automock]
trait Wide {
    #[allow(clippy::too_many_arguments)]
    fn longest<'a>(
        &self,
        a: &'a str,
        b: &str,
        c: u8,
        d: u8,
        e: u8,
        f: u8,
        g: u8,
        h: u8,
        i: u8,
        j: u8,
        k: u8,
        l: u8,
        log: &mut Vec<&str>,
    ) -> &'a str;
}

#[test]
fn a_value_outlives_the_arguments_that_it_does_not_borrow_from() {
    let mock = MockReader::new();
    mock.expect_first().with(predicate::always(), predicate::eq("short")).returning(|text, _| &text[..1]);
    let text = "long lived".to_owned();
    let first = {
        let short = "short".to_owned();
        mock.first(&text, &short)
    };
    assert_eq!(first, "l");
    mock.calls_to_first().assert_called_once_with("long lived", "short");
}

#[test]
fn arguments_of_any_type_may_stand_beside_it() {
    let mock = MockReader::new();
    mock.expect_view().returning(|text, beside, counts| {
        assert_eq!((beside, counts["x"]), (&[View("beside")][..], 7));
        View(text)
    });
    mock.expect_cow().with_args("text", "longer", 2).returning(|text, _, times| match times {
        1 => Cow::Borrowed(text),
        times => Cow::Owned(text.repeat(times as usize)),
    });
    mock.expect_items().returning(|bytes, at| Box::new(bytes[usize::from(*at)..].iter()));
    let counts = HashMap::from([("x".to_owned(), 7)]);
    assert_eq!(mock.view("text", &[View("beside")], &counts), View("text"));
    assert_eq!(mock.cow("text", &String::from("longer"), 2), "texttext");
    let bytes = [1, 2, 3];
    let items = mock.items(&bytes, &{ 1 });
    assert_eq!(items.collect::<Vec<_>>(), [&2, &3]);
    mock.calls_to_view().assert_called_once_with("text", ANY, &counts);
}

#[test]
fn so_may_arguments_without_a_name() {
    let mock = MockReader::new();
    mock.expect_loudest().returning(|name, sound, other| if sound.pitch() > other.pitch() { name } else { "" });
    let name = "bell".to_owned();
    let loudest = {
        let pitch = 3;
        mock.loudest(&name, pitch, &{ 2 })
    };
    assert_eq!(loudest, "bell");

    let context = MockReader::elided_context();
    context.expect().returning(|text, keep| text.trim_start_matches(|letter| !keep(letter)));
    let kept = {
        let letters = "xy".to_owned();
        MockReader::elided("abxyz", |letter| letters.contains(letter))
    };
    assert_eq!(kept, "xyz");
}

#[test]
fn so_may_what_is_lent_to_the_closure() {
    let mut mock = MockReader::new();
    mock.expect_slot().withf(|slots, log| slots.len() + log.len() == 3).returning(|slots, log| {
        log.push("taken");
        slots.first_mut()
    });
    let (mut slots, line) = ([1, 2], "line".to_owned());
    let slot = {
        let mut log = vec![line.as_str()];
        let slot = mock.slot(&mut slots, &mut log);
        assert_eq!(log, ["line", "taken"]);
        slot
    };
    *slot.unwrap() = 9;
    assert_eq!(slots, [9, 2]);

    mock.expect_slot().return_once_st({
        let nothing = Rc::new(None);
        move |_, _| Rc::into_inner(nothing).unwrap()
    });
    assert_eq!(mock.slot(&mut [], &mut vec![]), None);
}

#[test]
fn what_is_borrowed_for_as_long_as_it_lives_may_be_given() {
    let mock = MockReader::new();
    mock.expect_pushed().withf(|lines, _| lines == &["a"]).returning(|lines, line| {
        lines.push("b");
        assert_eq!(line, "other");
        lines[1]
    });
    let mut lines = vec!["a"];
    assert_eq!(mock.pushed(&mut lines, &String::from("other")), "b");
}

#[test]
fn one_call_may_be_answered_so() {
    let mock = MockReader::new();
    mock.expect_first().return_once(|text, _| text);
    mock.expect_first().times(1).returning_st({
        let local = Rc::new(2);
        move |text, _| &text[..*local]
    });
    assert_eq!([mock.first("abc", "x"), mock.first("abc", "x")], ["abc", "ab"]);
}

#[test]
fn a_lifetime_of_the_trait_stands_beside_it() {
    let source = "source".to_owned();
    let mock = MockLexer::new();
    mock.expect_word().returning(|text, source| &text[..source.len()]);
    mock.expect_both().returning(|text, source| (text, source.len()));
    assert_eq!(mock.word("abcdefgh", &source), "abcdef");
    assert_eq!(mock.both("abc", &source), ("abc", 6));
}

#[test]
fn any_number_of_arguments_may_stand_beside_it() {
    let mock = MockWide::new();
    mock.expect_longest().returning(|a, b, c, _, _, _, _, _, _, _, _, _, log| {
        log.push("asked");
        if a.len() > b.len() + usize::from(c) { a } else { "" }
    });
    let text = "longest".to_owned();
    let longest = {
        let mut log = Vec::new();
        let longest = mock.longest(&text, &String::from("short"), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, &mut log);
        assert_eq!(log, ["asked"]);
        longest
    };
    assert_eq!(longest, "longest");
}

#[test]
fn nobody_answers_what_is_not_expected() {
    let mock = MockReader::new();
    let set = next_line!();
    mock.expect_first().with_args("text", "other").returning(|text, _| text);
    let called = next_line!();
    let text = failure(|| mock.first("text", "another").len());
    assert_eq!(
        text,
        format!(
            r#"MockReader::first("text", "another"): No matching expectation found
  called at {called}
expectations of MockReader::first, in the order in which they are tried:
  1. Expectation("text", "other") at {set}: not used, wanted any number of times
       argument 2 (other) differs:
         expected: "other"
         actual:   "another"
no other calls so far"#
        )
    );
}
