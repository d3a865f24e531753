//! Loops: a runtime on a thread of its own, for code that does not run on the test's thread, and for synchronous code
//! that calls into a runtime.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{Location, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use super::signal::Signal;
use super::spawn::spawn_on;
use super::{Leftover, TaskProbe, wind_down};
use crate::base;
use crate::base::lock::Lock;
use crate::base::park::park_on;
use crate::report;
use crate::sessions::runtime_probe::{RuntimeProbe, SharedProbe};
use crate::sessions::session_handle::SessionHandle;
use crate::sessions::test_home::{self, GoingOn, Residence, TestHome};
use crate::tasks::runtime::block_on;

/// A runtime of tokio that runs on a thread of its own, until it is stopped or dropped.
///
/// Doubles that are made on it belong to the test that made it, and so do failures on it, under `#[asyncmock::test]`.
///
/// ```rust,test_harness
/// use asyncmock::rt::LoopRunner;
///
/// #[asyncmock::test]
/// fn synchronous_code_calls_into_a_loop() {
///     let cats = LoopRunner::new();
///     let herded = cats.run(async { 3 });
///     assert_eq!(herded, 3);
///     assert!(cats.stop().is_empty());
/// }
/// ```
pub struct LoopRunner {
    handle: Handle,
    home: Arc<TestHome>,
    probe: SharedProbe,
    stop: Arc<Signal>,
    /// How it ends; `None` once that has been asked for.
    end: Option<Arc<End>>,
    thread: ThreadId,
    place: &'static Location<'static>,
}

/// What a loop had not ended, and what that took with it.
type Left = (Vec<Leftover>, GoingOn);

/// How a loop ends.
#[derive(Default)]
struct End {
    left: Lock<Option<Left>>,
    has_come: Signal,
}

/// The loop has ended, also if its thread has panicked.
struct Ends(Arc<End>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.has_come.give();
    }
}

/// How long a loop has to end, in real time.
const PATIENCE: Duration = Duration::from_secs(3);

impl LoopRunner {
    /// Starts a loop.
    #[track_caller]
    pub fn new() -> Self {
        Self::start(Builder::new_current_thread(), Location::caller())
    }

    /// Starts a loop whose clock is paused: it moves on when none of its tasks can run, and is no other runtime's clock.
    ///
    /// ```
    /// use asyncmock::rt::LoopRunner;
    /// use std::time::Duration;
    ///
    /// let cats = LoopRunner::start_paused();
    /// cats.run(async { tokio::time::sleep(Duration::from_secs(3600)).await });
    /// ```
    #[track_caller]
    pub fn start_paused() -> Self {
        let mut builder = Builder::new_current_thread();
        builder.start_paused(true);
        Self::start(builder, Location::caller())
    }

    fn start(mut builder: Builder, place: &'static Location<'static>) -> Self {
        let home = TestHome::here_or_new();
        let session = SessionHandle::current();
        builder.enable_all();
        let (runtime, probe) = RuntimeProbe::build(builder, &home, Some((place, session.clone())));
        home.add_runtime(&probe);
        let stop = Arc::new(Signal::default());
        let handle = runtime.handle().clone();
        let (probe_of_thread, asked, home_of_thread) = (probe.clone(), Arc::clone(&stop), Arc::clone(&home));
        let end = Arc::new(End::default());
        let ends = Ends(Arc::clone(&end));
        let body = move || {
            // Dropped last.
            let ends = ends;
            let _bound = session.enter();
            let _resident = Residence::at(&home_of_thread);
            let left = run_until(runtime, &asked, &probe_of_thread, &home_of_thread);
            *ends.0.left.lock() = Some(left);
        };
        let thread = base::thread::spawn("asyncmock-loop", Box::new(body));
        let thread = thread.expect("a thread for a loop can be started").thread().id();
        LoopRunner { handle, home, probe, stop, end: Some(end), thread, place }
    }

    /// Runs a future on the loop, and blocks this thread until it has ended.
    ///
    /// # Panics
    ///
    /// With the panic of the future, if it panics. Under `#[asyncmock::test]`, with a report of what waits for what, when
    /// the test's time is up, or nothing can run any more.
    #[track_caller]
    pub fn run<F>(&self, future: F) -> F::Output
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        assert!(
            thread::current().id() != self.thread,
            "LoopRunner::run() was called on its own loop, which it would block for ever: await the future instead"
        );
        let mut task = pin!(self.spawn(future));
        // Of the test that runs here: the loop may be another's.
        let body = TestHome::here().and_then(|home| home.test_body.clone());
        let wait = || {
            park_on(poll_fn(|context: &mut Context<'_>| {
                if let Some(body) = &body {
                    body.watch(context.waker().clone());
                }
                match (task.as_mut().poll(context), body.as_ref().and_then(|body| body.verdict())) {
                    (Poll::Ready(ended), _) => Poll::Ready(Some(ended)),
                    (Poll::Pending, Some(_)) => Poll::Ready(None),
                    (Poll::Pending, None) => Poll::Pending,
                }
            }))
        };
        match test_home::block(wait) {
            Some(Ok(value)) => value,
            Some(Err(error)) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(error) => panic!("LoopRunner::run(): {error}"),
            },
            None => {
                let report = body.as_ref().and_then(|body| body.report.get()).map_or("", String::as_str);
                panic!("LoopRunner::run(): {}", report.lines().next().unwrap_or("the test was stopped"))
            }
        }
    }

    /// Spawns a task on the loop.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> TaskProbe<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn_on(&self.handle, Some(&self.home), future)
    }

    /// The loop's runtime.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Ends the loop: waits until its tasks have ended or wait for something, cancels those, and waits for its thread.
    ///
    /// It gives what it had to cancel; a thread that is blocked for more than three seconds is among that, and left to
    /// itself. A loop that is dropped does the same, and what is left then is a leak of the test.
    pub fn stop(mut self) -> Vec<Leftover> {
        self.end().0
    }

    fn end(&mut self) -> Left {
        let Some(end) = self.end.take() else { return Left::default() };
        self.stop.give();
        // If it is dropped by one of its own tasks, it ends when that does.
        let mut left = Left::default();
        if thread::current().id() != self.thread {
            end.has_come.wait_for(PATIENCE);
            let ended = end.left.lock().take();
            left = ended.unwrap_or_else(|| (vec![Leftover::blocked_loop(&self.probe)], GoingOn::default()));
        }
        self.home.remove_runtime(&self.probe);
        left
    }
}

fn run_until(runtime: Runtime, stop: &Signal, probe: &RuntimeProbe, home: &TestHome) -> Left {
    let until_stopped = async {
        stop.given().await;
        wind_down(probe).await;
    };
    block_on(&runtime, pin!(until_stopped));
    let left = Leftover::all_of(probe, &home.tasks());
    if left.is_empty() {
        runtime.shutdown_background();
        return Left::default();
    }
    let before = home.going_on();
    runtime.shutdown_background();
    (left, before.without(&home.going_on()))
}

impl Default for LoopRunner {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for LoopRunner {
    fn drop(&mut self) {
        let (left, taken) = self.end();
        self.home.add_leftovers(left, taken);
    }
}

impl fmt::Debug for LoopRunner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LoopRunner at {}", report::place(self.place))
    }
}
