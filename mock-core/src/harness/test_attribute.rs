//! What `#[asyncmock::test]` runs: a runtime of its own, the test's body in it, and what is found when that is over.

use std::future::Future;
use std::panic::Location;
use std::pin::pin;
use std::process::Termination;
use std::time::Duration;

use tokio::runtime::Builder;

use crate::harness::findings::{Ended, Findings};
use crate::harness::limit::Limit;
use crate::harness::policy::Policy;
use crate::harness::supervised::{Body, Supervised, Unfinished};
use crate::harness::trial::{Rules, Trial};
use crate::harness::watchdog::Watched;
use crate::rt::{a_moment_to_end, wind_down};
use crate::sessions::panics;
use crate::sessions::runtime_probe::{RuntimeProbe, SharedProbe};
use crate::sessions::test_home::Residence;
use crate::tasks::runtime::block_on;

/// A test, as its attribute describes it.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    name: &'static str,
    workers: Workers,
    is_paused: bool,
    timeout: Option<(&'static str, Duration)>,
    leaks: Option<Policy>,
    unawaited: Option<Policy>,
    panics: Option<Policy>,
    allows_deadlocks: bool,
    stall: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
enum Workers {
    /// The test's thread runs its tasks.
    None,
    /// As many as there are cores.
    Default,
    Some(usize),
}

/// How long threads have, in real time, to come back when a runtime is shut down.
const TO_SHUT_DOWN: Duration = Duration::from_secs(1);

impl Test {
    /// A test by its full name.
    pub const fn new(name: &'static str) -> Self {
        Test {
            name,
            workers: Workers::None,
            is_paused: false,
            timeout: None,
            leaks: None,
            unawaited: None,
            panics: None,
            allows_deadlocks: false,
            stall: None,
        }
    }

    /// Tasks run on threads of their own.
    pub const fn multi_thread(self) -> Self {
        Test { workers: Workers::Default, ..self }
    }

    /// Tasks run on so many threads of their own.
    pub const fn worker_threads(self, count: usize) -> Self {
        Test { workers: Workers::Some(count), ..self }
    }

    /// The clock is paused.
    pub const fn start_paused(self) -> Self {
        Test { is_paused: true, ..self }
    }

    /// The time limit as it was written, and in nanoseconds.
    pub const fn timeout(self, text: &'static str, nanos: u64) -> Self {
        Test { timeout: Some((text, Duration::from_nanos(nanos))), ..self }
    }

    /// It is not stopped because nothing can run.
    pub const fn allow_deadlocks(self) -> Self {
        Test { allows_deadlocks: true, ..self }
    }

    /// After how many nanoseconds what can't be seen into counts as still.
    pub const fn stall(self, nanos: u64) -> Self {
        Test { stall: Some(Duration::from_nanos(nanos)), ..self }
    }

    /// What becomes of the test if it leaves something behind.
    pub const fn leaks(self, policy: Policy) -> Self {
        Test { leaks: Some(policy), ..self }
    }

    /// What becomes of it if calls were never awaited.
    pub const fn unawaited(self, policy: Policy) -> Self {
        Test { unawaited: Some(policy), ..self }
    }

    /// What becomes of it if tasks have panicked.
    pub const fn panics(self, policy: Policy) -> Self {
        Test { panics: Some(policy), ..self }
    }

    fn rules(&self) -> Rules {
        let limit = self.timeout.map(|(text, duration)| Limit { text: Some(text), duration });
        let rules = Rules::of(self.leaks, self.unawaited, self.panics, limit);
        Rules { sees_deadlocks: !self.allows_deadlocks, stall: self.stall.or(rules.stall), ..rules }
    }

    /// Runs a test.
    #[track_caller]
    #[inline(always)]
    pub fn run<T: Termination, F: Future<Output = T>>(self, body: F) -> T {
        self.run_to(body, |_| false)
    }

    /// The same of a test that may give an error, which is told by a function.
    #[track_caller]
    #[inline(always)]
    pub fn run_to<T: Termination, F: Future<Output = T>>(self, body: F, has_failed: fn(&T) -> bool) -> T {
        // Boxed, so that it can be dropped within the runtime if it does not come to its end. What is done for each test is
        // the compiler's work, and code that no cache knows: there is no more of it than this.
        self.run_boxed(Box::new(body), has_failed)
    }

    #[track_caller]
    fn run_boxed<T: Termination>(self, body: Box<dyn Future<Output = T> + '_>, has_failed: fn(&T) -> bool) -> T {
        let mut body = Unfinished::new(Box::into_pin(body), has_failed);
        let (ended, findings) = self.run_erased(&mut body);
        judge(ended, findings, body.output)
    }

    #[track_caller]
    fn run_erased(&self, body: &mut dyn Body) -> (Ended, Findings) {
        panics::notice();
        let trial = Trial::new(self.name, Location::caller(), self.rules(), true);
        let _resident = Residence::at(&trial.home);
        let mut builder = match self.workers {
            Workers::None => Builder::new_current_thread(),
            Workers::Default | Workers::Some(_) => Builder::new_multi_thread(),
        };
        if let Workers::Some(count) = self.workers {
            builder.worker_threads(count);
        }
        builder.enable_all().start_paused(self.is_paused);
        let (runtime, probe) = RuntimeProbe::build(builder, &trial.home, None);
        trial.home.add_runtime(&probe);
        // Until the runtime is gone: what is dropped may block.
        let watched = Watched::new(&trial);
        let mut ended = None;
        block_on(
            &runtime,
            pin!(async {
                ended = Some(Supervised { trial: &trial, body }.await);
                trial.step();
                wind_down(&probe).await;
                if probe.alive_tasks() > 0 && matches!(ended, Some(Ended::Done)) {
                    // The test is over: what is still to end may go on, but nothing that it does counts.
                    trial.verify();
                    trial.be_silent(true);
                    a_moment_to_end(&probe).await;
                    trial.be_silent(false);
                }
            }),
        );
        let ended = ended.expect("the body has ended, or panicked");
        let findings = find(&trial, &probe, &ended, |limit| runtime.shutdown_timeout(limit));
        drop(watched);
        (ended, findings)
    }

    /// Runs a test that is no `async fn`.
    #[track_caller]
    pub fn run_sync<T: Termination, F: FnOnce() -> T>(self, body: F) -> T {
        self.run_sync_to(body, |_| false)
    }

    /// The same of one that may give an error, which is told by a function.
    #[track_caller]
    pub fn run_sync_to<T: Termination, F: FnOnce() -> T>(self, body: F, has_failed: fn(&T) -> bool) -> T {
        let (mut body, mut output) = (Some(body), None);
        let (ended, findings) = self.run_sync_erased(&mut || {
            output = body.take().map(|body| body());
            output.as_ref().is_some_and(has_failed)
        });
        judge(ended, findings, output)
    }

    #[track_caller]
    fn run_sync_erased(&self, body: &mut dyn FnMut() -> bool) -> (Ended, Findings) {
        panics::notice();
        let trial = Trial::new(self.name, Location::caller(), self.rules(), true);
        let _resident = Residence::at(&trial.home);
        let watched = Watched::new(&trial);
        let mut has_failed = false;
        let ended = match (trial.test_body.run(&mut || has_failed = body()), trial.test_body.verdict()) {
            (_, Some(verdict)) => trial.stop(verdict, &[]),
            (Ok(()), None) => match trial.verdict_at_end() {
                Some(verdict) => trial.stop(verdict, &[]),
                None => Ended::with(has_failed),
            },
            (Err(panic), None) => {
                trial.fall_silent();
                Ended::Panicked(panic)
            }
        };
        trial.step();
        let mut left = trial.left();
        trial.home.end();
        left.mocks = trial.wait_for_mocks();
        let lacking = trial.lacking_after(&ended);
        let findings = trial.find(&ended, lacking, &left);
        trial.forget();
        drop(watched);
        (ended, findings)
    }
}

/// What is found when a test is over that has ended so. Its runtime has no more to do, and is shut down, for so long at the most,
/// when its tasks have been looked at.
pub(crate) fn find(trial: &Trial, probe: &SharedProbe, ended: &Ended, shut_down: impl FnOnce(Duration)) -> Findings {
    let is_idle = probe.alive_tasks() == 0 && !probe.had_blocking_threads();
    if is_idle && trial.home.is_untouched() && matches!(ended, Ended::Done) {
        // What follows would find nothing, at a price.
        trial.home.remove_runtime(probe);
        trial.test_body.forget_task();
        if probe.is_single() {
            // There is no thread to wait for.
            shut_down(Duration::ZERO);
        }
        return Findings::default();
    }
    trial.step();
    let mut left = trial.left();
    trial.home.end();
    let mocks_are_in_tasks = !left.tasks.is_empty();
    if !mocks_are_in_tasks {
        left.mocks = trial.wait_for_mocks();
    }
    let lacking = trial.lacking_after(ended);
    trial.step();
    shut_down(if left.threads == 0 { TO_SHUT_DOWN } else { Duration::ZERO });
    trial.home.remove_runtime(probe);
    if mocks_are_in_tasks {
        left.mocks = trial.wait_for_mocks();
    }
    let findings = trial.find(ended, lacking, &left);
    trial.forget();
    findings
}

/// Fails the test, if there is a reason to.
#[track_caller]
fn judge<T: Termination>(ended: Ended, findings: Findings, output: Option<T>) -> T {
    let output = match output {
        // What it gives is not seen by anybody, so an error says so here, on stderr.
        Some(output) if findings.failure().is_some() => {
            output.report();
            None
        }
        output => output,
    };
    ended.judge(findings, output, Location::caller())
}
