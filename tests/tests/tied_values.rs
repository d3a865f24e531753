//! Values that hide what they are, and borrow from an argument.

#![allow(clippy::needless_lifetimes, reason = "written as it is sometimes")]

use std::fmt::Display;
use std::rc::Rc;

use asyncmock::automock;
use asyncmock_tests::failure;
use futures::executor::block_on_stream;
use futures::stream::{self, Stream};

/// A trait with a lifetime, which boxes have, too.
pub trait Page<'a> {
    fn title(&self) -> &'a str;
}

struct Lines<'a>(&'a str);

impl<'a> Page<'a> for Lines<'a> {
    fn title(&self) -> &'a str {
        self.0.lines().next().unwrap_or_default()
    }
}

impl<'a, P: Page<'a> + ?Sized> Page<'a> for Box<P> {
    fn title(&self) -> &'a str {
        (**self).title()
    }
}

#[automock]
pub trait Reader {
    fn words<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str>;
    fn numbered<'a>(&self, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> + Send;
    fn letters<'a>(&self, text: &'a str) -> impl Iterator<Item = char> + 'a;
    fn boxed<'a>(&self, text: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a>;
    fn page<'a>(&self, text: &'a str) -> impl Page<'a> + 'a;
    fn search<'a>(&self, text: &'a str) -> Result<impl Fn(&str) -> bool + 'a, String>;
    fn shown<'a>(&'a self, text: &'a str) -> impl Display + use<'a, Self>;
    fn streamed<'a>(&self, text: &'a str) -> impl Stream<Item = &'a str>;
    fn split<'a>(&self, text: &'a str, at: &str) -> impl Iterator<Item = &'a str>;
    fn lines(text: &str) -> impl Iterator<Item = &str>;
}

pub struct Book;

#[automock]
impl Book {
    pub fn parts<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        text.split(',')
    }
}

#[test]
fn iterators_borrow_from_the_argument() {
    let (text, reader) = ("ab c".to_owned(), MockReader::new());
    reader.expect_words().returning(|text| Box::new(text.split(' ')));
    reader.expect_numbered().returning(|text| Box::new(text.split(' ').enumerate()));
    reader.expect_letters().returning(|text| Box::new(text.chars().rev()));
    reader.expect_boxed().returning(|text| Box::new(text.split('b')));
    assert_eq!(reader.words(&text).collect::<Vec<_>>(), ["ab", "c"]);
    assert_eq!(reader.numbered(&text).collect::<Vec<_>>(), [(0, "ab"), (1, "c")]);
    assert_eq!(reader.letters(&text).collect::<String>(), "c ba");
    assert_eq!(reader.boxed(&text).collect::<Vec<_>>(), ["a", " c"]);
    let (ctx, book) = (MockReader::lines_context(), MockBook::new());
    ctx.expect().returning(|text| Box::new(text.lines()));
    book.expect_parts().returning(|text| Box::new(text.split('c')));
    assert_eq!(MockReader::lines(&text).collect::<Vec<_>>(), ["ab c"]);
    assert_eq!(book.parts(&text).collect::<Vec<_>>(), ["ab ", ""]);
}

#[test]
fn so_do_other_hidden_types() {
    let (text, reader) = ("a\nb".to_owned(), MockReader::new());
    reader.expect_page().returning(|text| Box::new(Lines(text)));
    reader.expect_search().returning(|text| Ok(Box::new(move |part| text.contains(part))));
    reader.expect_shown().returning(|text| Box::new(text));
    reader.expect_streamed().returning(|text| Box::pin(stream::iter(text.lines())));
    assert_eq!(reader.page(&text).title(), "a");
    assert!(reader.search(&text).unwrap()("b"));
    assert_eq!(reader.shown(&text).to_string(), text);
    assert_eq!(block_on_stream(reader.streamed(&text)).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn one_call_may_be_answered_so() {
    let reader = MockReader::new();
    let more = vec!["x"];
    reader.expect_words().return_once(move |text| Box::new(text.split(' ').chain(more)));
    assert_eq!(reader.words("a b").collect::<Vec<_>>(), ["a", "b", "x"]);
    let text = failure(|| {
        reader.words("a b").count();
    });
    assert!(
        text.starts_with("MockReader::words: Expectation(<anything>) called twice, but it returns by move"),
        "{text}"
    );
}

#[test]
fn closures_may_stay_on_their_thread() {
    let reader = MockReader::new();
    let most = Rc::new(1);
    let once = Rc::clone(&most);
    reader.expect_letters().once().return_once_st(move |text| Box::new(text.chars().skip(*once)));
    reader.expect_letters().returning_st(move |text| Box::new(text.chars().take(*most)));
    assert_eq!(reader.letters("abc").collect::<String>(), "bc");
    assert_eq!(reader.letters("abc").collect::<String>(), "a");

    let reader = MockReader::new();
    reader.expect_letters().returning_st(|text| Box::new(text.chars()));
    let text = std::thread::spawn(move || failure(|| reader.letters("abc").count())).join().unwrap();
    assert!(text.contains("was made by a `_st` method and is bound to its thread"), "{text}");
}

#[test]
fn what_may_borrow_for_several_lifetimes_is_given_for_ever() {
    let reader = MockReader::new();
    reader.expect_split().returning(|_, _| Box::new(["a"].into_iter()));
    assert_eq!(reader.split("a b", " ").collect::<Vec<_>>(), ["a"]);
}
