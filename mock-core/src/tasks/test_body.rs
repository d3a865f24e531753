//! The body of a test, as the harness polls it: when it was woken, whether it waits, and whether it may go on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use crate::base::caught::caught;
use crate::base::lock::Lock;
use crate::base::watchers::{self, Watchers};
use crate::tasks::inside::Entering;
use crate::tasks::whereabouts::{self, Whereabouts};

/// The waker of a body.
pub(crate) struct TestBody {
    pub(crate) trial: u64,
    /// What polls the body.
    task: Lock<Option<Arc<Waker>>>,
    /// Whether the body is to be polled.
    woken: AtomicBool,
    /// How often a poll has begun or ended: odd while the body runs.
    turns: AtomicUsize,
    /// How many of its threads wait in [`block`](TestBody::block).
    blocked: AtomicUsize,
    /// Why it is not to go on.
    verdict: OnceLock<Verdict>,
    /// Who else wants to know.
    waiting: Lock<Watchers>,
    /// Whether it is being found out where the body waits.
    is_explained: AtomicBool,
    /// The report, if it was made while the body blocked its thread.
    pub(crate) report: OnceLock<String>,
}

/// Why a test is not to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No task can run, and no timer is set.
    #[cfg(feature = "tokio")]
    Deadlock,
    /// It was explored, and more of its calls were answered than there may be in one run.
    #[cfg(feature = "tokio")]
    Endless,
    /// It takes too long, and what it did last.
    TimedOut(Doing),
}

/// What a test does that takes too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It waits.
    #[cfg(feature = "tokio")]
    Waiting,
    /// Its tasks run, and pause from time to time.
    #[cfg(feature = "tokio")]
    Running,
    /// Its tasks run, and never pause, or have not for so long.
    #[cfg(feature = "tokio")]
    Spinning { since_pause: Option<Duration> },
    /// The same, but that hardly tells: so short was its thread on a processor, of so long a time.
    #[cfg(feature = "tokio")]
    Starving { ran: Duration, of: Duration },
    /// It blocks its thread.
    Blocking,
    /// Nothing any more: it has ended after so long.
    Ended(Duration),
    /// It can't be known: the runtime is not ours.
    Unknown,
}

impl TestBody {
    pub(crate) fn new(trial: u64) -> Self {
        TestBody {
            trial,
            task: Lock::default(),
            woken: AtomicBool::new(false),
            turns: AtomicUsize::new(0),
            blocked: AtomicUsize::new(0),
            verdict: OnceLock::new(),
            waiting: Lock::default(),
            is_explained: AtomicBool::new(false),
            report: OnceLock::new(),
        }
    }

    /// Polls the body.
    pub(crate) fn poll(
        self: &Arc<Self>,
        context: &mut Context<'_>,
        body: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
    ) -> thread::Result<Poll<()>> {
        self.woken.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(self));
        let mut polled = Poll::Pending;
        self.run(&mut || polled = body(&mut Context::from_waker(&waker)))?;
        if polled.is_pending() {
            self.wait_for(context.waker());
        }
        Ok(polled)
    }

    /// Has this task woken from now on.
    fn wait_for(&self, task: &Waker) {
        let known = self.task.lock().clone();
        if known.is_some_and(|known| known.will_wake(task)) {
            return;
        }
        let new = Some(Arc::new(task.clone()));
        let _dropped_without_the_lock = std::mem::replace(&mut *self.task.lock(), new);
        // The body may have been woken when this was not known yet.
        if self.woken.load(Ordering::SeqCst) {
            task.wake_by_ref();
        }
    }

    /// Polls the body once more, which is not to go on, to see where it waits.
    pub(crate) fn look_into(
        &self,
        context: &Context<'_>,
        file: &str,
        body: &mut dyn FnMut(&mut Context<'_>) -> Poll<()>,
    ) -> Vec<Whereabouts> {
        self.is_explained.store(true, Ordering::SeqCst);
        let waits = whereabouts::look(context.waker(), file, &mut |context| {
            let mut polled = Poll::Pending;
            let _whatever_comes_of_it = self.run(&mut || polled = body(context));
        });
        self.is_explained.store(false, Ordering::SeqCst);
        waits
    }

    /// Whether it is being found out where the body waits.
    pub(crate) fn is_explained(&self) -> bool {
        self.is_explained.load(Ordering::SeqCst)
    }

    /// Runs the body, or a part of it.
    pub(crate) fn run(&self, body: &mut dyn FnMut()) -> thread::Result<()> {
        let _inside = Entering::body_of(self.trial);
        self.turns.fetch_add(1, Ordering::SeqCst);
        let ended = caught(body);
        self.turns.fetch_add(1, Ordering::SeqCst);
        ended
    }

    /// Blocks this thread in a way that the harness can end.
    pub(crate) fn block<T>(&self, wait: impl FnOnce() -> T) -> T {
        struct Ends<'r>(&'r TestBody);
        impl Drop for Ends<'_> {
            fn drop(&mut self) {
                self.0.blocked.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.blocked.fetch_add(1, Ordering::SeqCst);
        let _ends = Ends(self);
        wait()
    }

    /// How often a poll has begun or ended.
    pub(crate) fn turns(&self) -> usize {
        self.turns.load(Ordering::SeqCst)
    }

    /// Whether the body waits to be woken.
    #[cfg(feature = "tokio")]
    pub(crate) fn is_waiting(&self) -> bool {
        self.turns().is_multiple_of(2) && !self.woken.load(Ordering::SeqCst)
    }

    /// Whether the body blocks its thread in a way that the harness can end.
    pub(crate) fn is_blocked(&self) -> bool {
        self.blocked.load(Ordering::SeqCst) > 0
    }

    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.verdict.get().copied()
    }

    /// Says that the body is not to go on. The first verdict counts.
    pub(crate) fn condemn(self: &Arc<Self>, verdict: Verdict) {
        let _the_first_counts = self.verdict.set(verdict);
        self.wake_by_ref();
        let waiting = self.waiting.lock().take();
        watchers::wake(waiting);
    }

    /// Adds a task that is to be woken by the verdict.
    #[cfg(feature = "tokio")]
    pub(crate) fn watch(&self, task: Waker) -> u64 {
        self.waiting.lock().add(task)
    }

    /// Lets go of what polls the body.
    pub(crate) fn forget_task(&self) {
        let _dropped_without_the_lock = self.task.lock().take();
    }
}

impl Wake for TestBody {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        let task = self.task.lock().clone();
        if let Some(task) = task {
            task.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TestBody;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Wake, Waker};

    /// Counts how often it was woken.
    #[derive(Default)]
    struct Task(AtomicUsize);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_body_that_is_woken_while_it_runs_is_polled_again() {
        let (test_body, task) = (Arc::new(TestBody::new(1)), Arc::new(Task::default()));
        let waker = Waker::from(Arc::clone(&task));
        let mut body = None;
        let polled = test_body.poll(&mut Context::from_waker(&waker), &mut |context| {
            context.waker().wake_by_ref();
            body = Some(context.waker().clone());
            Poll::Pending
        });
        assert!(polled.is_ok_and(|polled| polled.is_pending()));
        assert_eq!(task.0.load(Ordering::SeqCst), 1, "the task was not known yet when the body was woken");
        body.expect("it was polled").wake();
        assert_eq!(task.0.load(Ordering::SeqCst), 2);
    }
}
