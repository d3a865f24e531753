//! Async context managers: what was entered is exited, however its body was left, and learns how.

use std::any::type_name;
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::future::{Future, Ready, pending, poll_fn};
use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use asyncmock::{AsyncContext, CallState, Exit, mock, with};
use asyncmock_tests::runtimes::Runtime;
use asyncmock_tests::{failure, failure_of, is_rerun, next_line, on_every_runtime, rerun_with, text_of};
use futures::channel::oneshot;
use futures::{FutureExt as _, join, poll};

mock! {
    pub Db {}
    impl AsyncContext for Db {
        type Value = u32;
        type Error = String;
        async fn enter(&self) -> Result<u32, String>;
        async fn exit(&self, value: u32, how: Exit) -> Result<(), String>;
    }
}

/// A context whose value is 7, and whose exit succeeds.
fn db() -> MockDb {
    let db = entering();
    db.expect_exit().return_const(Ok(()));
    db
}

/// A context whose value is 7.
fn entering() -> MockDb {
    let db = MockDb::new();
    db.expect_enter().return_const(Ok(7));
    db
}

fn failed(text: &str) -> Exit {
    Exit::Failed(text.to_owned())
}

fn panicked(text: &str) -> Exit {
    Exit::Panicked(text.to_owned())
}

/// Pends so many times.
async fn yields(times: usize) {
    let mut left = times;
    poll_fn(|task| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A body that pends once.
async fn waits(_: &mut u32) -> Result<(), String> {
    yields(1).await;
    Ok(())
}

/// Polls a future so often, and drops it; says whether it was ready.
fn poll_and_drop(future: impl Future, polls: usize) -> bool {
    let mut future = pin!(future);
    (0..polls).any(|_| future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready())
}

/// A panic of which nothing is printed.
fn silent_panic(text: &'static str) -> ! {
    resume_unwind(Box::new(text))
}

on_every_runtime! {
    async fn a_body_that_returns_is_exited(_runtime: Runtime) {
        let db = db();
        let given = with(&db, async |_| Ok("done")).await;
        assert_eq!(given, Ok("done"));
        db.calls_to_enter().assert_awaited_once();
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Returned);
    }

    async fn the_exit_gets_the_value_as_the_body_left_it(_runtime: Runtime) {
        let db = db();
        let given = with(&db, async |value| {
            yields(1).await;
            *value += 1;
            Ok(())
        });
        given.await.unwrap();
        db.calls_to_exit().assert_awaited_once_with(8, Exit::Returned);
    }

    async fn an_enter_that_fails_has_no_body_and_no_exit(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_enter().return_const(Err("no route".to_owned()));
        let given = with(&db, async |_| -> Result<(), _> { panic!("there is nothing to work with") }).await;
        assert_eq!(given, Err("no route".to_owned()));
        db.calls_to_exit().assert_not_called();
    }

    async fn an_enter_that_panics_has_no_body_and_no_exit(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_enter().returning(|| panic!("no cable"));
        assert_eq!(failure_of(with(&db, async |_| Ok(()))).await, "no cable");
        db.calls_to_exit().assert_not_called();
    }

    async fn an_enter_that_is_cancelled_has_no_body_and_no_exit(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_enter().pending();
        assert!(!poll_and_drop(with(&db, async |_| Ok(())), 2));
        db.calls_to_enter().assert_cancelled(1);
        db.calls_to_exit().assert_not_called();
    }

    async fn enter_and_exit_are_awaited(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_enter().yielding(2).return_const(Ok(7));
        db.expect_exit().yielding(2).return_const(Ok(()));
        assert_eq!(with(&db, async |value| Ok(*value)).await, Ok(7));
        db.calls_to_enter().assert_all_awaited();
        db.calls_to_exit().assert_all_awaited();
    }

    async fn a_body_that_fails_is_exited_and_its_error_returned(_runtime: Runtime) {
        let db = db();
        let given = with(&db, async |_| Err::<(), _>("no rows".to_owned())).await;
        assert_eq!(given, Err("no rows".to_owned()));
        db.calls_to_exit().assert_awaited_once_with(7, failed("no rows"));
    }

    async fn an_exit_that_fails_after_a_body_that_returned_is_the_error(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().return_const(Err("disk full".to_owned()));
        assert_eq!(with(&db, async |_| Ok(())).await, Err("disk full".to_owned()));
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Returned);
    }

    async fn an_exit_that_fails_as_well_does_not_replace_the_error_of_the_body(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().return_const(Err("disk full".to_owned()));
        let given = with(&db, async |_| Err::<(), _>("no rows".to_owned())).await;
        assert_eq!(given, Err("no rows".to_owned()));
    }

    async fn a_body_that_panics_is_exited_before_its_panic_goes_on(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().yielding(2).return_const(Ok(()));
        let text = failure_of(with(&db, async |_| -> Result<(), _> {
            yields(1).await;
            panic!("no {}", "luck")
        }));
        assert_eq!(text.await, "no luck");
        db.calls_to_exit().assert_awaited_once_with(7, panicked("no luck"));
        assert_eq!(db.calls_to_exit().last().unwrap().state(), CallState::Completed);
    }

    async fn a_panic_goes_on_with_its_own_payload(_runtime: Runtime) {
        let db = db();
        let given = AssertUnwindSafe(with(&db, async |_| -> Result<(), _> { panic_any(42_u64) })).catch_unwind().await;
        assert_eq!(given.unwrap_err().downcast_ref(), Some(&42_u64));
        db.calls_to_exit().assert_awaited_once_with(7, panicked("a panic without a text"));
    }

    async fn a_body_that_panics_before_it_is_polled_is_exited(_runtime: Runtime) {
        fn body(_: &mut u32) -> Ready<Result<(), String>> {
            panic!("no future")
        }
        let db = db();
        assert_eq!(failure_of(with(&db, body)).await, "no future");
        db.calls_to_exit().assert_awaited_once_with(7, panicked("no future"));
    }

    async fn a_panic_goes_on_though_the_exit_fails(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().return_const(Err("disk full".to_owned()));
        assert_eq!(failure_of(with(&db, async |_| -> Result<(), _> { panic!("no luck") })).await, "no luck");
        db.calls_to_exit().assert_awaited_once();
    }

    async fn a_panic_of_the_exit_goes_on(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().returning(|_, _| panic!("no way out"));
        assert_eq!(failure_of(with(&db, async |_| Ok(()))).await, "no way out");
        assert_eq!(failure_of(with(&db, async |_| Err::<(), _>("no rows".to_owned()))).await, "no way out");
    }

    async fn of_two_panics_that_of_the_body_goes_on(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().returning(|_, _| panic!("no way out"));
        assert_eq!(failure_of(with(&db, async |_| -> Result<(), _> { panic!("no luck") })).await, "no luck");
    }

    async fn what_is_dropped_at_any_poll_is_exited_once_it_is_entered(_runtime: Runtime) {
        // Two polls pend in enter, two in the body and two in the exit.
        for polls in 0..=7 {
            let db = MockDb::new();
            db.expect_enter().yielding(2).return_const(Ok(7));
            db.expect_exit().yielding(2).return_const(Ok(()));
            let ready = poll_and_drop(
                with(&db, async |value| {
                    *value += 1;
                    yields(2).await;
                    Ok(())
                }),
                polls,
            );
            assert_eq!(ready, polls == 7);
            let exit = db.calls_to_exit();
            match polls {
                0..=2 => exit.assert_not_called(),
                3..=4 => exit.assert_awaited_once_with(8, Exit::Cancelled),
                _ => exit.assert_awaited_once_with(8, Exit::Returned),
            }
            assert!(exit.all().iter().all(|call| call.state() == CallState::Completed), "{polls} polls");
        }
    }

    async fn what_fails_and_is_dropped_in_its_exit_ends_it_as_failed(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().yielding(2).return_const(Ok(()));
        assert!(!poll_and_drop(with(&db, async |_| Err::<(), _>("no rows".to_owned())), 2));
        db.calls_to_exit().assert_awaited_once_with(7, failed("no rows"));
        assert_eq!(db.calls_to_exit().last().unwrap().state(), CallState::Completed);
    }

    async fn the_body_is_dropped_before_a_cancelled_exit_begins(_runtime: Runtime) {
        struct Row<'a>(&'a MockDb);
        impl Drop for Row<'_> {
            fn drop(&mut self) {
                self.0.calls_to_exit().assert_not_called();
            }
        }
        let db = db();
        let body = async |_: &mut u32| {
            let _row = Row(&db);
            yields(1).await;
            Ok(())
        };
        assert!(!poll_and_drop(with(&db, body), 1));
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
    }

    async fn a_panic_of_a_cancelled_exit_goes_on_from_the_drop(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().returning(|_, how| panic!("{how}"));
        let text = failure(|| poll_and_drop(with(&db, waits), 1));
        assert_eq!(text, "cancelled");
    }

    async fn the_panic_of_a_body_goes_on_though_its_exit_is_cancelled(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().yielding(1).return_const(Ok(()));
        let text = failure(|| poll_and_drop(with(&db, async |_| -> Result<(), _> { panic!("no luck") }), 1));
        assert_eq!(text, "no luck");
        db.calls_to_exit().assert_awaited_once_with(7, panicked("no luck"));
    }

    async fn what_a_panic_drops_is_exited_and_does_not_panic_again(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().yielding(1).returning(|_, _| panic!("no way out"));
        let text = failure(|| {
            let mut body = pin!(with(&db, waits));
            assert!(body.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            panic!("the first panic");
        });
        assert_eq!(text, "the first panic");
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
    }

    async fn a_panic_while_the_body_is_dropped_is_exited_too(_runtime: Runtime) {
        struct Spring;
        impl Drop for Spring {
            fn drop(&mut self) {
                panic!("sprung");
            }
        }
        let db = db();
        let text = failure(|| {
            poll_and_drop(with(&db, async |_| { let _spring = Spring; yields(1).await; Ok(()) }), 1)
        });
        assert_eq!(text, "sprung");
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
    }

    async fn a_cancelled_exit_may_wait_for_another_thread(_runtime: Runtime) {
        let db = entering();
        db.expect_exit().returning_async(|_, _| async {
            let (sender, receiver) = oneshot::channel();
            thread::spawn(|| sender.send(()));
            receiver.await.map_err(|_| "gone".to_owned())
        });
        assert!(!poll_and_drop(with(&db, waits), 1));
        assert_eq!(db.calls_to_exit().last().unwrap().state(), CallState::Completed);
    }

    async fn contexts_in_one_another_exit_inside_out(_runtime: Runtime) {
        for polls in [1, 9] {
            let (outer, inner) = (db(), db());
            poll_and_drop(
                with(&outer, async |_| {
                    with(&inner, async |_| {
                        yields(1).await;
                        Err::<(), _>("no rows".to_owned())
                    })
                    .await
                }),
                polls,
            );
            asyncmock::assert_in_order!(
                outer.calls_to_enter(),
                inner.calls_to_enter(),
                inner.calls_to_exit(),
                outer.calls_to_exit()
            );
            let how = if polls == 1 { Exit::Cancelled } else { failed("no rows") };
            inner.calls_to_exit().assert_awaited_once_with(7, how.clone());
            outer.calls_to_exit().assert_awaited_once_with(7, how);
        }
    }

    async fn two_bodies_in_one_context_have_a_value_each(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_enter().return_each([Ok(1), Ok(2)]);
        db.expect_exit().return_const(Ok(()));
        let body = async |value: &mut u32| {
            yields(1).await;
            *value *= 10;
            Ok(*value)
        };
        assert_eq!(join!(with(&db, body), with(&db, body)), (Ok(10), Ok(20)));
        db.calls_to_exit().assert_has_awaits_any_order([(10, Exit::Returned), (20, Exit::Returned)]);
    }

    async fn a_future_that_is_never_polled_enters_nothing(_runtime: Runtime) {
        let db = MockDb::new();
        drop(with(&db, async |_| Ok(())));
        db.calls_to_enter().assert_not_called();
    }

    async fn a_task_can_run_it(runtime: Runtime) {
        let db = Arc::new(db());
        let task = Arc::clone(&db);
        let given = runtime.spawn(async move {
            let step = 2;
            let body = async |value: &mut u32| {
                yields(1).await;
                *value += step;
                Ok(*value)
            };
            with(&*task, body).await
        });
        assert_eq!(given.await, Ok(9));
        db.calls_to_exit().assert_awaited_once_with(9, Exit::Returned);
    }

    async fn what_is_not_send_can_be_a_value(_runtime: Runtime) {
        struct Local;
        impl AsyncContext for Local {
            type Value = Rc<u32>;
            type Error = Rc<str>;

            async fn enter(&self) -> Result<Rc<u32>, Rc<str>> {
                Ok(Rc::new(7))
            }

            async fn exit(&self, value: Rc<u32>, how: Exit) -> Result<(), Rc<str>> {
                assert_eq!((Rc::strong_count(&value), how), (2, Exit::Returned));
                Ok(())
            }
        }
        assert_eq!(with(&Local, async |value| Ok(Rc::clone(value))).await, Ok(Rc::new(7)));
    }
}

/// An exit that waits for a timer, and for a task where there is another thread that runs it.
async fn exits_by_and_by(runtime: Runtime) -> Result<(), String> {
    let soon = Duration::from_millis(2);
    if runtime == Runtime::Smol {
        ::smol::Timer::after(soon).await;
    } else {
        tokio::time::sleep(soon).await;
        runtime.spawn(yields(2)).await;
    }
    Ok(())
}

#[test]
fn a_cancelled_exit_may_wait_for_timers_and_tasks_where_others_run_them() {
    for runtime in [Runtime::MultiThread, Runtime::Smol] {
        runtime.run(async |runtime| {
            let db = Arc::new(entering());
            db.expect_exit().returning_async(move |_, _| exits_by_and_by(runtime));
            // On the thread of the test.
            assert!(!poll_and_drop(with(&*db, waits), 1));
            // On one of the runtime's.
            let task = Arc::clone(&db);
            runtime
                .spawn(async move {
                    assert!(!poll_and_drop(with(&*task, waits), 1));
                })
                .await;
            let exits = db.calls_to_exit();
            assert_eq!(exits.with_args(7, Exit::Cancelled).in_state(CallState::Completed).count(), 2);
        });
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_time_limit_drops_is_exited() {
    let db = db();
    let body = async |_: &mut u32| {
        tokio::time::sleep(Duration::from_secs(60)).await;
        Ok(())
    };
    assert!(tokio::time::timeout(Duration::from_secs(1), with(&db, body)).await.is_err());
    db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
}

#[tokio::test]
async fn a_task_that_is_aborted_is_exited() {
    let db = Arc::new(db());
    let task = Arc::clone(&db);
    let task = tokio::spawn(async move { with(&*task, async |_| pending().await).await as Result<(), _> });
    db.calls_to_enter().wait_for_completed(1).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
}

#[test]
fn a_task_that_is_dropped_with_its_runtime_is_exited() {
    for runtime in [Runtime::CurrentThread, Runtime::MultiThread] {
        let db = Arc::new(entering());
        db.expect_exit().yielding(2).return_const(Ok(()));
        runtime.run(async |runtime| {
            let task = Arc::clone(&db);
            drop(runtime.spawn(async move { with(&*task, async |_| pending().await).await as Result<(), String> }));
            db.calls_to_enter().wait_for_completed(1).await;
            db.calls_to_exit().assert_not_called();
        });
        db.calls_to_exit().assert_awaited_once_with(7, Exit::Cancelled);
        assert_eq!(db.calls_to_exit().last().unwrap().state(), CallState::Completed);
    }
}

#[test]
fn a_future_is_send_if_its_parts_are() {
    fn assert_send<T: Send>(_: &T) {}
    let db = db();
    assert_send(&with(&db, async |value| {
        yields(1).await;
        Ok(vec![*value])
    }));
}

/// What a test writes to stderr in a process of its own, where a drop waits for 20 ms.
fn stderr_of(test: &str) -> String {
    let (passed, stderr) = rerun_with(test, [("ASYNCMOCK_WAIT", "20ms")]);
    assert!(passed, "{stderr}");
    stderr
}

#[tokio::test]
async fn an_error_of_the_exit_that_the_caller_does_not_get_is_written_to_stderr() {
    let db = entering();
    db.expect_exit().return_const(Err("disk full".to_owned()));
    let at = next_line!();
    let given = with(&db, async |_| Err::<(), _>("no rows".to_owned()));
    assert!(given.await.is_err());
    if !is_rerun() {
        assert_eq!(
            stderr_of("an_error_of_the_exit_that_the_caller_does_not_get_is_written_to_stderr"),
            format!(
                "asyncmock: warning: with(&async_context::MockDb) at {at}: the exit failed: disk full
  the caller gets the error of the body: no rows\n"
            )
        );
    }
}

#[tokio::test]
async fn what_panics_outrank_is_written_to_stderr() {
    let db = entering();
    db.expect_exit().once().return_const(Err("disk full".to_owned()));
    db.expect_exit().returning(|_, _| silent_panic("no way out"));
    let failing = next_line!();
    let body = with(&db, async |_| -> Result<(), _> { silent_panic("no luck") });
    failure_of(body).await;
    let panicking = next_line!();
    let body = with(&db, async |_| -> Result<(), _> { silent_panic("no luck") });
    failure_of(body).await;
    let failed = next_line!();
    let body = with(&db, async |_| Err::<(), _>("no rows".to_owned()));
    failure_of(body).await;
    if !is_rerun() {
        assert_eq!(
            stderr_of("what_panics_outrank_is_written_to_stderr"),
            format!(
                "asyncmock: warning: with(&async_context::MockDb) at {failing}: the exit failed: disk full
  the panic of the body goes on: no luck
asyncmock: warning: with(&async_context::MockDb) at {panicking}: the exit panicked: no way out
  the panic of the body goes on: no luck
asyncmock: warning: with(&async_context::MockDb) at {failed}: the body failed: no rows
  the panic of the exit goes on: no way out\n"
            )
        );
    }
}

#[tokio::test]
async fn errors_of_a_future_that_is_dropped_are_written_to_stderr() {
    let db = entering();
    db.expect_exit().yielding(1).return_const(Err("disk full".to_owned()));
    let in_body = next_line!();
    let body = with(&db, waits);
    poll_and_drop(body, 1);
    let in_exit = next_line!();
    let body = with(&db, async |_| Err::<(), _>("no rows".to_owned()));
    poll_and_drop(body, 1);
    if !is_rerun() {
        assert_eq!(
            stderr_of("errors_of_a_future_that_is_dropped_are_written_to_stderr"),
            format!(
                "asyncmock: warning: with(&async_context::MockDb) at {in_body}: the exit failed: disk full
  nobody gets the error, as the future was dropped
asyncmock: warning: with(&async_context::MockDb) at {in_exit}: the exit failed: disk full
  nobody gets the error, as the future was dropped
asyncmock: warning: with(&async_context::MockDb) at {in_exit}: the body failed: no rows
  nobody gets the error, as the future was dropped\n"
            )
        );
    }
}

#[tokio::test]
async fn panics_that_another_panic_drops_are_written_to_stderr() {
    let db = entering();
    db.expect_exit().yielding(1).return_const(Ok(()));
    let at = next_line!();
    let body = with(&db, async |_| -> Result<(), _> { silent_panic("no luck") });
    let panic = catch_unwind(AssertUnwindSafe(|| {
        let mut body = pin!(body);
        assert!(body.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        silent_panic("the first panic");
    }));
    assert_eq!(text_of(panic.unwrap_err()), "the first panic");
    if !is_rerun() {
        assert_eq!(
            stderr_of("panics_that_another_panic_drops_are_written_to_stderr"),
            format!(
                "asyncmock: warning: with(&async_context::MockDb) at {at}: the body panicked: no luck
  it does not go on, as the future was dropped by another panic\n"
            )
        );
    }
}

#[tokio::test]
async fn a_cancelled_exit_that_waits_for_its_single_thread_is_reported_and_hangs_nothing() {
    if is_rerun() {
        let db = entering();
        db.expect_exit().returning_async(|_, _| exits_by_and_by(Runtime::CurrentThread));
        assert!(poll!(Box::pin(with(&db, waits))).is_pending());
        db.calls_to_exit().assert_cancelled(1);
        return;
    }
    let at = format!("{}:{}", file!(), line!() - 4);
    assert_eq!(
        stderr_of("a_cancelled_exit_that_waits_for_its_single_thread_is_reported_and_hangs_nothing"),
        format!(
            "asyncmock: warning: with(&async_context::MockDb) at {at}: the exit did not end: timed out after 20ms
  its future was dropped, and what is dropped can only block its thread, which is the only one of its runtime:
  no timer, task or I/O of the runtime goes on meanwhile; use `flavor = \"multi_thread\"`, or let the future end\n"
        )
    );
}

#[test]
fn a_cancelled_exit_that_nothing_ends_is_reported_and_hangs_nothing() {
    if is_rerun() {
        let db = entering();
        db.expect_exit().hold();
        assert!(!poll_and_drop(with(&db, waits), 1));
        return;
    }
    let at = format!("{}:{}", file!(), line!() - 3);
    assert_eq!(
        stderr_of("a_cancelled_exit_that_nothing_ends_is_reported_and_hangs_nothing"),
        format!(
            "asyncmock: warning: with(&async_context::MockDb) at {at}: the exit did not end: timed out after 20ms
  its future was dropped, and what is dropped can only block its thread:
  what the exit waits for must come from another thread, and did not; let the future end, or raise `ASYNCMOCK_WAIT`\n"
        )
    );
}

/// A context that does nothing but tell how its bodies were left.
struct Log<E>(RefCell<Vec<Exit>>, PhantomData<E>);

impl<E> AsyncContext for Log<E> {
    type Value = ();
    type Error = E;

    async fn enter(&self) -> Result<(), E> {
        Ok(())
    }

    async fn exit(&self, (): (), how: Exit) -> Result<(), E> {
        self.0.borrow_mut().push(how);
        Ok(())
    }
}

/// How a body that fails so was left.
fn left_by<E>(error: E) -> Exit {
    let log = Log(Default::default(), Default::default());
    assert!(with(&log, async |()| Err::<(), E>(error)).now_or_never().unwrap().is_err());
    log.0.take().remove(0)
}

#[test]
fn the_exit_learns_the_text_of_a_known_error_and_the_type_of_another() {
    struct Other;
    assert_eq!(left_by("no rows".to_owned()), failed("no rows"));
    assert_eq!(left_by("no rows"), failed("no rows"));
    assert_eq!(left_by::<Box<dyn Error>>("no rows".into()), failed("no rows"));
    assert_eq!(left_by::<Box<dyn Error + Send + Sync>>("no rows".into()), failed("no rows"));
    assert_eq!(left_by(io::Error::other("no disk")), failed("no disk"));
    let name = type_name::<Other>();
    assert_eq!(left_by(Other), failed(&format!("an error of type `{name}`")));
}

#[tokio::test]
async fn a_text_that_panics_does_not_keep_the_exit_from_running() {
    struct Mute(Rc<Cell<Option<Exit>>>);
    struct Failure;
    impl AsyncContext for Mute {
        type Value = ();
        type Error = Failure;

        async fn enter(&self) -> Result<(), Failure> {
            Ok(())
        }

        async fn exit(&self, (): (), how: Exit) -> Result<(), Failure> {
            self.0.set(Some(how));
            Ok(())
        }

        fn text_of(_: &Failure) -> String {
            panic!("no words")
        }
    }
    let how = Rc::default();
    let mute = Mute(Rc::clone(&how));
    assert!(with(&mute, async |()| Err::<(), _>(Failure)).await.is_err());
    let name = type_name::<Failure>();
    assert_eq!(how.take(), Some(failed(&format!("an error of type `{name}`"))));
}
