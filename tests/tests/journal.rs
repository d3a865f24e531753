//! The journal as data: rows of calls and guards, and what happened to them, to mocks and to expectations.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use asyncmock::{CallState, EventKind, Guard, Journal, JournalCall, JournalEvent, automock, journal};
use asyncmock_tests::next_line;
use futures::stream::BoxStream;
use futures::{FutureExt as _, StreamExt as _, join};
use tokio::time::{sleep, timeout};

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self) -> u32;
    fn go(&self, direction: &str, steps: u32) -> impl Future<Output = bool> + Send;
    fn ticks(&self) -> BoxStream<'static, u32>;
    fn lock(&self, room: u32) -> impl Future<Output = Guard<u32>> + Send;
}

use EventKind::{
    Answered, Awaited, Called, Cancelled, ClockMoved, Completed, ExpectationMet, ExpectationSet, GuardEntered,
    GuardLeft, Held, Item, MockDropped, MockMade, NeverAwaited, Panicked, StreamEnded,
};

fn millis(event: &JournalEvent) -> u64 {
    event.at.time().expect("under the harness every event is timed").as_millis() as u64
}

/// What happened to calls and guards, and when.
fn happened(journal: &Journal) -> Vec<(EventKind, u64)> {
    let events = journal.events();
    events
        .iter()
        .filter(|event| event.call.is_some() || event.guard.is_some())
        .map(|event| (event.kind, millis(event)))
        .collect()
}

#[asyncmock::test(start_paused = true)]
async fn each_event_of_a_call_is_there_with_its_time() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", 1).after(Duration::from_millis(20)).resolve_const(true);
    cat.expect_go().with_args("east", 2).pending();

    let future = cat.go("north", 1);
    sleep(Duration::from_millis(5)).await;
    future.await;
    assert!(timeout(Duration::from_millis(7), cat.go("east", 2)).await.is_err());
    let unpolled = cat.go("south", 3);
    drop(unpolled);

    let journal = journal();
    assert_eq!(
        happened(&journal),
        [
            (Called, 0),
            (Awaited, 5),
            (Completed, 25),
            (Called, 25),
            (Awaited, 25),
            (Cancelled, 32),
            (Called, 32),
            (NeverAwaited, 32),
        ]
    );
    let [north, east, south] = journal.calls() else { panic!("there were three calls") };
    assert_eq!((north.elapsed(), east.elapsed()), (Some(Duration::from_millis(25)), Some(Duration::from_millis(7))));
    assert_eq!((south.state, &south.awaited), (CallState::NeverAwaited, &None));
}

#[asyncmock::test(start_paused = true)]
async fn a_held_call_tells_from_when_to_when() {
    let cat = MockCat::new();
    cat.expect_go().hold();
    let calls = cat.calls_to_go();
    join!(cat.go("north", 1), async {
        let held = calls.next_held().await;
        sleep(Duration::from_millis(30)).await;
        held.respond(true).unwrap();
    });
    let journal = journal();
    assert_eq!(happened(&journal), [(Called, 0), (Awaited, 0), (Held, 0), (Answered, 30), (Completed, 30)]);
    let (from, to) = journal.calls()[0].held.clone().expect("the call was held");
    assert_eq!((from.time(), to.and_then(|to| to.time())), (Some(Duration::ZERO), Some(Duration::from_millis(30))));
}

#[asyncmock::test(start_paused = true)]
async fn guards_are_entered_and_left() {
    let cat = MockCat::new();
    cat.expect_lock().returns_guard(7);
    let guard = cat.lock(1).await;
    sleep(Duration::from_millis(10)).await;
    drop(guard);
    let held = cat.lock(2).await;

    let journal = journal();
    let events = happened(&journal);
    assert_eq!(events[..5], [(Called, 0), (Awaited, 0), (Completed, 0), (GuardEntered, 0), (GuardLeft, 10)]);
    let [left, kept] = journal.guards() else { panic!("there were two guards") };
    assert_eq!(
        (left.of.as_str(), left.state.as_str(), left.elapsed()),
        ("Cat::lock(1)", "released", Some(Duration::from_millis(10)))
    );
    assert_eq!((kept.of.as_str(), kept.state.as_str(), &kept.left), ("Cat::lock(2)", "still held", &None));
    drop(held);
}

#[asyncmock::test(start_paused = true)]
async fn items_of_a_stream_and_its_end_are_events_of_the_call() {
    let cat = MockCat::new();
    cat.expect_ticks().return_stream([1, 2]);
    let mut ticks = cat.ticks();
    assert_eq!(ticks.next().await, Some(1));
    sleep(Duration::from_millis(3)).await;
    assert_eq!(ticks.next().await, Some(2));
    assert_eq!(ticks.next().await, None);
    assert_eq!(happened(&journal()), [(Called, 0), (Completed, 0), (Item, 0), (Item, 3), (StreamEnded, 3)]);
}

#[asyncmock::test]
async fn what_becomes_of_mocks_and_expectations_is_noted() {
    let made = next_line!();
    let cat = MockCat::named("tom");
    let expected = next_line!();
    cat.expect_pet().times(2).return_const(1_u32);
    cat.pet();
    cat.pet();
    drop(cat);

    let journal = journal();
    let notes: Vec<_> = journal.events().into_iter().filter(|event| event.call.is_none()).collect();
    assert_eq!(
        notes.iter().map(|note| note.kind).collect::<Vec<_>>(),
        [MockMade, ExpectationSet, ExpectationMet, MockDropped]
    );
    for note in &notes {
        assert_eq!(note.mock.as_deref(), Some("MockCat#tom"));
    }
    assert_eq!(notes[0].place.as_ref().map(ToString::to_string), Some(made));
    for note in &notes[1..3] {
        assert_eq!(note.method.as_deref(), Some("pet"));
        assert_eq!(note.place.as_ref().map(ToString::to_string), Some(expected.clone()));
    }
    // It was met by the second call, and before that had ended nothing was.
    let second = journal.calls()[1].called.order;
    assert!(notes[2].at.order > second);
}

#[asyncmock::test]
async fn it_is_known_who_made_a_call_and_who_polled_it() {
    let cat = std::sync::Arc::new(MockCat::relaxed());
    let future = cat.go("north", 1);
    let other = std::sync::Arc::clone(&cat);
    asyncmock::rt::spawn(async move {
        other.pet();
        other.go("east", 2).await;
    })
    .await
    .unwrap();
    future.await;
    let elsewhere = std::sync::Arc::clone(&cat);
    std::thread::Builder::new().name("loader".to_owned()).spawn(move || elsewhere.pet()).unwrap().join().unwrap();

    let journal = journal();
    let who = |name: &str| {
        let of_call =
            |call: &JournalCall| call.called.runner.as_ref().map(ToString::to_string) == Some(name.to_owned());
        journal.calls().iter().filter(|call| of_call(call)).map(|call| call.call()).collect::<Vec<_>>()
    };
    assert_eq!(who("test"), ["Cat::go(\"north\", 1)"]);
    assert_eq!(who("task 1"), ["Cat::pet()", "Cat::go(\"east\", 2)"]);
    assert_eq!(who("loader"), ["Cat::pet()"]);
    let north = &journal.calls()[0];
    assert_eq!(north.awaited.as_ref().and_then(|awaited| awaited.runner.clone()), north.called.runner);
    assert_eq!(journal.test(), Some("journal::it_is_known_who_made_a_call_and_who_polled_it"));
}

#[asyncmock::test(start_paused = true)]
async fn rows_are_filtered_grouped_and_joined() {
    let cat = MockCat::new();
    cat.expect_go().withf(|direction, _| direction == "west").pending();
    cat.expect_go().after(Duration::from_millis(10)).resolve_const(true);
    cat.expect_pet().return_const(1_u32);
    cat.pet();
    let west = timeout(Duration::from_millis(25), cat.go("west", 1));
    let _done = join!(west, cat.go("north", 2));
    cat.go("east", 3).await;

    let journal = journal();
    let calls = journal.calls();
    // By an argument, by a time, by what overlapped what was cancelled; and in groups.
    let far: Vec<_> = calls.iter().filter(|call| call.argument("steps") > Some("1")).map(|call| call.call()).collect();
    assert_eq!(far, ["Cat::go(\"north\", 2)", "Cat::go(\"east\", 3)"]);
    let late = calls.iter().filter(|call| call.called.time() > Some(Duration::from_millis(5))).count();
    assert_eq!(late, 1);
    let was_cancelled = |call: &JournalCall| call.state == CallState::Cancelled;
    let beside = calls.iter().filter(|call| calls.iter().any(|other| was_cancelled(other) && other.overlaps(call)));
    assert_eq!(beside.map(JournalCall::call).collect::<Vec<_>>(), ["Cat::go(\"north\", 2)"]);
    let mut of_methods: BTreeMap<&str, usize> = BTreeMap::new();
    calls.iter().for_each(|call| *of_methods.entry(&call.method).or_default() += 1);
    assert_eq!(of_methods, BTreeMap::from([("go", 3), ("pet", 1)]));
}

#[test]
fn a_sync_call_is_not_awaited_and_without_the_harness_it_is_not_known_who_made_it() {
    let cat = MockCat::relaxed();
    cat.pet();
    let first = journal();
    cat.go("north", 1).now_or_never();
    drop(cat);

    assert_eq!((first.len(), journal().len()), (1, 2), "a journal is a copy");
    assert_eq!(first.test(), None);
    let journal = journal();
    let [pet, go] = journal.calls() else { panic!("there were two calls") };
    assert_eq!((&pet.awaited, &pet.called.runner), (&None, &None));
    assert!(pet.called.time().is_some() && pet.elapsed().is_some());
    let awaited = go.awaited.as_ref().expect("it was polled");
    assert_eq!((awaited.time(), awaited.task()), (None, None));
    assert!(go.called.order < awaited.order && awaited.order < go.ended.as_ref().unwrap().order);
    let kinds: Vec<_> = journal.events().iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [Called, Completed, Called, Awaited, Completed]);
}

#[asyncmock::test]
async fn what_panics_is_an_event_of_its_own() {
    let cat = MockCat::new();
    cat.expect_pet().returning(|| panic!("it scratches"));
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cat.pet()));
    assert!(panic.is_err());
    let kinds: Vec<_> =
        journal().events().iter().filter(|event| event.call.is_some()).map(|event| event.kind).collect();
    assert_eq!(kinds, [Called, Panicked]);
}

#[asyncmock::test]
async fn threads_of_one_name_after_another_are_told_apart() {
    let cat = std::sync::Arc::new(MockCat::relaxed());
    for name in ["first", "second", "third"] {
        let cat = std::sync::Arc::clone(&cat);
        std::thread::Builder::new().name(name.to_owned()).spawn(move || cat.pet()).unwrap().join().unwrap();
    }
    let who: Vec<_> = journal().calls().iter().map(|call| call.called.runner.as_ref().unwrap().to_string()).collect();
    assert_eq!(who, ["first", "second", "third"]);
}

#[asyncmock::test]
async fn a_call_that_was_cancelled_is_not_answered() {
    let cat = MockCat::new();
    cat.expect_go().hold();
    let calls = cat.calls_to_go();
    let mut call = Box::pin(cat.go("north", 1));
    assert!((&mut call).now_or_never().is_none());
    let held = calls.next_held().await;
    drop(call);
    held.respond(true).unwrap_err();
    let journal = journal();
    let kinds: Vec<_> = journal.events().iter().filter(|event| event.call.is_some()).map(|event| event.kind).collect();
    assert_eq!(kinds, [Called, Awaited, Held, Cancelled]);
    assert_eq!(journal.calls()[0].held.clone().unwrap().1, None);
}

#[asyncmock::test(start_paused = true)]
async fn each_move_of_a_paused_clock_is_an_event() {
    let cat = MockCat::new();
    cat.expect_pet().return_const(1_u32);
    cat.expect_go().after(Duration::from_secs(3600)).resolve_const(true);
    cat.pet();
    sleep(Duration::from_millis(5)).await;
    cat.pet();
    tokio::time::advance(Duration::from_nanos(1)).await;
    cat.go("north", 1).await;

    let events = journal().events();
    let is_of_mocks = |kind| matches!(kind, MockMade | ExpectationSet | ExpectationMet);
    let happened = events.iter().filter(|event| !is_of_mocks(event.kind));
    let happened: Vec<_> = happened.map(|event| (event.kind, event.at.time().unwrap())).collect();
    let (five, later) = (Duration::from_millis(5), Duration::from_nanos(5_000_001));
    assert_eq!(happened[..2], [(Called, Duration::ZERO), (Completed, Duration::ZERO)]);
    assert_eq!(happened[2..5], [(ClockMoved, five), (Called, five), (Completed, five)]);
    assert_eq!(happened[5..8], [(ClockMoved, later), (Called, later), (Awaited, later)]);
    let [(ClockMoved, moved), (Completed, completed)] = happened[8..] else { panic!("{happened:?}") };
    assert_eq!(moved, completed);
    assert_eq!(moved.as_secs(), 3600);
}

#[asyncmock::test(start_paused = true)]
async fn an_hour_of_a_paused_clock_takes_little_real_time() {
    let cat = MockCat::relaxed();
    cat.pet();
    sleep(Duration::from_secs(3600)).await;
    cat.pet();

    let journal = journal();
    let [first, last] = journal.calls() else { panic!("{journal}") };
    let took =
        |time: fn(&asyncmock::Moment) -> Option<Duration>| time(&last.called).unwrap() - time(&first.called).unwrap();
    assert_eq!(took(asyncmock::Moment::time), Duration::from_secs(3600));
    assert!(took(asyncmock::Moment::real_time) < Duration::from_secs(60));
}

#[asyncmock::test]
async fn a_clock_that_runs_is_not_moved() {
    let cat = MockCat::relaxed();
    for _ in 0..3 {
        cat.pet();
        sleep(Duration::from_millis(2)).await;
        cat.go("north", 1).await;
    }

    let events = journal().events();
    assert_eq!(events.iter().filter(|event| event.kind == ClockMoved).count(), 0, "{events:?}");
    for (event, next) in events.iter().zip(&events[1..]) {
        assert!(event.at.real_time().unwrap() <= next.at.real_time().unwrap());
    }
    let slept = events.last().unwrap().at.real_time().unwrap() - events[0].at.real_time().unwrap();
    assert!(slept >= Duration::from_millis(6), "{slept:?}");
}

#[tokio::test(start_paused = true)]
async fn without_the_harness_real_time_is_not_known() {
    let cat = MockCat::relaxed();
    cat.pet();
    sleep(Duration::from_secs(1)).await;
    cat.pet();
    let kinds: Vec<_> = journal().events().iter().map(|event| (event.kind, event.at.real_time())).collect();
    assert_eq!(kinds, [(Called, None), (Completed, None), (Called, None), (Completed, None)]);
}

/// Where tokio's clock was paused once, it looks at a thread-local of its own, which is gone at the end of a thread.
#[asyncmock::test]
async fn a_mock_may_be_dropped_at_the_end_of_a_thread() {
    thread_local!(static LAST: std::cell::RefCell<Option<MockCat>> = const { std::cell::RefCell::new(None) });
    let pause =
        || drop(tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap());
    std::thread::spawn(pause).join().unwrap();
    let cat = MockCat::relaxed();
    let at_its_end = move || {
        // Made before tokio's own, it is dropped after that.
        LAST.with(|last| last.borrow_mut().take());
        cat.pet();
        LAST.with(|last| *last.borrow_mut() = Some(cat));
    };
    std::thread::spawn(at_its_end).join().unwrap();
    let dropped = journal().events().into_iter().find(|event| event.kind == MockDropped);
    assert_eq!(dropped.map(|event| event.at.nanos), Some(None));
}

#[test]
fn a_debug_with_lines_and_control_characters_stays_in_its_line() {
    struct Loud;
    impl std::fmt::Debug for Loud {
        fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an error\n\nCaused by:\n```\n\u{1b}[31m\0")
        }
    }
    #[automock]
    trait Sink {
        fn take(&self, what: Loud);
    }
    let sink = MockSink::relaxed();
    sink.take(Loud);
    let journal = journal();
    for text in [journal.to_string(), journal.to_svg(), journal.to_html()] {
        assert!(!text.contains(['\u{1b}', '\0']), "{text}");
    }
    let diagram = journal.to_mermaid();
    assert!(diagram.lines().all(|line| line == "sequenceDiagram" || line.starts_with("    ")), "{diagram}");
}

/// A clock of the test's own may do whatever it likes: this one makes a mock whenever it is asked, once all is set up.
#[asyncmock::test]
async fn the_clock_is_asked_without_a_lock() {
    static IS_IDLE: AtomicBool = AtomicBool::new(true);
    struct Busy;
    impl asyncmock::TestClock for Busy {
        fn now(&self) -> Duration {
            if !IS_IDLE.swap(true, Ordering::SeqCst) {
                MockCat::relaxed().pet();
                drop(journal());
                IS_IDLE.store(false, Ordering::SeqCst);
            }
            Duration::ZERO
        }

        fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(std::future::ready(()))
        }
    }
    let _clock = asyncmock::use_clock(Busy);
    IS_IDLE.store(false, Ordering::SeqCst);
    let cat = MockCat::new();
    cat.expect_pet().times(1).return_const(1_u32);
    assert_eq!(cat.pet(), 1);
    IS_IDLE.store(true, Ordering::SeqCst);
}
