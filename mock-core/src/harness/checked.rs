//! `checked`: what `#[asyncmock::test]` finds, around a future that runs in any test, on any executor.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use crate::harness::findings::Ended;
use crate::harness::limit::Limit;
use crate::harness::policy::Policy;
use crate::harness::trial::{Rules, Trial};
use crate::harness::watchdog::Watched;
use crate::report;
use crate::sessions::panics;
#[cfg(feature = "tokio")]
use crate::sessions::test_home::RuntimeResidence;
use crate::sessions::test_home::{Residence, TestHome};
use crate::tasks::inside;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;
#[cfg(feature = "tokio")]
use crate::tasks::test_body::Verdict;
use crate::time::alarm::Alarm;
#[cfg(feature = "tokio")]
use crate::waiting::stillness::{self, Stillness};

/// Runs the body of a test as `#[asyncmock::test]` does, as far as the executor lets it: inside a `#[tokio::test]`, on
/// smol, or on any other. Inside a test that the harness runs already it is a part of that, and takes no options.
///
/// When the future has ended, every double that was made in it is verified, wherever it is; a failure of a mock in a
/// task or on a thread fails the test; what is left behind is reported. The future has a time limit of 60 seconds of real
/// time, or of what `ASYNCMOCK_TIMEOUT` says. [The guide](crate::guide::harness) says what each executor lets be seen.
///
/// ```
/// use asyncmock::{automock, checked};
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str) -> bool;
/// }
///
/// # futures::executor::block_on(async {
/// let went = checked(async {
///     let cat = MockCat::new();
///     cat.expect_go().once().return_const(true);
///     cat.go("north").await
/// })
/// .await;
/// assert!(went);
/// # });
/// ```
///
/// # Panics
///
/// If something is found, with the text of it; if the time is up, with a report of who waits for what, that begins with
/// `timed out after 60s`; on a paused clock of tokio, if nothing can run: `deadlock: no task can run, and no timer is set`.
#[track_caller]
pub fn checked<F: Future>(future: F) -> Checked<F> {
    let place = Location::caller();
    let name = format!("checked at {}", report::place(place));
    Checked {
        body: Some(Box::pin(future)),
        output: None,
        name,
        place,
        timeout: None,
        leaks: None,
        unawaited: None,
        panics: None,
        stage: Stage::New,
    }
}

/// A future that is checked: made by [`checked`].
#[must_use = "futures do nothing unless polled"]
pub struct Checked<F: Future> {
    /// `None` once it has ended.
    body: Option<Pin<Box<F>>>,
    output: Option<F::Output>,
    name: String,
    place: &'static Location<'static>,
    timeout: Option<Duration>,
    leaks: Option<Policy>,
    unawaited: Option<Policy>,
    panics: Option<Policy>,
    stage: Stage,
}

enum Stage {
    New,
    /// A test that is under the harness anyway.
    Nested,
    Running(Box<Running>),
    /// The body has ended; its tasks have a few turns left.
    Settling {
        running: Box<Running>,
        ended: Ended,
        turns: usize,
        until: Instant,
    },
    Over,
}

struct Running {
    _watched: Watched,
    trial: Arc<Trial>,
    /// The runtime lives with the test, as long as this does.
    #[cfg(feature = "tokio")]
    _resident: Option<RuntimeResidence>,
    #[cfg(feature = "tokio")]
    stillness: Stillness,
    alarm: Option<Alarm>,
}

/// How many turns tasks get to come to an end of their own.
const TURNS: usize = 1000;

/// How long they have, in real time, if there are any.
const TO_SETTLE: Duration = Duration::from_millis(50);

impl<F: Future> Checked<F> {
    /// Gives the future another time limit, of real time.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Fails for what the future leaves behind: tasks that are alive, guards that are held, calls that are pending.
    pub fn deny_leaks(mut self) -> Self {
        self.leaks = Some(Policy::Deny);
        self
    }

    /// Fails for calls that were never awaited.
    pub fn deny_unawaited(mut self) -> Self {
        self.unawaited = Some(Policy::Deny);
        self
    }

    /// Fails for panics of tasks, though the future may have handled them.
    pub fn deny_panics(mut self) -> Self {
        self.panics = Some(Policy::Deny);
        self
    }

    fn begin(&self) -> Stage {
        if TestHome::here().and_then(|home| home.trial()).is_some_and(inside::is_inside) {
            let has_options =
                self.timeout.is_some() || [self.leaks, self.unawaited, self.panics].iter().any(Option::is_some);
            assert!(
                !has_options,
                "checked() is part of the test that it runs in, which the harness looks after: give these options to that"
            );
            return Stage::Nested;
        }
        panics::notice();
        let limit = self.timeout.map(|duration| Limit { text: None, duration });
        let rules = Rules::of(self.leaks, self.unawaited, self.panics, limit);
        let trial = Trial::new(self.name.clone(), self.place, rules, false);
        Stage::Running(Box::new(Running {
            _watched: Watched::new(&trial),
            #[cfg(feature = "tokio")]
            _resident: runtime::here().map(|here| RuntimeResidence::at(&trial.home, here)),
            trial,
            #[cfg(feature = "tokio")]
            stillness: Stillness::default(),
            alarm: None,
        }))
    }
}

impl Running {
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        poll_body: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
    ) -> Poll<Ended> {
        let test_body = Arc::clone(&self.trial.test_body);
        let _here = Residence::at(&self.trial.home);
        if test_body.verdict().is_none() {
            let is_first = test_body.turns() == 0;
            let polled = test_body.poll(context, poll_body);
            if is_first || !matches!(polled, Ok(Poll::Pending)) {
                panics::notice();
            }
            match polled {
                Ok(Poll::Pending) => self.look_for_stillness(context),
                ended => {
                    return Poll::Ready(match (test_body.verdict(), ended) {
                        // It was about to say so itself.
                        #[cfg(feature = "tokio")]
                        (Some(Verdict::Deadlock), Err(panic)) if test_body.report.get().is_none() => {
                            Ended::Panicked(panic)
                        }
                        // It blocked its thread until it was stopped, or for longer.
                        (Some(verdict), _) => self.trial.stop(verdict, &[]),
                        (None, Err(panic)) => {
                            self.trial.fall_silent();
                            Ended::Panicked(panic)
                        }
                        (None, Ok(_)) => match self.trial.verdict_at_end() {
                            Some(verdict) => self.trial.stop(verdict, &[]),
                            None => Ended::Done,
                        },
                    });
                }
            }
        }
        let Some(verdict) = test_body.verdict() else { return Poll::Pending };
        let waits = test_body.look_into(context, self.trial.place.file(), poll_body);
        Poll::Ready(self.trial.stop(verdict, &waits))
    }

    #[cfg(feature = "tokio")]
    fn look_for_stillness(&mut self, context: &mut Context<'_>) {
        if !stillness::can_be_seen() {
            return;
        }
        let session = self.trial.home.session();
        if self.stillness.is_complete(&session.scene, context) {
            match session.scene.is_stuck() {
                true => self.trial.test_body.condemn(Verdict::Deadlock),
                // What waits for a double says so with a text of its own, before the next look; tasks tell where they wait.
                false => {
                    self.trial.ask_tasks();
                    session.scene.get_stuck();
                }
            }
        }
        self.alarm = Some(Alarm::set_limit(Instant::now() + stillness::LOOK_EVERY, context.waker()));
    }

    #[cfg(not(feature = "tokio"))]
    fn look_for_stillness(&mut self, _: &mut Context<'_>) {
        self.alarm = None;
    }
}

impl<F: Future> Checked<F> {
    /// Polls the body, if it has not ended.
    fn run(&mut self, running: &mut Running, context: &mut Context<'_>) -> Poll<Ended> {
        let (body, output) = (&mut self.body, &mut self.output);
        running.poll(context, &mut |context| match body {
            Some(body) => body.as_mut().poll(context).map(|value| *output = Some(value)),
            None => Poll::Pending,
        })
    }
}

// Nothing is pinned in place: the body is in a box.
impl<F: Future> Unpin for Checked<F> {}

impl<F: Future> Future for Checked<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        loop {
            match std::mem::replace(&mut this.stage, Stage::Over) {
                Stage::New => this.stage = this.begin(),
                Stage::Nested => {
                    let body = this.body.as_mut().expect("a future is not polled when it has ended");
                    let polled = body.as_mut().poll(context);
                    if polled.is_pending() {
                        this.stage = Stage::Nested;
                    }
                    return polled;
                }
                Stage::Running(mut running) => {
                    let Poll::Ready(ended) = this.run(&mut running, context) else {
                        this.stage = Stage::Running(running);
                        return Poll::Pending;
                    };
                    let _here = Residence::at(&running.trial.home);
                    drop_body(this.body.take());
                    let until = Instant::now() + TO_SETTLE;
                    this.stage = Stage::Settling { running, ended, turns: 0, until };
                }
                Stage::Settling { mut running, ended, turns, until } => {
                    let is_unsettled = turns < TURNS || running.trial.has_tasks() && Instant::now() < until;
                    if !is_unsettled {
                        return Poll::Ready(running.conclude(ended, this.output.take(), this.place));
                    }
                    match turns < TURNS {
                        true => context.waker().wake_by_ref(),
                        false => {
                            running.alarm = Some(Alarm::set(Instant::now() + Duration::from_millis(1), context.waker()))
                        }
                    }
                    this.stage = Stage::Settling { running, ended, turns: turns + 1, until };
                    return Poll::Pending;
                }
                Stage::Over => panic!("a future is not polled when it has ended"),
            }
        }
    }
}

/// Drops a body that has been stopped: expectations are gone, so its mocks have nothing to say.
fn drop_body<F>(body: Option<Pin<Box<F>>>) {
    let _panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(body)));
}

impl Running {
    /// What is found when the test is over, of a future that was checked at a place.
    fn conclude<T>(self: Box<Self>, ended: Ended, output: Option<T>, place: &'static Location<'static>) -> T {
        let trial = &self.trial;
        let mut left = trial.left();
        trial.home.end();
        if left.tasks.is_empty() {
            left.mocks = trial.wait_for_mocks();
        }
        let lacking = trial.lacking_after(&ended);
        let mut findings = trial.find(&ended, lacking, &left);
        if let Some(last) = findings.failures.last_mut() {
            last.push_str(&format!("\n  {}", trial.name));
        }
        trial.forget();
        drop(self);
        ended.judge(findings, output, place)
    }
}

impl<F: Future> Drop for Checked<F> {
    /// One that is dropped before its end is verified as far as it went.
    fn drop(&mut self) {
        let (running, ended) = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Running(running) => (running, None),
            Stage::Settling { running, ended, .. } => (running, Some(ended)),
            Stage::New | Stage::Nested | Stage::Over => return,
        };
        let mut body = self.body.take();
        if std::thread::panicking() {
            return;
        }
        let ended = ended.unwrap_or_else(|| {
            let _here = Residence::at(&running.trial.home);
            running.trial.test_body.run(&mut || drop(body.take())).map_or_else(Ended::Panicked, |()| Ended::Done)
        });
        running.conclude(ended, Some(()), self.place);
    }
}

impl<F: Future> fmt::Debug for Checked<F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}
