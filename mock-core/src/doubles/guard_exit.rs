//! Guards whose exit is async: it runs when the guard is dropped, and may fail, or take its time.

use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;

use crate::base;
use crate::base::caught::{panic_text, poll_caught};
use crate::base::park::park_on;
use crate::base::thread_end;
use crate::doubles::guard::{Guard, WayOut};
use crate::records::guard_state::GuardState;
use crate::report::{self, Complaint, Failure};
use crate::sessions::guard_record::{Departure, GuardRecord};
use crate::sessions::scene::NOBODY;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;

/// An async exit: makes the future that is run.
struct AsyncExit<F>(F);

impl<T, F, Fut, E> WayOut<T> for AsyncExit<F>
where
    T: Send + 'static,
    F: FnOnce(T, GuardState) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Debug,
{
    fn leave(self: Box<Self>, value: T, record: Arc<GuardRecord>, departure: Departure) {
        let how = departure.state;
        let ended = Ended { record: Arc::clone(&record), departure: Some(departure) };
        run(Box::pin(async move {
            // A panic fails the test as an error does: in a task of its own nobody would see it, and in a drop that is due
            // to a panic it would abort.
            let mut exit = Box::pin(async move { (self.0)(value, how).await });
            let failure = match poll_fn(|task| poll_caught(exit.as_mut(), task)).await {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(format!("failed: {error:?}")),
                Err(panic) => Some(format!("panicked: {}", panic_text(&*panic))),
            };
            let place = record.place();
            let failure = failure.map(|what| Complaint::new(report::failed_exit(&record.name(), place, &what), place));
            // Before anybody can see that the guard is left.
            if let Some(failure) = &failure {
                record.scene.lose(NOBODY, Failure::about(failure));
            }
            drop(ended);
            failure
        }));
    }
}

/// Says that the guard is left when the exit is over, or dropped.
struct Ended {
    record: Arc<GuardRecord>,
    departure: Option<Departure>,
}

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(departure) = self.departure.take() {
            self.record.depart_late(departure);
        }
    }
}

type Exiting = Pin<Box<dyn Future<Output = Option<Complaint>> + Send>>;

/// Runs an exit, of which the failure comes back: here, if that is done at once; otherwise beside whatever dropped the
/// guard, which can't wait for it.
fn run(mut exit: Exiting) {
    let mut context = Context::from_waker(std::task::Waker::noop());
    if let Poll::Ready(failure) = exit.as_mut().poll(&mut context) {
        match failure {
            // The panic that is under way says more.
            Some(failure) if thread::panicking() => eprintln!("asyncmock: {}", failure.text),
            Some(failure) if thread_end::is_reached() => report::print_uncaptured(&report::too_late(&failure.text)),
            Some(failure) => failure.raise(),
            None => {}
        }
        return;
    }
    #[cfg(feature = "tokio")]
    if runtime::here().is_some() {
        runtime::spawn_here(Box::pin(async { drop(exit.await) }));
        return;
    }
    let beside = base::thread::spawn("asyncmock-exit", Box::new(|| drop(park_on(exit))));
    beside.expect("a thread for an async exit can be started");
}

impl<T: Send + 'static> Guard<T> {
    /// Gives a guard an async exit, as Python's `__aexit__`: it is run when the guard is dropped, with the value and the way
    /// in which the guard is left.
    ///
    /// It is polled at once. If it is pending then, it goes on beside the code that dropped the guard, which can't wait for
    /// it: as a task if there is a runtime of tokio, else on a thread of its own. The guard is held until the exit has
    /// ended. A guard that is [finished](Guard::finish) has been left already, and has no exit.
    ///
    /// ```
    /// use asyncmock::{Guard, GuardState};
    ///
    /// let (guard, probe) = Guard::new("connection");
    /// let guard = Guard::with_exit(guard, async |connection, how| {
    ///     assert_eq!((connection, how), ("connection", GuardState::Released));
    ///     Ok::<(), String>(())
    /// });
    /// assert!(probe.is_held());
    /// drop(guard);
    /// assert_eq!(probe.state(), GuardState::Released);
    /// ```
    ///
    /// # Panics
    ///
    /// If the exit gives an error, when the guard is dropped or, if that was later, with the next mock of the test that is
    /// used or dropped: `Guard<u32>: the async exit failed: "no connection"`. Likewise if it panics:
    /// `Guard<u32>: the async exit panicked: on purpose`.
    pub fn with_exit<F, Fut, E>(guard: Self, exit: F) -> Self
    where
        F: FnOnce(T, GuardState) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Debug,
    {
        guard.exiting(AsyncExit(exit))
    }
}
