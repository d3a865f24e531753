//! Async context managers, as in Python's `async with`: what is entered is exited, however the body between was left.
//!
//! The value lives in a scope inside the future of [`with`]. The body borrows it, the exit takes it out; a scope that is
//! dropped with its value was cancelled, and exits by itself. Knows nothing of mocks.

use std::any::{Any, type_name};
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::thread;

use crate::base::caught::{panic_text, poll_caught};
use crate::contexts::drive::{self, Unfinished};
use crate::report::{self, Lost, Why};
use crate::values::lookalike;
use crate::waiting::patience::default_limit;

/// What can be entered and exited, and awaits both: a connection, a transaction, a lock elsewhere.
///
/// It is Python's asynchronous context manager: [`enter`](Self::enter) is `__aenter__`, [`exit`](Self::exit) is
/// `__aexit__`, and [`with`] is `async with`. The value that is entered is not the context, and each [`with`] has its
/// own. A mock is made with `mock!`.
///
/// ```
/// use asyncmock::{AsyncContext, Exit, mock, with};
///
/// mock! {
///     Db {}
///     impl AsyncContext for Db {
///         type Value = u32;
///         type Error = String;
///         async fn enter(&self) -> Result<u32, String>;
///         async fn exit(&self, connection: u32, how: Exit) -> Result<(), String>;
///     }
/// }
///
/// async fn count(db: &impl AsyncContext<Value = u32, Error = String>) -> Result<u32, String> {
///     with(db, async |connection| Ok(*connection + 1)).await
/// }
///
/// # futures::executor::block_on(async {
/// let db = MockDb::new();
/// db.expect_enter().return_const(Ok(7));
/// db.expect_exit().return_const(Ok(()));
/// assert_eq!(count(&db).await, Ok(8));
/// db.calls_to_exit().assert_awaited_once_with(7, Exit::Returned);
/// # });
/// ```
#[allow(
    async_fn_in_trait,
    reason = "whether its futures are `Send` is the context's own affair; `with` says what follows"
)]
pub trait AsyncContext {
    /// What is entered, and lent to the body: `as value` in Python.
    type Value;

    /// What enter, exit and the body fail with.
    type Error;

    /// Makes the value. If it fails, or is cancelled, there is nothing to exit.
    async fn enter(&self) -> Result<Self::Value, Self::Error>;

    /// Takes the value back, and learns how the body was left.
    ///
    /// Unlike `__aexit__`, which may return true, it can't swallow an error.
    async fn exit(&self, value: Self::Value, how: Exit) -> Result<(), Self::Error>;

    /// The text of an error, for [`Exit::Failed`] and for warnings.
    ///
    /// As an error need not be `Debug`, only some of the standard library have one by themselves: texts, boxed errors and
    /// those of I/O. What is said of others is their type.
    ///
    /// ```
    /// use asyncmock::{AsyncContext, Exit, with};
    ///
    /// struct Disk;
    ///
    /// #[derive(Debug)]
    /// struct Full;
    ///
    /// impl AsyncContext for Disk {
    ///     type Value = ();
    ///     type Error = Full;
    ///
    ///     async fn enter(&self) -> Result<(), Full> {
    ///         Ok(())
    ///     }
    ///
    ///     async fn exit(&self, (): (), how: Exit) -> Result<(), Full> {
    ///         assert_eq!(how, Exit::Failed("Full".to_owned()));
    ///         Ok(())
    ///     }
    ///
    ///     fn text_of(error: &Full) -> String {
    ///         format!("{error:?}")
    ///     }
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// assert!(with(&Disk, async |()| Err::<(), _>(Full)).await.is_err());
    /// # });
    /// ```
    fn text_of(error: &Self::Error) -> String {
        known_text(error)
    }
}

/// How the body of an async context was left: what Python's `__aexit__` learns from its three arguments.
///
/// ```
/// use asyncmock::Exit;
///
/// fn last_words(how: &Exit) -> &'static str {
///     match how {
///         Exit::Returned => "COMMIT",
///         Exit::Failed(_) | Exit::Panicked(_) | Exit::Cancelled => "ROLLBACK",
///     }
/// }
///
/// let how = Exit::Failed("no rows".to_owned());
/// assert_eq!(last_words(&how), "ROLLBACK");
/// assert_eq!(how.to_string(), "failed: no rows");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// It returned `Ok`.
    Returned,
    /// It returned this error, as [`AsyncContext::text_of`] puts it.
    Failed(String),
    /// It panicked with this text.
    Panicked(String),
    /// It was dropped before it had ended.
    Cancelled,
}

impl fmt::Display for Exit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exit::Returned => out.write_str("returned"),
            Exit::Failed(error) => write!(out, "failed: {error}"),
            Exit::Panicked(text) => write!(out, "panicked: {text}"),
            Exit::Cancelled => out.write_str("cancelled"),
        }
    }
}

/// Enters a context, runs the body, and exits, however the body was left: Python's `async with`.
///
/// Once the context is entered, exit always runs, gets the value back and learns [how](Exit) the body was left. What
/// comes of it is Python's, except that an error is never replaced by a later one:
///
/// | body | exit | `with` |
/// |---|---|---|
/// | value | succeeds | returns the value |
/// | value | fails | returns the exit's error |
/// | error | succeeds | returns the body's error |
/// | error | fails | returns the body's error; the exit's is written to stderr |
/// | panic | succeeds or fails | panics with the body's payload, after the exit has ended; the exit's error is written to stderr |
/// | value | panics | panics with the exit's payload |
/// | error | panics | panics with the exit's payload; the body's error is written to stderr |
/// | panic | panics | panics with the body's payload; the exit's text is written to stderr |
///
/// ```
/// use asyncmock::{AsyncContext, Exit, with};
/// use std::cell::RefCell;
///
/// #[derive(Default)]
/// struct Transactions(RefCell<Vec<String>>);
///
/// impl AsyncContext for Transactions {
///     type Value = Vec<&'static str>;
///     type Error = String;
///
///     async fn enter(&self) -> Result<Vec<&'static str>, String> {
///         Ok(vec!["BEGIN"])
///     }
///
///     async fn exit(&self, statements: Vec<&'static str>, how: Exit) -> Result<(), String> {
///         self.0.borrow_mut().push(format!("{} {how}", statements.join("; ")));
///         Ok(())
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let db = Transactions::default();
/// let inserted = with(&db, async |statements| {
///     statements.push("INSERT");
///     Ok(statements.len())
/// });
/// assert_eq!(inserted.await, Ok(2));
/// let failed = with(&db, async |_| Err::<(), _>("no rows".to_owned()));
/// assert_eq!(failed.await, Err("no rows".to_owned()));
/// assert_eq!(*db.0.borrow(), ["BEGIN; INSERT returned", "BEGIN failed: no rows"]);
/// # });
/// ```
///
/// # Cancellation
///
/// A future that is dropped while it enters has nothing to exit. One that is dropped in its body exits with
/// [`Exit::Cancelled`], and one that is dropped in its exit goes on with it, before the drop ends. As a drop can't await,
/// it polls the exit at once, and blocks its thread if that is pending, for no longer than `ASYNCMOCK_WAIT` (five seconds
/// of real time if it isn't set):
///
/// - An exit that is ready at once, or merely yields, ends everywhere, as does one that waits for another thread.
/// - On a tokio runtime with several threads, the others do this one's work meanwhile, so it may wait for timers, tasks
///   and I/O. On smol it may wait for timers and I/O, which have a thread of their own.
/// - On a tokio runtime with one thread, these stand still while the thread is blocked, and with them a paused clock: an
///   exit that waits for them is left after the limit, and a warning on stderr says so. The same holds for whatever else
///   only the blocked thread could do, like answering a held call. Tests of such exits take
///   `flavor = "multi_thread"`.
///
/// An error of a future that is dropped is written to stderr, as nobody can be given it. A panic, be it the body's before
/// or the exit's, goes on from the drop, so that it fails the test; if the thread is panicking already, it is written to
/// stderr. (smol aborts the process when a task that it cancels panics in its drop; tokio does not.)
///
/// In a `LocalSet` on a runtime with several threads, tokio refuses to let a thread be blocked, and its panic hook says
/// so; the thread is blocked all the same.
///
/// # Send
///
/// The future is `Send` if the context is `Sync`, its value and its error, the body and what it gives are `Send`, and so
/// are the futures of enter, exit and body. As a trait's `async fn` promises nothing of its future, this is known where
/// the type of the context is, and not in code that is generic over contexts.
///
/// # Panics
///
/// With the panic of enter, body or exit, none of which is its own. In a drop that must wait, if `ASYNCMOCK_WAIT` is no
/// span of time: ``ASYNCMOCK_WAIT: `soon` is no span of time; write `500ms`, `2s` or `3m` ``.
#[track_caller]
pub fn with<C: AsyncContext, T>(
    context: &C,
    body: impl AsyncFnOnce(&mut C::Value) -> Result<T, C::Error>,
) -> impl Future<Output = Result<T, C::Error>> {
    let place = Location::caller();
    async move {
        let value = context.enter().await?;
        let mut scope = Scope { context, value: Some(value), place };
        let left = scope.run(body).await;
        scope.leave(left).await
    }
}

/// Between enter and exit.
struct Scope<'c, C: AsyncContext> {
    context: &'c C,
    /// Until the exit takes it.
    value: Option<C::Value>,
    place: &'static Location<'static>,
}

impl<'c, C: AsyncContext> Scope<'c, C> {
    async fn run<T>(
        &mut self,
        body: impl AsyncFnOnce(&mut C::Value) -> Result<T, C::Error>,
    ) -> thread::Result<Result<T, C::Error>> {
        let value = self.value.as_mut().expect("only an exit takes the value");
        // The closure may panic before it gives a future.
        let mut body = pin!(async { body(value).await });
        poll_fn(|task| poll_caught(body.as_mut(), task)).await
    }

    /// The exit after a body that has ended.
    async fn leave<T>(mut self, body: thread::Result<Result<T, C::Error>>) -> Result<T, C::Error> {
        let how = match &body {
            Ok(Ok(_)) => Exit::Returned,
            Ok(Err(error)) => Exit::Failed(text_of::<C>(error)),
            Err(panic) => Exit::Panicked(panic_text(&**panic)),
        };
        let value = self.value.take().expect("only an exit takes the value");
        self.exit(value, how, Some(body)).await
    }

    fn exit<T>(
        &self,
        value: C::Value,
        how: Exit,
        body: Option<thread::Result<Result<T, C::Error>>>,
    ) -> Exiting<impl Future<Output = Result<(), C::Error>> + use<'c, C, T>, T, C::Error> {
        let Scope { context, place, .. } = *self;
        Exiting {
            // What a mock does at the call is part of it.
            exit: Some(Box::pin({
                let how = how.clone();
                async move { context.exit(value, how).await }
            })),
            how,
            body,
            place,
            context: type_name::<C>,
            text_of: text_of::<C>,
        }
    }
}

/// The body was cancelled, if the value is still here.
impl<C: AsyncContext> Drop for Scope<'_, C> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            // It is driven by its drop.
            let _exit = self.exit::<()>(value, Exit::Cancelled, None);
        }
    }
}

type Panic = Box<dyn Any + Send>;

/// An exit that has begun. If it is dropped, it is driven to its end.
struct Exiting<F: Future<Output = Result<(), E>>, T, E> {
    /// Until it has ended.
    exit: Option<Pin<Box<F>>>,
    how: Exit,
    /// What the body gave, if it wasn't cancelled.
    body: Option<thread::Result<Result<T, E>>>,
    place: &'static Location<'static>,
    context: fn() -> &'static str,
    text_of: fn(&E) -> String,
}

// Nothing but the exit is pinned, and that has a box of its own.
impl<F: Future<Output = Result<(), E>>, T, E> Unpin for Exiting<F, T, E> {}

impl<F: Future<Output = Result<(), E>>, T, E> Future for Exiting<F, T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<T, E>> {
        let exit = self.exit.as_mut().expect("an exit ends once");
        let exited = ready!(poll_caught(exit.as_mut(), task));
        self.exit = None;
        let body = self.body.take().expect("only an exit that is driven by its drop has no body");
        Poll::Ready(self.settle(body, exited))
    }
}

impl<F: Future<Output = Result<(), E>>, T, E> Exiting<F, T, E> {
    /// What the caller gets.
    fn settle(&self, body: thread::Result<Result<T, E>>, exited: thread::Result<Result<(), E>>) -> Result<T, E> {
        match (body, exited) {
            (Ok(Ok(value)), Ok(exited)) => exited.map(|()| value),
            (Ok(Err(error)), Ok(exited)) => {
                if let Err(lost) = exited {
                    self.warn(Lost::ExitFailed((self.text_of)(&lost)), Why::BodyFailed(self.body_text()));
                }
                Err(error)
            }
            (Err(panic), exited) => {
                let lost = match exited {
                    Ok(Ok(())) => None,
                    Ok(Err(error)) => Some(Lost::ExitFailed((self.text_of)(&error))),
                    Err(second) => Some(Lost::ExitPanicked(panic_text(&*second))),
                };
                if let Some(lost) = lost {
                    self.warn(lost, Why::BodyPanicked(self.body_text()));
                }
                resume_unwind(panic)
            }
            (Ok(given), Err(panic)) => {
                if given.is_err() {
                    self.warn(Lost::BodyFailed(self.body_text()), Why::ExitPanicked(panic_text(&*panic)));
                }
                resume_unwind(panic)
            }
        }
    }

    /// The text of the error or the panic of the body.
    fn body_text(&self) -> String {
        match &self.how {
            Exit::Failed(text) | Exit::Panicked(text) => text.clone(),
            Exit::Returned | Exit::Cancelled => self.how.to_string(),
        }
    }

    /// Lets a panic go on, unless there is one that would be joined by it.
    fn go_on(&self, panic: Panic, lost: fn(String) -> Lost) {
        if !thread::panicking() {
            resume_unwind(panic);
        }
        self.warn(lost(panic_text(&*panic)), Why::Unwinding);
    }

    fn warn(&self, lost: Lost, why: Why) {
        let text = report::lost((self.context)(), self.place, &lost, &why);
        // It may be all that is left to do in a drop, and `eprintln!` panics when stderr is closed.
        let _written = catch_unwind(|| eprintln!("{text}"));
    }
}

/// The future of [`with`] was cancelled, if the exit has not ended.
impl<F: Future<Output = Result<(), E>>, T, E> Drop for Exiting<F, T, E> {
    fn drop(&mut self) {
        let Some(mut exit) = self.exit.take() else { return };
        let driven = catch_unwind(AssertUnwindSafe(move || {
            let driven = drive::to_end(exit.as_mut(), default_limit);
            drop(exit);
            driven
        }));
        let exit_panic = match driven {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(error))) => {
                self.warn(Lost::ExitFailed((self.text_of)(&error)), Why::Dropped);
                None
            }
            Ok(Err(Unfinished { limit, alone })) => {
                self.warn(Lost::ExitPending(limit), Why::Blocked { alone });
                None
            }
            Err(panic) => Some(panic),
        };
        match (self.body.take(), exit_panic) {
            (Some(Err(panic)), second) => {
                if let Some(second) = second {
                    self.warn(Lost::ExitPanicked(panic_text(&*second)), Why::BodyPanicked(self.body_text()));
                }
                self.go_on(panic, Lost::BodyPanicked);
            }
            (body, Some(panic)) => {
                if let Some(Ok(Err(_))) = body {
                    self.warn(Lost::BodyFailed(self.body_text()), Why::ExitPanicked(panic_text(&*panic)));
                }
                self.go_on(panic, Lost::ExitPanicked);
            }
            (Some(Ok(Err(_))), None) => self.warn(Lost::BodyFailed(self.body_text()), Why::Dropped),
            (Some(Ok(Ok(_))) | None, None) => {}
        }
    }
}

/// The text of an error, be it that the user's code panics over it: the exit runs all the same.
fn text_of<C: AsyncContext>(error: &C::Error) -> String {
    let text = catch_unwind(AssertUnwindSafe(|| C::text_of(error)));
    text.unwrap_or_else(|_| name_of(error))
}

/// The text of an error of a known type.
fn known_text<E>(error: &E) -> String {
    if let Some(text) = lookalike::text(error) {
        text.to_owned()
    } else if let Some(error) = lookalike::boxed_error(error) {
        error.to_string()
    } else if let Some(error) = lookalike::timeless::<E, io::Error>(error) {
        error.to_string()
    } else if let Some(error) = lookalike::timeless::<E, fmt::Error>(error) {
        error.to_string()
    } else {
        name_of(error)
    }
}

fn name_of<E>(_error: &E) -> String {
    format!("an error of type `{}`", type_name::<E>())
}
