//! A trial: one test that the harness runs, from its first poll to what is found when it is over.

use std::borrow::Cow;
use std::panic::Location;
#[cfg(feature = "tokio")]
use std::process;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
#[cfg(not(feature = "tokio"))]
use std::thread;
use std::time::{Duration, Instant};

#[cfg(feature = "tokio")]
use crate::base;
use crate::base::caught::panic_text;
use crate::base::debugger;
use crate::base::lock::Lock;
#[cfg(feature = "tokio")]
use crate::base::thread::KernelId;
use crate::harness::findings::{Ended, Findings};
use crate::harness::hang::{Hang, hang};
use crate::harness::limit::Limit;
use crate::harness::policy::Policy;
use crate::report::{self, Complaint, Entry, Left, Said};
#[cfg(feature = "tokio")]
use crate::sessions::leftover::Leftover;
#[cfg(feature = "tokio")]
use crate::sessions::scheduler::SharedScheduler;
use crate::sessions::test_home::{GoingOn, TestHome};
#[cfg(feature = "tokio")]
use crate::tasks::runtime;
#[cfg(feature = "tokio")]
use crate::tasks::task_record::TaskState;
use crate::tasks::test_body::{Doing, TestBody, Verdict};
use crate::tasks::whereabouts::Whereabouts;
#[cfg(feature = "tokio")]
use crate::time::duration;
#[cfg(feature = "tokio")]
use crate::waiting::looks::Looks;
#[cfg(feature = "tokio")]
use crate::waiting::outside;

/// What a test is to be held to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) leaks: Policy,
    pub(crate) unawaited: Policy,
    pub(crate) panics: Policy,
    /// Whether it may be stopped because nothing can run.
    #[cfg(feature = "tokio")]
    pub(crate) sees_deadlocks: bool,
    /// After how long what can't be seen into counts as still; `None` for never.
    #[cfg(feature = "tokio")]
    pub(crate) stall: Option<Duration>,
    /// `None` for no limit.
    pub(crate) limit: Option<Limit>,
}

impl Rules {
    /// What a test says, or else the environment: `ASYNCMOCK_LEAKS`, `ASYNCMOCK_UNAWAITED`, `ASYNCMOCK_PANICS`,
    /// `ASYNCMOCK_STALL` and `ASYNCMOCK_TIMEOUT`.
    pub(crate) fn of(
        leaks: Option<Policy>,
        unawaited: Option<Policy>,
        panics: Option<Policy>,
        limit: Option<Limit>,
    ) -> Self {
        static DEFAULT: OnceLock<Rules> = OnceLock::new();
        let default = DEFAULT.get_or_init(|| Rules {
            leaks: Policy::from_env("ASYNCMOCK_LEAKS"),
            unawaited: Policy::from_env("ASYNCMOCK_UNAWAITED"),
            panics: Policy::from_env("ASYNCMOCK_PANICS"),
            #[cfg(feature = "tokio")]
            sees_deadlocks: true,
            #[cfg(feature = "tokio")]
            stall: duration::from_env("ASYNCMOCK_STALL"),
            limit: Limit::from_env(),
        });
        Rules {
            leaks: leaks.unwrap_or(default.leaks),
            unawaited: unawaited.unwrap_or(default.unawaited),
            panics: panics.unwrap_or(default.panics),
            limit: limit.or(default.limit),
            #[cfg(feature = "tokio")]
            sees_deadlocks: default.sees_deadlocks,
            #[cfg(feature = "tokio")]
            stall: default.stall,
        }
    }
}

/// One test that the harness runs.
pub(crate) struct Trial {
    /// `herds::a_cat_is_herded`.
    pub(crate) name: Cow<'static, str>,
    /// Where it is.
    pub(crate) place: &'static Location<'static>,
    /// The thread that it began on, if the kernel tells.
    #[cfg(feature = "tokio")]
    pub(crate) thread: Option<KernelId>,
    pub(crate) home: Arc<TestHome>,
    pub(crate) test_body: Arc<TestBody>,
    pub(crate) rules: Rules,
    pub(crate) began: Instant,
    /// Whether all runtimes that it can use are the harness's, so that it is known when nothing can run.
    pub(crate) is_seen: bool,
    /// How many tasks were alive when it began, on a runtime that the harness did not make: they are not its own.
    pub(crate) tasks_before: usize,
    /// Where it is said what it may leave.
    said: Said,
    /// Whether the journal is kept if it fails, where that is wanted.
    keeps_journal: bool,
    /// How many steps it has gone to its end.
    steps: AtomicUsize,
    /// What was not met when it was verified.
    unmet: Lock<Vec<String>>,
}

/// The number of a trial.
fn next_number() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

impl Trial {
    pub(crate) fn new(
        name: impl Into<Cow<'static, str>>,
        place: &'static Location<'static>,
        rules: Rules,
        is_seen: bool,
    ) -> Arc<Self> {
        let name = name.into();
        let home = TestHome::of(TestBody::new(next_number()), name.clone());
        let said = if is_seen { Said::InAttribute } else { Said::AtFuture };
        Self::at(home, name, place, rules, is_seen, said, true)
    }

    /// One run of a test that is explored.
    #[cfg(feature = "tokio")]
    pub(crate) fn explored(
        name: Cow<'static, str>,
        place: &'static Location<'static>,
        rules: Rules,
        scheduler: SharedScheduler,
        said: Said,
        keeps_journal: bool,
    ) -> Arc<Self> {
        let home = TestHome::explored(TestBody::new(next_number()), name.clone(), scheduler);
        Self::at(home, name, place, rules, true, said, keeps_journal)
    }

    fn at(
        home: Arc<TestHome>,
        name: Cow<'static, str>,
        place: &'static Location<'static>,
        rules: Rules,
        is_seen: bool,
        said: Said,
        keeps_journal: bool,
    ) -> Arc<Self> {
        let test_body = Arc::clone(home.test_body.as_ref().expect("it was just given one"));
        Arc::new(Trial {
            name,
            place,
            #[cfg(feature = "tokio")]
            thread: base::thread::here(),
            home,
            test_body,
            rules,
            began: Instant::now(),
            is_seen,
            tasks_before: if is_seen { 0 } else { alive_tasks_here() },
            said,
            keeps_journal,
            steps: AtomicUsize::new(0),
            unmet: Lock::default(),
        })
    }

    /// When its time is up.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.rules.limit.and_then(|limit| self.began.checked_add(limit.duration))
    }

    /// The verdict on a body that has ended by itself, but too late: nobody may have been there to stop it.
    pub(crate) fn verdict_at_end(&self) -> Option<Verdict> {
        let is_late = self.deadline().is_some_and(|deadline| Instant::now() >= deadline);
        let is_late = is_late && !debugger::is_attached();
        is_late.then(|| Verdict::TimedOut(Doing::Ended(self.began.elapsed())))
    }

    /// How far the test has got: it changes whenever its body is polled, and when it goes on to its end.
    pub(crate) fn progress(&self) -> usize {
        self.test_body.turns() + self.steps.load(Ordering::SeqCst)
    }

    /// It goes on to its end.
    #[cfg(feature = "tokio")]
    pub(crate) fn step(&self) {
        self.steps.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether it must be its own thread that keeps it from getting any further: a body that runs, or one that nobody polls
    /// on a runtime of its own. On another runtime, whoever polls it may have put it aside.
    pub(crate) fn holds_its_thread(&self) -> bool {
        self.is_seen || !self.test_body.turns().is_multiple_of(2)
    }

    /// Why the test was stopped, and who waits for what.
    pub(crate) fn explain(&self, verdict: Verdict, waits: &[Whereabouts]) -> String {
        let before = self.failures_before(&|_| true);
        self.fall_silent();
        let GoingOn { guards, calls } = self.going_on();
        let journal = self.home.of_sessions(|session| session.entries());
        let limit = self.rules.limit.map(|limit| limit.to_string()).unwrap_or_default();
        let (tasks, threads) = self.left_running();
        let (mut panics, of_mocks) = (self.home.panics(), self.ever_lost());
        panics.retain(|panic| !of_mocks.contains(&panic.text));
        let report = hang(&Hang {
            verdict,
            limit: &limit,
            name: &self.name,
            waits,
            calls: &calls,
            await_turns: self.await_turns(),
            guards: &guards,
            tasks: &tasks,
            threads,
            beside: &self.beside(),
            panics: &panics,
            journal: &journal,
            unmet: &self.home.of_sessions(|session| Complaint::texts(session.unmet())),
        });
        let report = match self.home.sessions().last() {
            Some(session) => session.scene.with_timeline(report),
            None => report,
        };
        match before.is_empty() {
            true => report,
            false => format!("{}\n\n{report}", before.join("\n\n")),
        }
    }

    /// Whether calls wait for the explorer to give them their turn.
    #[cfg(feature = "tokio")]
    fn await_turns(&self) -> bool {
        self.home.scheduler.as_ref().is_some_and(|scheduler| scheduler.is_awaited())
    }

    /// There is no explorer.
    #[cfg(not(feature = "tokio"))]
    fn await_turns(&self) -> bool {
        false
    }

    /// The test has failed: its doubles say nothing of what comes of that.
    pub(crate) fn fall_silent(&self) {
        self.be_silent(true);
    }

    /// Whether doubles, and panics of tasks, are to say nothing.
    pub(crate) fn be_silent(&self, is_silent: bool) {
        self.home.be_silent(is_silent);
    }

    /// What mocks have failed with that nobody has seen, or of which that is not known.
    fn failures_before(&self, is_unseen: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut lost = self.home.of_sessions(|session| session.scene.take_lost());
        let mut caught = self.home.of_sessions(|session| session.scene.take_raised());
        lost.retain(|failure| is_unseen(&failure.panic));
        // What was lost may have been raised again.
        caught.retain(|failure| is_unseen(&failure.panic) && lost.iter().all(|lost| lost.panic != failure.panic));
        let mut failures = Vec::new();
        if !lost.is_empty() {
            failures.push(report::lost_failures(&lost));
        }
        if !caught.is_empty() {
            failures.push(report::caught_failures(&caught));
        }
        failures
    }

    /// The end of a test that was stopped.
    pub(crate) fn stop(&self, verdict: Verdict, waits: &[Whereabouts]) -> Ended {
        let report = self.test_body.report.get().cloned().unwrap_or_else(|| self.explain(verdict, waits));
        // What comes next may block.
        let _the_first_counts = self.test_body.report.set(report.clone());
        Ended::Stopped(report)
    }

    /// Has waits that block the test's thread give it back.
    pub(crate) fn stop_waits(&self) {
        for session in self.home.sessions() {
            session.scene.stop();
        }
    }

    /// What doubles lack when a test is over: those that have come to their end, and if the test has come to its own, all.
    pub(crate) fn lacking_after(&self, ended: &Ended) -> Vec<String> {
        let mut lacking = self.home.of_sessions(|session| session.scene.take_put_off());
        self.verify();
        if matches!(ended, Ended::Done | Ended::Failed) {
            lacking.append(&mut self.unmet.lock());
        }
        lacking
    }

    /// Verifies what no mock has verified yet. Expectations stay: what is still to be dropped may call mocks.
    pub(crate) fn verify(&self) {
        let mut unmet = self.home.of_sessions(|session| Complaint::texts(session.verify()));
        self.unmet.lock().append(&mut unmet);
    }

    /// What the test leaves behind, before it is taken away.
    pub(crate) fn left(&self) -> Left {
        let (tasks, threads) = self.left_running();
        let GoingOn { guards, calls } = self.going_on();
        Left { tasks, threads, guards, calls, mocks: Vec::new() }
    }

    /// What is going on, and what loops that were dropped have ended.
    fn going_on(&self) -> GoingOn {
        let mut going_on = self.home.going_on();
        #[cfg(feature = "tokio")]
        going_on.extend(self.home.leftovers().1);
        report::put_in_order(&mut going_on.guards);
        report::put_in_order(&mut going_on.calls);
        going_on
    }

    fn unawaited(&self) -> Vec<Entry> {
        self.home.of_sessions(|session| session.unawaited())
    }

    /// What is found when a test is over that has left this.
    pub(crate) fn find(&self, ended: &Ended, lacking: Vec<String>, left: &Left) -> Findings {
        let failures = self.failures_before(&|panic| !ended.tells(panic));
        let mut findings = Findings { failures, warnings: Vec::new() };
        findings.failures.extend(lacking);
        // The report of a test that was stopped has them.
        if !matches!(ended, Ended::Stopped(_)) {
            findings.failures.extend(report::unseen_panics(&self.unseen_panics(ended)));
        }
        let is_done = matches!(ended, Ended::Done);
        let said = self.said;
        let of_unawaited = match ended {
            Ended::Done => self.rules.unawaited,
            // The error says enough.
            Ended::Failed => Policy::Allow,
            Ended::Panicked(_) | Ended::Stopped(_) => self.rules.unawaited.min(Policy::Warn),
        };
        findings.add(of_unawaited, &|| report::unawaited(&self.unawaited(), said));
        // A test that was broken off may leave anything behind.
        if is_done {
            findings.add(self.rules.leaks, &|| report::left(left, said));
            findings.add(self.rules.panics, &|| report::unhandled_panics(&self.unhandled_panics(), said));
        }
        // What fails need not be warned of.
        if is_done && findings.failures.is_empty() {
            findings.warnings.append(&mut self.home.of_sessions(|session| session.scene.take_warnings()));
        }
        let name = &self.name;
        for warning in &mut findings.warnings {
            *warning = format!("asyncmock: warning: {name}: {warning}");
        }
        if self.keeps_journal {
            self.keep_journal(ended, &findings);
        }
        findings
    }

    /// Keeps the journal of a test that has failed, where that is wanted.
    fn keep_journal(&self, ended: &Ended, findings: &Findings) {
        let own = match ended {
            Ended::Done => None,
            Ended::Failed => Some("the test gave an error".to_owned()),
            Ended::Panicked(panic) => Some(panic_text(&**panic)),
            Ended::Stopped(report) => Some(report.clone()),
        };
        let texts: Vec<String> = own.into_iter().chain(findings.failure()).collect();
        if texts.is_empty() {
            return;
        }
        for (index, session) in self.home.sessions().iter().enumerate() {
            // A test has another session if its clock has changed.
            let test = if index == 0 { self.name.to_string() } else { format!("{} ({})", self.name, index + 1) };
            session.keep_journal(&test, Some(&texts.join("\n\n")));
        }
    }

    /// Panics of which it is known that nobody has handled them.
    fn unseen_panics(&self, ended: &Ended) -> Vec<(String, String)> {
        let mut unseen = self.unasked_panics();
        unseen.append(&mut self.panics_beside(true));
        let of_mocks = self.ever_lost();
        unseen.retain(|(text, _)| !of_mocks.contains(text) && !ended.tells(text));
        unseen
    }

    /// Panics of which it is not known whether the test has handled them.
    fn unhandled_panics(&self) -> Vec<(String, String)> {
        let mut unhandled = self.panics_beside(false);
        let of_mocks = self.ever_lost();
        unhandled.retain(|(text, _)| !of_mocks.contains(text));
        unhandled
    }

    /// Panics beside the body, after its end or before.
    fn panics_beside(&self, is_late: bool) -> Vec<(String, String)> {
        let mut panics = Vec::new();
        for panic in self.home.panics() {
            if panic.is_late == is_late {
                panics.push((panic.text, panic.place));
            }
        }
        panics
    }

    fn ever_lost(&self) -> Vec<String> {
        self.home.of_sessions(|session| session.scene.ever_lost())
    }

    /// Whether a mock of it is somewhere still, on a thread that nothing is known of.
    fn has_mocks(&self) -> bool {
        self.home.sessions().iter().any(|session| session.mocks() > 0)
    }

    /// Whether there are tasks that were not there before, on a runtime that the harness did not make.
    pub(crate) fn has_tasks(&self) -> bool {
        alive_tasks_here() > self.tasks_before
    }

    /// Lets go of what is the user's, or the runtime's, on the thread of the test: the watchdog may be the last that has
    /// the rest.
    pub(crate) fn forget(&self) {
        self.test_body.forget_task();
        // Mocks that are left keep nothing alive.
        let _verified = self.home.of_sessions(|session| session.retire());
        self.home.forget();
    }
}

/// How many looks, a moment apart, a test that has ended takes at mocks that it has given to other threads.
#[cfg(feature = "tokio")]
const FOR_MOCKS: u32 = 200;

/// For how many milliseconds it waits for them where nobody tells what threads do.
#[cfg(not(feature = "tokio"))]
const FOR_MOCKS: u64 = 250;

#[cfg(feature = "tokio")]
impl Trial {
    /// Its threads, as the kernel numbers them, as far as they are known.
    pub(crate) fn threads(&self) -> Vec<KernelId> {
        let mut threads: Vec<KernelId> = self.thread.into_iter().collect();
        for runtime in self.home.runtimes() {
            threads.append(&mut runtime.kernel_ids());
        }
        threads
    }

    /// Waits a little for mocks that are on threads of the test's own, which may fail yet, and says which are there still.
    pub(crate) fn wait_for_mocks(&self) -> Vec<String> {
        if self.is_explored() && self.has_mocks() && !self.has_heirs() {
            // One of many runs, each of which would wait for what was leaked.
            return Vec::new();
        }
        let mut looks = Looks::new(FOR_MOCKS);
        while self.has_mocks() && looks.again() {}
        // One that is leaked, or in a `static`, is on no thread.
        match self.has_mocks() && self.has_heirs() {
            true => self.home.of_sessions(|session| session.living_mocks()),
            false => Vec::new(),
        }
    }

    /// Whether it is one run of many.
    pub(crate) fn is_explored(&self) -> bool {
        self.home.scheduler.is_some()
    }

    /// How long its thread has run, if that can be known.
    pub(crate) fn ran(&self) -> Option<u64> {
        outside::ran(self.thread?)
    }

    /// The same, if it is ready to run.
    pub(crate) fn ran_if_ready(&self) -> Option<u64> {
        outside::ran_if_ready(self.thread?)
    }

    /// Whether a thread is alive that the test has begun, as far as that can be known.
    fn has_heirs(&self) -> bool {
        outside::has_heirs(&self.threads(), self.began)
    }

    /// The threads of the process that are none of its own, nor those of a test runner.
    fn beside(&self) -> Vec<String> {
        let own = self.threads();
        let mut beside = Vec::new();
        for thread in outside::threads().unwrap_or_default() {
            if !own.contains(&thread.id) && thread.id != process::id() {
                beside.push(thread.describe());
            }
        }
        beside
    }

    /// Tasks that are alive, and how many threads are blocked.
    fn left_running(&self) -> (Vec<String>, usize) {
        let (runtimes, tasks) = (self.home.runtimes(), self.home.tasks());
        let (mut left, _) = self.home.leftovers();
        for runtime in &runtimes {
            left.append(&mut Leftover::all_of(runtime, &tasks));
        }
        if !self.is_seen
            && let Some(here) = runtime::here()
        {
            let alive = alive_tasks_here().saturating_sub(self.tasks_before);
            left.append(&mut Leftover::of_tasks(here, alive, &tasks));
        }
        let (mut tasks, mut threads) = (Vec::new(), 0);
        for left in &left {
            match left.is_task() {
                true => tasks.push(left.to_string()),
                false => threads += 1,
            }
        }
        (tasks, threads)
    }

    /// Has the tasks that are known tell where they wait.
    pub(crate) fn ask_tasks(&self) {
        for task in self.home.tasks() {
            if task.state() == TaskState::Pending {
                task.tell();
            }
        }
    }

    /// Whether some of them have not told yet.
    pub(crate) fn awaits_answers(&self) -> bool {
        self.home.tasks().iter().any(|task| task.state() == TaskState::Pending && task.is_to_tell())
    }

    fn unasked_panics(&self) -> Vec<(String, String)> {
        let mut panics = Vec::new();
        for task in &self.home.tasks() {
            if let Some(panic) = task.unseen_panic() {
                panics.push(panic);
            }
        }
        panics
    }
}

#[cfg(not(feature = "tokio"))]
impl Trial {
    pub(crate) fn ran_if_ready(&self) -> Option<u64> {
        None
    }

    pub(crate) fn wait_for_mocks(&self) -> Vec<String> {
        let until = Instant::now() + Duration::from_millis(FOR_MOCKS);
        while self.has_mocks() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        Vec::new()
    }

    fn beside(&self) -> Vec<String> {
        Vec::new()
    }

    fn left_running(&self) -> (Vec<String>, usize) {
        (Vec::new(), 0)
    }

    pub(crate) fn ask_tasks(&self) {}

    pub(crate) fn awaits_answers(&self) -> bool {
        false
    }

    fn unasked_panics(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// How many tasks there are on a runtime that the harness did not make.
fn alive_tasks_here() -> usize {
    #[cfg(feature = "tokio")]
    return runtime::alive_tasks_here().unwrap_or(0);
    #[cfg(not(feature = "tokio"))]
    0
}
