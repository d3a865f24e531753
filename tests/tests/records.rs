//! What is kept of arguments: values that can be compared, of others the text; and nothing that would keep alive what the
//! code under test has let go.

use std::fmt;
use std::sync::{Arc, Mutex};

use asyncmock::{ANY, automock};
use asyncmock_tests::{failure, next_line, untimed};
use tokio::sync::mpsc;

#[automock]
trait Feed {
    async fn start(&self, name: &str, events: mpsc::Sender<u32>) -> bool;
}

/// Reads until all senders are gone.
async fn collect(feed: &impl Feed) -> Vec<u32> {
    let (events, mut received) = mpsc::channel(4);
    assert!(feed.start("prices", events).await);
    let mut all = Vec::new();
    while let Some(event) = received.recv().await {
        all.push(event);
    }
    all
}

#[tokio::test]
async fn a_channel_ends_though_its_sender_was_an_argument() {
    let feed = MockFeed::new();
    feed.expect_start().returning(|_, events| {
        events.try_send(1).unwrap();
        true
    });
    let start = feed.calls_to_start();
    assert_eq!(collect(&feed).await, [1]);
    start.assert_called_once_with("prices", ANY);
    drop(feed);
    assert_eq!(start.count(), 1);
}

#[automock]
trait Store {
    fn put(&self, names: Arc<Vec<String>>);
    fn lend(&self, names: &Arc<Vec<String>>);
    fn say(&self, text: Arc<str>);
    fn count(&self, total: Arc<Mutex<u32>>);
}

fn names() -> Arc<Vec<String>> {
    Arc::new(vec!["ada".to_owned(), "bob".to_owned()])
}

#[test]
fn a_pointer_comes_back_and_its_record_is_one_to_a_copy() {
    let store = MockStore::relaxed();
    let shared = names();
    store.put(Arc::clone(&shared));
    store.lend(&shared);
    let text = Arc::<str>::from("hello");
    store.say(Arc::clone(&text));
    assert_eq!([Arc::strong_count(&shared), Arc::strong_count(&text)], [1, 1]);
    store.calls_to_put().assert_called_once_with(names());
    store.calls_to_lend().assert_called_once_with(&names());
    store.calls_to_say().assert_called_once_with(Arc::<str>::from("hello"));
    let kept = store.calls_to_put().last().unwrap();
    assert!(!Arc::ptr_eq(&kept.args().0, &shared));
    assert_eq!(kept.args().0, shared);
}

#[test]
fn a_pointer_to_what_is_shared_to_be_changed_is_not_kept_and_printed_as_it_was() {
    let store = MockStore::new();
    store.expect_count().returning(|total| *total.lock().unwrap() += 1);
    let total = Arc::new(Mutex::new(6));
    let at = next_line!();
    store.count(Arc::clone(&total));
    assert_eq!((Arc::strong_count(&total), *total.lock().unwrap()), (1, 7));
    let call = store.calls_to_count().last().unwrap();
    assert_eq!(untimed(&call), format!("Store::count(Mutex {{ data: 6, poisoned: false, .. }}) at {at} [completed]"));
    assert_eq!(
        failure(|| _ = call.args()),
        "Store::count: args(): argument `total` was not kept, as its type is not `Clone + PartialEq + Send + Sync`"
    );
}

#[automock]
#[allow(dead_code)]
trait Peer: Send + Sync {
    fn meet(&self, other: Arc<dyn Peer>);
    fn greet(&self) -> u32;
}

#[test]
fn mocks_that_were_given_to_each_other_are_dropped_and_verified() {
    let text = failure(|| {
        let (one, other) = (Arc::new(MockPeer::new()), Arc::new(MockPeer::new()));
        one.expect_meet().times(1).returning(|_| ());
        other.expect_meet().times(1).returning(|_| ());
        other.expect_greet().times(1).return_const(7_u32);
        one.meet(Arc::clone(&other) as Arc<dyn Peer>);
        other.meet(Arc::clone(&one) as Arc<dyn Peer>);
    });
    assert!(
        text.starts_with(
            "MockPeer#2::greet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  expected once, but never called\n  expected at "
        ),
        "{text}"
    );
}

/// Prints as so many letters.
struct Letters(usize);

impl fmt::Debug for Letters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for _ in 0..self.0 {
            out.write_str("ä")?;
        }
        Ok(())
    }
}

struct Panics;

impl fmt::Debug for Panics {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("this can't be printed")
    }
}

/// Looks at the mock that it is an argument of while it is printed.
struct Curious(Arc<MockPost>);

impl fmt::Debug for Curious {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "after {} calls", self.0.calls_to_ask().count())
    }
}

#[automock]
trait Post {
    fn letters(&self, letters: Letters);
    fn panics(&self, panics: Panics, times: u32);
    fn ask(&self, curious: Curious);
    fn lines(&self, lines: &[&str]);
}

#[test]
fn the_text_of_what_is_not_kept_has_an_end() {
    let post = MockPost::relaxed();
    post.letters(Letters(100));
    post.letters(Letters(101));
    let calls = post.calls_to_letters().all();
    let text = |index: usize| calls[index].to_string().split(" at ").next().unwrap_or_default().to_owned();
    assert_eq!(text(0), format!("Post::letters({})", "ä".repeat(100)));
    assert_eq!(text(1), format!("Post::letters({}..)", "ä".repeat(100)));
}

#[test]
fn an_argument_that_panics_when_it_is_printed_hinders_no_call() {
    let post = MockPost::new();
    post.expect_panics().times(1).return_const(());
    post.panics(Panics, 3);
    let panics = post.calls_to_panics();
    panics.assert_called_once_with(ANY, 3);
    let text = panics.last().unwrap().to_string();
    assert!(text.starts_with("Post::panics(<its Debug panicked: this can't be printed>, 3) at "), "{text}");
}

#[test]
fn what_is_printed_may_look_at_the_mock() {
    let post = Arc::new(MockPost::relaxed());
    post.ask(Curious(Arc::clone(&post)));
    post.ask(Curious(Arc::clone(&post)));
    let text = post.calls_to_ask().last().unwrap().to_string();
    assert!(text.starts_with("Post::ask(after 1 calls) at "), "{text}");
}

#[test]
fn what_borrows_is_printed_as_it_was_at_the_call() {
    let post = MockPost::relaxed();
    {
        let line = String::from("first");
        post.lines(&[&line, "second"]);
    }
    let text = post.calls_to_lines().last().unwrap().to_string();
    assert!(text.starts_with("Post::lines([\"first\", \"second\"]) at "), "{text}");
}

#[automock]
trait Gauge {
    fn byte(&self, of: u8);
    fn short(&self, of: u16, sign: char);
    fn word(&self, of: u32);
    fn pair(&self, low: u32, high: i32);
    fn three(&self, low: u32, mid: u32, high: f32);
    fn mixed(&self, id: u32, total: u64, is_last: bool);
    fn long(&self, a: u64, b: usize, c: i64);
    fn wide(&self, of: u128);
    fn named(&self, name: &'static str, id: u32);
    fn none(&self);
}

/// Arguments of some sizes are copied as they lie in the call, others one by one.
#[test]
fn numbers_are_kept_whole_whatever_their_sizes() {
    let gauge = MockGauge::relaxed();
    let (low, high) = (0x0123_4567, 0x89ab_cdef);
    for turn in 0..300 {
        gauge.byte(turn as u8);
        gauge.short(turn, 'ß');
        gauge.word(low + u32::from(turn));
        gauge.pair(low, -i32::from(turn));
        gauge.three(low, high, f32::from(turn));
        gauge.mixed(high, u64::MAX - u64::from(turn), turn % 2 == 0);
        gauge.long(u64::MAX, usize::from(turn), i64::MIN);
        gauge.wide(u128::MAX - u128::from(turn));
        gauge.named("north", u32::from(turn));
        gauge.none();
    }
    let turn = 299;
    assert_eq!(gauge.calls_to_byte().get(turn).unwrap().args(), &(43,));
    assert_eq!(gauge.calls_to_short().get(turn).unwrap().args(), &(299, 'ß'));
    assert_eq!(gauge.calls_to_word().get(turn).unwrap().args(), &(low + 299,));
    assert_eq!(gauge.calls_to_pair().get(turn).unwrap().args(), &(low, -299));
    assert_eq!(gauge.calls_to_three().get(turn).unwrap().args(), &(low, high, 299.0));
    assert_eq!(gauge.calls_to_mixed().get(turn).unwrap().args(), &(high, u64::MAX - 299, false));
    assert_eq!(gauge.calls_to_long().get(turn).unwrap().args(), &(u64::MAX, 299, i64::MIN));
    assert_eq!(gauge.calls_to_wide().get(turn).unwrap().args(), &(u128::MAX - 299,));
    let named = gauge.calls_to_named();
    named.assert_called_with("north", 299_u32);
    assert_eq!(named.get(0).unwrap().args().1, 0);
    assert_eq!(gauge.calls_to_none().count(), 300);
}
