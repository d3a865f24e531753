//! Where a failure is told: the place of a panic is all that many reporters of tests show of it, so it is one of the test's.
//! Each test below that is ignored prints a place and then fails there, in a process of its own.

use std::sync::Arc;
use std::time::Duration;

use asyncmock::predicate::eq;
use asyncmock::{Guard, automock, catch_failure, checked, mock, rt};
use asyncmock_tests::{failure, failure_of, next_line, rerun, rerun_with};

/// Where the methods are declared that are called through objects.
const PET: u32 = line!() + 6;
const ACQUIRE: u32 = line!() + 11;

#[automock]
trait Animal: Send + Sync {
    /// Documented.
    fn pet(&self);
}

#[automock]
#[async_trait::async_trait]
trait Pool: Send + Sync {
    async fn acquire(&self) -> Guard<u32>;
}

#[automock]
trait Cat: Send + Sync {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

#[automock(guard(finish))]
trait Transaction {
    fn commit(self);
}

/// Says where the next failure is to be told.
fn expect_at(place: &str) {
    eprintln!("to fail at {place}:");
}

#[tokio::test]
#[ignore = "fails"]
async fn an_awaited_call() {
    let cat = MockCat::new();
    expect_at(&next_line!());
    cat.go("north").await;
}

#[test]
#[ignore = "fails"]
fn a_call() {
    expect_at(&next_line!());
    MockCat::new().pet();
}

#[test]
#[ignore = "fails"]
fn what_is_unmet() {
    let cat = MockCat::new();
    cat.expect_pet();
    expect_at(&next_line!());
    cat.expect_go().with(eq("north")).once().return_const(true);
    cat.expect_go().with(eq("south")).once().return_const(true);
}

#[test]
#[ignore = "fails"]
fn a_checkpoint() {
    let cat = MockCat::new();
    expect_at(&next_line!());
    cat.expect_pet().once();
    cat.checkpoint();
}

#[test]
#[ignore = "fails"]
fn an_assertion() {
    let cat = MockCat::relaxed();
    expect_at(&next_line!());
    cat.calls_to_pet().assert_called();
}

#[tokio::test(start_paused = true)]
#[ignore = "fails"]
async fn a_wait() {
    let cat = MockCat::relaxed();
    expect_at(&next_line!());
    let next = cat.calls_to_pet().within(Duration::from_millis(1)).next();
    next.await;
}

#[tokio::test]
#[ignore = "fails"]
async fn a_wait_for_a_guard() {
    let pool = MockPool::new();
    pool.expect_acquire().returns_guard(1);
    let (_guard, guards) = (pool.acquire().await, pool.guards_of_acquire());
    expect_at(&next_line!());
    guards.assert_all_released();
}

#[test]
#[ignore = "fails"]
fn a_failure_of_a_thread() {
    let cat = Arc::new(MockCat::new());
    let on_its_thread = Arc::clone(&cat);
    expect_at(&next_line!());
    let _ = std::thread::spawn(move || on_its_thread.pet()).join();
    // The first panic is that of the thread; this is the second.
    drop(cat);
}

#[test]
#[ignore = "fails"]
fn a_guard_that_is_not_finished() {
    let finished = MockTransaction::new();
    finished.expect_commit().return_const(());
    finished.commit();
    expect_at(&next_line!());
    let transaction = MockTransaction::new();
    drop(transaction);
}

#[tokio::test]
#[ignore = "fails"]
async fn a_held_call() {
    let cat = MockCat::new();
    cat.expect_go().hold();
    let calls = cat.calls_to_go();
    let going = rt::spawn(async move { cat.go("north").await });
    expect_at(&next_line!());
    let held = calls.next_held().await;
    drop(held);
    drop(going);
}

#[tokio::test]
#[ignore = "fails"]
async fn a_checked_future() {
    expect_at(&next_line!());
    let checked = checked(std::future::pending::<()>());
    checked.timeout(Duration::from_millis(10)).await;
}

#[asyncmock::test]
#[ignore = "fails"]
async fn a_test_of_the_harness() {
    // At its end.
    expect_at(&format!("{}:{}", file!(), line!() + 2));
    std::future::pending::<()>().await;
}

#[test]
#[ignore = "fails"]
fn settling_without_a_runtime() {
    expect_at(&next_line!());
    let settled = rt::settle();
    futures::executor::block_on(settled);
}

#[test]
#[ignore = "fails"]
fn no_failure_where_one_is_meant() {
    expect_at(&next_line!());
    catch_failure(|| {});
}

#[test]
#[ignore = "fails"]
fn a_future_polled_again() {
    let cat = MockCat::relaxed();
    expect_at(&next_line!());
    let mut going = Box::pin(cat.go("north"));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(going.as_mut().poll(&mut context).is_ready());
    let _ = going.as_mut().poll(&mut context);
}

#[test]
fn every_failure_is_told_at_a_place_of_the_test() {
    let tests = [
        "an_awaited_call",
        "a_call",
        "what_is_unmet",
        "a_checkpoint",
        "an_assertion",
        "a_wait",
        "a_wait_for_a_guard",
        "a_failure_of_a_thread",
        "a_guard_that_is_not_finished",
        "a_held_call",
        "a_checked_future",
        "a_test_of_the_harness",
        "settling_without_a_runtime",
        "no_failure_where_one_is_meant",
        "a_future_polled_again",
    ];
    for test in tests {
        let (passed, stderr) = rerun(test);
        assert!(!passed, "{test}");
        let line_of = |mark: &str| stderr.lines().rev().find_map(|line| Some(line.split_once(mark)?.1.to_owned()));
        let expected = line_of("to fail at ").expect(test);
        let told = line_of(" panicked at ").expect(test);
        assert!(told.starts_with(&expected), "{test}: expected at {expected} told at {told}");
    }
}

/// Its `Debug` calls a mock that refuses.
#[derive(Clone, PartialEq)]
struct Calls;

impl std::fmt::Debug for Calls {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        MockAnimal::new().pet();
        Ok(())
    }
}

#[automock]
trait Shop {
    fn sell(&self, calls: Calls);
}

#[test]
#[ignore = "fails"]
fn a_call_whose_argument_fails_to_print() {
    MockShop::new().sell(Calls);
}

#[test]
fn what_fails_within_a_text_is_told_there_alone() {
    let (_, stderr) = rerun("a_call_whose_argument_fails_to_print");
    assert_eq!(stderr.matches(" panicked at ").count(), 1, "{stderr}");
    assert!(stderr.contains("MockShop::sell(<its Debug panicked: MockAnimal::pet: "), "{stderr}");
}

#[test]
#[ignore = "fails"]
fn a_call_beside_a_hook() {
    std::panic::set_hook(Box::new(|_| eprintln!("the hook was called")));
    let _heard = std::panic::catch_unwind(|| panic!("not a mock's"));
    MockCat::new().pet();
}

#[test]
fn a_failure_calls_no_hook() {
    let (passed, stderr) = rerun("a_call_beside_a_hook");
    assert!(!passed, "{stderr}");
    assert_eq!(stderr.matches("the hook was called").count(), 1, "{stderr}");
    assert_eq!(stderr.matches(" panicked at ").count(), 1, "{stderr}");
}

#[test]
fn a_backtrace_is_that_of_the_test() {
    let (_, stderr) = rerun_with("a_call", [("RUST_BACKTRACE", "1")]);
    let (_, backtrace) = stderr.split_once("\nno other calls so far\nstack backtrace:\n").expect(&stderr);
    let frames: Vec<&str> = backtrace.lines().filter_map(|line| Some(line.split_once(": ")?.1)).collect();
    assert_eq!(frames[0], "<places::MockCat as places::Cat>::pet", "{stderr}");
    assert_eq!(frames[1], "places::a_call", "{stderr}");
    assert!(!backtrace.contains("asyncmock::") && !backtrace.contains("test::run_test"), "{stderr}");
    let (_, stderr) = rerun("a_call");
    assert!(!stderr.contains("backtrace:"), "{stderr}");
}

trait Plant {
    fn water(&self, litres: u32);
}

mock! {
    Garden {}

    impl Plant for Garden {
        fn water(&self, litres: u32);
    }

    impl Animal for Garden {
        fn pet(&self);
    }
}

#[tokio::test]
async fn a_call_through_an_object_says_so() {
    let called = |text: String| text.lines().nth(1).unwrap().to_owned();
    let through = |object: &str, line: u32| {
        format!("  called through dyn {object} (declared at {}:{line}), which doesn't tell from where", file!())
    };
    let animal: Box<dyn Animal> = Box::new(MockAnimal::new());
    assert_eq!(called(failure(|| animal.pet())), through("Animal", PET));
    let pool: Arc<dyn Pool> = Arc::new(MockPool::new());
    assert_eq!(called(failure_of(pool.acquire()).await), through("Pool", ACQUIRE));
    // It is the trait's name, whatever the mock's.
    let garden = MockGarden::new();
    assert!(
        called(failure(|| (&garden as &dyn Animal).pet())).starts_with("  called through dyn Animal (declared at ")
    );
    assert!(
        called(failure(|| (&garden as &dyn Plant).water(1))).starts_with("  called through dyn Plant (declared at ")
    );
    // On the line of the declaration.
    #[rustfmt::skip]
    mod here { #[asyncmock::automock] pub trait Stone { fn throw(&self); } pub fn thrown() { MockStone::new().throw() } }
    assert!(called(failure(here::thrown)).starts_with("  called at "));
    // Where the type is known the place is.
    let animal = MockAnimal::new();
    let here = next_line!();
    assert_eq!(called(failure(|| animal.pet())), format!("  called at {here}"));
}

#[test]
#[ignore = "fails, as it should"]
#[should_panic(expected = "MockCat::pet(): No matching expectation found")]
fn a_call_that_should_fail() {
    MockCat::new().pet();
}

#[test]
#[cfg(target_os = "linux")]
fn a_failure_is_one_though_nothing_can_be_written() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_call_that_should_fail", "--ignored", "--nocapture"])
        .stderr(full())
        .status();
    assert!(status.unwrap().success());
}
