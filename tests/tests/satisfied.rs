//! Waiting until what is expected has happened: `mock.satisfied()`, and `asyncmock::satisfied()` for all mocks of a test.

use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncmock::{automock, mock, mock_fn};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime};
use futures::FutureExt as _;
use futures::future::BoxFuture;

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self, times: u32);
    fn go(&self, direction: &str) -> impl Future<Output = bool> + Send;
    fn jump(&self) -> BoxFuture<'static, u32>;
    fn lives() -> u32;
}

/// A limit that is not to be reached.
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_last_use_that_is_wanted_is_waited_for() {
    let cat = MockCat::new();
    cat.expect_pet().times(2).return_const(());
    cat.expect_go().with_args("north").once().resolve_const(true);
    let (satisfied, pets) = (cat.satisfied(), cat.calls_to_pet());
    tokio::spawn(async move {
        cat.pet(1);
        tokio::task::yield_now().await;
        cat.go("north").await;
        tokio::task::yield_now().await;
        cat.pet(2);
        std::future::pending::<()>().await;
    });
    satisfied.await;
    assert_eq!(pets.count(), 2);
}

#[test]
fn what_is_met_is_not_waited_for() {
    let cat = MockCat::new();
    assert_eq!(cat.satisfied().now_or_never(), Some(()));
    cat.expect_pet().return_const(());
    cat.expect_pet().times(..3).return_const(());
    cat.expect_pet().never();
    assert_eq!(cat.satisfied().now_or_never(), Some(()));
    cat.expect_go().once().resolve_const(true);
    assert_eq!(cat.satisfied().now_or_never(), None);
    cat.clear_expectations();
    assert_eq!(cat.satisfied().now_or_never(), Some(()));
    assert_eq!(asyncmock::satisfied().now_or_never(), Some(()));
}

on_every_runtime! {
    async fn a_task_ends_the_wait(runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_pet().once().return_const(());
        let satisfied = cat.satisfied().within(LONG);
        let began = Instant::now();
        let task = runtime.spawn(async move { cat.pet(1) });
        satisfied.await;
        // At its limit a wait looks once more, which must not be what helps it.
        assert!(began.elapsed() < LONG / 2, "the call wakes whoever waits for it");
        task.await;
    }
}

#[tokio::test]
async fn every_mock_of_a_test_is_waited_for() {
    let (tom, felix) = (MockCat::new(), MockCat::new());
    let callback = mock_fn!(fn(u32));
    tom.expect_pet().once().return_const(());
    felix.expect_pet().once().return_const(());
    callback.expect().once();
    let lives = MockCat::lives_context();
    lives.expect().once().return_const(9_u32);
    let satisfied = asyncmock::satisfied();
    assert_eq!(tom.satisfied().now_or_never(), None);
    tom.pet(1);
    assert_eq!(tom.satisfied().now_or_never(), Some(()));
    let function = callback.as_fn();
    let task = tokio::spawn(async move {
        felix.pet(1);
        tokio::task::yield_now().await;
        function(1);
        tokio::task::yield_now().await;
        assert_eq!(MockCat::lives(), 9);
    });
    satisfied.await;
    assert_eq!(callback.satisfied().now_or_never(), Some(()));
    assert_eq!(lives.satisfied().now_or_never(), Some(()));
    task.await.unwrap();
}

#[asyncmock::test]
async fn under_the_harness_mocks_may_be_made_anywhere() {
    let task = tokio::spawn(async {
        let cat = MockCat::new();
        cat.expect_pet().once().return_const(());
        tokio::task::yield_now().await;
        cat.pet(1);
    });
    tokio::task::yield_now().await;
    asyncmock::satisfied().await;
    task.await.unwrap();
}

#[tokio::test]
async fn what_is_expected_meanwhile_is_waited_for() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().once().return_const(());
    let shared = Arc::clone(&cat);
    let task = tokio::spawn(async move {
        shared.expect_go().once().resolve_const(true);
        shared.pet(1);
        tokio::task::yield_now().await;
        shared.go("north").await;
    });
    cat.satisfied().await;
    cat.calls_to_go().assert_called_once();
    task.await.unwrap();
}

#[tokio::test]
async fn it_ends_when_less_is_wanted() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().once().return_const(());
    let shared = Arc::clone(&cat);
    let task = tokio::spawn(async move { shared.clear_expectations() });
    cat.satisfied().await;
    task.await.unwrap();
}

#[tokio::test]
async fn calls_that_outlive_their_mock_are_waited_for() {
    let cat = MockCat::new();
    cat.expect_jump().once().resolve_const(1_u32);
    let (satisfied, jump) = (cat.satisfied(), cat.jump());
    drop(cat);
    let task = tokio::spawn(jump);
    satisfied.await;
    assert_eq!(task.await.unwrap(), 1);
}

#[tokio::test]
async fn it_gives_up_after_a_while() {
    let cat = MockCat::new();
    let north = next_line!();
    cat.expect_go().with_args("north").once().resolve_const(true);
    let pet = next_line!();
    cat.expect_pet().times(3).return_const(());
    let petted = next_line!();
    cat.pet(1);
    let waited = next_line!();
    let text = failure_of(cat.satisfied().within(Duration::from_millis(20))).await;
    assert_eq!(
        text,
        format!(
            "MockCat: satisfied: timed out after 20ms: 2 expectations are not met\n  \
             MockCat::go: Expectation(\"north\") called 0 time(s) which is fewer than expected 1, expected at {north}\n  \
             MockCat::pet: Expectation(<anything>) called 1 time(s) which is fewer than expected 3, expected at {pet}\n  \
             waited at {waited}\n\
             calls so far:\n  \
             1. Cat::pet(1) at {petted} [completed]"
        )
    );
    cat.clear_expectations();
}

#[tokio::test(start_paused = true)]
async fn it_fails_when_nothing_can_happen_any_more() {
    let cat = MockCat::strict();
    let expected = next_line!();
    cat.expect_pet().return_const(());
    let waited = next_line!();
    let text = failure_of(asyncmock::satisfied()).await;
    assert_eq!(
        text,
        format!(
            "asyncmock: satisfied: deadlock: no task can run, and no timer is set: 1 expectation is not met\n  \
             MockCat::pet: Expectation(<anything>) was never used, expected at {expected}\n  \
             waited at {waited}\n\
             no calls so far"
        )
    );
    cat.clear_expectations();
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_where_nothing_can_happen() {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    cat.satisfied().await;
}

#[test]
fn the_harness_ends_a_wait_that_is_in_vain() {
    let text = failure(waits_where_nothing_can_happen);
    assert!(
        text.starts_with(
            "MockCat: satisfied: deadlock: no task can run, and no timer is set: 1 expectation is not met\n  \
             MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1, expected at "
        ),
        "{text}"
    );
}

#[tokio::test]
async fn it_fails_at_once_if_there_were_too_many_calls() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_pet().never();
    let called = next_line!();
    failure(|| cat.pet(1));
    let waited = next_line!();
    let text = failure_of(cat.satisfied()).await;
    assert_eq!(
        text,
        format!(
            "MockCat: satisfied: 1 expectation is not met\n  \
             MockCat::pet: Expectation(<anything>) called 1 time(s) which is more than expected 0, expected at {expected}\n  \
             waited at {waited}\n\
             calls so far:\n  \
             1. Cat::pet(1) at {called} [panicked]"
        )
    );
    cat.clear_expectations();
}

#[tokio::test]
async fn what_has_failed_in_a_task_is_why() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().with_args(1).once().return_const(());
    let shared = Arc::clone(&cat);
    tokio::spawn(async move { shared.pet(2) });
    let text = failure_of(cat.satisfied()).await;
    assert!(
        text.starts_with(
            "a mock failed in a task or on a thread of its own, where the failure was lost:\n\n\
             MockCat::pet(2): No matching expectation found\n"
        ),
        "{text}"
    );
    cat.clear_expectations();
}

#[test]
fn a_wait_keeps_nothing_alive() {
    let token = Arc::new(());
    let cat = MockCat::new();
    let held = Arc::clone(&token);
    cat.expect_pet().times(1..).returning(move |_| drop(Arc::clone(&held)));
    let mut satisfied = cat.satisfied();
    assert_eq!((&mut satisfied).now_or_never(), None);
    cat.pet(1);
    drop(cat);
    assert_eq!(Arc::strong_count(&token), 1);
    assert_eq!(satisfied.now_or_never(), Some(()));
}

#[test]
fn waits_can_be_sent() {
    fn sent<T: Send + Unpin + 'static>(_: &T) {}
    let cat = MockCat::new();
    sent(&cat.satisfied());
    sent(&asyncmock::satisfied());
    assert_eq!(format!("{:?}", cat.satisfied()), "Satisfied");
}

/// A trait's own method is the mock's.
#[automock]
trait Customer {
    fn satisfied(&self, with: &str) -> bool;
}

mock! {
    Guest {
        fn satisfied(&self) -> bool;
    }
}

#[test]
fn a_method_of_that_name_stays_what_it_is() {
    let customer = MockCustomer::new();
    customer.expect_satisfied().with_args("fish").once().return_const(true);
    assert!(customer.satisfied("fish"));
    let guest = MockGuest::new();
    guest.expect_satisfied().once().return_const(false);
    assert!(!guest.satisfied());
    assert_eq!(asyncmock::satisfied().now_or_never(), Some(()));
}
