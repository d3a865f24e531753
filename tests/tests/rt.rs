//! `asyncmock::rt`: tasks that a test knows, loops on threads of their own, and settling.

use std::future::pending;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use asyncmock::automock;
use asyncmock::rt::{self, LoopRunner, TaskState};
use asyncmock_tests::{failure, failure_of, next_line, task_failure};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

const HOUR: Duration = Duration::from_secs(3600);

// Tasks.

#[tokio::test]
async fn a_task_tells_how_it_stands() {
    let (done, waits, panics) =
        (rt::spawn(async { 7 }), rt::spawn(pending::<()>()), rt::spawn(async { panic!("no cat") }));
    for probe in [done.state(), waits.state(), panics.state()] {
        assert_eq!(probe, TaskState::Pending);
    }
    rt::settle().await;
    assert_eq!(
        (done.state(), waits.state(), panics.state()),
        (TaskState::Done, TaskState::Pending, TaskState::Panicked)
    );
    waits.abort();
    rt::settle().await;
    assert_eq!(waits.state(), TaskState::Cancelled);
    assert!(waits.await.unwrap_err().is_cancelled());
    assert_eq!(done.await.unwrap(), 7);
    assert_eq!(task_failure(panics.await), "no cat");
}

#[tokio::test]
async fn a_task_can_be_asserted_to_wait_or_to_be_done() {
    let place = next_line!();
    let task = rt::spawn(pending::<()>());
    task.assert_pending();
    let text = failure(|| task.assert_done());
    assert_eq!(text, format!("assert_done: the task spawned at {place} is pending"));
    assert_eq!(format!("{task:?}"), format!("task spawned at {place} [pending]"));
    task.abort();
    rt::settle().await;
    assert_eq!(failure(|| task.assert_pending()), format!("assert_pending: the task spawned at {place} is cancelled"));

    let place = next_line!();
    let panics = rt::spawn(async { panic!("no cat") });
    rt::settle().await;
    assert_eq!(failure(|| panics.assert_done()), format!("assert_done: the task spawned at {place} has panicked"));
}

#[tokio::test]
async fn a_probe_that_is_dropped_leaves_its_task_alone() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    drop(rt::spawn(async move { sender.send(7).unwrap() }));
    assert_eq!(receiver.await.unwrap(), 7);
}

#[tokio::test]
async fn tasks_that_are_alive_are_counted() {
    assert_eq!(rt::alive_tasks(), 0);
    let (known, other) = (rt::spawn(pending::<()>()), tokio::spawn(pending::<()>()));
    assert_eq!(rt::alive_tasks(), 2);
    known.abort();
    other.abort();
    rt::settle().await;
    assert_eq!(rt::alive_tasks(), 0);
}

#[test]
fn what_needs_a_runtime_says_so() {
    let without = "needs a runtime of tokio, and there is none here";
    assert_eq!(failure(rt::alive_tasks), format!("rt::alive_tasks() {without}"));
    assert_eq!(failure(|| rt::spawn(async {})), format!("rt::spawn() {without}"));
    assert_eq!(futures::executor::block_on(failure_of(rt::settle())), format!("rt::settle() {without}"));
}

// Settling.

/// Spawns a chain of tasks, each of which is woken by the one before; the last one counts.
fn chain(links: usize, count: Arc<AtomicUsize>) {
    tokio::spawn(async move {
        yield_now().await;
        match links {
            0 => _ = count.fetch_add(1, Ordering::SeqCst),
            links => chain(links - 1, count),
        }
    });
}

async fn settles_after_all_that_can_run() {
    let count = Arc::new(AtomicUsize::new(0));
    chain(100, Arc::clone(&count));
    rt::settle().await;
    assert_eq!(count.load(Ordering::SeqCst), 1);
    chain(100, Arc::clone(&count));
    let in_a_task = tokio::spawn(rt::settle());
    in_a_task.await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn settling_waits_for_all_that_can_run_in_a_plain_test() {
    settles_after_all_that_can_run().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settling_waits_for_all_that_can_run_on_several_threads() {
    settles_after_all_that_can_run().await;
}

#[asyncmock::test]
async fn settling_waits_for_all_that_can_run_under_the_harness() {
    settles_after_all_that_can_run().await;
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2)]
async fn settling_waits_for_all_that_can_run_on_several_threads_of_the_harness() {
    settles_after_all_that_can_run().await;
}

#[test]
fn settling_waits_for_all_that_can_run_on_a_loop() {
    LoopRunner::new().run(settles_after_all_that_can_run());
}

#[asyncmock::test(start_paused = true, leaks = "allow")]
async fn a_paused_clock_does_not_move_while_a_test_settles() {
    let begun = Instant::now();
    let (soon, late) = (rt::spawn(sleep(Duration::from_millis(1))), rt::spawn(sleep(HOUR)));
    rt::settle().await;
    assert_eq!(begun.elapsed(), Duration::ZERO);
    soon.assert_pending();
    sleep(Duration::from_millis(2)).await;
    soon.assert_done();
    late.assert_pending();
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_does_not_move_while_a_plain_test_settles() {
    let begun = Instant::now();
    let soon = rt::spawn(sleep(Duration::from_millis(1)));
    rt::settle().await;
    assert_eq!(begun.elapsed(), Duration::ZERO);
    soon.assert_pending();
}

#[asyncmock::test]
async fn settling_is_not_over_when_something_else_wakes_its_task() {
    let count = Arc::new(AtomicUsize::new(0));
    chain(20, Arc::clone(&count));
    // Both are polled whenever one of them is woken.
    tokio::join!(rt::settle(), async {
        for _ in 0..5 {
            yield_now().await;
        }
    });
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[asyncmock::test(flavor = "multi_thread", worker_threads = 2)]
async fn settling_waits_for_tasks_that_no_thread_has_begun() {
    for _ in 0..20 {
        let count = Arc::new(AtomicUsize::new(0));
        for _ in 0..10 {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                for _ in 0..200 {
                    yield_now().await;
                }
                count.fetch_add(1, Ordering::SeqCst);
            });
        }
        rt::settle().await;
        assert_eq!(count.load(Ordering::SeqCst), 10);
    }
}

#[asyncmock::test]
async fn a_thread_may_wait_until_a_test_has_settled() {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(rt::settle())).await.unwrap();
}

#[asyncmock::test]
async fn several_tasks_settle_together() {
    let tasks: Vec<_> = (0..10).map(|_| rt::spawn(rt::settle())).collect();
    rt::settle().await;
    for task in tasks {
        task.await.unwrap();
    }
}

// Loops.

#[test]
fn a_loop_runs_on_a_thread_of_its_own() {
    let cats = LoopRunner::new();
    let here = thread::current().id();
    let there = cats.run(async { thread::current().id() });
    assert_ne!(there, here);
    assert_eq!(cats.run(async { tokio::spawn(async { thread::current().id() }).await.unwrap() }), there);
    assert!(cats.stop().is_empty());
}

#[test]
fn a_loop_may_have_a_paused_clock() {
    let cats = LoopRunner::start_paused();
    let slept = cats.run(async {
        let begun = Instant::now();
        sleep(HOUR).await;
        begun.elapsed()
    });
    assert!(slept >= HOUR);
}

#[test]
fn a_loop_goes_on_while_nobody_waits_for_it() {
    let (cats, (sender, receiver)) = (LoopRunner::new(), mpsc::channel());
    let task = cats.spawn(async move {
        sleep(Duration::from_millis(5)).await;
        sender.send(7).unwrap();
    });
    assert_eq!(receiver.recv().unwrap(), 7);
    cats.run(task).unwrap();
}

#[test]
fn synchronous_code_calls_into_a_loop_by_its_handle() {
    let cats = LoopRunner::new();
    let handle = cats.handle().clone();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || handle.spawn(async move { sender.send(7) })).join().unwrap();
    assert_eq!(receiver.recv().unwrap(), 7);
}

#[tokio::test]
async fn a_test_of_a_runtime_may_wait_for_a_loop() {
    let cats = LoopRunner::new();
    assert_eq!(cats.run(async { 7 }), 7);
    assert_eq!(cats.spawn(async { 8 }).await.unwrap(), 8);
}

#[test]
fn a_panic_on_a_loop_is_that_of_whoever_waits() {
    let cats = LoopRunner::new();
    assert_eq!(failure(|| cats.run(async { panic!("no cat") })), "no cat");
    assert_eq!(cats.run(async { 7 }), 7, "the loop goes on");
}

#[test]
fn a_loop_that_waits_for_itself_says_so() {
    let cats = Arc::new(LoopRunner::new());
    let again = Arc::clone(&cats);
    assert_eq!(
        failure(|| cats.run(async move { again.run(async {}) })),
        "LoopRunner::run() was called on its own loop, which it would block for ever: await the future instead"
    );
}

#[test]
fn stopping_a_loop_gives_what_it_had_to_cancel() {
    let cats = LoopRunner::new();
    let begun = next_line!();
    let task = cats.spawn(pending::<()>());
    cats.run(async { drop(tokio::spawn(pending::<()>())) });
    let about_to_end = cats.spawn(async { yield_now().await });
    let left = cats.stop();
    let places: Vec<Option<String>> =
        left.iter().map(|left| left.location().map(|place| format!("{}:{}", place.file(), place.line()))).collect();
    assert_eq!(places, [Some(begun.clone()), None]);
    assert!(left[0].to_string().starts_with(&format!("task spawned at {begun} [pending], on the loop of ")));
    assert!(left[1].to_string().starts_with("task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits), on the loop of "));
    assert_eq!((task.state(), about_to_end.state()), (TaskState::Cancelled, TaskState::Done));
}

#[test]
fn a_loop_that_is_dropped_ends() {
    struct Ends(mpsc::Sender<u32>);
    impl Drop for Ends {
        fn drop(&mut self) {
            self.0.send(7).unwrap();
        }
    }
    let (sender, receiver) = mpsc::channel();
    let cats = LoopRunner::default();
    cats.spawn(async move {
        let _ends = Ends(sender);
        pending::<()>().await;
    });
    cats.run(async {});
    drop(cats);
    assert_eq!(receiver.try_recv(), Ok(7));
}

#[test]
fn a_loop_whose_thread_is_blocked_is_left_to_itself() {
    let (cats, (sender, receiver)) = (LoopRunner::new(), mpsc::channel());
    cats.spawn(async move {
        sender.send(7).unwrap();
        thread::sleep(HOUR);
    });
    receiver.recv().unwrap();
    let left = cats.stop();
    assert_eq!(left.len(), 1);
    assert!(left[0].to_string().starts_with("task that blocks its thread, on the loop of "), "{left:?}");
}

#[test]
fn a_loop_may_be_dropped_by_one_of_its_tasks() {
    let cats = LoopRunner::new();
    let (sender, receiver) = mpsc::channel();
    let handle = cats.handle().clone();
    handle.spawn(async move {
        drop(cats);
        sender.send(7).unwrap();
    });
    assert_eq!(receiver.recv().unwrap(), 7);
}

#[test]
fn doubles_of_a_loop_belong_to_the_plain_test_that_made_it() {
    let cat = MockCat::relaxed();
    let cats = LoopRunner::new();
    cats.run(async { MockCat::relaxed().pet() });
    cat.pet();
    assert_eq!(asyncmock::journal().len(), 2);
}

#[test]
fn a_mock_may_be_waited_for_from_outside_of_its_loop() {
    let cat = MockCat::new();
    cat.expect_go().once().return_const(true);
    let go = cat.calls_to_go();
    let cats = LoopRunner::new();
    let herd = cats.spawn(async move { cat.go("north").await });
    go.wait_for_blocking(1, Duration::from_secs(20));
    assert!(cats.run(herd).unwrap());
    go.assert_awaited_once_with("north");
}

#[test]
fn a_loop_and_its_tasks_can_be_sent() {
    fn sent<T: Send>() {}
    fn shared<T: Send + Sync>() {}
    shared::<LoopRunner>();
    shared::<rt::Leftover>();
    sent::<rt::TaskProbe<u32>>();
    let here = Location::caller();
    assert!(format!("{:?}", LoopRunner::new()).starts_with(&format!("LoopRunner at {}:", here.file())));
}
