//! Python's `AsyncMock`, line by line: calls and awaits as two records, the answers, and the assertions.

use std::future::Future;
use std::pin::Pin;

use asyncmock::{ANY, CallState, automock};
use asyncmock_tests::{failure, failure_of, is_rerun, next_line, rerun};
use futures::FutureExt as _;

#[automock]
trait Cat {
    async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
    async fn rest(&self);
    async fn fill(&self, bowl: &mut Vec<u32>);
    async fn kitten(&self) -> MockKitten;
    async fn promise(&self) -> Pin<Box<dyn Future<Output = u32> + Send>>;
}

#[automock]
trait Kitten {
    async fn mew(&self) -> u32;
}

/// A cat that goes anywhere.
fn cat() -> MockCat {
    let cat = MockCat::new();
    cat.expect_go().return_const(Ok(true));
    cat
}

// Call and await are two records.

#[tokio::test]
async fn a_call_is_recorded_before_it_is_awaited() {
    let cat = cat();
    let go = cat.calls_to_go();
    let future = cat.go("north", 3);
    go.assert_called_once_with("north", 3);
    go.assert_not_awaited();
    future.await.unwrap();
    go.assert_awaited_once_with("north", 3);
}

#[tokio::test]
async fn an_answer_that_panics_counts_as_awaited() {
    let cat = MockCat::new();
    cat.expect_go().returning(|_, _| panic!("no way"));
    assert_eq!(failure_of(cat.go("north", 3)).await, "no way");
    cat.calls_to_go().assert_awaited_once_with("north", 3);
}

#[tokio::test]
async fn an_answer_that_is_an_error_counts_as_awaited() {
    let cat = MockCat::new();
    cat.expect_go().returning(|_, _| Err("no way".to_owned()));
    assert_eq!(cat.go("north", 3).await, Err("no way".to_owned()));
    cat.calls_to_go().assert_awaited_once_with("north", 3);
}

#[tokio::test]
async fn a_cancelled_call_counts_as_awaited() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_, _| std::future::pending());
    assert!(cat.go("north", 3).now_or_never().is_none());
    cat.calls_to_go().assert_awaited_once_with("north", 3);
}

#[tokio::test]
async fn an_exhausted_call_counts_as_awaited() {
    let cat = MockCat::new();
    cat.expect_go().return_each([Ok(true)]);
    cat.go("north", 3).await.unwrap();
    failure_of(cat.go("north", 4)).await;
    let go = cat.calls_to_go();
    assert_eq!(go.await_count(), 2);
    go.assert_awaited_with("north", 4);
}

#[tokio::test]
async fn the_await_is_recorded_before_the_answer_runs() {
    let cat = MockCat::new();
    let go = cat.calls_to_go();
    cat.expect_go().returning(move |_, _| {
        go.assert_awaited_once_with("north", 3);
        Ok(true)
    });
    cat.go("north", 3).await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_not_awaited_was_called_but_not_awaited() {
    let cat = cat();
    let at = next_line!();
    drop(cat.go("north", 3));
    let go = cat.calls_to_go();
    go.assert_called();
    let asserted = next_line!();
    let text = failure(|| go.assert_awaited());
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_awaited: there was no await\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 3) at {at} [never awaited]"
        )
    );
}

#[tokio::test]
async fn a_call_that_is_never_awaited_is_warned_about_by_name() {
    let cat = cat();
    let at = next_line!();
    drop(cat.go("north", 3));
    if is_rerun() {
        return;
    }
    let (passed, stderr) = rerun("a_call_that_is_never_awaited_is_warned_about_by_name");
    assert!(passed);
    let warning = format!(
        "asyncmock: warning: Cat::go(\"north\", 3) at {at} was never awaited: \
         its future was dropped before it was polled"
    );
    assert_eq!(stderr.lines().collect::<Vec<_>>(), [warning]);
}

#[tokio::test]
async fn of_two_calls_one_is_awaited() {
    let cat = cat();
    let go = cat.calls_to_go();
    drop(cat.go("north", 3));
    cat.go("south", 1).await.unwrap();
    assert_eq!((go.count(), go.await_count()), (2, 1));
}

#[tokio::test]
async fn awaiting_later_is_no_second_call() {
    let cat = cat();
    let go = cat.calls_to_go();
    let future = cat.go("north", 3);
    assert_eq!((go.count(), go.await_count()), (1, 0));
    tokio::task::yield_now().await;
    future.await.unwrap();
    assert_eq!((go.count(), go.await_count()), (1, 1));
}

#[tokio::test]
async fn polling_again_is_no_second_await() {
    let cat = MockCat::new();
    cat.expect_rest().returning_async(async || tokio::task::yield_now().await);
    cat.rest().await;
    assert_eq!(cat.calls_to_rest().await_count(), 1);
}

#[tokio::test]
async fn calls_and_awaits_each_have_their_own_order() {
    let cat = cat();
    let go = cat.calls_to_go();
    let (first, second) = (cat.go("north", 3), cat.go("south", 1));
    second.await.unwrap();
    first.await.unwrap();
    go.assert_has_calls([("north", 3), ("south", 1)]);
    go.assert_has_awaits([("south", 1), ("north", 3)]);
    go.assert_called_with("south", 1);
    go.assert_awaited_with("north", 3);
}

// Answers.

#[tokio::test]
async fn a_value_answers_every_call() {
    let cat = cat();
    assert_eq!(cat.go("north", 3).await, Ok(true));
    assert_eq!(cat.go("south", 1).await, Ok(true));
}

#[tokio::test]
async fn an_error_is_raised_when_awaited_not_when_called() {
    let cat = MockCat::new();
    cat.expect_go().return_const(Err("no way".to_owned()));
    let future = cat.go("north", 3);
    assert_eq!(future.await, Err("no way".to_owned()));
}

#[tokio::test]
async fn a_function_of_the_arguments_answers() {
    let cat = MockCat::new();
    cat.expect_go().returning(|direction, steps| Ok(direction.len() > steps as usize));
    assert_eq!(cat.go("north", 3).await, Ok(true));
    assert_eq!(cat.go("north", 9).await, Ok(false));
}

#[tokio::test(start_paused = true)]
async fn an_async_function_of_the_arguments_is_awaited() {
    let cat = MockCat::new();
    cat.expect_go().returning_async(|_, steps| async move {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        Ok(steps > 0)
    });
    let at = next_line!();
    assert_eq!(cat.go("north", 3).await, Ok(true));
    let call = cat.calls_to_go().last().unwrap();
    assert_eq!(call.to_string(), format!("Cat::go(\"north\", 3) at {at} [completed in 20ms]"));
}

#[tokio::test]
async fn an_async_closure_is_awaited() {
    let cat = MockCat::new();
    cat.expect_rest().returning_async(async || tokio::task::yield_now().await);
    cat.rest().await;
    assert_eq!(cat.calls_to_rest().last().unwrap().state(), CallState::Completed);
}

#[tokio::test]
async fn values_are_given_one_per_call_and_an_error_among_them_is_raised() {
    let cat = MockCat::new();
    cat.expect_go().return_each([Ok(true), Err("a dog".to_owned()), Ok(false)]);
    assert_eq!(cat.go("north", 1).await, Ok(true));
    assert_eq!(cat.go("north", 1).await, Err("a dog".to_owned()));
    assert_eq!(cat.go("north", 1).await, Ok(false));
}

#[tokio::test]
async fn a_call_past_the_last_value_fails_the_test() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_go().return_each([Ok(true)]);
    let first = next_line!();
    cat.go("north", 3).await.unwrap();
    let second = next_line!();
    let text = failure_of(cat.go("south", 1)).await;
    assert_eq!(
        text,
        format!(
            "MockCat::go(\"south\", 1): return_each has given all of its 1 value(s); add values, or limit `times`\n  \
               called at {second}\n\
             expectations of MockCat::go, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used 2 times, wanted any number of times\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 3) at {first} [completed]"
        )
    );
}

#[tokio::test]
async fn another_mock_is_an_answer() {
    let kitten = MockKitten::new();
    kitten.expect_mew().return_const(2_u32);
    let mews = kitten.calls_to_mew();
    let cat = MockCat::new();
    cat.expect_kitten().return_once(move || kitten);
    assert_eq!(cat.kitten().await.mew().await, 2);
    mews.assert_awaited_once_with();
}

#[tokio::test]
async fn a_future_that_is_the_value_is_not_awaited() {
    let cat = MockCat::new();
    cat.expect_promise().returning(|| Box::pin(async { 5 }));
    let promise = cat.promise().await;
    assert_eq!(cat.calls_to_promise().last().unwrap().state(), CallState::Completed);
    assert_eq!(promise.await, 5);
}

// Assertions.

#[tokio::test]
async fn with_looks_at_the_last_one() {
    let cat = cat();
    let go = cat.calls_to_go();
    let first = next_line!();
    cat.go("north", 3).await.unwrap();
    let second = next_line!();
    cat.go("south", 1).await.unwrap();
    go.assert_called_with("south", 1);
    go.assert_awaited_with("south", 1);
    let asserted = next_line!();
    let text = failure(|| go.assert_awaited_with("north", 3));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_awaited_with: the last await had other arguments\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 3)\n  \
               argument 1 (direction) differs:\n    \
                 expected: \"north\"\n    \
                 actual:   \"south\"\n  \
               argument 2 (steps) differs:\n    \
                 expected: 3\n    \
                 actual:   1\n  \
               an earlier one matches, which `assert_any_await` looks for: 1. Cat::go(\"north\", 3) at {first} [completed]\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 3) at {first} [completed]\n  \
               2. Cat::go(\"south\", 1) at {second} [completed]"
        )
    );
}

#[tokio::test]
async fn once_with_demands_exactly_one_and_then_compares() {
    let cat = cat();
    let go = cat.calls_to_go();

    let asserted = next_line!();
    let never = failure(|| go.assert_awaited_once_with("north", 3));
    assert_eq!(
        never,
        format!(
            "Cat::go: assert_awaited_once_with: there was no await\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 3)\n\
             no calls so far"
        )
    );

    let first = next_line!();
    cat.go("north", 2).await.unwrap();
    let asserted = next_line!();
    let other = failure(|| go.assert_awaited_once_with("north", 3));
    assert_eq!(
        other,
        format!(
            "Cat::go: assert_awaited_once_with: the only await had other arguments\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 3)\n  \
               argument 2 (steps) differs:\n    \
                 expected: 3\n    \
                 actual:   2\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 2) at {first} [completed]"
        )
    );

    let second = next_line!();
    cat.go("north", 3).await.unwrap();
    let asserted = next_line!();
    let twice = failure(|| go.assert_awaited_once_with("north", 3));
    assert_eq!(
        twice,
        format!(
            "Cat::go: assert_awaited_once_with: expected exactly 1 await, but there were 2\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 3)\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 2) at {first} [completed]\n  \
               2. Cat::go(\"north\", 3) at {second} [completed]"
        )
    );
}

#[tokio::test]
async fn any_looks_at_all_of_them() {
    let cat = cat();
    let go = cat.calls_to_go();
    let first = next_line!();
    cat.go("north", 3).await.unwrap();
    let second = next_line!();
    cat.go("south", 1).await.unwrap();
    go.assert_any_call("north", 3);
    go.assert_any_await("south", 1);
    let asserted = next_line!();
    let text = failure(|| go.assert_any_await("west", 1));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_any_await: no await had these arguments\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"west\", 1)\n  \
               nearest:  2. Cat::go(\"south\", 1) at {second} [completed]\n  \
               argument 1 (direction) differs:\n    \
                 expected: \"west\"\n    \
                 actual:   \"south\"\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 3) at {first} [completed]\n  \
               2. Cat::go(\"south\", 1) at {second} [completed]"
        )
    );
}

/// Four calls: 1, 2, 3, 2 steps north.
async fn walk(cat: &MockCat) {
    for steps in [1, 2, 3, 2] {
        cat.go("north", steps).await.unwrap();
    }
}

#[tokio::test]
async fn has_calls_wants_a_run_and_allows_others_around_it() {
    let cat = cat();
    let go = cat.calls_to_go();
    walk(&cat).await;
    go.assert_has_calls([("north", 2), ("north", 3)]);
    go.assert_has_awaits([("north", 3), ("north", 2)]);
    go.assert_has_calls([("north", 1); 0]);
    failure(|| go.assert_has_calls([("north", 1), ("north", 3)]));
    failure(|| go.assert_has_awaits([("north", 3), ("north", 1)]));
    failure(|| go.assert_has_calls([("north", 2), ("north", 2)]));
}

#[tokio::test]
async fn a_run_that_is_not_there_is_listed_beside_the_calls() {
    let cat = cat();
    let go = cat.calls_to_go();
    let at = next_line!();
    cat.go("north", 1).await.unwrap();
    let asserted = next_line!();
    let text = failure(|| go.assert_has_awaits([("north", 1), ("north", 2)]));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_has_awaits: the awaits do not contain these in a row\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 1)\n  \
               expected: Cat::go(\"north\", 2)\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {at} [completed]"
        )
    );
}

#[tokio::test]
async fn any_order_compares_multisets() {
    let cat = cat();
    let go = cat.calls_to_go();
    walk(&cat).await;
    go.assert_has_calls_any_order([("north", 3), ("north", 1)]);
    go.assert_has_awaits_any_order([("north", 2), ("north", 3), ("north", 2)]);
    failure(|| go.assert_has_calls_any_order([("north", 3), ("north", 3)]));
    failure(|| go.assert_has_awaits_any_order([("north", 4)]));
}

#[tokio::test]
async fn what_is_missing_in_any_order_is_named() {
    let cat = cat();
    let go = cat.calls_to_go();
    let at = next_line!();
    cat.go("north", 1).await.unwrap();
    let asserted = next_line!();
    let text = failure(|| go.assert_has_calls_any_order([("north", 1), ("north", 1), ("west", 2)]));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_has_calls_any_order: not all of the calls were found; these are missing\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(\"north\", 1)\n  \
               expected: Cat::go(\"west\", 2)\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {at} [completed]"
        )
    );
}

#[tokio::test]
async fn awaited_is_content_with_one_or_more() {
    let cat = cat();
    let go = cat.calls_to_go();
    failure(|| go.assert_awaited());
    cat.go("north", 1).await.unwrap();
    go.assert_awaited();
    cat.go("north", 2).await.unwrap();
    go.assert_awaited();
}

#[tokio::test]
async fn awaited_once_fails_at_none_and_at_two() {
    let cat = cat();
    let go = cat.calls_to_go();

    let asserted = next_line!();
    let none = failure(|| go.assert_awaited_once());
    assert_eq!(
        none,
        format!(
            "Cat::go: assert_awaited_once: expected exactly 1 await, but there was none\n  \
               asserted at {asserted}\n\
             no calls so far"
        )
    );

    let first = next_line!();
    cat.go("north", 1).await.unwrap();
    go.assert_awaited_once();

    let second = next_line!();
    cat.go("north", 2).await.unwrap();
    let asserted = next_line!();
    let two = failure(|| go.assert_awaited_once());
    assert_eq!(
        two,
        format!(
            "Cat::go: assert_awaited_once: expected exactly 1 await, but there were 2\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {first} [completed]\n  \
               2. Cat::go(\"north\", 2) at {second} [completed]"
        )
    );
}

#[tokio::test]
async fn counts_are_asserted_as_numbers_and_ranges() {
    let cat = cat();
    let go = cat.calls_to_go();
    walk(&cat).await;
    drop(cat.go("west", 1));
    go.assert_called_times(5);
    go.assert_called_times(5..);
    go.assert_awaited_times(4);
    go.assert_awaited_times(2..=4);
    assert!(
        failure(|| go.assert_awaited_times(..4))
            .starts_with("Cat::go: assert_awaited_times: expected at most 3 awaits, but there were 4\n")
    );
}

#[tokio::test]
async fn not_called_and_not_awaited_fail_when_there_was_one() {
    let cat = cat();
    let go = cat.calls_to_go();
    go.assert_not_called();
    go.assert_not_awaited();
    let at = next_line!();
    cat.go("north", 1).await.unwrap();
    let asserted = next_line!();
    let called = failure(|| go.assert_not_called());
    assert_eq!(
        called,
        format!(
            "Cat::go: assert_not_called: expected no call, but there was 1\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {at} [completed]"
        )
    );
    let asserted = next_line!();
    let awaited = failure(|| go.assert_not_awaited());
    assert_eq!(
        awaited,
        format!(
            "Cat::go: assert_not_awaited: expected no await, but there was 1\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {at} [completed]"
        )
    );
}

#[tokio::test]
async fn any_stands_for_every_value_in_every_assertion() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", ANY).return_const(Ok(true));
    let go = cat.calls_to_go();
    cat.go("north", 3).await.unwrap();
    go.assert_called_with(ANY, 3);
    go.assert_called_once_with("north", ANY);
    go.assert_any_call(ANY, ANY);
    go.assert_awaited_with(ANY, 3);
    go.assert_awaited_once_with("north", ANY);
    go.assert_any_await(ANY, ANY);
    go.assert_has_calls([(ANY, 3)]);
    go.assert_has_awaits([("north", ANY)]);
    go.assert_has_calls_any_order([(ANY, ANY)]);
    go.assert_has_awaits_any_order([(ANY, 3)]);
    go.with_args(ANY, 3).assert_awaited_once();
}

#[tokio::test]
async fn any_is_printed_by_its_name() {
    let cat = cat();
    let go = cat.calls_to_go();
    let at = next_line!();
    cat.go("north", 1).await.unwrap();
    let asserted = next_line!();
    let text = failure(|| go.assert_awaited_with(ANY, 2));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_awaited_with: the last await had other arguments\n  \
               asserted at {asserted}\n  \
               expected: Cat::go(ANY, 2)\n  \
               argument 2 (steps) differs:\n    \
                 expected: 2\n    \
                 actual:   1\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {at} [completed]"
        )
    );
}

#[tokio::test]
async fn an_assertion_about_awaits_lists_every_call_with_its_state() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", ANY).return_const(Ok(true));
    cat.expect_go().with_args("south", ANY).returning_async(|_, _| std::future::pending());
    let go = cat.calls_to_go();
    let completed = next_line!();
    cat.go("north", 1).await.unwrap();
    let cancelled = next_line!();
    assert!(cat.go("south", 2).now_or_never().is_none());
    let called = next_line!();
    let unpolled = cat.go("west", 3);
    let asserted = next_line!();
    let text = failure(|| go.assert_awaited_times(3));
    assert_eq!(
        text,
        format!(
            "Cat::go: assert_awaited_times: expected 3 awaits, but there were 2\n  \
               asserted at {asserted}\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {completed} [completed]\n  \
               2. Cat::go(\"south\", 2) at {cancelled} [cancelled]\n  \
               3. Cat::go(\"west\", 3) at {called} [not awaited yet]"
        )
    );
    drop(unpolled);
}

// Beyond Python.

#[tokio::test]
async fn arguments_are_snapshots_that_later_changes_do_not_reach() {
    let cat = MockCat::new();
    cat.expect_fill().returning(|bowl| bowl.push(80));
    let mut bowl = vec![20];
    cat.fill(&mut bowl).await;
    bowl.push(1);
    assert_eq!(bowl, [20, 80, 1]);
    let fill = cat.calls_to_fill();
    assert_eq!(fill.last().unwrap().args().0, [20]);
    fill.assert_awaited_once_with(&mut vec![20]);
}

#[tokio::test]
async fn a_cancelled_await_is_told_from_a_completed_one() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", ANY).return_const(Ok(true));
    cat.expect_go().returning_async(|_, _| std::future::pending());
    let go = cat.calls_to_go();
    cat.go("north", 1).await.unwrap();
    go.assert_none_cancelled();
    assert!(cat.go("south", 1).now_or_never().is_none());
    go.assert_cancelled(1);
    go.in_state(CallState::Completed).assert_awaited_once_with("north", 1);
    go.in_state(CallState::Cancelled).assert_awaited_once_with("south", 1);
}
