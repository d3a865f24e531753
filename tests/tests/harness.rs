//! `#[asyncmock::test]`: what it finds, and with what text it fails. A test that is to fail is ignored, and called by
//! another one.

use std::future::pending;
use std::mem;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use asyncmock::{Guard, automock, rt};
use asyncmock_tests::{failure, is_rerun, rerun, rerun_with};
use tokio::sync::{Mutex, Notify, oneshot};
use tokio::task::{spawn_blocking, yield_now};

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

#[automock]
trait Pool {
    async fn acquire(&self) -> Guard<u32>;
}

#[automock]
trait Kind {
    fn lives() -> u32;
}

/// The text with which a test fails in a process of its own, where nobody else can do anything.
fn failure_alone(test: &str) -> String {
    let (passed, stderr) = rerun(test);
    assert!(!passed, "{stderr}");
    // That of the harness is the last; only the first is followed by a note.
    let text = stderr.rsplit_once("panicked at ").and_then(|(_, rest)| rest.split_once('\n')).map(|(_, text)| text);
    let text = text.unwrap_or_else(|| panic!("{stderr}"));
    text.split("\nnote: run with ").next().unwrap_or_default().trim_end().to_owned()
}

/// The same of a test that is at work: on a machine that is so busy that it hardly runs, its text says that, and it is run again.
fn failure_at_work(test: &str) -> String {
    let mut texts = (0..20).map(|_| failure_alone(test));
    texts.find(|text| !text.contains(": the machine is busy, and its thread ran for ")).expect("it runs at some time")
}

fn asleep(millis: u64) -> tokio::time::Sleep {
    tokio::time::sleep(Duration::from_millis(millis))
}

// What passes.

#[asyncmock::test]
async fn a_test_runs_on_one_thread_with_a_clock_that_goes() {
    let begun = Instant::now();
    asleep(5).await;
    assert!(begun.elapsed() >= Duration::from_millis(5));
    let here = thread::current().id();
    assert_eq!(tokio::spawn(async move { thread::current().id() }).await.unwrap(), here);
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_test_may_have_several_threads() {
    assert_eq!(tokio::runtime::Handle::current().metrics().num_workers(), 3);
    let here = thread::current().id();
    assert_ne!(tokio::spawn(async move { thread::current().id() }).await.unwrap(), here);
}

#[asyncmock::test(start_paused = true)]
async fn a_paused_clock_moves_when_no_task_can_run() {
    let begun = Instant::now();
    tokio::spawn(async { asleep(3_600_000).await }).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[asyncmock::test]
async fn a_test_may_give_a_result() -> Result<(), std::num::ParseIntError> {
    let lives: u32 = "9".parse()?;
    assert_eq!(lives, 9);
    Ok(())
}

#[asyncmock::test]
#[should_panic(expected = "no cat")]
async fn a_test_may_be_one_that_should_panic() {
    panic!("no cat");
}

#[rstest::rstest]
#[case("north", 1)]
#[case("east", 2)]
#[asyncmock::test(start_paused = true)]
async fn a_test_may_have_cases(#[case] direction: &str, #[case] minutes: u64) {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(60 * minutes)).return_const(true);
    assert!(cat.go(direction).await);
    assert_eq!(cat.calls_to_go().last().unwrap().elapsed(), Duration::from_secs(60 * minutes));
}

mod by_its_name {
    use asyncmock::test;

    #[test]
    async fn the_attribute_may_be_imported() {
        tokio::task::yield_now().await;
    }

    #[test]
    fn a_test_need_not_be_async() {
        let runtime = tokio::runtime::Handle::try_current();
        assert!(runtime.is_err(), "it has no runtime");
    }
}

#[asyncmock::test]
async fn a_test_may_have_attributes_within() {
    #![allow(unused_variables, reason = "that is what is tested")]
    let cat = "Tom";
}

// What belongs to a test.

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2, unawaited = "allow")]
async fn doubles_of_all_tasks_and_threads_of_a_test_are_in_its_journal() {
    let calls = |name: &'static str| {
        move || {
            let cat = MockCat::relaxed();
            drop(cat.go(name));
            let (_guard, _probe) = Guard::new(1);
        }
    };
    calls("test")();
    tokio::spawn(async move { calls("task")() }).await.unwrap();
    spawn_blocking(calls("blocking")).await.unwrap();
    let cats = rt::LoopRunner::new();
    cats.run(async move { calls("loop")() });
    cats.run(async move { spawn_blocking(calls("blocking loop")).await.unwrap() });
    assert!(cats.stop().is_empty());
    let session = asyncmock::SessionHandle::current();
    let bound = thread::spawn(move || {
        let _bound = session.enter();
        calls("thread")();
    });
    bound.join().unwrap();
    let journal: Vec<String> = asyncmock::journal().lines().collect();
    for name in ["test", "task", "blocking", "loop", "blocking loop", "thread"] {
        assert_eq!(journal.iter().filter(|line| line.contains(&format!("Cat::go(\"{name}\")"))).count(), 1, "{name}");
    }
    assert_eq!(journal.iter().filter(|line| line.starts_with("guard of Guard<i32>")).count(), 6, "{journal:?}");
}

#[asyncmock::test]
async fn static_methods_are_mocked_in_the_whole_test() {
    let lives = MockKind::lives_context();
    lives.expect().times(3).return_const(9_u32);
    assert_eq!(tokio::spawn(async { MockKind::lives() }).await.unwrap(), 9);
    assert_eq!(spawn_blocking(MockKind::lives).await.unwrap(), 9);
    let cats = rt::LoopRunner::new();
    assert_eq!(cats.run(async { spawn_blocking(MockKind::lives).await.unwrap() }), 9);
}

#[asyncmock::test]
async fn a_clock_of_the_test_is_that_of_the_doubles_made_later() {
    struct Stopped;
    impl asyncmock::TestClock for Stopped {
        fn now(&self) -> Duration {
            Duration::from_secs(7)
        }
        fn sleep(&self, _: Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(std::future::ready(()))
        }
    }
    let _clock = asyncmock::use_clock(Stopped);
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(3600)).return_const(true);
    assert!(tokio::spawn(async move { cat.go("north").await }).await.unwrap());
}

#[test]
fn tests_beside_each_other_do_not_see_each_other() {
    thread::scope(|scope| {
        for n in 0..8 {
            scope.spawn(move || {
                asyncmock::__private::Test::new("beside").run(async move {
                    let made = tokio::spawn(async move {
                        let cat = MockCat::relaxed();
                        cat.pet();
                        for _ in 0..n {
                            yield_now().await;
                        }
                        asyncmock::journal().len()
                    });
                    assert_eq!(made.await.unwrap(), 1);
                });
            });
        }
    });
}

// Failures of doubles.

#[asyncmock::test]
#[ignore = "fails"]
async fn fails_in_a_task() {
    let cat = MockCat::new();
    tokio::spawn(async move { cat.go("north").await });
}

#[test]
fn a_mock_that_fails_in_a_task_fails_the_test() {
    let text = failure(fails_in_a_task);
    let place = line_of("fails_in_a_task", "cat.go(");
    assert_eq!(
        text,
        format!(
            "a mock failed in a task or on a thread of its own, where the failure was lost:

MockCat::go(\"north\"): No matching expectation found
  called at {place}
no expectation was set for MockCat::go
no other calls so far"
        )
    );
}

#[asyncmock::test]
#[ignore = "fails"]
async fn leaks_a_mock() {
    let cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    mem::forget(cat);
}

#[test]
fn a_mock_that_is_leaked_is_verified() {
    let place = line_of("leaks_a_mock", "expect_pet");
    assert_eq!(
        failure(leaks_a_mock),
        format!(
            "MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
  expected once, but never called
  expected at {place}
no calls so far"
        )
    );
}

#[asyncmock::test]
#[ignore = "fails"]
async fn panics_beside_a_mock_that_failed() {
    let cat = MockCat::new();
    let failed = tokio::spawn(async move { cat.pet() }).await;
    assert!(failed.is_ok(), "no cat was petted");
}

#[test]
fn a_panic_of_the_test_comes_first_and_then_what_failed_elsewhere() {
    let text = failure(panics_beside_a_mock_that_failed);
    let expected = "no cat was petted\n\na mock failed in a task or on a thread of its own, where the failure was lost:\n\n\
                    MockCat::pet(): No matching expectation found\n";
    assert!(text.starts_with(expected), "{text}");
}

#[asyncmock::test]
#[ignore = "fails"]
async fn hands_a_failure_on() {
    let cat = MockCat::new();
    rt::spawn(async move { cat.pet() }).await.unwrap();
}

#[asyncmock::test]
#[ignore = "fails"]
fn hands_a_failure_of_a_loop_on() {
    let cat = MockCat::new();
    rt::LoopRunner::new().run(async move { cat.pet() });
}

#[asyncmock::test]
#[ignore = "fails"]
fn waits_for_a_call_of_a_mock_that_failed() {
    let cat = MockCat::new();
    let pet = cat.calls_to_pet();
    let cats = rt::LoopRunner::new();
    cats.spawn(async move { cat.pet() });
    pet.wait_for_blocking(2, Duration::from_secs(3600));
}

#[test]
fn a_failure_that_the_body_was_told_of_is_told_once() {
    for test in [hands_a_failure_on as fn(), hands_a_failure_of_a_loop_on, waits_for_a_call_of_a_mock_that_failed] {
        let text = failure(test);
        assert_eq!(text.matches("MockCat::pet(): No matching expectation found").count(), 1, "{text}");
        assert!(!text.contains("nobody asked"), "{text}");
    }
}

#[asyncmock::test]
#[ignore = "fails"]
async fn gives_an_error_beside_a_mock_that_failed() -> Result<(), String> {
    let cat = MockCat::new();
    let _ignored = tokio::spawn(async move { cat.pet() }).await;
    Err("no cat".to_owned())
}

#[test]
fn an_error_of_the_test_is_printed_if_something_failed_elsewhere() {
    let (passed, stderr) = rerun("gives_an_error_beside_a_mock_that_failed");
    assert!(!passed);
    assert!(stderr.contains("Error: \"no cat\"\n"), "{stderr}");
    assert!(stderr.contains("MockCat::pet(): No matching expectation found"), "{stderr}");
}

#[asyncmock::test(panics = "allow")]
async fn a_panic_that_the_code_handles_is_no_failure() {
    let panicked = tokio::spawn(async { panic!("no cat") }).await;
    assert!(panicked.unwrap_err().is_panic());
}

// Hangs.

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_each_other() {
    let (a, b) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
    let cat = MockCat::new();
    cat.expect_go().with_args("north").pending();
    cat.expect_go().return_const(true);
    cat.expect_pet().once().return_const(());
    let (other_a, other_b) = (Arc::clone(&a), Arc::clone(&b));
    let other = rt::spawn(async move {
        let _b = other_b.lock().await;
        yield_now().await;
        lock(&other_a).await;
    });
    assert!(cat.go("east").await);
    tokio::spawn(async move { cat.go("north").await });
    let _a = a.lock().await;
    yield_now().await;
    lock(&b).await;
    other.await.unwrap();
}

async fn lock(mutex: &Mutex<()>) {
    drop(mutex.lock().await);
}

#[test]
fn a_deadlock_is_explained() {
    let begun = Instant::now();
    let text = failure_alone("waits_for_each_other");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let in_lock = line_of("lock", "await");
    let [of_test, north, other, of_other, east] =
        ["lock(&b)", "tokio::spawn", "rt::spawn", "lock(&other_a)", "\"east\""]
            .map(|code| line_of("waits_for_each_other", code));
    assert_eq!(
        text,
        format!(
            "deadlock: no task can run, and no timer is set
  test harness::waits_for_each_other
  it waits in tokio::sync::mutex::Mutex<T>::lock
    at {in_lock}, harness::lock
    at {of_test}, harness::waits_for_each_other
calls that were not answered:
  1. Cat::go(\"north\") at {north} [pending]
tasks still alive:
  1. task spawned at {other} [pending]
     it waits in tokio::sync::mutex::Mutex<T>::lock
       at {in_lock}, harness::lock
       at {of_other}, harness::waits_for_each_other
  2. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
expectations that are not met:
  1. MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
calls so far:
  1. Cat::go(\"east\") at {east} [completed]
  2. Cat::go(\"north\") at {north} [pending]"
        )
    );
}

#[asyncmock::test(start_paused = true)]
#[ignore = "fails"]
async fn waits_on_a_paused_clock() {
    asleep(3_600_000).await;
    Notify::new().notified().await;
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "fails"]
async fn waits_on_several_threads() {
    tokio::spawn(async { Notify::new().notified().await }).await.unwrap();
}

#[asyncmock::test]
#[ignore = "fails"]
fn waits_for_a_loop() {
    rt::LoopRunner::new().run(async { Notify::new().notified().await });
}

#[test]
fn a_deadlock_is_seen_on_every_kind_of_runtime() {
    for test in ["waits_on_a_paused_clock", "waits_on_several_threads", "waits_for_a_loop"] {
        let text = failure_alone(test);
        assert!(text.starts_with("deadlock: no task can run, and no timer is set\n  test harness::waits_"), "{text}");
    }
}

#[asyncmock::test(start_paused = true, deadlock = "allow", timeout = "1s")]
#[ignore = "fails"]
async fn waits_for_a_second() {
    Notify::new().notified().await;
}

#[test]
fn a_deadlock_is_seen_within_a_second() {
    // Other work on the machine makes all of it slower, so that there is a race with a limit. One try that is won is enough.
    let ended = |test| {
        failure_alone(test);
        Instant::now()
    };
    let is_won = || {
        thread::scope(|scope| {
            let second = scope.spawn(|| ended("waits_for_a_second"));
            let deadlock = scope.spawn(|| ended("waits_on_a_paused_clock"));
            deadlock.join().unwrap() < second.join().unwrap()
        })
    };
    assert!((0..20).any(|_| is_won()));
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_a_call() {
    let cat = MockCat::new();
    cat.calls_to_go().next().await;
}

#[test]
fn a_wait_for_a_call_says_so_itself() {
    assert_eq!(
        failure_alone("waits_for_a_call"),
        format!(
            "Cat::go: next: deadlock: no task can run, and no timer is set: no further call came\n  waited at {}\nno calls so far",
            line_of("waits_for_a_call", "next()")
        )
    );
}

/// An executor of the test's own that fails.
struct PanicsWhenWoken;

impl std::task::Wake for PanicsWhenWoken {
    fn wake(self: Arc<Self>) {
        panic!("woken by mistake");
    }
}

#[asyncmock::test(timeout = "20s")]
#[ignore = "fails"]
async fn is_woken_by_mistake() {
    let cat = MockCat::new();
    let calls = cat.calls_to_go();
    let mut next = std::pin::pin!(calls.next());
    let waker = std::task::Waker::from(Arc::new(PanicsWhenWoken));
    assert!(next.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_pending());
    pending().await
}

#[test]
fn a_waker_that_panics_does_not_keep_the_harness_from_watching() {
    let (passed, stderr) = rerun("is_woken_by_mistake");
    assert!(!passed);
    assert!(stderr.contains("\ndeadlock: no task can run, and no timer is set\n  test harness::is_woken"), "{stderr}");
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_a_task_that_failed() {
    let cat = MockCat::new();
    let (sender, receiver) = oneshot::channel::<bool>();
    mem::forget(rt::spawn(async move {
        let sent = sender;
        let went = std::panic::AssertUnwindSafe(cat.go("north"));
        let went = futures::FutureExt::catch_unwind(went).await;
        pending::<()>().await;
        let _never = sent.send(went.unwrap());
    }));
    receiver.await.unwrap();
}

#[test]
fn what_failed_elsewhere_comes_before_the_hang_that_it_led_to() {
    let text = failure_alone("waits_for_a_task_that_failed");
    let expected = "a mock failed in a task or on a thread of its own, where the failure was lost:\n\n\
                    MockCat::go(\"north\"): No matching expectation found\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\n\ndeadlock: no task can run, and no timer is set\n"), "{text}");
}

// Long enough for its thread to go to sleep, however busy the machine is.
#[asyncmock::test(timeout = "1.5s")]
#[ignore = "fails"]
async fn sleeps_too_long() {
    asleep(60_000).await;
}

// Long enough for its thread to be at work for a while, however busy the machine is.
#[asyncmock::test(timeout = "1500ms")]
#[ignore = "fails"]
async fn works_too_long() {
    loop {
        yield_now().await;
    }
}

#[asyncmock::test(timeout = "1500ms")]
#[ignore = "fails"]
async fn works_too_long_after_a_pause() {
    asleep(1).await;
    loop {
        yield_now().await;
    }
}

#[test]
fn a_test_that_takes_too_long_says_what_it_does() {
    assert_eq!(
        failure_alone("sleeps_too_long"),
        format!(
            "timed out after 1.5s: it waits for a timer, a thread or I/O
  test harness::sleeps_too_long
  it waits in tokio::time::sleep::Sleep
    at {}, harness::sleeps_too_long
no calls so far",
            line_of("sleeps_too_long", "await")
        )
    );
    assert_eq!(
        failure_at_work("works_too_long"),
        format!(
            "timed out after 1500ms: its tasks never paused: a livelock, long work, or a blocking call
  test harness::works_too_long
  it waits in tokio::task::yield_now::yield_now
    at {}, harness::works_too_long
no calls so far",
            line_of("works_too_long", "yield_now()")
        )
    );
    let text = failure_at_work("works_too_long_after_a_pause");
    let pause = text.strip_prefix("timed out after 1500ms: its tasks have not paused for ").expect(&text);
    let (pause, rest) = pause.split_once("s: a livelock, long work, or a blocking call\n").expect(&text);
    assert!(pause.trim_end_matches('m').parse::<f64>().is_ok(), "{text}");
    assert!(rest.starts_with("  test harness::works_too_long_after_a_pause\n"), "{text}");
}

#[asyncmock::test]
#[ignore = "fails"]
async fn has_no_limit_of_its_own() {
    asleep(if is_rerun() { 60_000 } else { 0 }).await;
}

#[test]
fn the_environment_has_a_limit_for_tests_without_one() {
    let (passed, stderr) = rerun_with("has_no_limit_of_its_own", [("ASYNCMOCK_TIMEOUT", "1500ms")]);
    assert!(!passed);
    assert!(stderr.contains("timed out after 1500ms: it waits for a timer, a thread or I/O\n"), "{stderr}");
    let (passed, stderr) = rerun_with("has_no_limit_of_its_own", [("ASYNCMOCK_TIMEOUT", "soon")]);
    assert!(!passed);
    let expected = "ASYNCMOCK_TIMEOUT: `soon` is no span of time; write `500ms`, `2s`, `3m` or `off`";
    assert!(stderr.contains(expected), "{stderr}");
}

#[asyncmock::test(timeout = "50ms")]
#[ignore = "aborts"]
async fn blocks_its_thread() {
    let cat = MockCat::relaxed();
    cat.pet();
    thread::sleep(Duration::from_secs(3600));
}

#[test]
fn a_test_whose_thread_is_blocked_is_aborted_with_a_report() {
    let (passed, stderr) = rerun("blocks_its_thread");
    assert!(!passed);
    let expected = format!(
        "asyncmock: harness::blocks_its_thread: a thread is blocked and can't be taken back, so the process is aborted
timed out after 50ms: its thread is blocked
  test harness::blocks_its_thread
calls so far:
  1. Cat::pet() at {} [completed]
",
        line_of("blocks_its_thread", "cat.pet()")
    );
    assert!(stderr.contains(&expected), "{stderr}");
}

#[asyncmock::test(timeout = "1500ms")]
#[ignore = "aborts"]
#[expect(clippy::await_holding_lock, reason = "that is the fault")]
async fn has_a_task_that_blocks_its_thread() {
    let mutex = Arc::new(std::sync::Mutex::new(()));
    let other = Arc::clone(&mutex);
    let _held = mutex.lock().unwrap();
    tokio::spawn(async move { drop(other.lock()) }).await.unwrap();
}

/// Blocks its thread when it is dropped.
struct Blocks;

impl Drop for Blocks {
    fn drop(&mut self) {
        thread::sleep(Duration::from_secs(3600));
    }
}

#[asyncmock::test(timeout = "50ms")]
#[ignore = "aborts"]
async fn blocks_its_thread_when_it_is_stopped() {
    let _blocks = Blocks;
    pending().await
}

#[asyncmock::test(timeout = "50ms")]
#[ignore = "aborts"]
async fn leaves_a_task_that_blocks_its_thread() {
    let blocks = Blocks;
    tokio::spawn(async move {
        let _blocks = blocks;
        pending::<()>().await;
    });
}

#[test]
fn a_thread_that_is_blocked_by_anything_of_the_test_is_not_waited_for() {
    let tests = [
        "has_a_task_that_blocks_its_thread",
        "blocks_its_thread_when_it_is_stopped",
        "leaves_a_task_that_blocks_its_thread",
    ];
    thread::scope(|scope| {
        for test in tests {
            scope.spawn(move || {
                let (passed, stderr) = rerun(test);
                assert!(!passed);
                let expected = format!(
                    "asyncmock: harness::{test}: a thread is blocked and can't be taken back, so the process is aborted\ntimed out \
                     after "
                );
                assert!(stderr.contains(&expected), "{stderr}");
            });
        }
    });
}

#[asyncmock::test(timeout = "100ms")]
#[ignore = "fails"]
async fn comes_back_too_late() {
    thread::sleep(Duration::from_millis(400));
}

#[asyncmock::test(timeout = "100ms")]
#[ignore = "fails"]
fn comes_back_too_late_without_a_runtime() {
    thread::sleep(Duration::from_millis(400));
}

#[asyncmock::test(timeout = "1ms")]
#[ignore = "fails"]
async fn ends_before_anybody_looks() {
    thread::sleep(Duration::from_millis(3));
}

#[asyncmock::test(timeout = "1ms")]
#[ignore = "fails"]
fn ends_before_anybody_looks_without_a_runtime() {
    thread::sleep(Duration::from_millis(3));
}

#[test]
fn a_limit_holds_whether_or_not_anybody_looked_in_time() {
    for test in [ends_before_anybody_looks as fn(), ends_before_anybody_looks_without_a_runtime] {
        // Somebody may look just then.
        let is_told = || failure(test).starts_with("timed out after 1ms: it ended after ");
        assert!((0..100).any(|_| is_told()));
    }
}

#[test]
fn a_test_that_comes_back_too_late_has_failed() {
    for test in [comes_back_too_late as fn(), comes_back_too_late_without_a_runtime] {
        let text = failure(test);
        assert!(text.starts_with("timed out after 100ms"), "{text}");
    }
}

#[asyncmock::test(start_paused = true)]
async fn a_paused_clock_stands_still_while_another_runtime_is_waited_for() {
    let begun = tokio::time::Instant::now();
    let cats = rt::LoopRunner::new();
    cats.spawn(async { tokio::time::sleep(LONG).await }).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[asyncmock::test]
async fn a_loop_that_a_thread_waits_for_is_no_deadlock_while_the_test_works() {
    let cats = Arc::new(rt::LoopRunner::new());
    let (sender, receiver) = oneshot::channel();
    let waits = Arc::clone(&cats);
    let waits = thread::spawn(move || waits.run(async { receiver.await.unwrap() }));
    thread::sleep(LONG);
    sender.send(()).unwrap();
    waits.join().unwrap();
}

#[asyncmock::test(timeout = "2s")]
#[ignore = "fails"]
fn blocks_its_thread_for_a_call() {
    let cat = MockCat::relaxed();
    cat.pet();
    cat.calls_to_pet().wait_for_blocking(2, Duration::from_secs(3600));
}

#[asyncmock::test(timeout = "60s")]
#[ignore = "fails"]
fn waits_on_its_thread_for_as_long_as_it_says() {
    let cat = Arc::new(MockCat::new());
    cat.expect_go().pending();
    let go = cat.calls_to_go();
    let cats = rt::LoopRunner::new();
    let herd = Arc::clone(&cat);
    cats.spawn(async move { herd.go("north").await });
    go.wait_for_blocking(2, LONG);
}

#[test]
fn a_wait_that_blocks_the_thread_gives_it_back() {
    assert_eq!(
        failure_alone("blocks_its_thread_for_a_call"),
        format!(
            "timed out after 2s
  test harness::blocks_its_thread_for_a_call
calls so far:
  1. Cat::pet() at {} [completed]",
            line_of("blocks_its_thread_for_a_call", "cat.pet()")
        )
    );
}

#[asyncmock::test(timeout = "2s")]
#[ignore = "fails"]
async fn waits_beside_threads() {
    thread::Builder::new()
        .name("busy".to_owned())
        .spawn(|| {
            loop {
                std::hint::spin_loop()
            }
        })
        .unwrap();
    thread::Builder::new().name("asleep".to_owned()).spawn(|| thread::sleep(Duration::from_secs(60))).unwrap();
    thread::Builder::new().name("idle".to_owned()).spawn(thread::park).unwrap();
    pending().await
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_beside_an_idle_thread() {
    thread::Builder::new().name("idle".to_owned()).spawn(thread::park).unwrap();
    pending().await
}

#[test]
fn a_report_tells_what_other_threads_do() {
    let text = failure_alone("waits_beside_threads");
    let threads = "\nbeside it 3 threads are alive: \"busy\" (running), \"asleep\" (sleeps), \"idle\" (waits)\n";
    assert!(text.starts_with("timed out after 2s: ") && text.contains(threads), "{text}");
    let text = failure_alone("waits_beside_an_idle_thread");
    let thread = "\nbeside it 1 thread is alive: \"idle\" (waits)\n";
    assert!(text.starts_with("deadlock: ") && text.contains(thread), "{text}");
}

#[asyncmock::test(deadlock = "allow", timeout = "1.2s")]
#[ignore = "fails"]
async fn may_wait_for_ever() {
    pending().await
}

#[asyncmock::test(stall = "600ms")]
#[ignore = "fails"]
async fn waits_for_a_thread_that_sleeps() {
    let (_never, told) = oneshot::channel::<()>();
    thread::spawn(|| thread::sleep(Duration::from_secs(60)));
    told.await.unwrap();
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_a_socket() {
    let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.recv(&mut [0]).await.unwrap();
}

/// What `stall` does not take for still.
#[asyncmock::test(stall = "300ms")]
#[ignore = "it is run alone"]
async fn may_take_longer_than_a_stall() {
    asleep(900).await;
    let begun = Instant::now();
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        while begun.elapsed() < Duration::from_millis(900) {
            std::hint::spin_loop();
        }
        tell.send(()).unwrap();
    });
    told.await.unwrap();
    let cat = MockCat::new();
    cat.calls_to_go().none_within(Duration::from_millis(900)).await;
}

#[test]
fn a_deadlock_may_be_allowed() {
    let text = failure_alone("may_wait_for_ever");
    assert!(text.starts_with("timed out after 1.2s: it waits for a timer, a thread or I/O\n"), "{text}");
}

#[test]
fn what_cannot_be_seen_into_may_count_as_still() {
    let text = failure_alone("waits_for_a_thread_that_sleeps");
    assert!(text.starts_with("deadlock: no task can run, and no timer is set\n"), "{text}");
    let (passed, stderr) =
        rerun_with("waits_for_a_socket", [("ASYNCMOCK_STALL", "600ms"), ("ASYNCMOCK_TIMEOUT", "20s")]);
    assert!(!passed && stderr.contains("\ndeadlock: no task can run, and no timer is set\n"), "{stderr}");
    let blind = [("ASYNCMOCK_BLIND", "1"), ("ASYNCMOCK_STALL", "600ms"), ("ASYNCMOCK_TIMEOUT", "20s")];
    let (passed, stderr) = rerun_with("waits_on_several_threads", blind);
    assert!(!passed && stderr.contains("\ndeadlock: no task can run, and no timer is set\n"), "{stderr}");
    let (passed, stderr) = rerun("may_take_longer_than_a_stall");
    assert!(passed, "{stderr}");
    let (passed, stderr) = rerun_with("waits_for_a_socket", [("ASYNCMOCK_STALL", "soon")]);
    assert!(
        !passed && stderr.contains("ASYNCMOCK_STALL: `soon` is no span of time; write `500ms`, `2s` or `3m`"),
        "{stderr}"
    );
}

#[test]
fn without_knowing_what_threads_do_there_is_no_verdict() {
    let blind = [("ASYNCMOCK_BLIND", "1"), ("ASYNCMOCK_TIMEOUT", "1500ms")];
    let (passed, stderr) = rerun_with("waits_on_several_threads", blind);
    assert!(
        !passed && stderr.contains("\ntimed out after 1500ms: it waits for a timer, a thread or I/O\n"),
        "{stderr}"
    );
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_as_long_as_it_says() {
    let cat = MockCat::new();
    cat.calls_to_go().within(LONG).next().await;
}

#[test]
fn a_limit_that_is_given_holds() {
    let text = failure_alone("waits_on_its_thread_for_as_long_as_it_says");
    assert!(
        text.starts_with("Cat::go: wait_for_blocking: timed out after 1.5s: expected 2 calls, but there was 1\n"),
        "{text}"
    );
    let text = failure_alone("waits_for_as_long_as_it_says");
    assert!(text.starts_with("Cat::go: next: timed out after 1.5s: no further call came\n"), "{text}");
}

#[asyncmock::test]
#[ignore = "fails"]
async fn waits_for_a_call_on_a_loop() {
    let cat = MockCat::new();
    cat.expect_go().pending();
    let (sender, receiver) = oneshot::channel::<u32>();
    tokio::spawn(async { receiver.await.unwrap() });
    let cats = rt::LoopRunner::new();
    cats.run(async move { cat.go("north").await });
    sender.send(1).unwrap();
}

#[test]
fn a_loop_that_is_waited_for_is_reported_as_it_was() {
    let [run, cats] = ["cats.run", "LoopRunner"].map(|code| line_of("waits_for_a_call_on_a_loop", code));
    assert_eq!(
        failure_alone("waits_for_a_call_on_a_loop"),
        format!(
            "deadlock: no task can run, and no timer is set
  test harness::waits_for_a_call_on_a_loop
calls that were not answered:
  1. Cat::go(\"north\") at {run} [pending]
tasks still alive:
  1. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
  2. task spawned at {run} [pending], on the loop of {cats}
calls so far:
  1. Cat::go(\"north\") at {run} [pending]"
        )
    );
}

// No false alarms: these wait for longer than a deadlock takes to be seen.

const LONG: Duration = Duration::from_millis(1500);

#[asyncmock::test]
async fn a_timer_is_no_deadlock() {
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move {
        tokio::time::sleep(LONG).await;
        sender.send(()).unwrap();
    });
    receiver.await.unwrap();
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_on_several_threads_is_no_deadlock() {
    tokio::spawn(tokio::time::sleep(LONG)).await.unwrap();
}

#[asyncmock::test]
async fn a_timer_on_a_loop_is_no_deadlock() {
    let cats = rt::LoopRunner::new();
    let went = cats.spawn(async { tokio::time::sleep(LONG).await });
    went.await.unwrap();
}

#[asyncmock::test]
async fn blocking_work_is_no_deadlock() {
    spawn_blocking(|| thread::sleep(LONG)).await.unwrap();
}

#[asyncmock::test(start_paused = true)]
async fn blocking_work_on_a_paused_clock_is_no_deadlock() {
    spawn_blocking(|| thread::sleep(LONG)).await.unwrap();
}

#[asyncmock::test]
async fn a_socket_is_no_deadlock() {
    let peer = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let sender = thread::spawn(move || {
        thread::sleep(LONG);
        peer.send_to(b"cat", address).unwrap();
    });
    let mut buffer = [0; 3];
    socket.recv(&mut buffer).await.unwrap();
    assert_eq!(&buffer, b"cat");
    sender.join().unwrap();
}

#[asyncmock::test]
async fn a_thread_that_is_a_little_late_is_no_deadlock() {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        sender.send(()).unwrap();
    });
    receiver.await.unwrap();
}

// What is left behind.

#[asyncmock::test(leaks = "deny")]
#[ignore = "fails"]
async fn leaves_things_behind() {
    let pool = Arc::new(MockPool::new());
    pool.expect_acquire().once().returns_guard(7);
    pool.expect_acquire().pending();
    let guard = pool.acquire().await;
    let next = Arc::clone(&pool);
    tokio::spawn(async move { next.acquire().await });
    rt::spawn(async move {
        pending::<()>().await;
        drop(guard);
    });
    let cats = rt::LoopRunner::new();
    cats.spawn(pending::<()>());
}

#[test]
fn what_a_test_leaves_behind_is_listed() {
    let [first, second, task, cats, of_cats] = ["let guard", "next.acquire()", "rt::spawn", "LoopRunner", "cats.spawn"]
        .map(|code| line_of("leaves_things_behind", code));
    assert_eq!(
        failure(leaves_things_behind),
        format!(
            "the test is over, but 3 tasks are still alive, 1 guard is still held, 1 call is still pending
tasks:
  1. task spawned at {of_cats} [pending], on the loop of {cats}
  2. task spawned at {task} [pending]
  3. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
guards:
  1. guard of Pool::acquire() at {first} [still held]
calls:
  1. Pool::acquire() at {second} [pending]
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute"
        )
    );
}

#[asyncmock::test(leaks = "deny")]
async fn what_ends_by_itself_when_the_test_is_over_is_not_left() {
    let (jobs, mut queue) = tokio::sync::mpsc::channel::<u32>(1);
    tokio::spawn(async move { while queue.recv().await.is_some() {} });
    let aborted = tokio::spawn(pending::<()>());
    aborted.abort();
    spawn_blocking(|| thread::sleep(Duration::from_millis(30)));
    jobs.send(1).await.unwrap();
    let late = || spawn_blocking(|| thread::sleep(Duration::from_millis(20)));
    tokio::spawn(async move { late().await.unwrap() });
    let cats = rt::LoopRunner::new();
    cats.spawn(async move { late().await.unwrap() });
}

#[asyncmock::test(leaks = "deny")]
#[ignore = "fails"]
fn leaves_things_on_a_loop() {
    let pool = Arc::new(MockPool::new());
    pool.expect_acquire().once().returns_guard(7);
    pool.expect_acquire().pending();
    let cats = rt::LoopRunner::new();
    let (first, second) = (Arc::clone(&pool), pool);
    let guard = cats.run(async move { first.acquire().await });
    cats.spawn(async move {
        let _guard = guard;
        second.acquire().await
    });
}

#[test]
fn what_a_loop_takes_with_it_is_listed() {
    let [cats, first, task, second] = ["LoopRunner", "first.acquire()", "cats.spawn", "second.acquire()"]
        .map(|code| line_of("leaves_things_on_a_loop", code));
    assert_eq!(
        failure(leaves_things_on_a_loop),
        format!(
            "the test is over, but 1 task is still alive, 1 guard is still held, 1 call is still pending
tasks:
  1. task spawned at {task} [pending], on the loop of {cats}
guards:
  1. guard of Pool::acquire() at {first} [still held]
calls:
  1. Pool::acquire() at {second} [pending]
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute"
        )
    );
}

#[asyncmock::test]
#[ignore = "warns"]
async fn leaves_a_task() {
    tokio::spawn(pending::<()>());
}

#[test]
fn what_is_left_is_a_warning_unless_it_is_denied_or_allowed() {
    let (passed, stderr) = rerun("leaves_a_task");
    assert!(passed);
    assert!(
        stderr.contains(
            "asyncmock: warning: harness::leaves_a_task: the test is over, but 1 task is still alive
tasks:
  1. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
  await or abort what it started, or write `leaks = \"allow\"` in the test's attribute\n"
        ),
        "{stderr}"
    );
    let (passed, stderr) = rerun_with("leaves_a_task", [("ASYNCMOCK_LEAKS", "allow")]);
    assert!(passed && !stderr.contains("asyncmock:"), "{stderr}");
    let (passed, _) = rerun_with("leaves_a_task", [("ASYNCMOCK_LEAKS", "deny")]);
    assert!(!passed);
    let (passed, stderr) = rerun_with("leaves_a_task", [("ASYNCMOCK_LEAKS", "never")]);
    assert!(!passed);
    assert!(stderr.contains("ASYNCMOCK_LEAKS: `never` is no policy; write `deny`, `warn` or `allow`"), "{stderr}");
}

#[asyncmock::test(unawaited = "deny")]
#[ignore = "fails"]
async fn does_not_await() {
    let cat = MockCat::new();
    cat.expect_go().return_const(true);
    drop(cat.go("north"));
    assert!(cat.go("east").await);
}

#[asyncmock::test(unawaited = "allow")]
#[ignore = "is silent"]
async fn need_not_await() {
    let cat = MockCat::new();
    cat.expect_go().return_const(true);
    drop(cat.go("north"));
}

#[test]
fn calls_that_are_never_awaited_are_denied_or_allowed() {
    assert_eq!(
        failure(does_not_await),
        format!(
            "1 call was never awaited
calls:
  1. Cat::go(\"north\") at {}
  await them, or write `unawaited = \"allow\"` in the test's attribute",
            line_of("does_not_await", "drop(")
        )
    );
    let (passed, stderr) = rerun("need_not_await");
    assert!(passed && !stderr.contains("never awaited"), "{stderr}");
}

#[asyncmock::test(panics = "deny")]
#[ignore = "fails"]
async fn has_a_task_that_panics() {
    let panicked = tokio::spawn(async { panic!("no cat") }).await;
    assert!(panicked.is_err());
}

#[asyncmock::test]
#[ignore = "fails"]
async fn has_a_known_task_that_hands_a_panic_on() {
    rt::spawn(async {
        let panic = thread::spawn(|| panic!("no cat")).join().unwrap_err();
        std::panic::resume_unwind(panic);
    });
}

#[asyncmock::test]
#[ignore = "fails"]
async fn has_a_known_task_that_panics() {
    rt::spawn(async { panic!("no cat") });
}

#[test]
fn panics_in_tasks_are_told_from_those_that_nobody_asked_for() {
    assert_eq!(
        failure(has_a_task_that_panics),
        format!(
            "a task or a thread panicked, which the test may have handled, or not:
  panicked at {}: no cat
  `panics = \"deny\"` in the test's attribute fails the test for it, and `panics = \"allow\"` is silent",
            line_of("has_a_task_that_panics", "panic!")
        )
    );
    assert_eq!(
        failure(has_a_known_task_that_panics),
        format!(
            "a task or a thread panicked, and nobody awaited it:\n  panicked at {}: no cat",
            line_of("has_a_known_task_that_panics", "panic!")
        )
    );
    assert_eq!(
        failure(has_a_known_task_that_hands_a_panic_on),
        format!(
            "a task or a thread panicked, and nobody awaited it:\n  panicked at {}: no cat",
            line_of("has_a_known_task_that_hands_a_panic_on", "rt::spawn")
        )
    );
}

/// The place of some code in a function of this file, as failure texts spell it.
fn line_of(function: &str, code: &str) -> String {
    const SOURCE: &str = include_str!("harness.rs");
    let (before, body) = SOURCE.split_once(&format!("fn {function}(")).expect("the function is there");
    let (within, _) = body.split_once(code).unwrap_or_else(|| panic!("`{code}` is in {function}"));
    format!("{}:{}", file!(), [before, within].map(|text| text.matches('\n').count()).iter().sum::<usize>() + 1)
}
