//! Mocks that are dropped in the body of a test that the harness runs: what they lack is told when the test is over, after an
//! error that the body gives. And `catch_failure`, for tests that mean a mock to fail.

use std::pin::pin;

use asyncmock::{automock, catch_failure, catch_failure_async, checked};
use asyncmock_tests::{failure, next_line, rerun};
use futures::executor::block_on;
use futures::poll;

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
    fn lives() -> u32;
}

fn called_less_often(method: &str, place: &str) -> String {
    format!(
        "MockCat::{method}: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
  expected once, but never called
  expected at {place}
no calls so far"
    )
}

/// A mock that lacks a call, and where it was told to expect one.
fn lacking() -> (MockCat, String) {
    let cat = MockCat::new();
    let place = next_line!();
    cat.expect_go().once().return_const(true);
    (cat, place)
}

/// What it fails with.
fn lack() -> String {
    let (cat, place) = lacking();
    cat.clear_expectations();
    called_less_often("go", &place)
}

fn connect() -> Result<(), String> {
    Err("the database is down".to_owned())
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn leaves_with_an_error() -> Result<(), String> {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    let lives = MockCat::lives_context();
    lives.expect().once().return_const(9_u32);
    connect()?;
    assert_eq!(MockCat::lives(), 9);
    cat.pet();
    Ok(())
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
fn leaves_with_an_error_and_is_not_async() -> Result<(), String> {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    connect()?;
    cat.pet();
    Ok(())
}

#[test]
fn the_error_of_a_test_comes_first() {
    for test in ["leaves_with_an_error", "leaves_with_an_error_and_is_not_async"] {
        let (passed, stderr) = rerun(test);
        assert!(!passed);
        let error = stderr.find("Error: \"the database is down\"\n").expect("the error is written to stderr");
        let lacking =
            stderr.find("MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1");
        assert!(lacking.is_some_and(|lacking| lacking > error), "{stderr}");
        let is_static = stderr.contains("MockCat::lives: Expectation(<anything>) called 0 time(s)");
        assert_eq!(is_static, test == "leaves_with_an_error", "{stderr}");
    }
}

#[asyncmock::test(leaks = "deny", unawaited = "deny")]
#[ignore = "it fails, as it must"]
async fn leaves_much_behind_with_an_error() -> Result<(), String> {
    let cat = MockCat::new();
    cat.expect_pet().return_const(());
    cat.expect_go().return_const(true);
    drop(cat.go("north"));
    tokio::spawn(std::future::pending::<()>());
    connect()
}

#[test]
fn an_error_says_enough_of_what_it_leaves_behind() {
    let (passed, stderr) = rerun("leaves_much_behind_with_an_error");
    assert!(!passed);
    assert_eq!(stderr.trim(), "Error: \"the database is down\"");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn drops_two_mocks() {
    for _ in 0..2 {
        drop(lacking());
    }
}

#[test]
fn all_that_is_lacking_is_told_at_the_end() {
    assert_eq!(failure(drops_two_mocks), [lack(), lack()].join("\n\n"));
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn drops_a_mock_and_panics() {
    drop(lacking());
    panic!("no cat");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn panics_before_a_mock_is_used() {
    let (cat, _) = lacking();
    assert!(connect().is_ok(), "no cat");
    cat.go("north").await;
}

#[test]
fn it_stands_beside_a_panic_that_came_later() {
    assert_eq!(failure(drops_a_mock_and_panics), format!("no cat\n\n{}", lack()));
    assert_eq!(failure(panics_before_a_mock_is_used), "no cat");
}

#[asyncmock::test(timeout = "200ms")]
#[ignore = "it fails, as it must"]
async fn drops_a_mock_and_hangs() {
    drop(lacking());
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
}

#[test]
fn it_stands_beside_the_report_of_a_hang() {
    let text = failure(drops_a_mock_and_hangs);
    assert!(text.starts_with("timed out after 200ms") && text.ends_with(&format!("\n\n{}", lack())), "{text}");
    assert_eq!(text.matches("fewer than expected 1").count(), 1, "{text}");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn leaves_with_an_error_while_a_call_is_held() -> Result<(), String> {
    let cat = MockCat::new();
    cat.expect_go().hold();
    let mut going = pin!(cat.go("north"));
    assert!(poll!(&mut going).is_pending());
    let held = cat.calls_to_go().next_held().await;
    connect()?;
    held.respond(true).unwrap();
    assert!(going.await);
    Ok(())
}

#[test]
fn a_held_call_that_is_dropped_does_not_hide_the_error() {
    let (passed, stderr) = rerun("leaves_with_an_error_while_a_call_is_held");
    assert!(!passed);
    let error = stderr.find("Error: \"the database is down\"\n").expect("the error is written to stderr");
    let held = stderr.find("Cat::go(\"north\"): held, but not answered; call `respond`");
    assert!(held.is_some_and(|held| held > error), "{stderr}");
}

#[asyncmock::test]
#[ignore = "it fails, as it must"]
async fn drops_a_mock_in_a_task() {
    let dropped = tokio::spawn(async { drop(lacking()) }).await;
    assert!(dropped.is_err(), "a task fails by itself");
}

#[test]
fn a_task_fails_at_once() {
    let text = failure(drops_a_mock_in_a_task);
    assert!(text.contains("MockCat::go: Expectation(<anything>) called 0 time(s)"), "{text}");
}

#[test]
fn a_future_that_is_checked_puts_it_off_as_well() {
    let here = next_line!();
    let text = failure(|| block_on(checked(async { drop(lacking()) })));
    assert_eq!(text, format!("{}\n  checked at {here}", lack()));
}

#[asyncmock::test]
async fn a_failure_that_is_meant_is_told_at_once() {
    let (cat, place) = lacking();
    assert_eq!(catch_failure(|| drop(cat)), called_less_often("go", &place));

    let cat = MockCat::new();
    let text = catch_failure_async(async { cat.go("north").await }).await;
    assert!(text.starts_with("MockCat::go(\"north\"): No matching expectation found"), "{text}");
    let text = catch_failure(|| cat.calls_to_go().assert_not_called());
    assert!(text.contains("Cat::go(\"north\")"), "{text}");
}

#[asyncmock::test]
async fn so_is_one_of_a_task() {
    let cat = MockCat::new();
    let text = catch_failure_async(async {
        let gone = tokio::spawn(async move { cat.go("north").await }).await;
        assert!(gone.is_err());
    })
    .await;
    assert!(text.contains("MockCat::go(\"north\"): No matching expectation found"), "{text}");
}

#[test]
fn what_does_not_fail_is_a_failure() {
    let here = next_line!();
    assert_eq!(failure(|| catch_failure(|| 9)), format!("catch_failure at {here}: no mock has failed"));
    let here = next_line!();
    let never = catch_failure_async(async { 9 });
    assert_eq!(failure(|| block_on(never)), format!("catch_failure_async at {here}: no mock has failed"));
}

#[test]
fn a_panic_that_is_no_mock_s_goes_on() {
    assert_eq!(failure(|| catch_failure(|| panic!("no cat"))), "no cat");
    let after_a_mock = || {
        catch_failure(|| {
            let text = failure(|| MockCat::new().pet());
            assert!(text.is_empty(), "not {text:?}");
        })
    };
    assert!(failure(after_a_mock).starts_with("not \"MockCat::pet(): No matching expectation found"));
    assert_eq!(failure(|| block_on(catch_failure_async(async { panic!("no cat") }))), "no cat");
}
