//! Waiting until what is expected has happened: of one mock, or of all of a session. What an expectation lacks is said by the
//! engine of its method.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::report::{self, Complaint, Failure};
use crate::sessions::mock::{Mock, MockInfo};
use crate::sessions::observed::{MORE_THAN_WANTED, Recorded};
use crate::sessions::scene::{NOBODY, SharedScene};
use crate::sessions::session::Session;
use crate::waiting::attendance::Attendance;
use crate::waiting::wait::{Look, Subject, Until, Wait};

/// Waits until every expectation of the test is met, of whichever mock: of those that were last made on this thread, or of the
/// whole test under [`#[asyncmock::test]`](macro@crate::test).
///
/// An expectation is met when it has been used as often as its [`times`](crate::Expectation::times) demand at least, so that
/// its mock could be dropped. It may be one that is added while the test waits. It is used when a call is answered, or first
/// polled; to wait for the end of calls, use [`wait_for_completed`](crate::Calls::wait_for_completed).
///
/// The future may be dropped at any time. It belongs to no runtime, and can be sent; what bounds it is said by
/// [`Satisfied::within`]. A mock has a method of this name, for its own expectations.
///
/// ```
/// use asyncmock::automock;
///
/// #[automock]
/// trait Cat {
///     fn pet(&self);
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (tom, felix) = (MockCat::new(), MockCat::new());
/// tom.expect_pet().times(2);
/// felix.expect_pet().once();
/// tokio::spawn(async move {
///     tom.pet();
///     felix.pet();
///     tom.pet();
/// });
///
/// asyncmock::satisfied().await;
/// # }
/// ```
///
/// # Panics
///
/// With the journal, if an expectation is not met within the limit of real time:
/// `asyncmock: satisfied: timed out after 5s: 1 expectation is not met`. Within a second, if a paused clock of tokio shows that
/// nothing can run: `asyncmock: satisfied: deadlock: ..`. At once, if one was used more often than its `times` allow. With its
/// own text, if a mock has failed in another task meanwhile.
#[track_caller]
pub fn satisfied() -> Satisfied {
    let session = Session::latest().unwrap_or_else(Session::current);
    Satisfied::new(Expected { scene: session.scene.clone(), of: None })
}

impl Mock {
    /// Waits until every expectation of the mock is met; see [`satisfied`].
    #[track_caller]
    pub fn satisfied(&self) -> Satisfied {
        self.info.raise_lost();
        Satisfied::new(Expected { scene: self.info.scene.clone(), of: Some(self.info.clone()) })
    }
}

/// A wait until expectations are met: made by [`satisfied`], or by the method of a mock that is called so.
#[must_use = "futures do nothing unless polled"]
pub struct Satisfied {
    wait: Wait<Expected, Until<Expected>>,
}

impl Satisfied {
    #[track_caller]
    fn new(expected: Expected) -> Self {
        Satisfied { wait: Wait::until(expected, "satisfied", Expected::look, Expected::lack) }
    }

    /// The same wait within a limit of real time, rather than five seconds, or what `ASYNCMOCK_WAIT` says.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let cat = MockCat::new();
    /// cat.expect_pet().once();
    /// let petted = cat.satisfied().within(Duration::from_secs(60));
    /// std::thread::spawn(move || cat.pet());
    /// petted.await;
    /// # });
    /// ```
    pub fn within(self, limit: Duration) -> Self {
        Satisfied { wait: self.wait.within(limit) }
    }
}

impl Future for Satisfied {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.wait).poll(context)
    }
}

impl fmt::Debug for Satisfied {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Satisfied")
    }
}

/// Whose expectations are waited for. It keeps nobody from ending: neither the mock nor the session.
struct Expected {
    scene: SharedScene,
    /// `None` for all mocks.
    of: Option<MockInfo>,
}

impl Expected {
    /// The methods that have been used so far.
    fn methods(&self) -> Vec<Arc<dyn Recorded>> {
        let mut methods = self.scene.methods();
        if let Some(mock) = &self.of {
            methods.retain(|method| method.mock().is_of(mock));
        }
        methods
    }

    fn look(&self) -> Look<()> {
        let mut lack = 0;
        for method in &self.methods() {
            lack = method.lack().max(lack);
        }
        match lack {
            0 => Look::Reached(()),
            MORE_THAN_WANTED => Look::Missed(self.lack()),
            _ => Look::NotYet,
        }
    }

    /// What is not met.
    fn lack(&self) -> String {
        let mut unmet = Vec::new();
        for method in &self.methods() {
            unmet.append(&mut method.lacking());
        }
        report::not_satisfied(&unmet)
    }
}

impl Subject for Expected {
    fn scene(&self) -> &SharedScene {
        &self.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        for method in self.methods() {
            attendance.add(method, context);
        }
    }

    #[cold]
    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> ! {
        let text = report::failed_wait(&report::FailedWait {
            name: &self.of.as_ref().map_or_else(|| "asyncmock".to_owned(), MockInfo::name),
            wait,
            reason,
            place,
            remarks: &[],
            entries: &self.scene.journal_with(&[]),
            is_filtered: false,
        });
        match &self.of {
            Some(mock) => mock.fail(Complaint::new(text, place)),
            None => {
                let failure = Complaint::new(text, place);
                self.scene.lose(NOBODY, Failure::about(&failure));
                failure.raise()
            }
        }
    }
}
