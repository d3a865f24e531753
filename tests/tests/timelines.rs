//! The picture in characters with which failures of tests end in which async calls overlapped.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asyncmock::{Guard, Journal, automock, checked, journal};
use asyncmock_tests::{failure, failure_of, here};
use futures::future::join_all;
use futures::join;
use tokio::time::timeout;

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self);
    fn go(&self, direction: &str) -> impl Future<Output = bool> + Send;
    fn lock(&self) -> impl Future<Output = Guard<()>> + Send;
}

const BEGIN: &str = "\ntimeline, in the order of events:\n";

/// The picture that the README and the guide show.
const SHOWN: &str = "  Cat::go   |1---=========================|\n                                \
                     |2---==========x\n  \
                       Cat::pet            |1===|\n  \
                       (numbers count the calls of a lane, - not polled, = polled, | completed, x cancelled)";

/// What a failure ends with.
#[track_caller]
fn picture(text: &str) -> &str {
    text.split_once(BEGIN).unwrap_or_else(|| panic!("there is no picture:\n{text}")).1
}

#[tokio::test(start_paused = true)]
async fn an_assertion_ends_with_what_overlapped() {
    let cat = MockCat::new();
    cat.expect_go().withf(|direction| direction == "north").after(Duration::from_millis(20)).resolve_const(true);
    cat.expect_go().pending();
    cat.expect_pet().return_const(());
    join!(cat.go("north"), async {
        cat.pet();
        timeout(Duration::from_millis(50), cat.go("east")).await.unwrap_err();
    });
    let go = cat.calls_to_go();
    assert_eq!(picture(&failure(|| go.assert_called_with("west"))), SHOWN);
    for page in [
        include_str!("../../README.md"),
        include_str!("../../mock-core/docs/failures.md"),
        include_str!("../../mock-core/docs/journal.md"),
    ] {
        assert!(page.contains(&format!("{}{SHOWN}\n```", &BEGIN[1..])));
    }
}

#[tokio::test]
async fn a_refused_call_ends_with_it_too_and_calls_one_after_another_do_not() {
    let cat = MockCat::new();
    cat.expect_go().times(4).yielding(1).resolve_const(true);
    cat.go("north").await;
    cat.go("east").await;
    let calls = cat.calls_to_go();
    assert!(!failure(|| calls.assert_not_called()).contains(BEGIN));
    join!(cat.go("south"), cat.go("west"));
    let text = failure_of(cat.go("home")).await;
    assert!(
        text.starts_with("MockCat::go: Expectation(<anything>) called 5 times which is more than the expected 4"),
        "{text}"
    );
    assert_eq!(
        picture(&text),
        "  Cat::go  |1--====|   |2--====|   |3------========|       |5--====!\n                                       \
                                              |4------========|\n  \
           (numbers count the calls of a lane, - not polled, = polled, | completed, ! panicked)"
    );
    // That the expectation was used too often is told once more.
    assert_eq!(picture(&failure(|| drop(cat))), picture(&text));
}

#[tokio::test(start_paused = true)]
async fn what_is_unmet_and_what_a_wait_lacks_end_with_it() {
    let overlapping = async || {
        let cat = MockCat::new();
        cat.expect_go().yielding(1).resolve_const(true);
        join!(cat.go("north"), cat.go("east"));
        cat
    };
    let unmet = overlapping().await;
    unmet.expect_pet().once().return_const(());
    assert!(picture(&failure(|| drop(unmet))).starts_with("  Cat::go  |1"));
    let cat = overlapping().await;
    let calls = cat.calls_to_pet().within(Duration::from_millis(10));
    assert!(picture(&failure_of(calls.next()).await).starts_with("  Cat::go  |1"));
}

#[tokio::test(start_paused = true)]
async fn a_hang_is_drawn_with_held_calls_and_guards() {
    let hanging = checked(async {
        let cat = MockCat::new();
        cat.expect_lock().returns_guard(());
        cat.expect_go().hold();
        let guard = cat.lock().await;
        let calls = cat.calls_to_go();
        join!(cat.go("north"), cat.go("east"), async {
            calls.next_held().await.leave_pending();
            calls.next_held().await.leave_pending();
        });
        drop(guard);
    });
    let text = failure_of(hanging.timeout(Duration::from_millis(200))).await;
    assert_eq!(
        picture(&text).lines().take(4).collect::<Vec<_>>(),
        [
            "  Cat::lock            |1---=====|",
            "  guards of Cat::lock            [..................................>",
            "  Cat::go                             |1--------=====###############>",
            "                                           |2-------------=====#####>",
        ]
    );
    assert!(
        text.contains("  (numbers count the calls of a lane, - not polled, = polled, # held, | completed, > goes on)"),
        "{text}"
    );
}

#[test]
fn a_journal_can_be_drawn_whatever_is_in_it() {
    assert_eq!(Journal::default().to_timeline(), "timeline, in the order of events:\n  no calls");
    let cat = MockCat::relaxed();
    cat.pet();
    drop(cat.go("north"));
    assert_eq!(
        journal().to_timeline(),
        "timeline, in the order of events:\n  \
           Cat::pet  |1===|\n  \
           Cat::go             |1---?\n  \
           (numbers count the calls of a lane, - not polled, = polled, | completed, ? never awaited)"
    );
}

#[tokio::test(start_paused = true)]
async fn of_a_crowd_the_last_calls_are_drawn_in_forty_lines() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_millis(1)).resolve_const(true);
    for _ in 0..10 {
        join_all((0..100).map(|_| cat.go("north"))).await;
    }
    let picture = journal().to_timeline();
    assert_eq!(picture.lines().count(), 40);
    // Of each hundred, the last rows end last.
    assert!(picture.contains("<1000="), "{picture}");
    assert!(picture.lines().all(|line| line.chars().count() <= 102), "{picture}");
    let calls = cat.calls_to_go();
    let text = failure(|| calls.assert_not_called());
    assert!(
        text.lines().count() <= 100 && text.len() <= 16_000,
        "{} lines, {} bytes",
        text.lines().count(),
        text.len()
    );
    assert!(text.contains(BEGIN));
}

/// Something that counts how often it is printed.
#[derive(Clone, PartialEq)]
struct Counted;

static PRINTED: AtomicUsize = AtomicUsize::new(0);

impl fmt::Debug for Counted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        PRINTED.fetch_add(1, Ordering::SeqCst);
        out.write_str("Counted")
    }
}

#[automock]
trait Scale {
    async fn weigh(&self, what: Counted);
    fn reset(&self);
}

#[tokio::test]
async fn nothing_of_the_users_is_printed_for_it() {
    let scale = MockScale::new();
    scale.expect_weigh().yielding(1).return_const(());
    scale.expect_reset().return_const(());
    join!(scale.weigh(Counted), scale.weigh(Counted));
    scale.reset();
    let before = PRINTED.load(Ordering::SeqCst);
    let reset = scale.calls_to_reset();
    let text = failure(|| reset.assert_not_called());
    assert!(picture(&text).starts_with("  Scale::weigh  |1"), "{text} at {}", here!());
    assert_eq!(PRINTED.load(Ordering::SeqCst), before);
}
