//! The life of a call: each state is told apart by the call itself, in filters, in assertions, when printed, in the
//! journal and in failure texts.

use std::time::Duration;

use asyncmock::{CallState, Calls, automock, journal};
use asyncmock_tests::{failure, failure_of, next_line, timed_failure};
use futures::FutureExt as _;

#[automock]
trait Cat {
    async fn go(&self, direction: &str) -> bool;
    fn pet(&self, times: u32) -> bool;
}

fn cat() -> MockCat {
    let cat = MockCat::new();
    cat.expect_go().with_args("away").returning_async(|_| std::future::pending());
    cat.expect_go().with_args("wild").returning(|_| panic!("scratched"));
    cat.expect_go().return_const(true);
    cat
}

#[tokio::test]
async fn a_call_is_called_until_it_is_polled() {
    let cat = cat();
    let future = cat.go("home");
    let call = cat.calls_to_go().last().unwrap();
    assert_eq!(call.state(), CallState::Called);
    future.await;
    assert_eq!(call.state(), CallState::Completed);
}

#[tokio::test]
async fn a_call_is_pending_while_its_answer_is() {
    let cat = cat();
    let mut future = Box::pin(cat.go("away"));
    assert!(futures::poll!(&mut future).is_pending());
    let go = cat.calls_to_go();
    assert_eq!(go.last().unwrap().state(), CallState::Pending);
    assert_eq!(go.in_flight(), 1);
    drop(future);
    assert_eq!(go.in_flight(), 0);
}

#[tokio::test]
async fn a_call_dropped_while_pending_is_cancelled() {
    let cat = cat();
    assert!(cat.go("away").now_or_never().is_none());
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Cancelled);
}

#[tokio::test]
async fn a_call_whose_answer_panics_has_panicked() {
    let cat = cat();
    failure_of(cat.go("wild")).await;
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Panicked);
}

#[tokio::test]
async fn a_call_whose_async_answer_panics_has_panicked() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_| async {
        tokio::task::yield_now().await;
        panic!("scratched")
    });
    assert_eq!(failure_of(cat.go("wild")).await, "scratched");
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Panicked);
}

#[tokio::test]
async fn a_call_that_the_mock_refuses_has_panicked() {
    let cat = MockCat::new();
    failure_of(cat.go("home")).await;
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Panicked);
}

#[tokio::test]
async fn a_call_dropped_unpolled_was_never_awaited() {
    let cat = cat();
    drop(cat.go("home"));
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::NeverAwaited);
}

#[test]
fn a_sync_call_is_pending_while_its_answer_runs_and_completed_after_it() {
    let cat = MockCat::new();
    let pet = cat.calls_to_pet();
    cat.expect_pet().returning(move |_| {
        assert_eq!(pet.last().unwrap().state(), CallState::Pending);
        true
    });
    cat.pet(1);
    assert_eq!(cat.calls_to_pet().last().unwrap().state(), CallState::Completed);
}

#[test]
fn a_sync_call_whose_answer_panics_has_panicked() {
    let cat = MockCat::new();
    cat.expect_pet().returning(|_| panic!("scratched"));
    assert_eq!(failure(|| cat.pet(1)), "scratched");
    assert_eq!(cat.calls_to_pet().last().unwrap().state(), CallState::Panicked);
}

#[tokio::test(start_paused = true)]
async fn a_future_polled_again_after_its_end_is_refused() {
    let cat = cat();
    let mut future = Box::pin(cat.go("home"));
    (&mut future).await;
    assert_eq!(
        failure_of(future).await,
        "`async fn` resumed after completion: the future of a call of MockCat::go was polled again after its end"
    );
    assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Completed);
}

/// One call in each state, the sync one last, and the lines that the journal has for them.
struct Lives {
    lines: Vec<String>,
    _unpolled: Box<dyn std::any::Any>,
    _pending: Box<dyn std::any::Any>,
}

/// The mock is leaked so that calls which have not ended can outlive this function.
async fn one_call_in_each_state(cat: &'static MockCat) -> Lives {
    let called = next_line!();
    let unpolled = cat.go("out");
    let waiting = next_line!();
    let mut pending = Box::pin(cat.go("away"));
    assert!(futures::poll!(&mut pending).is_pending());
    let completed = next_line!();
    cat.go("home").await;
    let cancelled = next_line!();
    assert!(cat.go("away").now_or_never().is_none());
    let panicked = next_line!();
    failure_of(cat.go("wild")).await;
    let never = next_line!();
    drop(cat.go("home"));
    Lives {
        lines: vec![
            format!("Cat::go(\"out\") at {called} [not awaited yet]"),
            format!("Cat::go(\"away\") at {waiting} [pending]"),
            format!("Cat::go(\"home\") at {completed} [completed]"),
            format!("Cat::go(\"away\") at {cancelled} [cancelled]"),
            format!("Cat::go(\"wild\") at {panicked} [panicked]"),
            format!("Cat::go(\"home\") at {never} [never awaited]"),
        ],
        _unpolled: Box::new(unpolled),
        _pending: Box::new(pending),
    }
}

fn leaked() -> &'static MockCat {
    Box::leak(Box::new(cat()))
}

#[tokio::test(start_paused = true)]
async fn every_state_is_printed_by_its_name() {
    let cat = leaked();
    let lives = one_call_in_each_state(cat).await;
    let printed: Vec<String> = cat.calls_to_go().all().iter().map(ToString::to_string).collect();
    assert_eq!(printed, lives.lines);
}

#[tokio::test(start_paused = true)]
async fn every_state_stands_in_the_journal() {
    let cat = leaked();
    let lives = one_call_in_each_state(cat).await;
    let numbered: Vec<String> =
        lives.lines.iter().enumerate().map(|(index, line)| format!("{:>3}. {line}", index + 1)).collect();
    assert_eq!(journal().to_string(), numbered.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn every_state_stands_in_a_failure_text() {
    let cat = leaked();
    let lives = one_call_in_each_state(cat).await;
    let listed: String =
        lives.lines.iter().enumerate().map(|(index, line)| format!("\n  {}. {line}", index + 1)).collect();
    let go = cat.calls_to_go();
    let asserted = next_line!();
    let text = failure(|| go.assert_not_called());
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_not_called: expected no call, but there were 6\n  \
               asserted at {asserted}\n\
             calls so far:{listed}\n\
             timeline, in the order of events:\n  \
               Cat::go  |1------------------------------------------------------>\n               \
                            |2--================================================>\n                       \
                                    |3--====|   |4--====x   |5--====!   |6--?\n  \
               (numbers count the calls of a lane, - not polled, = polled, | completed, x cancelled, ! panicked, ? never awaited, > goes on)"
        )
    );
}

#[tokio::test]
async fn every_state_is_a_filter() {
    let cat = leaked();
    let _lives = one_call_in_each_state(cat).await;
    let go = cat.calls_to_go();
    let one = |state, direction: &'static str| {
        let calls = go.in_state(state);
        calls.assert_called_once_with(direction);
    };
    one(CallState::Called, "out");
    one(CallState::Pending, "away");
    one(CallState::Completed, "home");
    one(CallState::Cancelled, "away");
    one(CallState::Panicked, "wild");
    one(CallState::NeverAwaited, "home");
}

#[tokio::test]
async fn every_state_counts_as_called_and_four_of_them_as_awaited() {
    let cat = leaked();
    let _lives = one_call_in_each_state(cat).await;
    let go = cat.calls_to_go();
    assert_eq!((go.count(), go.await_count(), go.in_flight()), (6, 4, 1));
}

#[test]
fn a_state_says_its_name() {
    let names = |state: CallState| state.to_string();
    assert_eq!(names(CallState::Called), "not awaited yet");
    assert_eq!(names(CallState::Pending), "pending");
    assert_eq!(names(CallState::Completed), "completed");
    assert_eq!(names(CallState::Cancelled), "cancelled");
    assert_eq!(names(CallState::Panicked), "panicked");
    assert_eq!(names(CallState::NeverAwaited), "never awaited");
}

#[tokio::test]
async fn all_awaited_names_how_many_were_not() {
    let cat = cat();
    let go = cat.calls_to_go();
    cat.go("home").await;
    go.assert_all_awaited();
    drop(cat.go("home"));
    let unpolled = cat.go("home");
    let text = failure(|| go.assert_all_awaited());
    assert!(text.starts_with("Cat::go: assert_all_awaited: expected every call to be awaited, but 2 were not\n"));
    unpolled.await;
    let text = failure(|| go.assert_all_awaited());
    assert!(text.starts_with("Cat::go: assert_all_awaited: expected every call to be awaited, but 1 was not\n"));
}

#[tokio::test]
async fn none_cancelled_lists_the_cancelled_call() {
    let cat = cat();
    let go = cat.calls_to_go();
    go.assert_none_cancelled();
    let at = next_line!();
    assert!(cat.go("away").now_or_never().is_none());
    let asserted = next_line!();
    let text = failure(|| go.assert_none_cancelled());
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_none_cancelled: expected no call to be cancelled, but 1 was\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"away\") at {at} [cancelled]"
        )
    );
}

#[tokio::test]
async fn cancelled_calls_are_counted() {
    let cat = cat();
    let go = cat.calls_to_go();
    go.assert_cancelled(0);
    assert!(cat.go("away").now_or_never().is_none());
    assert!(cat.go("away").now_or_never().is_none());
    go.assert_cancelled(2);
    go.assert_cancelled(1..);
    let text = failure(|| go.assert_cancelled(1));
    assert!(text.starts_with("Cat::go: assert_cancelled: expected exactly 1 cancelled call, but there were 2\n"));
}

#[tokio::test]
async fn calls_in_flight_are_counted_at_their_peak() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_| async {
        tokio::task::yield_now().await;
        true
    });
    let at = next_line!();
    futures::join!(cat.go("north"), cat.go("south"));
    cat.go("home").await;
    let go = cat.calls_to_go();
    assert_eq!((go.in_flight(), go.max_in_flight()), (0, 2));
    go.assert_max_in_flight(2);
    let asserted = next_line!();
    let text = failure(|| go.assert_max_in_flight(1));
    assert!(
        text.starts_with(&format!(
            "Cat::go: assert_max_in_flight: expected at most 1 in flight at once, but there were 2
  asserted at {asserted}
  at once: Cat::go(\"north\") at {at} [completed]
  at once: Cat::go(\"south\") at {at} [completed]
calls so far:
"
        )),
        "{text}"
    );
}

#[tokio::test]
async fn a_call_that_was_never_awaited_does_not_meet_an_expectation() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_go().times(1).return_const(true);
    let at = next_line!();
    drop(cat.go("home"));
    let text = failure(|| drop(cat));
    assert_eq!(
        text,
        format!(
            "MockCat::go: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
               expected once, but no call used it\n  \
               expected at {expected}\n  \
               these calls do not count, as they were never awaited:\n    \
                 Cat::go(\"home\") at {at}\n\
             calls so far:\n  \
               1. Cat::go(\"home\") at {at} [never awaited]"
        )
    );
}

#[tokio::test]
async fn a_call_that_is_still_waiting_to_be_awaited_does_not_meet_an_expectation() {
    let cat: &'static MockCat = Box::leak(Box::new(MockCat::new()));
    let expected = next_line!();
    cat.expect_go().times(1).return_const(true);
    let at = next_line!();
    let future = cat.go("home");
    let text = failure(|| cat.checkpoint());
    assert_eq!(
        text,
        format!(
            "MockCat::go: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
               expected once, but no call used it\n  \
               expected at {expected}\n  \
               these calls do not count, as they were never awaited:\n    \
                 Cat::go(\"home\") at {at}\n\
             calls so far:\n  \
               1. Cat::go(\"home\") at {at} [not awaited yet]"
        )
    );
    drop(future);
}

#[tokio::test(start_paused = true)]
async fn a_completed_and_a_cancelled_call_say_how_long_they_took() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_| async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        true
    });
    let first = next_line!();
    assert!(cat.go("home").await);
    let second = next_line!();
    let _timed_out = tokio::time::timeout(Duration::from_millis(5), cat.go("away")).await;
    let printed: Vec<String> = cat.calls_to_go().all().iter().map(ToString::to_string).collect();
    assert_eq!(
        printed,
        [
            format!("Cat::go(\"home\") at {first} [completed in 20ms]"),
            format!("Cat::go(\"away\") at {second} [cancelled after 5ms]"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_failure_text_says_how_long_calls_took() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_millis(1500)).return_const(true);
    let at = next_line!();
    cat.go("home").await;
    let asserted = next_line!();
    let text = timed_failure(|| cat.calls_to_go().assert_not_awaited());
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_not_awaited: expected no await, but there was 1\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"home\") at {at} [completed in 1.5s]"
        )
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_knows_where_and_when_it_was_made_and_how_long_it_took() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_| async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        true
    });
    tokio::time::sleep(Duration::from_millis(7)).await;
    let before = tokio::time::Instant::now();
    let line = line!() + 1;
    let future = cat.go("home");
    let call = cat.calls_to_go().last().unwrap();
    assert_eq!((call.location().file(), call.location().line()), (file!(), line));
    assert_eq!(call.started(), before);
    assert_eq!(call.elapsed(), Duration::ZERO);
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(call.elapsed(), Duration::from_millis(5));
    future.await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(call.elapsed(), Duration::from_millis(25));
}

#[test]
fn views_and_calls_can_be_cloned_sent_and_kept() {
    fn portable<T: Clone + Send + Sync + 'static>(_: &T) {}
    let cat = MockCat::relaxed();
    let pet = cat.calls_to_pet();
    cat.pet(1);
    drop(cat);
    portable(&pet);
    let call = pet.get(0).unwrap();
    portable(&call);
    assert_eq!(call.clone().args().0, 1);
    assert!(pet.get(1).is_none());
    assert_eq!(format!("{pet:?}"), format!("[{call}]"));
    let _: &Calls<_> = &pet;
}
