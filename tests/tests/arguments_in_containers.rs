//! Arguments that hold others without a name: an expectation gets them in the same container, as trait objects or as what
//! they can be turned into.

use std::fmt::{Debug, Display};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use asyncmock::{automock, concretize, predicate};
use asyncmock_tests::{failure, next_line};
use futures::executor::block_on;

pub trait Sound {
    fn pitch(&self) -> u32;
}

impl Sound for u32 {
    fn pitch(&self) -> u32 {
        *self
    }
}

impl Sound for &AtomicU32 {
    fn pitch(&self) -> u32 {
        self.load(Ordering::Relaxed)
    }
}

#[automock]
pub trait Choir {
    fn solo(&self, voice: Option<impl Sound>) -> u32;
    fn sing(&self, voices: Vec<impl Sound>) -> u32;
    fn duet<V: Sound>(&self, voices: [V; 2]) -> u32;
    fn names(&self, names: Vec<impl Into<String>>) -> usize;
    fn title(&self, title: Option<impl AsRef<str>>) -> usize;
    fn tune(&self, by: Option<impl FnMut(u32) -> u32>) -> u32;
    fn groups(&self, groups: Option<Vec<impl Sound>>) -> u32;
    fn lent(&self, voices: Vec<&impl Sound>) -> u32;
    fn boxed(&self, voice: Box<impl Sound>, shared: Arc<impl Sound>, counted: Rc<impl Sound>) -> u32;
    fn later(&self, pitch: Pin<Box<impl Future<Output = u32>>>) -> u32;
    #[concretize]
    fn shown<T: Display>(&self, shown: Vec<T>) -> String;
    fn conduct(voice: Option<impl Sound>) -> u32;
}

#[test]
fn an_option_holds_an_object() {
    let mock = MockChoir::new();
    mock.expect_solo().withf(|voice| voice.is_none()).return_const(0_u32);
    mock.expect_solo().returning(|voice| voice.unwrap().pitch());
    let local = AtomicU32::new(7);
    assert_eq!([mock.solo(None::<u32>), mock.solo(Some(3)), mock.solo(Some(&local))], [0, 3, 7]);
    let context = MockChoir::conduct_context();
    context.expect().returning(|voice| voice.map_or(0, |voice| voice.pitch()));
    assert_eq!((MockChoir::conduct(Some(4)), MockChoir::conduct(None::<u32>)), (4, 0));
}

#[test]
fn so_do_vectors_and_arrays() {
    let mock = MockChoir::new();
    mock.expect_sing().returning(|voices| voices.iter().map(|voice| voice.pitch()).sum());
    mock.expect_duet().returning(|[low, high]| high.pitch() - low.pitch());
    mock.expect_groups().returning(|groups| groups.unwrap().len() as u32);
    mock.expect_lent().returning(|voices| voices[1].pitch());
    let local = AtomicU32::new(7);
    assert_eq!((mock.sing(vec![&local, &local]), mock.duet([3, 5])), (14, 2));
    assert_eq!((mock.groups(Some(vec![1, 2, 3])), mock.lent(vec![&1, &2])), (3, 2));
}

#[test]
fn what_can_be_turned_into_something_is() {
    let mock = MockChoir::new();
    mock.expect_names().with(predicate::eq(vec!["a".to_owned(), "b".to_owned()])).returning(|names| names.len());
    mock.expect_title().returning(|title| title.map_or(0, |title| title.as_ref().len()));
    assert_eq!((mock.names(vec!["a", "b"]), mock.title(Some("title")), mock.title(None::<&str>)), (2, 5, 0));
    mock.calls_to_names().assert_called_once_with(vec!["a".to_owned(), "b".to_owned()]);
}

#[test]
fn closures_may_be_called_and_change_what_they_borrow() {
    let mock = MockChoir::new();
    mock.expect_tune().returning(|by| by.map_or(0, |mut by| by(1) + by(2)));
    let mut heard = Vec::new();
    let tuned = mock.tune(Some(|pitch| {
        heard.push(pitch);
        pitch * 10
    }));
    assert_eq!((tuned, heard), (30, vec![1, 2]));
}

#[test]
fn pointers_point_to_objects() {
    let mock = MockChoir::new();
    mock.expect_boxed().returning(|boxed, shared, counted| boxed.pitch() + shared.pitch() + counted.pitch());
    mock.expect_later().returning(|pitch| block_on(pitch));
    assert_eq!(mock.boxed(Box::new(1), Arc::new(2), Rc::new(3)), 6);
    assert_eq!(mock.later(Box::pin(async { 5 })), 5);
}

#[test]
fn concretized_parameters_may_be_held() {
    let mock = MockChoir::new();
    mock.expect_shown().returning(|shown| shown.iter().map(|shown| format!("<{shown}>")).collect());
    assert_eq!((mock.shown(vec![1, 2]), mock.shown(vec!["a"])), ("<1><2>".to_owned(), "<a>".to_owned()));
}

#[automock]
trait Stage {
    async fn invite(&self, names: Vec<impl Into<String>>, voice: Option<impl Sound>) -> u32;
}

#[automock]
#[async_trait]
pub trait Hall: Send + Sync {
    async fn fill(&self, guests: Option<impl Debug + Send>, names: Vec<impl Into<String> + Send>) -> String;
}

#[test]
fn async_methods_take_them() {
    let stage = MockStage::new();
    stage.expect_invite().returning(|names, voice| names[0].len() as u32 + voice.unwrap().pitch());
    let local = AtomicU32::new(7);
    assert_eq!(block_on(stage.invite(vec!["Ada"], Some(&local))), 10);
    stage.calls_to_invite().assert_awaited_once();

    let hall = MockHall::new();
    hall.expect_fill().returning(|guests, names| format!("{guests:?} {names:?}"));
    let filled: Pin<Box<dyn Future<Output = String> + Send + '_>> = hall.fill(Some(2), vec!["Bob"]);
    assert_eq!(block_on(filled), r#"Some(2) ["Bob"]"#);
}

#[test]
fn a_failure_shows_what_can_be_shown() {
    let mock = MockChoir::new();
    let set = next_line!();
    mock.expect_names().with_args(vec!["a".to_owned()]).return_const(1_usize);
    let called = next_line!();
    let text = failure(|| mock.names(vec!["b"]));
    assert_eq!(
        text,
        format!(
            r#"MockChoir::names(["b"]): No matching expectation found
  called at {called}
expectations of MockChoir::names, in the order in which they are tried:
  1. Expectation(["a"]) at {set}: not used, wanted any number of times
       argument 1 (names) differs:
         expected: ["a"]
         actual:   ["b"]
no other calls so far"#
        )
    );
    let text = failure(|| mock.solo(Some(3)));
    assert!(text.starts_with("MockChoir::solo(?): No matching expectation found\n"), "{text}");
}
