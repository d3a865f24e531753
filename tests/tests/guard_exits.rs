//! Guards with an async exit, which may fail, or take its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use asyncmock::{Guard, GuardState, automock};
use asyncmock_tests::{failure, next_line, on_every_runtime};
use futures::channel::oneshot;

#[automock]
trait Log {
    async fn line(&self, text: &str);
}

on_every_runtime! {
    /// It gets the value, and learns how the guard is left.
    async fn an_exit_runs_when_the_guard_is_dropped(_runtime: Runtime) {
        let log = Arc::new(MockLog::relaxed());
        let exit = |log: &Arc<MockLog>| {
            let log = Arc::clone(log);
            async move |value: u32, how: GuardState| {
                log.line(&format!("{value} {how:?}")).await;
                Ok::<(), String>(())
            }
        };
        let (guard, probe) = Guard::new(1);
        drop(Guard::with_exit(guard, exit(&log)));
        assert_eq!(probe.state(), GuardState::Released);
        let (guard, probe) = Guard::new(2);
        let guard = Guard::with_exit(guard, exit(&log));
        let text = failure(|| {
            let _guard = guard;
            panic!("on purpose");
        });
        assert_eq!((text.as_str(), probe.state()), ("on purpose", GuardState::Panicked));
        log.calls_to_line().assert_has_awaits([("1 Released",), ("2 Panicked",)]);
    }

    /// The guard is held until its exit has ended.
    async fn an_exit_may_take_its_time(_runtime: Runtime) {
        let (sender, receiver) = oneshot::channel::<()>();
        let (guard, probe) = Guard::new(1);
        drop(Guard::with_exit(guard, async |_, _| receiver.await));
        assert!(probe.is_held());
        sender.send(()).unwrap();
        probe.released().await;
        assert_eq!(probe.state(), GuardState::Released);
    }

    async fn an_exit_of_a_cancelled_guard_learns_it(_runtime: Runtime) {
        let log = MockLog::new();
        log.expect_line().pending();
        let cancelled = Arc::new(AtomicBool::new(false));
        let (guard, probe) = Guard::new(());
        let seen = Arc::clone(&cancelled);
        let guard = Guard::with_exit(guard, async move |(), how| {
            seen.store(how == GuardState::Cancelled, Ordering::SeqCst);
            Ok::<(), ()>(())
        });
        let mut work = Box::pin(async {
            let _guard = guard;
            log.line("never").await;
        });
        assert!(futures::poll!(&mut work).is_pending());
        drop(work);
        assert!(cancelled.load(Ordering::SeqCst));
        assert_eq!(probe.state(), GuardState::Cancelled);
    }

    async fn an_exit_that_fails_fails_the_test(_runtime: Runtime) {
        let at = next_line!();
        let (guard, probe) = Guard::new(1_u32);
        let guard = Guard::with_exit(guard, async |_, _| Err("no connection"));
        let text = failure(|| drop(guard));
        assert_eq!(text, format!("Guard<u32>: the async exit failed: \"no connection\"\n  entered at {at}"));
        assert_eq!(probe.state(), GuardState::Released);
    }

    /// Nobody sees what fails beside the test, so that it is raised with the next mock.
    async fn an_exit_that_fails_late_fails_the_test_as_well(_runtime: Runtime) {
        let log = MockLog::new();
        let (sender, receiver) = oneshot::channel::<()>();
        let (guard, probe) = Guard::new(1_u32);
        drop(Guard::with_exit(guard, async |_, _| {
            let _sent = receiver.await;
            Err("too late")
        }));
        sender.send(()).unwrap();
        let text = asyncmock_tests::failure_of(async {
            probe.released().await;
            // It has ended when the guard is released, and is raised by whichever comes first.
            drop(log);
        });
        let text = text.await;
        assert!(text.contains("Guard<u32>: the async exit failed: \"too late\"\n  entered at "), "{text}");
    }

    /// A panic is no less than an error.
    async fn an_exit_that_panics_fails_the_test(_runtime: Runtime) {
        let log = MockLog::new();
        let at = next_line!();
        let (guard, probe) = Guard::new(1_u32);
        let guard = Guard::with_exit(guard, async |_, _| -> Result<(), ()> { panic!("on purpose") });
        let text = failure(|| drop(guard));
        assert_eq!(text, format!("Guard<u32>: the async exit panicked: on purpose\n  entered at {at}"));
        assert_eq!(probe.state(), GuardState::Released);

        let (sender, receiver) = oneshot::channel::<()>();
        let (guard, probe) = Guard::new(1_u32);
        drop(Guard::with_exit(guard, async |_, _| -> Result<(), ()> {
            let _sent = receiver.await;
            panic!("too late")
        }));
        sender.send(()).unwrap();
        let text = asyncmock_tests::failure_of(async {
            probe.released().await;
            drop(log);
        });
        let text = text.await;
        assert!(text.contains("Guard<u32>: the async exit panicked: too late\n  entered at "), "{text}");
    }

    /// A guard that was finished has been left.
    async fn a_finished_guard_has_no_exit(_runtime: Runtime) {
        let (guard, probe) = Guard::new(1);
        let guard = Guard::with_exit(guard, async |_, _| -> Result<(), ()> { panic!("it is not run") });
        assert_eq!(Guard::finish(guard, "commit"), 1);
        assert_eq!(probe.state(), GuardState::Finished("commit"));
    }
}

/// The panic that is under way says more.
#[test]
fn an_exit_that_fails_while_panicking_does_not_abort() {
    let (guard, probe) = Guard::new(1);
    let guard = Guard::with_exit(guard, async |_, _| Err("no connection"));
    let text = failure(|| {
        let _guard = guard;
        panic!("on purpose");
    });
    assert_eq!(text, "on purpose");
    assert_eq!(probe.state(), GuardState::Panicked);

    let (guard, probe) = Guard::new(1);
    let guard = Guard::with_exit(guard, async |_, _| -> Result<(), ()> { panic!("once more") });
    let text = failure(|| {
        let _guard = guard;
        panic!("on purpose");
    });
    assert_eq!((text.as_str(), probe.state()), ("on purpose", GuardState::Panicked));
}

/// An exit that is dropped with its runtime has ended.
#[test]
fn a_guard_is_left_when_the_runtime_of_its_exit_ends() {
    let (guard, probe) = Guard::new(1);
    let guard = Guard::with_exit(guard, async |_, _| {
        std::future::pending::<()>().await;
        Ok::<(), ()>(())
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(guard) });
    assert!(probe.is_held());
    drop(runtime);
    assert_eq!(probe.state(), GuardState::Released);
}
