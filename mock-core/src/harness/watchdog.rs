//! The watchdog: one thread that looks at every test that the harness runs, many times a second, and stops those whose
//! time is up, and those in which nothing can run any more.
//!
//! A test's limit is real time. How long nothing may happen is counted in looks instead: on a busy machine looks come late,
//! and so patience grows with what a thread has to wait for its turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{mem, process, thread};

use crate::base;
use crate::base::caught::{caught, panic_text};
use crate::base::debugger;
use crate::base::lock::Lock;
use crate::harness::hang;
use crate::harness::stalemate::Stalemate;
use crate::harness::trial::Trial;
use crate::report;
use crate::sessions::panics;
use crate::tasks::test_body::{Doing, Verdict};

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// After how many looks it sees to it that panics are noticed, which another hook may keep from us.
const LISTEN_EVERY: usize = 8;

/// How many looks a test that was stopped may go on without getting any further.
const GRACE: u32 = 200;

/// How many more while it is being explained: a machine that is busy takes long to name the frames of a backtrace.
const TO_EXPLAIN: u32 = 2000;

/// How many looks its tasks have to tell where they wait, if its time is up: some may never be polled again.
const TO_ANSWER: u32 = 8;

/// How many looks it may have waited for a processor without getting any further: the kernel may keep account badly.
const TO_BE_STARVED: u32 = 2400;

/// How long it stays when there is no test.
const LINGER: Duration = Duration::from_secs(1);

/// Tests that it has not seen yet.
static NEW: Lock<Vec<Arc<Watch>>> = Lock::new(Vec::new());

/// Whether there is a thread that looks. It says that there is none under the lock of [`NEW`], when that is empty.
static IS_AWAKE: AtomicBool = AtomicBool::new(false);

/// Has a test watched, until this is dropped.
pub(crate) struct Watched(Arc<Watch>);

/// What is watched.
struct Watch {
    trial: Lock<Arc<Trial>>,
    is_over: AtomicBool,
}

impl Watched {
    pub(crate) fn new(trial: &Arc<Trial>) -> Self {
        let watched = Arc::new(Watch { trial: Lock::new(Arc::clone(trial)), is_over: AtomicBool::new(false) });
        NEW.lock().push(Arc::clone(&watched));
        if !IS_AWAKE.swap(true, Ordering::SeqCst) {
            let thread = base::thread::spawn_helper("asyncmock-watchdog", Box::new(watch));
            if thread.is_err() {
                IS_AWAKE.store(false, Ordering::SeqCst);
            }
            thread.expect("a thread for time limits can be started");
        }
        Watched(watched)
    }

    /// Has another run of the test watched from now on.
    #[cfg(feature = "tokio")]
    pub(crate) fn turn_to(&self, trial: &Arc<Trial>) {
        let _dropped_without_the_lock = mem::replace(&mut *self.0.trial.lock(), Arc::clone(trial));
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::SeqCst);
    }
}

/// Looks, until there has been nothing to look at for a while.
fn watch() {
    let mut watches: Vec<Watching> = Vec::new();
    let mut last_needed = Instant::now();
    let mut looks = 0_usize;
    loop {
        thread::sleep(LOOK_EVERY);
        looks += 1;
        if looks.is_multiple_of(LISTEN_EVERY) && !watches.is_empty() {
            panics::notice();
        }
        let new = mem::take(&mut *NEW.lock());
        for watch in new {
            let trial = watch.trial.lock().clone();
            watches.push(Watching { watch, trial, attention: Attention::default() });
        }
        let mut index = 0;
        while index < watches.len() {
            if !watches[index].watch.is_over.load(Ordering::SeqCst) {
                index += 1;
            } else {
                let mut over = Some(watches.remove(index));
                unharmed(&mut || drop(over.take()));
            }
        }
        if !watches.is_empty() {
            last_needed = Instant::now();
        }
        if last_needed.elapsed() > LINGER {
            let new = NEW.lock();
            if new.is_empty() {
                IS_AWAKE.store(false, Ordering::SeqCst);
                return;
            }
        }
        for watching in &mut watches {
            if !unharmed(&mut || watching.look()) {
                watching.attention = Attention::default();
            }
        }
    }
}

/// What it watches, and what it remembers of that.
struct Watching {
    watch: Arc<Watch>,
    trial: Arc<Trial>,
    attention: Attention,
}

impl Watching {
    fn look(&mut self) {
        let trial = self.watch.trial.lock().clone();
        if !Arc::ptr_eq(&trial, &self.trial) {
            self.attention = Attention::default();
            self.trial = trial;
        }
        self.attention.look(&self.trial);
    }
}

/// Does something that may panic, as tokio may, and what tests leave behind: others are to be watched nevertheless. Gives
/// whether it did not panic.
fn unharmed(work: &mut dyn FnMut()) -> bool {
    caught(work).is_ok()
}

/// What the watchdog remembers of a test.
#[derive(Default)]
struct Attention {
    stalemate: Stalemate,
    /// What is known of it since it was stopped.
    stopped: Option<Stopped>,
    /// For how many looks its tasks have been asked where they wait.
    asked: Option<u32>,
}

/// What the watchdog remembers of a test that was stopped.
struct Stopped {
    /// How far it has got.
    progress: usize,
    /// For how many looks it has got no further, but for those at which its thread waited for a processor.
    looks: u32,
    /// At how many it waited.
    starved: u32,
    /// How long that thread has run, if it is ready to.
    ran: Option<u64>,
}

impl Stopped {
    fn new(progress: usize) -> Self {
        Stopped { progress, looks: 0, starved: 0, ran: None }
    }

    fn look(&mut self, progress: usize, ran: Option<u64>) {
        let is_starved = ran.is_some() && ran == self.ran && self.starved < TO_BE_STARVED;
        if progress != self.progress {
            *self = Stopped::new(progress);
        } else if is_starved {
            self.starved += 1;
        } else {
            self.looks += 1;
        }
        self.ran = ran;
    }
}

impl Attention {
    fn look(&mut self, trial: &Trial) {
        if let Some(stopped) = &mut self.stopped {
            stopped.look(trial.progress(), trial.ran_if_ready());
            let grace = if trial.test_body.is_explained() { GRACE + TO_EXPLAIN } else { GRACE };
            if stopped.looks >= grace && trial.holds_its_thread() {
                abort(trial);
            }
            return;
        }
        let is_late = trial.deadline().is_some_and(|deadline| Instant::now() >= deadline);
        let verdict = match self.stalemate.look(trial) {
            Some(deadlock) => Some(deadlock),
            None if !is_late || debugger::is_attached() => None,
            None => match &mut self.asked {
                None => {
                    trial.ask_tasks();
                    self.asked = Some(0);
                    None
                }
                Some(looks) if *looks < TO_ANSWER && trial.awaits_answers() => {
                    *looks += 1;
                    None
                }
                Some(_) => Some(Verdict::TimedOut(self.stalemate.doing(trial))),
            },
        };
        if let Some(verdict) = verdict {
            self.stopped = Some(Stopped::new(trial.progress()));
            if trial.test_body.is_blocked() {
                // What is going on ends with it, so it is told now.
                let _the_first_counts = trial.test_body.report.set(explain(trial, verdict));
            }
            trial.test_body.condemn(verdict);
            // They are to find the verdict when they come back.
            if trial.test_body.is_blocked() {
                trial.stop_waits();
            }
        }
    }
}

/// Explains a verdict on this thread. It asks the user's types for texts, which may panic.
fn explain(trial: &Trial, verdict: Verdict) -> String {
    let mut text = String::new();
    match caught(&mut || text = trial.explain(verdict, &[])) {
        Ok(()) => text,
        Err(panic) => panic_text(&*panic),
    }
}

/// The last resort.
fn abort(trial: &Trial) {
    if debugger::is_attached() {
        return;
    }
    let known = trial.test_body.report.get().cloned();
    let report = known.unwrap_or_else(|| explain(trial, Verdict::TimedOut(Doing::Blocking)));
    let text = hang::abort(&trial.name, &report);
    report::print_uncaptured(&text);
    process::abort();
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use super::{Stopped, TO_BE_STARVED, Watched};
    use crate::harness::limit::Limit;
    use crate::harness::policy::Policy;
    use crate::harness::trial::{Rules, Trial};
    use std::panic::Location;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Wake, Waker};
    use std::thread;
    use std::time::{Duration, Instant};

    #[test]
    fn a_look_counts_unless_the_test_got_further_or_waited_for_a_processor() {
        let mut stopped = Stopped::new(7);
        let mut looks = |progress, ran| {
            stopped.look(progress, ran);
            stopped.looks
        };
        assert_eq!((looks(7, None), looks(7, None)), (1, 2), "it sleeps");
        assert_eq!((looks(7, Some(50)), looks(7, Some(60))), (3, 4), "it runs");
        assert_eq!((looks(7, Some(60)), looks(7, Some(60))), (4, 4), "it waits for a processor");
        assert_eq!((looks(8, Some(60)), looks(8, None)), (0, 1), "it got further");
        looks(8, Some(70));
        let last = (0..TO_BE_STARVED).map(|_| looks(8, Some(70))).last();
        assert_eq!((last, looks(8, Some(70))), (Some(2), 3), "nobody waits for so long");
    }

    /// Panics when it is dropped.
    struct Left(Arc<AtomicBool>);

    impl Wake for Left {
        fn wake(self: Arc<Self>) {}
    }

    impl Drop for Left {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
            panic!("dropped by the watchdog");
        }
    }

    fn trial(duration: Duration) -> Arc<Trial> {
        let [leaks, unawaited, panics] = [Policy::Allow; 3];
        let limit = Some(Limit { text: None, duration });
        let rules = Rules { leaks, unawaited, panics, sees_deadlocks: true, stall: None, limit };
        Trial::new("a_test", Location::caller(), rules, false)
    }

    #[test]
    fn what_a_test_leaves_behind_does_not_end_the_watchdog() {
        let was_dropped = Arc::new(AtomicBool::new(false));
        let left = trial(Duration::from_secs(60));
        left.test_body.watch(Waker::from(Arc::new(Left(Arc::clone(&was_dropped)))));
        drop(Watched::new(&left));
        drop(left);
        let late = trial(Duration::ZERO);
        let _watched = Watched::new(&late);
        let begun = Instant::now();
        while !was_dropped.load(Ordering::SeqCst) || late.test_body.verdict().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody looks at the test that is late");
            thread::sleep(Duration::from_millis(1));
        }
    }
}
