//! Probes: what a test asks of one guard, wherever that has gone.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use std::task::Context;

use crate::records::guard_state::GuardState;
use crate::report::{self, FailedGuards};
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::observed;
use crate::sessions::scene::SharedScene;
use crate::waiting::attendance::Attendance;
use crate::waiting::wait::{Look, Subject, Wait};

/// Tells what becomes of one guard: made by [`Guard::new`](crate::Guard::new), `MockTx::probe()`, or
/// [`Guards::all`](crate::Guards::all).
///
/// It can be cloned and sent, and outlives the guard. It prints as its line of the journal:
/// `guard of Pool::acquire(3) at src/pool.rs:12 [released after 20ms]`.
#[derive(Clone)]
pub struct GuardProbe {
    record: Arc<GuardRecord>,
}

impl GuardProbe {
    pub(crate) fn new(record: Arc<GuardRecord>) -> Self {
        GuardProbe { record }
    }

    /// How the guard stands: held, or how it was left.
    pub fn state(&self) -> GuardState {
        self.record.state()
    }

    /// Whether the guard is still held.
    pub fn is_held(&self) -> bool {
        self.state() == GuardState::Held
    }

    /// Where the guard was entered: the place of the call that gave it.
    pub fn location(&self) -> &'static Location<'static> {
        self.record.place()
    }

    /// Asserts that the guard was left by a method that consumes it, of this name.
    ///
    /// ```
    /// use asyncmock::Guard;
    ///
    /// let (guard, probe) = Guard::new(1);
    /// Guard::finish(guard, "commit");
    /// probe.assert_released_by("commit");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is held, or was left otherwise:
    /// `Db::begin(): assert_released_by("commit"): the guard was not finished by commit`.
    #[track_caller]
    pub fn assert_released_by(&self, name: &str) {
        if !matches!(self.state(), GuardState::Finished(by) if by == name) {
            let reason = format!("the guard was not finished by {name}");
            self.fail(&format!("assert_released_by({name:?})"), &reason);
        }
    }

    /// Waits until the guard is left, by whichever way.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// use asyncmock::Guard;
    ///
    /// let (guard, probe) = Guard::new(1);
    /// std::thread::spawn(move || drop(guard));
    /// probe.released().await;
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// If that takes longer than five seconds of real time, or than `ASYNCMOCK_WAIT` says; on a paused clock of tokio as
    /// soon as nothing can run: `Guard<i32>: released: timed out after 5s: the guard is still held`.
    #[track_caller]
    pub fn released(&self) -> impl Future<Output = ()> + Send + Unpin + use<> {
        let lack = |_: &Self| "the guard is still held".to_owned();
        Wait::until(self.clone(), "released", |guard| Look::when(!guard.is_held()), lack)
    }

    #[track_caller]
    fn fail(&self, assertion: &str, reason: &str) -> ! {
        self.fail_at(assertion, reason, Location::caller())
    }

    #[cold]
    fn fail_at(&self, assertion: &str, reason: &str, place: &'static Location<'static>) -> ! {
        let entries = observed::entries_of(std::slice::from_ref(&self.record));
        let text = report::failed_guards(&FailedGuards {
            name: &self.record.name(),
            assertion,
            reason,
            place,
            entries: &entries,
        });
        self.record.scene.raise_assertion(text, place)
    }
}

impl fmt::Debug for GuardProbe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.record.visit() {
            Some(visit) => fmt::Display::fmt(&visit.entry, out),
            None => write!(out, "guard of {}, which was never given", self.record.name()),
        }
    }
}

impl Subject for GuardProbe {
    fn scene(&self) -> &SharedScene {
        &self.record.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        attendance.add(Arc::clone(&self.record) as Arc<_>, context);
    }

    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> ! {
        self.fail_at(wait, reason, place)
    }
}
