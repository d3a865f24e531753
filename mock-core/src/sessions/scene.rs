//! What the doubles of a session share, however long each of them lives: one order of events, one origin of time, and
//! the failures that the test has not seen yet.

use std::borrow::Cow;
use std::env;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::task::Waker;
use std::time::Duration;

use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::{Lock, thread_token};
use crate::base::thread_end;
use crate::base::watchers::{self, Watchers};
use crate::base::{brevity, catching};
#[cfg(feature = "serde")]
use crate::journal::transcript::Transcript;
use crate::pictures::timeline::LONGEST_LINE;
use crate::records::stamp::Stamp;
use crate::report::{self, Complaint, Entry, Failure};
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::note::Note;
use crate::sessions::observed::{self, Recorded};
use crate::sessions::runner::{Runner, Runners};
#[cfg(feature = "tokio")]
use crate::sessions::scheduler::SharedScheduler;
use crate::sessions::session::Session;
use crate::sessions::test_home::TestHome;
use crate::sessions::timekeeper::Timekeeper;
use crate::tasks::inside;
use crate::time::clock::{self, Instant, TestClock};

/// The next place in the order of events; 0 stands for "never". It has a cache line of its own, so that threads that
/// count do not hinder those that read what is beside it.
#[repr(align(64))]
struct Counter(AtomicU32);

/// In place of a mock, for the failures that whichever mock comes first raises again.
pub(crate) const NOBODY: u32 = 0;

/// Where a test takes place.
pub(crate) struct Scene {
    next: Counter,
    origin: Instant,
    /// A clock of the test's own, and what it showed at the origin.
    pub(crate) clock: Option<Arc<dyn TestClock>>,
    began: Duration,
    /// Whether calls are timed.
    pub(crate) timed: bool,
    /// Whether it is written down, too, who makes calls, who polls them first and when, and what becomes of expectations.
    pub(crate) is_followed: bool,
    /// Where calls wait for their turn, if the test is explored.
    #[cfg(feature = "tokio")]
    pub(crate) scheduler: Option<SharedScheduler>,
    /// Who makes calls and polls them.
    pub(crate) runners: Lock<Runners>,
    /// Whether real time is kept, too.
    keeps_time: bool,
    /// How the clock goes beside it.
    pub(super) timekeeper: Timekeeper,
    /// What happened to mocks, expectations and the clock, if it is followed.
    pub(super) notes: Lock<Vec<Note>>,
    /// The test's name, if the harness runs it.
    pub(crate) test: Option<Cow<'static, str>>,
    /// The trial that the test is under, if the harness runs it.
    trial: Option<u64>,
    /// The thread that it began on: the test's, if the harness does not run it.
    home: usize,
    /// Whether the harness has seen that nothing can run any more.
    stuck: AtomicBool,
    /// Whether it has stopped the test, as its time is up.
    stopped: AtomicBool,
    /// Failures away from the test, in a task or on another thread, where the panic may never be seen; with the mock
    /// that each is of.
    lost: Lock<Vec<(u32, Failure)>>,
    any_lost: AtomicBool,
    /// The panics of all of them, also of those that were raised again, if the harness runs the test: it sees them, too.
    ever_lost: Lock<Vec<String>>,
    /// Failures in the body of a test that the harness runs: it looks whether they have come through.
    raised: Lock<Vec<Failure>>,
    /// What doubles lacked at their end, of which the harness tells when the test is over.
    put_off: Lock<Vec<String>>,
    /// What there is to warn of, of which it tells then as well.
    warnings: Lock<Vec<String>>,
    /// Whether the test has failed, so that what comes after that comes of it, or is over.
    is_silent: AtomicBool,
    /// What mocks write down, or answer from, by their numbers.
    #[cfg(feature = "serde")]
    transcripts: Lock<Vec<(u32, Arc<Transcript>)>>,
    /// The last failure of a mock, for the page of the test.
    last_failure: Lock<Option<String>>,
    /// Whether the summary of a CI's step was told of the test.
    #[cfg(feature = "pictures")]
    is_summed_up: AtomicBool,
    /// Those who want to know of such a failure at once.
    watchers: Lock<Watchers>,
    /// The session, as long as there is one.
    session: Weak<Session>,
}

// What a clock of the user's does that panicked is its own affair: it is asked for the time.
impl UnwindSafe for Scene {}
impl RefUnwindSafe for Scene {}

/// A pointer to it, which does not drag all of it into the debug info of each mock.
pub(crate) type SharedScene = Hidden<OfScene>;

/// Names the [`Scene`].
pub(crate) struct OfScene;

impl Hides for OfScene {
    type Hidden = Scene;
}

impl Scene {
    pub(crate) fn new(session: Weak<Session>, home: Option<&TestHome>) -> Self {
        let clock = clock::current();
        let is_followed = home.is_some_and(|home| home.trial().is_some()) || journal_directory().is_some();
        let timed = timed();
        #[cfg(feature = "tokio")]
        let scheduler = home.and_then(|home| home.scheduler.clone());
        // Of thousands of runs nobody asks how long they really took.
        #[cfg(feature = "tokio")]
        let is_explored = scheduler.is_some();
        #[cfg(not(feature = "tokio"))]
        let is_explored = false;
        Scene {
            began: clock.as_ref().map(|clock| clock.now()).unwrap_or_default(),
            clock,
            session,
            watchers: Lock::default(),
            next: Counter(AtomicU32::new(1)),
            origin: Instant::now(),
            timed,
            is_followed,
            #[cfg(feature = "tokio")]
            scheduler,
            keeps_time: is_followed && timed && !is_explored,
            timekeeper: Timekeeper::new(),
            runners: Lock::default(),
            notes: Lock::default(),
            test: home.filter(|home| home.trial().is_some()).map(|home| home.name.clone()),
            trial: home.and_then(TestHome::trial),
            home: thread_token(),
            stuck: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            lost: Lock::new(Vec::new()),
            any_lost: AtomicBool::new(false),
            ever_lost: Lock::default(),
            raised: Lock::default(),
            put_off: Lock::default(),
            warnings: Lock::default(),
            is_silent: AtomicBool::new(false),
            last_failure: Lock::default(),
            #[cfg(feature = "pictures")]
            is_summed_up: AtomicBool::new(false),
            #[cfg(feature = "serde")]
            transcripts: Lock::default(),
        }
    }

    /// The place of an event that happens now.
    #[inline(always)]
    pub(crate) fn next(&self) -> u32 {
        // Relaxed: events of one thread keep their order, and those of two are ordered by what synchronised them.
        let order = self.next.0.fetch_add(1, Ordering::Relaxed);
        if self.keeps_time {
            self.timekeeper.note(order);
        }
        order
    }

    /// How many events there have been.
    #[cfg(feature = "tokio")]
    pub(crate) fn events(&self) -> u32 {
        self.next.0.load(Ordering::Relaxed)
    }

    /// What a call writes down: the time, or 0 if calls are not timed.
    #[inline(always)]
    pub(crate) fn time_of_call(&self) -> u64 {
        if self.keeps_time {
            return self.time_of_event();
        }
        if self.timed { self.now() } else { 0 }
    }

    /// What the first poll of a call writes down, if that is timed.
    #[inline(always)]
    pub(crate) fn time_of_poll(&self) -> Option<u64> {
        if self.is_followed && self.timed { Some(self.time_of_call()) } else { None }
    }

    /// Nanoseconds since the origin.
    pub(crate) fn now(&self) -> u64 {
        match &self.clock {
            None => {
                let since = Instant::now() - self.origin;
                // No test takes the centuries at which this has an end, and each call comes by here.
                since.as_secs() * 1_000_000_000 + since.subsec_nanos() as u64
            }
            Some(clock) => self.now_by(&**clock),
        }
    }

    fn now_by(&self, clock: &dyn TestClock) -> u64 {
        clock.now().saturating_sub(self.began).as_nanos().try_into().unwrap_or(u64::MAX)
    }

    /// What a mock writes down, or answers from.
    #[cfg(feature = "serde")]
    pub(crate) fn transcript(&self, mock: u32) -> Option<Arc<Transcript>> {
        let transcripts = self.transcripts.lock();
        transcripts.iter().find(|(known, _)| *known == mock).map(|(_, transcript)| Arc::clone(transcript))
    }

    #[cfg(feature = "serde")]
    pub(crate) fn add_transcript(&self, mock: u32, transcript: Transcript) {
        self.transcripts.lock().push((mock, Arc::new(transcript)));
    }

    /// This moment, written down.
    pub(crate) fn stamp(&self) -> Stamp {
        let at = Some(self.time_of_call());
        let runner = match self.is_followed {
            true => self.runners.lock().number(Runner::here(), self),
            false => 0,
        };
        Stamp { order: self.next(), at, runner }
    }

    /// Forgets what was written down beside calls: all mocks are gone, and others begin.
    pub(crate) fn forget(&self) {
        self.forget_lost();
        #[cfg(feature = "serde")]
        let _closed_without_the_lock = std::mem::take(&mut *self.transcripts.lock());
        if self.is_followed {
            self.timekeeper.forget();
            let _dropped_without_the_locks = (
                std::mem::take(&mut *self.notes.lock()),
                std::mem::take(&mut *self.runners.lock()),
                std::mem::take(&mut *self.last_failure.lock()),
            );
            #[cfg(feature = "pictures")]
            self.is_summed_up.store(false, Ordering::Relaxed);
        }
    }

    /// Whether the clock has gone back behind the origin: the runtime whose time had been advanced is gone.
    pub(crate) fn is_ahead(&self) -> bool {
        self.timed && self.clock.is_none() && Instant::now() < self.origin
    }

    /// The point in time that [`now`](Scene::now) gave as `nanos`.
    pub(crate) fn at(&self, nanos: u64) -> Instant {
        self.origin.checked_add(Duration::from_nanos(nanos)).unwrap_or(self.origin)
    }

    /// Whether this is the test itself rather than a task or thread that it has started.
    pub(crate) fn in_test(&self) -> bool {
        if let Some(trial) = self.trial {
            return inside::is_inside(trial);
        }
        #[cfg(feature = "tokio")]
        if tokio::task::try_id().is_some() {
            return false;
        }
        thread_token() == self.home
    }

    /// Keeps a mock's failure, unless the test sees it anyhow. Its body may catch it, which the harness finds out.
    pub(crate) fn lose(&self, mock: u32, failure: Failure) {
        if self.is_silent() || catching::is_catching() {
            return;
        }
        match self.in_test() {
            true if self.trial.is_some() => self.raised.lock().push(failure),
            true => {}
            false => self.lose_elsewhere(mock, failure),
        }
    }

    /// Whether the last failure that was kept is this one.
    pub(crate) fn was_last(&self, panic: &str) -> bool {
        self.raised.lock().last().is_some_and(|last| last.panic == panic)
            || self.lost.lock().last().is_some_and(|(_, last)| last.panic == panic)
    }

    /// Takes out a failure away from the test that a panic hands on.
    pub(crate) fn take_told(&self, is_told: &dyn Fn(&str) -> bool) -> Option<String> {
        let mut lost = self.lost.lock();
        let index = lost.iter().position(|(_, failure)| is_told(&failure.panic));
        let (_, told) = lost.remove(index?);
        self.any_lost.store(!lost.is_empty(), Ordering::Release);
        Some(told.panic)
    }

    /// A text with the picture of what went on, if async calls overlapped: in as many lines as there is room for.
    pub(crate) fn with_timeline(&self, text: String) -> String {
        match self.session.upgrade().and_then(|session| session.timeline(brevity::room_after(&text, LONGEST_LINE))) {
            Some(timeline) => format!("{text}\n{timeline}"),
            None => text,
        }
    }

    /// Remembers a failure for the page of the test, if it is to have one.
    pub(crate) fn remember(&self, failure: &str) {
        if journal_directory().is_some() {
            let _last = self.last_failure.lock().replace(failure.to_owned());
        }
    }

    /// The last failure of a mock.
    #[cfg(feature = "pictures")]
    pub(crate) fn last_failure(&self) -> Option<String> {
        self.last_failure.lock().clone()
    }

    /// Whether the summary of a CI's step is to be told of the test, which it is once.
    #[cfg(feature = "pictures")]
    pub(crate) fn is_to_be_summed_up(&self) -> bool {
        !self.is_summed_up.swap(true, Ordering::Relaxed)
    }

    /// Fails an assertion. One that was made in a task or on a thread is kept; in the test it is the test's own affair what
    /// becomes of it.
    #[cold]
    pub(crate) fn raise_assertion(&self, text: String, place: &'static Location<'static>) -> ! {
        let mut failure = Complaint::new(text, place);
        failure.text = self.with_timeline(failure.text);
        self.remember(&failure.text);
        match self.in_test() {
            true => catching::note_assertion(&failure.text),
            false if self.is_silent() || catching::is_catching() => {}
            false => self.lose_elsewhere(NOBODY, Failure::about(&failure)),
        }
        failure.raise()
    }

    /// The same of a panic of the user's code, which goes on as it is.
    #[cold]
    pub(crate) fn lose_panic_of_assertion(&self, by: String, panic: String) {
        catching::note(&panic);
        // It may have run what has failed itself.
        if !self.in_test() && !self.is_silent() && !catching::is_catching() && !self.was_last(&panic) {
            self.lose_elsewhere(NOBODY, Failure::by(by, panic, None));
        }
    }

    fn lose_elsewhere(&self, mock: u32, failure: Failure) {
        if self.trial.is_some() {
            self.ever_lost.lock().push(failure.panic.clone());
        }
        self.lost.lock().push((mock, failure));
        self.any_lost.store(true, Ordering::Release);
        self.wake();
    }

    /// Whether its doubles are to say nothing of what happens.
    pub(crate) fn be_silent(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::Release);
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.is_silent.load(Ordering::Acquire)
    }

    /// Whether what a double lacks that ends here and now is told when the test is over.
    pub(crate) fn ends_are_put_off(&self) -> bool {
        self.trial.is_some() && self.in_test() && !catching::is_catching()
    }

    pub(crate) fn put_off(&self, lacking: String) {
        self.put_off.lock().push(lacking);
    }

    /// Warns of something: at the end of the test, if there is somebody who knows when that is.
    pub(crate) fn warn(&self, text: String) {
        match self.trial.is_some() {
            true if self.is_silent() => {}
            true => self.warnings.lock().push(text),
            false => eprintln!("asyncmock: warning: {text}"),
        }
    }

    /// What there was to warn of.
    pub(crate) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut *self.warnings.lock())
    }

    /// What doubles have lacked that have ended.
    pub(crate) fn take_put_off(&self) -> Vec<String> {
        std::mem::take(&mut *self.put_off.lock())
    }

    /// Wakes the tasks that want to know of what is not theirs; gives whether there was any.
    fn wake(&self) -> bool {
        let watchers = self.watchers.lock().take();
        let any = !watchers.is_empty();
        watchers::wake(watchers);
        any
    }

    /// Nothing can run any more: what waits is to say so. Gives whether there was anything to wake.
    #[cfg(feature = "tokio")]
    pub(crate) fn get_stuck(&self) -> bool {
        self.stuck.store(true, Ordering::Release);
        self.wake()
    }

    /// Whether the harness runs the test.
    pub(crate) fn is_under_trial(&self) -> bool {
        self.trial.is_some()
    }

    /// Whether nothing can run any more.
    pub(crate) fn is_stuck(&self) -> bool {
        self.stuck.load(Ordering::Acquire)
    }

    /// The test's time is up: what blocks its thread is to give it back.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.wake();
    }

    /// Whether the test's time is up.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// What has failed away from the test, and was not raised again.
    pub(crate) fn take_lost(&self) -> Vec<Failure> {
        self.any_lost.store(false, Ordering::Release);
        let lost = std::mem::take(&mut *self.lost.lock());
        let mut failures = Vec::with_capacity(lost.len());
        for (_, failure) in lost {
            failures.push(failure);
        }
        failures
    }

    /// What has failed in the test's body.
    pub(crate) fn take_raised(&self) -> Vec<Failure> {
        std::mem::take(&mut *self.raised.lock())
    }

    /// What has ever failed away from the test.
    pub(crate) fn ever_lost(&self) -> Vec<String> {
        self.ever_lost.lock().clone()
    }

    /// Adds a task that is to be woken by the next failure away from the test.
    pub(crate) fn watch(&self, waker: Waker) -> u64 {
        self.watchers.lock().add(waker)
    }

    /// Takes such a task out.
    pub(crate) fn unwatch(&self, number: u64) -> Option<Waker> {
        self.watchers.lock().remove(number)
    }

    /// The methods of its session's mocks, as far as they were used.
    pub(crate) fn methods(&self) -> Vec<Arc<dyn Recorded>> {
        self.session.upgrade().map(|session| session.methods()).unwrap_or_default()
    }

    /// The guards of the session that no method is known to give.
    pub(crate) fn lone_guards(&self) -> Vec<Arc<GuardRecord>> {
        self.session.upgrade().map(|session| session.lone_guards()).unwrap_or_default()
    }

    /// The journal of the session, with the calls of some methods, which it may have forgotten.
    pub(crate) fn journal_with(&self, methods: &[&dyn Recorded]) -> Vec<Entry> {
        let mut entries = self.session.upgrade().map(|session| session.entries()).unwrap_or_default();
        for method in methods {
            entries.append(&mut method.all());
        }
        report::put_in_order_once(&mut entries);
        entries
    }

    /// What methods of the session were called but for some, and what guards all of them gave. Of arguments those are shown that it
    /// takes no code of the user's to print: that may wait for what whoever fails here holds.
    pub(crate) fn journal_beside(&self, is_known: &dyn Fn(&Arc<dyn Recorded>) -> bool) -> Vec<Entry> {
        let mut entries = Vec::new();
        for method in self.methods() {
            if !is_known(&method) {
                entries.append(&mut method.entries_in_brief());
            }
            entries.append(&mut observed::entries_of(&method.guards()));
        }
        entries.append(&mut observed::entries_of(&self.lone_guards()));
        report::put_in_order_once(&mut entries);
        entries
    }

    /// Forgets the failures of [`NOBODY`]. Those of mocks may still be raised by a view.
    fn forget_lost(&self) {
        if self.any_lost.load(Ordering::Acquire) {
            let mut lost = self.lost.lock();
            lost.retain(|(of, _)| *of != NOBODY);
            self.any_lost.store(!lost.is_empty(), Ordering::Release);
        }
    }

    /// Raises again what a mock has lost, once, if this is the test.
    #[inline]
    #[track_caller]
    pub(crate) fn raise_lost(&self, mock: u32) {
        if self.any_lost.load(Ordering::Acquire) {
            self.raise_those_lost(&|of| of == mock || of == NOBODY);
        }
    }

    /// Raises again whatever was lost, once, if this is the test.
    #[track_caller]
    pub(crate) fn raise_all_lost(&self) {
        if self.any_lost.load(Ordering::Acquire) {
            self.raise_those_lost(&|_| true);
        }
    }

    #[cold]
    #[track_caller]
    fn raise_those_lost(&self, is_wanted: &dyn Fn(u32) -> bool) {
        if std::thread::panicking() || !self.in_test() {
            return;
        }
        let mut failures = Vec::new();
        {
            let mut lost = self.lost.lock();
            lost.retain_mut(|(of, failure)| {
                let stays = !is_wanted(*of);
                if !stays {
                    failures.push(std::mem::take(failure));
                }
                stays
            });
            self.any_lost.store(!lost.is_empty(), Ordering::Release);
        }
        if !failures.is_empty() {
            let text = report::lost_failures(&failures);
            if thread_end::is_reached() {
                report::print_uncaptured(&report::too_late(&text));
                return;
            }
            let place = failures.iter().find_map(|failure| failure.place).unwrap_or_else(|| Location::caller());
            for failure in failures {
                self.lose(NOBODY, failure);
            }
            Complaint::new(text, place).raise();
        }
    }
}

/// Whether calls are timed: unless `ASYNCMOCK_CLOCK=off`, for load tests that count instructions.
fn timed() -> bool {
    static TIMED: OnceLock<bool> = OnceLock::new();
    *TIMED.get_or_init(|| env::var_os("ASYNCMOCK_CLOCK").is_none_or(|clock| clock != "off"))
}

/// Where the journals of failed tests are written to: `ASYNCMOCK_JOURNAL`.
pub(crate) fn journal_directory() -> Option<&'static Path> {
    static DIRECTORY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let directory =
        DIRECTORY.get_or_init(|| env::var_os("ASYNCMOCK_JOURNAL").filter(|name| !name.is_empty()).map(PathBuf::from));
    directory.as_deref()
}
