//! The failure texts that the README and the guide show are those that the mocks give, but for the places.

use std::future::Future;

use asyncmock::{Guard, automock, predicate::*};
use asyncmock_examples::failure;
use futures::stream::BoxStream;
use futures::{FutureExt as _, StreamExt as _};

const README: &str = include_str!("../../README.md");
const FAILURES: &str = include_str!("../../mock-core/docs/failures.md");
const GUARDS: &str = include_str!("../../mock-core/docs/guards.md");
const STREAMS: &str = include_str!("../../mock-core/docs/streams.md");

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self);
    fn go(&self, direction: &str, steps: u32) -> impl Future<Output = bool> + Send;
}

/// Says whether a page shows a text.
#[track_caller]
fn assert_shows(page: &str, text: &str) {
    let (page, text) = (failure::without_places(page), failure::without_places(text));
    assert!(page.contains(&text), "the page should show this:\n{text}");
}

#[tokio::test(start_paused = true)]
async fn the_readme_shows_a_call_that_no_expectation_accepts() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", 3).once().resolve_const(true);
    let text = failure::of_awaited(cat.go("south", 3)).await;
    assert_shows(README, &text);
    cat.go("north", 3).await;
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_why_each_expectation_was_passed_over() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.expect_go().with_args("north", 3).once().resolve_const(true);
    cat.expect_go().with(eq("south"), ge(10)).resolve_const(true);
    cat.expect_go().withf(|_, steps| *steps > 100).resolve_const(true);
    cat.pet();
    cat.go("north", 3).await;
    let text = failure::of_awaited(cat.go("south", 3)).await;
    assert_shows(FAILURES, &text);
}

#[test]
fn the_guide_shows_how_long_values_differ() {
    #[derive(Clone, Debug, PartialEq)]
    struct Record {
        id: u32,
        name: String,
        tags: Vec<&'static str>,
    }

    #[automock]
    trait Shelf {
        fn store(&self, record: Record);
    }

    let record = Record { id: 1, name: "Tom".to_owned(), tags: vec!["black", "white"] };
    let shelf = MockShelf::new();
    shelf.expect_store().with_args(record.clone());
    let text = failure::of(|| shelf.store(Record { id: 2, name: "Tim".to_owned(), ..record.clone() }));
    assert_shows(FAILURES, difference(&text));
    let text = failure::of(|| shelf.store(Record { id: 2, ..record }));
    assert_shows(FAILURES, difference(&text));
}

/// What is said of the argument in a text.
fn difference(text: &str) -> &str {
    let from = text.find("       argument 1").expect("the argument differs");
    let to = text.find("no other calls").or_else(|| text.find("calls so far:")).expect("calls are listed");
    &text[from..to]
}

/// What an assertion says before the calls.
fn until_calls(text: &str) -> &str {
    text.split("\ncalls so far").next().expect("there is a text")
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_an_expectation_that_is_used_up() {
    let cat = MockCat::new();
    cat.expect_pet().once();
    cat.pet();
    assert_shows(FAILURES, &failure::of(|| cat.pet()));

    // A call too many fails the mock at its end as well, if the first failure was caught.
    let text = failure::of(|| drop(cat));
    assert!(text.contains("called 2 time(s) which is more than expected 1"), "{text}");
}

#[test]
fn the_guide_shows_an_expectation_whose_call_was_never_awaited() {
    #[automock]
    trait Cat {
        async fn go(&self, direction: &str) -> bool;
    }

    let cat = MockCat::new();
    cat.expect_go().with_args("north").once().return_const(true);
    drop(cat.go("north"));
    assert_shows(FAILURES, &failure::of(|| drop(cat)));
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_an_assertion_that_failed() {
    let cat = MockCat::relaxed();
    cat.go("north", 3).await;
    let text = failure::of(|| cat.calls_to_go().assert_awaited_once_with("north", 5));
    assert_shows(FAILURES, &text);
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_the_call_that_comes_nearest() {
    let cat = MockCat::relaxed();
    cat.go("north", 3).await;
    cat.go("south", 1).await;
    let text = failure::of(|| cat.calls_to_go().assert_any_await("west", 1));
    assert_shows(FAILURES, until_calls(&text));
    let text = failure::of(|| cat.calls_to_go().assert_called_with("north", 3));
    let remark = "an earlier one matches, which `assert_any_call` looks for: ";
    assert!(text.contains(&format!("\n  {remark}1. Cat::go(\"north\", 3) at ")), "{text}");
    assert!(FAILURES.contains(remark));
}

#[test]
fn the_guide_shows_a_failure_away_from_the_test() {
    let cat = MockCat::new();
    let pet = cat.calls_to_pet();
    assert!(std::thread::spawn(move || cat.pet()).join().is_err());
    assert_shows(FAILURES, &failure::of(|| pet.assert_called()));
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_a_guard_that_is_still_held() {
    #[automock]
    trait Pool {
        async fn acquire(&self, id: u32) -> Guard<u32>;
    }

    let pool = MockPool::new();
    pool.expect_acquire().returns_guard(7_u32);
    std::mem::forget(pool.acquire(3).await);
    drop(pool.acquire(4).await);
    assert_shows(GUARDS, &failure::of(|| pool.guards_of_acquire().assert_all_released()));
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_a_guard_that_was_cancelled() {
    #[automock]
    trait Db {
        async fn lock(&self) -> Guard<()>;
        async fn insert(&self, row: u32);
    }

    let db = MockDb::new();
    db.expect_lock().returns_guard(());
    db.expect_insert().pending();
    let work = async {
        let _lock = db.lock().await;
        db.insert(1).await;
    };
    assert!(work.now_or_never().is_none());
    assert_shows(GUARDS, &format!("{:?}", db.guards_of_lock().all()[0]));
}

#[test]
fn a_call_through_a_trait_object_has_its_place_in_the_declaration() {
    #[automock]
    trait Cat {
        fn pet(&self);
    }

    let cat = MockCat::relaxed();
    cat.pet();
    let through: &dyn Cat = &cat;
    through.pet();

    let lines: Vec<u32> = cat.calls_to_pet().all().iter().map(|call| call.location().line()).collect();
    assert_eq!(lines[0], line!() - 5);
    assert!(lines[1] < lines[0] - 1, "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn the_guide_shows_a_feed_whose_reader_is_gone() {
    #[automock]
    trait Chat {
        fn messages(&self, room: &str) -> BoxStream<'static, u32>;
    }
    let chat = MockChat::new();
    chat.expect_messages().hold();
    let mut messages = chat.messages("lobby");
    let feed = chat.calls_to_messages().next_stream().await;
    feed.send(1).await.unwrap();
    feed.send(2).await.unwrap();
    assert_eq!(messages.next().await, Some(1));
    drop(messages);
    assert_shows(STREAMS, &failure::of_awaited(feed.taken()).await);
}
