//! Drives one run of a test that is explored: its body runs until nothing can, then one of the calls that wait is given its turn,
//! and so on to the end.
//!
//! tokio says when its only thread is about to sleep. Whoever is woken then keeps it awake, so that a paused clock does not move:
//! it moves when no call waits, or when that is picked.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::{Sleep, sleep};

use crate::explore::inside;
use crate::harness::findings::Ended;
use crate::harness::supervised::{Body, Supervised};
use crate::harness::trial::Trial;
use crate::sessions::runtime_probe::SharedProbe;
use crate::sessions::scheduler::{NextUp, SharedScheduler};
use crate::tasks::test_body::Verdict;
use crate::time::alarm::Alarm;

/// A timer that is due after all others.
const LAST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// How long to wait, in real time, until the next look at threads that do blocking work.
const A_MOMENT: Duration = Duration::from_millis(1);

/// How a run goes on when no call waits and no timer is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtDeadEnd {
    /// It is left to the harness, which looks whether anything in the process could go on yet.
    Ask,
    /// It has ended: the same was found to be a deadlock before.
    Stop,
}

/// One run, which gives how it has ended; `None` if it is not to count.
pub(crate) struct Driver<'d> {
    pub(crate) trial: &'d Arc<Trial>,
    pub(crate) body: &'d mut dyn Body,
    pub(crate) scheduler: &'d SharedScheduler,
    pub(crate) probe: &'d SharedProbe,
    pub(crate) at_dead_end: AtDeadEnd,
    /// How many turns there may be.
    pub(crate) turns: usize,
    pub(crate) state: State,
}

/// How far it has come.
#[derive(Default)]
pub(crate) struct State {
    /// How often nothing could run when it was asked last to be told of the next time.
    asked: Option<usize>,
    /// Whether others had their turn, who wanted to know it as well.
    has_given_way: bool,
    /// Set while time passes; whether that was picked, though calls waited.
    passing: Option<Passing>,
    ended: Option<Ended>,
    alarm: Option<Alarm>,
}

struct Passing {
    end: Pin<Box<Sleep>>,
    was_picked: bool,
}

impl Future for Driver<'_> {
    type Output = Option<Ended>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Ended>> {
        let this = &mut *self;
        let times = this.probe.settling().times();
        let is_at_rest = this.state.asked.is_some_and(|asked| asked != times);
        let is_body_due = this.state.ended.is_none() && this.is_body_due();
        if is_body_due {
            this.poll_body(context);
            this.state.passing = None;
        }
        if this.state.ended.is_some() && this.probe.alive_tasks() == 0 {
            return Poll::Ready(this.state.ended.take());
        }
        if let Some(passing) = &mut this.state.passing {
            if passing.end.as_mut().poll(context).is_ready() {
                return this.at_dead_end();
            }
            this.state.passing = None;
        }
        if !is_at_rest {
            return this.ask(times, is_body_due, context);
        }
        if (is_body_due || this.probe.settling().told() > 1) && !this.state.has_given_way {
            // Somebody else was told as well, and runs now: once, as it may want to be told again and again.
            this.state.has_given_way = true;
            return this.ask(times, true, context);
        }
        this.state.has_given_way = false;
        if this.probe.blocking_threads() > 0 {
            // They may yet wake a task.
            this.state.alarm = Some(Alarm::set(Instant::now() + A_MOMENT, context.waker()));
            this.state.asked = None;
            return Poll::Pending;
        }
        this.at_rest(times, context)
    }
}

impl Driver<'_> {
    fn poll_body(&mut self, context: &mut Context<'_>) {
        let supervised = &mut Supervised { trial: self.trial, body: self.body };
        let Poll::Ready(mut ended) = Pin::new(supervised).poll(context) else { return };
        if let Ended::Stopped(report) = &mut ended {
            // Before tasks go on, for which the body has held something.
            for name in self.scheduler.watched() {
                report.push_str(&format!("\n  explore::watch: a task waits for {name}"));
            }
        }
        if let (Ended::Done, Some(panic)) = (&ended, inside::broken_invariant()) {
            self.trial.fall_silent();
            ended = Ended::Panicked(panic);
        }
        self.state.ended = Some(ended);
    }

    /// Whether the body is to be polled.
    fn is_body_due(&self) -> bool {
        let test_body = &self.trial.test_body;
        test_body.turns() == 0 || !test_body.is_waiting() || test_body.verdict().is_some()
    }

    /// Has itself told when nothing can run next; again, if it was told, or others may run now.
    fn ask(&mut self, times: usize, again: bool, context: &Context<'_>) -> Poll<Option<Ended>> {
        if again && self.state.asked == Some(times) {
            // It will be.
            return Poll::Pending;
        }
        if again || self.state.asked.is_none() {
            self.probe.settling().add(context.waker().clone());
            self.state.asked = Some(times);
        }
        Poll::Pending
    }

    /// Nothing can run.
    fn at_rest(&mut self, times: usize, context: &mut Context<'_>) -> Poll<Option<Ended>> {
        self.state.asked = None;
        if self.state.ended.is_some() {
            // What is left is no choice: the body has seen all that it will.
            return match self.scheduler.take_first() {
                true => self.ask(times, true, context),
                false => Poll::Ready(self.state.ended.take()),
            };
        }
        if let Some(panic) = inside::broken_invariant() {
            self.trial.fall_silent();
            self.body.give_up();
            return Poll::Ready(Some(Ended::Panicked(panic)));
        }
        match self.scheduler.take_turn() {
            NextUp::Somebody if self.turns == 0 => {
                self.trial.test_body.condemn(Verdict::Endless);
                self.ask(times, true, context)
            }
            NextUp::Somebody => {
                self.turns -= 1;
                self.ask(times, true, context)
            }
            turn => {
                self.scheduler.tell_of_calls(Some(context.waker().clone()));
                let mut end = Box::pin(sleep(LAST));
                if end.as_mut().poll(context).is_ready() {
                    return self.at_dead_end();
                }
                self.state.passing = Some(Passing { end, was_picked: turn == NextUp::Time });
                Poll::Pending
            }
        }
    }

    /// No timer was set.
    fn at_dead_end(&mut self) -> Poll<Option<Ended>> {
        let was_picked = self.state.passing.as_ref().is_some_and(|passing| passing.was_picked);
        if was_picked {
            // There was no such choice.
            self.trial.fall_silent();
            self.body.give_up();
            return Poll::Ready(None);
        }
        if self.at_dead_end == AtDeadEnd::Stop {
            self.trial.ask_tasks();
            self.trial.test_body.condemn(Verdict::Deadlock);
        }
        Poll::Pending
    }
}
