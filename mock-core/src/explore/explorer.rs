//! How a test is to be explored.

use std::borrow::Cow;
use std::env;
use std::fmt::Debug;
use std::future::Future;
use std::panic::Location;
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::explore::counterexample::Counterexample;
use crate::explore::frontier::Shard;
use crate::explore::jobs::{Role, next_number};
use crate::explore::report::Report;
use crate::explore::run::{Attempt, Subject};
use crate::explore::saved::Saved;
use crate::explore::search::{Search, Strategy};
use crate::harness::limit::Limit;
use crate::harness::policy::Policy;
use crate::harness::supervised::Unfinished;
use crate::harness::trial::Rules;
use crate::report::{self, Complaint, Said};
use crate::schedule::token;
use crate::sessions::panics;
use crate::sessions::scheduler::Branching;

/// Runs a test under every order in which its mocked calls can come to their end, and fails with the first in which it fails.
///
/// A mocked `async` call that was polled waits. When nothing else can run, one of those that wait is answered: which one is the
/// choice. What comes first is the order in which they were polled, then the orders that depart from it once, then twice, so that
/// the first that fails is one that departs as little as can be. The clock is paused, and moves when no call waits.
///
/// ```
/// use asyncmock::{Explore, automock};
///
/// #[automock]
/// trait Search {
///     async fn find(&self, text: &str) -> String;
/// }
///
/// let report = Explore::new().run(|| async {
///     let search = MockSearch::new();
///     search.expect_find().returning(|text| text.to_uppercase());
///     let (first, second) = futures::join!(search.find("a"), search.find("ab"));
///     assert_eq!((&*first, &*second), ("A", "AB"));
/// });
/// assert_eq!(report.schedules(), 2);
/// assert!(report.exhausted());
/// ```
///
/// With `ASYNCMOCK_SCHEDULE` in the environment, as failures tell it, a test is run once. `ASYNCMOCK_SHARD=2/8` runs the second
/// of eight parts of each search. With `ASYNCMOCK_JOBS=4` a search is done by four processes, in each of which the test runner runs
/// the test that has begun it, with a part of the schedules, and [`max_schedules`](Explore::max_schedules) of these at the most.
#[derive(Clone, Debug)]
#[must_use = "nothing is run until `run`"]
pub struct Explore {
    name: Option<Cow<'static, str>>,
    max_schedules: usize,
    bound: Option<u32>,
    branching: Branching,
    max_calls: usize,
    random: Option<(u64, usize)>,
    shard: Option<Shard>,
    /// A schedule, as it was given.
    replay: Option<Cow<'static, str>>,
    checks_determinism: bool,
    leaks: Option<Policy>,
    unawaited: Option<Policy>,
    panics: Option<Policy>,
    timeout: Option<(Option<&'static str>, Duration)>,
}

/// What the explorer may do to the code under test: [`Explore::faults`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A task that [`rt::spawn`](crate::rt::spawn) has started is aborted, at a step at which a call would be answered.
    Cancel,
}

/// How many schedules are run at the most if nothing is said.
const MAX_SCHEDULES: usize = 10_000;

/// How many calls are answered in one run at the most if nothing is said.
const MAX_CALLS: usize = 10_000;

impl Default for Explore {
    fn default() -> Self {
        Explore::new()
    }
}

impl Explore {
    /// Every order, up to 10,000 of them.
    pub const fn new() -> Self {
        Explore {
            name: None,
            max_schedules: MAX_SCHEDULES,
            bound: None,
            branching: Branching { time: 0, aborts_tasks: false, replies_apart: false },
            max_calls: MAX_CALLS,
            random: None,
            shard: None,
            replay: None,
            checks_determinism: false,
            leaks: None,
            unawaited: None,
            panics: None,
            timeout: None,
        }
    }

    /// One schedule alone, as a failure tells it: a regression test.
    ///
    /// It goes as far as it fits; from there on what comes first is picked, and stderr says so.
    ///
    /// ```
    /// use asyncmock::{Explore, explore};
    ///
    /// let report = Explore::replay("am1:1").run(|| async { explore::choose(["hit", "miss"]) });
    /// assert!(report.table().contains(r#""miss""#));
    /// ```
    ///
    /// # Panics
    ///
    /// When it is run, if that is no schedule: `` `0.1` is no schedule: one begins with `am1:`, as in `am1:0.T.1` ``.
    pub fn replay(schedule: impl Into<Cow<'static, str>>) -> Self {
        Explore { replay: Some(schedule.into()), ..Explore::new() }
    }

    /// Runs so many schedules at the most. If there are more, the last quarter of these are picked at random, and stderr says
    /// what was run.
    pub const fn max_schedules(mut self, count: usize) -> Self {
        self.max_schedules = count;
        self
    }

    /// Runs the schedules alone that depart so often, at the most, from the order in which calls were polled.
    pub const fn bound(mut self, departures: u32) -> Self {
        self.bound = Some(departures);
        self
    }

    /// Lets time pass though calls wait, so often at the most in each run: timers are due before an answer comes, and timeouts
    /// are over.
    pub const fn time(mut self, times: usize) -> Self {
        self.branching.time = times;
        self
    }

    /// Gives each call two turns: it arrives, when its answer is run, to its end if it is a future, and its reply comes at another
    /// time. So what a server has
    /// done may be overtaken on its way back. There are many more orders then: (2k)! / 2ᵏ of k calls at once.
    ///
    /// Taken from the recipe for fast-check's scheduler that has a server's work and its reply apart.
    ///
    /// ```
    /// use asyncmock::{Explore, automock};
    ///
    /// #[automock]
    /// trait Search {
    ///     async fn find(&self, text: &str) -> String;
    /// }
    ///
    /// let report = Explore::new().replies_apart().run(|| async {
    ///     let search = MockSearch::relaxed();
    ///     futures::join!(search.find("a"), search.find("ab"));
    /// });
    /// assert_eq!(report.schedules(), 6);
    /// ```
    pub const fn replies_apart(mut self) -> Self {
        self.branching.replies_apart = true;
        self
    }

    /// Has such faults happen in some of the runs, as they may in any system.
    ///
    /// ```
    /// use asyncmock::{Explore, automock, explore::Fault, rt};
    /// use std::sync::Arc;
    ///
    /// #[automock]
    /// trait Bank: Send + Sync {
    ///     async fn withdraw(&self, amount: u32);
    /// }
    ///
    /// let report = Explore::new().faults([Fault::Cancel]).run(|| async {
    ///     let bank = Arc::new(MockBank::new());
    ///     bank.expect_withdraw().returning(|_| ());
    ///     let task = rt::spawn(async move { bank.withdraw(10).await });
    ///     task.await.is_ok()
    /// });
    /// assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     true\n      1  am1:C0    false\n");
    /// ```
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        for fault in faults {
            match fault {
                Fault::Cancel => self.branching.aborts_tasks = true,
            }
        }
        self
    }

    /// Takes a run in which more calls than this are answered for one without an end; otherwise 10,000.
    pub const fn max_calls(mut self, count: usize) -> Self {
        self.max_calls = count;
        self
    }

    /// Runs so many schedules that are picked at random, rather than all: half of them with any call next, half with priorities
    /// that fall at times (probabilistic concurrency testing). A seed stands for the same schedules for ever.
    pub const fn random(mut self, seed: u64, runs: usize) -> Self {
        self.random = Some((seed, runs));
        self
    }

    /// Runs one part of so many of the search, counted from 1; `ASYNCMOCK_SHARD` does so for all searches.
    ///
    /// # Panics
    ///
    /// If there is no such part: `a search of 2 parts has no part 3: they are counted from 1`.
    #[track_caller]
    pub fn shard(mut self, number: u32, of: u32) -> Self {
        if number == 0 || number > of {
            report::raise(format!("a search of {of} parts has no part {number}: they are counted from 1"));
        }
        self.shard = Some(Shard { number, of });
        self
    }

    /// Runs each schedule twice, and fails if they differ: the test depends on more than the order of calls.
    pub const fn check_determinism(mut self) -> Self {
        self.checks_determinism = true;
        self
    }

    /// Fails for what a run leaves behind: tasks that are alive, guards that are held, calls that are pending.
    pub const fn deny_leaks(self) -> Self {
        self.leaks(Policy::Deny)
    }

    /// Fails for calls that were never awaited.
    pub const fn deny_unawaited(self) -> Self {
        self.unawaited(Policy::Deny)
    }

    /// Fails for panics of tasks, though the test may have handled them.
    pub const fn deny_panics(self) -> Self {
        self.panics(Policy::Deny)
    }

    /// Gives each run another time limit, of real time, than 60 seconds.
    pub const fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some((None, limit));
        self
    }

    /// Runs the test, over and over: mocks, and all else that it changes, are made inside. What a body gives is an outcome, which
    /// the report tells.
    ///
    /// # Panics
    ///
    /// With the first failure: what it is, the order of calls that leads to it, the nearest order that passes, and how it is run
    /// again. Inside of a runtime: `Explore::run at tests/cat.rs:7 makes runtimes of its own, so it can't be run in one`.
    #[track_caller]
    pub fn run<T: Debug, F: Future<Output = T>>(self, body: impl Fn() -> F) -> Report {
        self.run_to(body, |_| false)
    }

    /// The same of a test that may give an error, which is told by a function.
    #[doc(hidden)]
    #[track_caller]
    pub fn run_to<T: Debug, F: Future<Output = T>>(self, body: impl Fn() -> F, has_failed: fn(&T) -> bool) -> Report {
        match self.search(body, has_failed) {
            Ok(report) => report,
            Err(found) => Complaint::new(found.to_string(), Location::caller()).raise(),
        }
    }

    /// The same, but a schedule in which the test fails is a value: to show that a bug is found, say.
    ///
    /// ```
    /// use asyncmock::{Explore, automock};
    /// use std::cell::Cell;
    ///
    /// #[automock]
    /// trait Search {
    ///     async fn find(&self, number: u32) -> u32;
    /// }
    ///
    /// let found = Explore::new().try_run(|| async {
    ///     let (search, shown) = (MockSearch::new(), Cell::new(0));
    ///     search.expect_find().returning(|number| number);
    ///     let show = async |number| shown.set(search.find(number).await);
    ///     futures::join!(show(1), show(2));
    ///     assert_eq!(shown.get(), 2, "the newest answer is shown");
    /// });
    /// let found = found.unwrap_err();
    /// assert!(found.to_string().starts_with("assertion `left == right` failed: the newest answer is shown"));
    /// assert_eq!((found.schedule(), found.departures(), found.steps()), ("am1:1", 1, 2));
    /// assert_eq!(found.schedules(), 2);
    /// ```
    ///
    /// # Errors
    ///
    /// The first schedule that fails.
    ///
    /// # Panics
    ///
    /// As [`run`](Explore::run), but for that: if the test depends on more than its schedule, or has not done what it is to do
    /// [`sometimes`](crate::explore::sometimes).
    #[track_caller]
    pub fn try_run<T: Debug, F: Future<Output = T>>(self, body: impl Fn() -> F) -> Result<Report, Counterexample> {
        self.search(body, |_| false)
    }

    #[track_caller]
    fn search<T: Debug, F: Future<Output = T>>(
        self,
        body: impl Fn() -> F,
        has_failed: fn(&T) -> bool,
    ) -> Result<Report, Counterexample> {
        let body = &body;
        self.search_erased(&|run| {
            // The closure may make mocks as well.
            let mut unfinished = Unfinished::new(Box::pin(async move { body().await }), has_failed);
            run(&mut unfinished);
            unfinished.output.as_ref().map(|output| format!("{output:?}"))
        })
    }

    #[track_caller]
    fn search_erased(self, attempt: &Attempt<'_>) -> Result<Report, Counterexample> {
        let place = Location::caller();
        if Handle::try_current().is_ok() {
            report::raise(format!(
                "Explore::run at {} makes runtimes of its own, so it can't be run in one: call it in a test without `async`, or \
                 write `#[asyncmock::test(explore)]`",
                report::place(place)
            ));
        }
        panics::notice();
        let name = self.name.clone().unwrap_or_else(|| {
            let thread = thread::current();
            thread.name().map_or(Cow::Borrowed("the test"), |name| Cow::Owned(name.to_owned()))
        });
        let limit = self.timeout.map(|(text, duration)| Limit { text, duration });
        let rules = Rules::of(self.leaks, self.unawaited, self.panics, limit);
        let mut subject = Subject::new(name, place, rules, attempt);
        (subject.branching, subject.calls) = (self.branching, self.max_calls);
        if let Some((_, within_its_crate)) = self.name.as_deref().and_then(|name| name.split_once("::")) {
            (subject.filter, subject.said) = (Cow::Owned(within_its_crate.to_owned()), Said::InAttribute);
        }
        subject.settings = self.settings();
        let strategy = self.strategy();
        let number = next_number(&subject.filter);
        let role = Role::of(&subject.filter, number);
        let what = format!("{} {strategy:?}{}", subject.filter, subject.settings);
        let saved = Saved::of(&subject.filter, number, what);
        Search::new(subject, strategy, self.checks_determinism, saved).run_as(role)
    }

    /// What else was said that a schedule depends on, as it is written.
    fn settings(&self) -> String {
        let mut settings = String::new();
        if self.branching.time > 0 {
            settings.push_str(&format!(".time({})", self.branching.time));
        }
        if self.branching.replies_apart {
            settings.push_str(".replies_apart()");
        }
        if self.branching.aborts_tasks {
            settings.push_str(".faults([Fault::Cancel])");
        }
        let policies = [(self.leaks, "leaks"), (self.unawaited, "unawaited"), (self.panics, "panics")];
        for (policy, what) in policies {
            if policy == Some(Policy::Deny) {
                settings.push_str(&format!(".deny_{what}()"));
            }
        }
        settings
    }

    /// Which schedules are to be run, as the environment and this say.
    #[track_caller]
    fn strategy(&self) -> Strategy {
        let from_env = |name: &str| env::var(name).ok().filter(|text| !text.trim().is_empty());
        let schedule = from_env("ASYNCMOCK_SCHEDULE").map(Cow::Owned).or_else(|| self.replay.clone());
        if let Some(schedule) = schedule {
            return match token::read(&schedule) {
                Ok(picks) => Strategy::Replay(picks),
                Err(text) => report::raise(text),
            };
        }
        if let Some((seed, runs)) = self.random {
            return Strategy::Random { seed, runs };
        }
        let shard = self.shard.or_else(|| from_env("ASYNCMOCK_SHARD").map(|text| shard_of(&text)));
        Strategy::All { most: self.max_schedules, bound: self.bound, shard: shard.unwrap_or(Shard::ALL) }
    }
}

/// For the attribute.
#[doc(hidden)]
impl Explore {
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = Some(Cow::Borrowed(name));
        self
    }

    pub const fn leaks(mut self, policy: Policy) -> Self {
        self.leaks = Some(policy);
        self
    }

    pub const fn unawaited(mut self, policy: Policy) -> Self {
        self.unawaited = Some(policy);
        self
    }

    pub const fn panics(mut self, policy: Policy) -> Self {
        self.panics = Some(policy);
        self
    }

    /// The time limit as it was written, and in nanoseconds.
    pub const fn limit(mut self, text: &'static str, nanos: u64) -> Self {
        self.timeout = Some((Some(text), Duration::from_nanos(nanos)));
        self
    }
}

/// Reads `2/8`.
#[track_caller]
fn shard_of(text: &str) -> Shard {
    Shard::read(text).unwrap_or_else(|| {
        report::raise(format!("ASYNCMOCK_SHARD: `{text}` is no part of a search; write `2/8` for the second of eight"))
    })
}
