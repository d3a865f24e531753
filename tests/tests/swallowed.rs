//! Failures that somebody catches, and what fails beside them: each is told once, and what comes of a failure is not told as
//! another. `faults` has the ways to lose a failure as a table; here are their texts, and what must not count as one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, mpsc};
use std::thread;
use std::time::Duration;

use asyncmock::{automock, catch_failure, catch_failure_async, checked};
use asyncmock_tests::{failure, here, next_line, rerun, rerun_with};
use futures::FutureExt as _;
use futures::executor::block_on;
use tokio::sync::oneshot;

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

const CAUGHT: &str =
    "a mock failed, and the panic was caught; a failure that is meant is for `asyncmock::catch_failure`:";
const LOST: &str = "a mock failed in a task or on a thread of its own, where the failure was lost:";

// A panic that the body catches.

/// Calls a cat that expects nothing, and catches what comes of it.
fn catches_a_failure() {
    let cat = MockCat::new();
    assert!(catch_unwind(|| cat.pet()).is_err());
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn catches_in_the_body() {
    catches_a_failure();
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
fn catches_in_a_body_that_is_not_async() {
    catches_a_failure();
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn catches_in_a_future() {
    let cat = MockCat::new();
    assert!(AssertUnwindSafe(cat.go("north")).catch_unwind().await.is_err());
}

#[test]
fn a_failure_that_the_body_catches_fails_the_test() {
    for test in [catches_in_the_body, catches_in_a_body_that_is_not_async] {
        let text = failure(test);
        let (headline, failed) = text.split_once("\n\n").expect("a headline, and the failure");
        assert_eq!(headline, CAUGHT);
        assert!(
            failed.starts_with("MockCat::pet(): No matching expectation found\n  called at tests/tests/swallowed.rs:")
        );
    }
    let text = failure(catches_in_a_future);
    assert!(
        text.starts_with(&format!("{CAUGHT}\n\nMockCat::go(\"north\"): No matching expectation found\n")),
        "{text}"
    );
    let place = next_line!();
    let text = failure(|| block_on(checked(async { catches_a_failure() })));
    assert!(text.starts_with(CAUGHT) && text.ends_with(&format!("\n  checked at {place}")), "{text}");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn catches_and_panics() {
    catches_a_failure();
    panic!("no cat");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn catches_and_goes_on_with_it() {
    let cat = MockCat::new();
    let failed = catch_unwind(|| cat.pet()).unwrap_err();
    std::panic::resume_unwind(failed);
}

#[asyncmock::test(timeout = "200ms")]
#[ignore = "it fails, as it must"]
async fn catches_and_hangs() {
    catches_a_failure();
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

#[test]
fn it_is_told_beside_what_comes_later_and_once() {
    let text = failure(catches_and_panics);
    assert!(text.starts_with(&format!("no cat\n\n{CAUGHT}\n\nMockCat::pet(): No matching")), "{text}");
    let text = failure(catches_and_goes_on_with_it);
    assert!(text.starts_with("MockCat::pet(): No matching") && !text.contains(CAUGHT), "{text}");
    let text = failure(catches_and_hangs);
    assert!(text.starts_with(CAUGHT) && text.contains("\n\ntimed out after 200ms"), "{text}");
    assert_eq!(text.matches(CAUGHT).count(), 1, "{text}");
}

#[asyncmock::test(panics = "deny")]
async fn a_failure_that_is_meant_is_none() {
    let cat = Arc::new(MockCat::new());
    assert!(catch_failure(|| cat.pet()).starts_with("MockCat::pet(): No matching"));
    assert!(catch_failure_async(cat.go("north")).await.starts_with("MockCat::go(\"north\"): No matching"));
}

#[asyncmock::test(panics = "deny")]
async fn a_failure_that_is_meant_is_none_in_a_task_or_on_a_thread() {
    let cat = Arc::new(MockCat::new());
    let there = Arc::clone(&cat);
    let text = tokio::spawn(async move { catch_failure_async(there.go("north")).await }).await.unwrap();
    assert!(text.starts_with("MockCat::go(\"north\"): No matching"));
    let text = thread::spawn(move || catch_failure(|| cat.pet())).join().unwrap();
    assert!(text.starts_with("MockCat::pet(): No matching"));
}

#[asyncmock::test(panics = "deny")]
async fn all_that_counts_as_a_failure_may_be_meant() {
    let cat = MockCat::new();
    cat.expect_pet().returning(|| assert_eq!(1 + 1, 3));
    cat.expect_go().withf(|_| panic!("it can't be told")).return_const(true);
    assert!(catch_failure(|| cat.pet()).starts_with("assertion `left == right` failed"));
    assert_eq!(catch_failure_async(cat.go("north")).await, "it can't be told");
    let compares = cat.calls_to_pet().matching(|| panic!("it can't be compared"));
    assert_eq!(catch_failure(|| compares.assert_called()), "it can't be compared");
    let there = thread::spawn(move || catch_failure(|| compares.assert_called()));
    assert_eq!(there.join().unwrap(), "it can't be compared");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn compares_by_what_fails_itself_in_a_task() {
    let cat = MockCat::new();
    cat.expect_pet().return_const(());
    cat.pet();
    let go = cat.calls_to_go();
    let compares = cat.calls_to_pet().matching(move || {
        go.assert_called();
        true
    });
    let _ignored = tokio::spawn(async move { compares.assert_called() }).await;
}

#[test]
fn what_fails_where_arguments_are_compared_is_told_once() {
    let text = failure(compares_by_what_fails_itself_in_a_task);
    assert_eq!(text.matches("Cat::go: assert_called: there was no call").count(), 1, "{text}");
}

#[asyncmock::test(panics = "deny")]
async fn a_failure_that_is_meant_may_be_caught_on_its_way() {
    let cat = Arc::new(MockCat::new());
    let served = async {
        tokio::task::yield_now().await;
        assert!(AssertUnwindSafe(cat.go("north")).catch_unwind().await.is_err());
        tokio::task::yield_now().await;
    };
    assert!(catch_failure_async(served).await.starts_with("MockCat::go(\"north\"): No matching"));
    assert!(catch_failure(|| catch_unwind(AssertUnwindSafe(|| cat.pet()))).starts_with("MockCat::pet(): No matching"));
}

#[asyncmock::test]
async fn a_failure_that_is_meant_may_be_handed_on() {
    let cat = Arc::new(MockCat::new());
    let there = Arc::clone(&cat);
    let joined = async { tokio::spawn(async move { there.go("north").await }).await.unwrap() };
    assert!(catch_failure_async(joined).await.starts_with("MockCat::go(\"north\"): No matching"));
    let scoped = || thread::scope(|scope| drop(scope.spawn(|| cat.pet())));
    assert!(catch_failure(scoped).starts_with("MockCat::pet(): No matching"));
}

#[asyncmock::test]
async fn a_failure_that_is_meant_is_not_told_again() {
    let cat = MockCat::new();
    cat.expect_pet().never();
    assert!(catch_failure(|| cat.pet()).contains("should not have been called"));
    cat.expect_go().once().return_const(true);
    assert!(cat.go("north").await);
    assert!(catch_failure_async(cat.go("north")).await.contains("MockCat::go"));
}

#[asyncmock::test]
async fn an_assertion_that_the_body_catches_is_its_own_affair() {
    let cat = MockCat::new();
    let pet = cat.calls_to_pet();
    assert!(catch_unwind(AssertUnwindSafe(|| pet.assert_called())).is_err());
}

// Panics of the user's code that a mock runs.

#[asyncmock::test]
async fn a_panic_of_an_answer_is_the_codes_own() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().returning(|| panic!("the cat is gone"));
    cat.expect_go().returning_async(|_| async { panic!("the cat is gone") });
    assert!(catch_unwind(AssertUnwindSafe(|| cat.pet())).is_err());
    assert!(AssertUnwindSafe(cat.go("north")).catch_unwind().await.is_err());
    let there = Arc::clone(&cat);
    assert!(tokio::spawn(async move { there.go("north").await }).await.is_err());
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn asserts_in_an_answer() {
    let cat = MockCat::new();
    cat.expect_go().returning(|direction| {
        assert_eq!(direction, "south", "it went the other way");
        true
    });
    let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn asserts_in_an_answer_and_does_not_catch_it() {
    let cat = MockCat::new();
    cat.expect_pet().returning(|| assert_eq!(1 + 1, 3));
    cat.pet();
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn asserts_about_calls_in_an_answer() {
    let (cat, other) = (MockCat::new(), MockCat::new());
    let pet = other.calls_to_pet();
    cat.expect_pet().returning(move || pet.assert_called());
    assert!(catch_unwind(AssertUnwindSafe(|| cat.pet())).is_err());
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn asserts_in_an_answer_that_another_runs() {
    let (cat, other) = (MockCat::new(), MockCat::new());
    other.expect_pet().returning(|| assert_eq!(1 + 1, 3));
    cat.expect_pet().returning(move || other.pet());
    let _ignored = tokio::spawn(async move { cat.pet() }).await;
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn matches_with_a_panic() {
    let cat = MockCat::new();
    cat.expect_go().withf(|_| panic!("it can't be told")).return_const(true);
    let go = cat.calls_to_go();
    let _ignored = tokio::spawn(async move { cat.go("north").await }).await;
    assert_eq!(go.last().unwrap().state(), asyncmock::CallState::Panicked);
}

#[test]
fn an_assertion_in_an_answer_fails_the_test() {
    let text = failure(asserts_in_an_answer);
    let (told, place) = text.rsplit_once(':').unwrap();
    assert_eq!(
        told,
        format!(
            "{LOST}\n\nMockCat::go(\"north\"): its answer panicked: assertion `left == right` failed: it went the other way\n  \
             left: \"north\"\n right: \"south\"\n  called at {}",
            file!()
        )
    );
    assert!(place.parse::<u32>().is_ok(), "{place}");
    assert_eq!(
        failure(asserts_in_an_answer_and_does_not_catch_it),
        "assertion `left == right` failed\n  left: 2\n right: 3"
    );
}

#[test]
fn an_assertion_about_calls_in_an_answer_fails_the_test_as_well() {
    let text = failure(asserts_about_calls_in_an_answer);
    assert!(
        text.starts_with(&format!("{CAUGHT}\n\nMockCat::pet(): its answer panicked: Cat#2::pet: assert_called: ")),
        "{text}"
    );
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn fails_in_many_tasks() {
    let cat = Arc::new(MockCat::new());
    for _ in 0..30 {
        let cat = Arc::clone(&cat);
        let _ = tokio::spawn(async move { cat.pet() }).await;
    }
}

#[test]
fn of_many_failures_some_are_told() {
    let text = failure(fails_in_many_tasks);
    assert_eq!(text.matches("MockCat::pet(): No matching expectation found").count(), 5, "{text}");
    assert!(text.ends_with("\n\n(25 more; ASYNCMOCK_FULL=1 shows all)"), "{text}");
}

#[test]
fn an_answer_that_another_runs_fails_once() {
    let text = failure(asserts_in_an_answer_that_another_runs);
    let first = format!(
        "{LOST}\n\nMockCat#2::pet(): its answer panicked: assertion `left == right` failed\n  left: 2\n right: 3"
    );
    assert!(text.starts_with(&first) && text.matches(" panicked: ").count() == 1, "{text}");
}

#[test]
fn a_matcher_that_panics_fails_the_test_and_ends_the_call() {
    assert_eq!(failure(matches_with_a_panic), format!("{LOST}\n\nMockCat::go: a matcher panicked: it can't be told"));
}

// What comes of a failure.

/// A task that calls a cat in a way that nobody expects, when the body of its test is gone.
fn strays_when_the_body_is_gone() -> (MockCat, oneshot::Sender<()>) {
    let (kept, gone) = oneshot::channel::<()>();
    let (cat, stray) = (MockCat::new(), MockCat::new());
    cat.expect_pet().once().return_const(());
    tokio::spawn(async move {
        let _gone = gone.await;
        stray.pet();
    });
    (cat, kept)
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn fails_and_frees_a_task() {
    let (_cat, _kept) = strays_when_the_body_is_gone();
    tokio::task::yield_now().await;
    assert!(here!().is_empty(), "no cat");
}

#[asyncmock::test(timeout = "200ms", leaks = "deny", panics = "deny")]
#[ignore = "it fails, as it must"]
async fn hangs_and_frees_a_task() {
    let (cat, _kept) = strays_when_the_body_is_gone();
    cat.expect_go().hold();
    let going = tokio::spawn({
        let go = cat.calls_to_go();
        async move { go.next_held().await }
    });
    let _pending = futures::poll!(Box::pin(cat.go("north")));
    let _held = going.await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

#[test]
fn what_comes_of_a_failure_is_not_told() {
    assert_eq!(failure(fails_and_frees_a_task), "no cat");
    let text = failure(hangs_and_frees_a_task);
    let is_of_report = |line: &&str| !line.starts_with(' ') && !line.starts_with("beside it ");
    let lines: Vec<&str> = text.lines().filter(is_of_report).collect();
    assert_eq!(
        lines[1..],
        ["tasks still alive:", "expectations that are not met:", "calls so far:"],
        "the report alone: {text}"
    );
    assert!(lines[0].starts_with("timed out after 200ms"), "{text}");
}

#[asyncmock::test]
#[ignore = "it is run in a process of its own"]
async fn leaves_an_expectation_unused() {
    let cat = MockCat::new();
    cat.expect_pet().return_const(());
    assert!(std::env::var_os("SWALLOWED_FAILS").is_none(), "no cat");
}

#[test]
fn what_was_never_used_is_warned_of_where_it_is_seen() {
    // Without `--nocapture`: what a test writes that passes is not shown.
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "leaves_an_expectation_unused", "--ignored"])
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let (begin, end) = stderr.split_once("tests/tests/swallowed.rs:").expect("a place");
    assert_eq!(
        begin,
        "asyncmock: warning: swallowed::leaves_an_expectation_unused: MockCat::pet: Expectation(<anything>) at "
    );
    assert!(end.ends_with(" was never used; leave it out, or say `optional()`\n"), "{stderr}");

    let (passed, stderr) = rerun_with("leaves_an_expectation_unused", [("SWALLOWED_FAILS", "1")]);
    assert!(!passed && !stderr.contains("never used"), "{stderr}");
}

// What a test leaves behind.

#[asyncmock::test(leaks = "deny")]
#[ignore = "it fails, as it must"]
async fn leaves_a_mock_on_a_thread() {
    let cat = MockCat::new();
    cat.expect_pet().return_const(());
    cat.pet();
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(3600));
        drop(cat);
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_mock_on_a_thread_is_a_leak() {
    assert_eq!(
        failure(leaves_a_mock_on_a_thread),
        "the test is over, but 1 mock is still on a thread that it has begun
mocks:
  1. MockCat
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute"
    );
}

#[asyncmock::test(leaks = "deny")]
#[ignore = "it fails, as it must"]
async fn leaves_a_new_mock_on_a_thread() {
    let cat = MockCat::new();
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(3600));
        cat.pet();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn so_is_one_of_which_nothing_was_expected() {
    let text = failure(leaves_a_new_mock_on_a_thread);
    assert!(text.contains("\nmocks:\n  1. a mock of which nothing was expected, and that was not called\n"), "{text}");
}

/// Calls a cat when it is dropped.
struct Petting(Arc<MockCat>);

impl Drop for Petting {
    fn drop(&mut self) {
        self.0.pet();
    }
}

#[asyncmock::test(leaks = "allow")]
async fn what_the_runtime_drops_may_call_mocks() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().times(1..).return_const(());
    cat.pet();
    let petting = Petting(cat);
    tokio::spawn(async move {
        std::future::pending::<()>().await;
        drop(petting);
    });
    tokio::task::yield_now().await;
}

#[asyncmock::test]
async fn what_a_mock_that_is_leaked_has_may_call_others() {
    let cat = Arc::new(MockCat::new());
    cat.expect_pet().times(1..).return_const(());
    cat.pet();
    let (petting, leaked) = (Petting(cat), MockCat::new());
    leaked.expect_pet().returning(move || assert!(Arc::strong_count(&petting.0) > 0));
    leaked.pet();
    std::mem::forget(leaked);
}

static ALIVE: LazyLock<Arc<()>> = LazyLock::new(Arc::default);

#[asyncmock::test]
#[ignore = "another test looks at what it leaves"]
async fn leaks_a_mock_that_has_something() {
    let (cat, has) = (MockCat::new(), Arc::clone(&ALIVE));
    cat.expect_pet().returning(move || assert!(Arc::strong_count(&has) > 1));
    cat.pet();
    std::mem::forget(cat);
}

#[test]
fn a_mock_that_is_left_keeps_nothing_alive() {
    leaks_a_mock_that_has_something();
    assert_eq!(Arc::strong_count(&ALIVE), 1);
}

#[asyncmock::test(leaks = "deny")]
async fn a_mock_that_lives_for_ever_is_none() {
    let cat: &'static MockCat = Box::leak(Box::new(MockCat::new()));
    cat.expect_pet().once().return_const(());
    thread::spawn(|| cat.pet()).join().unwrap();
}

#[asyncmock::test(leaks = "deny")]
async fn a_task_that_is_about_to_end_is_no_leak() {
    let (pool, closed) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let _closed = closed.await;
        // As one that tells a server so.
        let (said, says_so) = oneshot::channel();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(10));
            said.send(()).unwrap();
        });
        says_so.await.unwrap();
    });
    drop(pool);
}

#[asyncmock::test(leaks = "allow")]
async fn what_a_task_does_after_the_end_does_not_count() {
    let cat = MockCat::new();
    cat.expect_pet().times(2).return_const(());
    let pet = cat.calls_to_pet();
    tokio::spawn(async move {
        loop {
            cat.pet();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    pet.wait_for(2).await;
}

static HAS_MOVED: AtomicBool = AtomicBool::new(false);

#[asyncmock::test(start_paused = true, leaks = "allow")]
#[ignore = "another test looks at what it does"]
async fn leaves_a_task_that_sleeps() {
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        HAS_MOVED.store(true, Ordering::SeqCst);
    });
    tokio::task::yield_now().await;
}

#[test]
fn a_paused_clock_stands_still_at_the_end() {
    leaves_a_task_that_sleeps();
    assert!(!HAS_MOVED.load(Ordering::SeqCst));
}

// Calls that are never awaited.

#[asyncmock::test(unawaited = "deny")]
async fn a_call_may_be_unawaited_where_it_is_said() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north").may_be_unawaited().return_const(true);
    drop(cat.go("north"));
    assert!(cat.go("north").await);
    drop(cat.go("north"));
    cat.calls_to_go().assert_awaited_once();
}

#[asyncmock::test(unawaited = "deny")]
#[ignore = "it fails, as it must"]
async fn drops_another_call() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north").may_be_unawaited().optional().return_const(true);
    cat.expect_go().optional().return_const(true);
    drop((cat.go("north"), cat.go("south")));
}

#[test]
fn another_call_may_not() {
    let text = failure(drops_another_call);
    assert!(
        text.starts_with("1 call was never awaited\ncalls:\n  1. Cat::go(\"south\") at tests/tests/swallowed.rs:"),
        "{text}"
    );
}

#[test]
fn a_plain_test_does_not_warn_of_it_either() {
    let (passed, stderr) = rerun("drops_a_call_in_a_plain_test");
    assert!(passed);
    assert_eq!(stderr.matches("was never awaited").count(), 1, "{stderr}");
    assert!(stderr.contains("Cat::go(\"south\") at "), "{stderr}");
}

#[tokio::test]
#[ignore = "it is run in a process of its own"]
async fn drops_a_call_in_a_plain_test() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north").may_be_unawaited().optional().return_const(true);
    cat.expect_go().optional().return_const(true);
    drop((cat.go("north"), cat.go("south")));
}

// What blocks when the body is over.

/// Blocks whoever drops it.
#[derive(Clone, Debug, PartialEq)]
struct Blocks;

impl Drop for Blocks {
    fn drop(&mut self) {
        if thread::current().name() == Some("tests::blocks") || std::env::var_os("SWALLOWED_BLOCKS").is_some() {
            let (_kept, never) = mpsc::channel::<()>();
            let _never = never.recv();
        }
    }
}

#[automock]
trait Keeper {
    fn keep(&self, blocks: &Blocks);
}

#[asyncmock::test(timeout = "1s")]
#[ignore = "it is run in a process of its own, which it ends"]
async fn keeps_what_blocks() {
    let keeper = MockKeeper::new();
    keeper.expect_keep().return_const(());
    let blocks = std::mem::ManuallyDrop::new(Blocks);
    keeper.keep(&blocks);
}

#[asyncmock::test(timeout = "1s")]
#[ignore = "it is run in a process of its own, which it ends"]
fn keeps_what_blocks_and_is_not_async() {
    let keeper = MockKeeper::new();
    keeper.expect_keep().return_const(());
    let blocks = std::mem::ManuallyDrop::new(Blocks);
    keeper.keep(&blocks);
}

#[test]
fn the_limit_holds_until_the_last_is_dropped() {
    for test in ["keeps_what_blocks", "keeps_what_blocks_and_is_not_async"] {
        let (passed, stderr) = rerun_with(test, [("SWALLOWED_BLOCKS", "1")]);
        let abort = format!(
            "asyncmock: swallowed::{test}: a thread is blocked and can't be taken back, so the process is aborted\n"
        );
        assert!(!passed && stderr.contains(&abort), "{stderr}");
    }
}
