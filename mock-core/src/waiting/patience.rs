//! How long an async wait waits: a limit of real time, that no paused clock stretches or shortens; and no longer than
//! something can happen at all. Under the harness a limit that the test has given holds as it was given.

use std::fmt;
use std::sync::OnceLock;
use std::task::Context;
use std::time::{Duration, Instant};

use crate::sessions::scene::Scene;
use crate::time::alarm::{self, Alarm};
use crate::time::duration;
#[cfg(feature = "tokio")]
use crate::waiting::stillness::{self, Stillness};

/// The patience of one wait.
pub(crate) struct Patience {
    limit: Duration,
    /// Whether the test has given it.
    is_given: bool,
    /// Set when the wait has to wait.
    until: Option<Instant>,
    alarm: Option<Alarm>,
    /// `None` if it blocks its thread, and so sees nothing.
    #[cfg(feature = "tokio")]
    stillness: Option<Stillness>,
}

/// Why a wait ends before it has what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The limit has passed.
    TimedOut(Duration),
    /// The time of the whole test is up.
    TestStopped,
    /// Nothing can run: there is no other task that could, and no timer.
    Deadlock,
}

impl fmt::Display for End {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::TimedOut(limit) => write!(out, "timed out after {limit:?}"),
            End::TestStopped => out.write_str("the test's time is up"),
            End::Deadlock => out.write_str("deadlock: no task can run, and no timer is set"),
        }
    }
}

impl Patience {
    /// That of all waits of which nothing else is said.
    pub(crate) fn of_all() -> Self {
        Patience { is_given: false, ..Self::of(default_limit()) }
    }

    /// Patience for so long.
    pub(crate) fn of(limit: Duration) -> Self {
        Patience {
            limit,
            is_given: true,
            until: None,
            alarm: None,
            #[cfg(feature = "tokio")]
            stillness: Some(Stillness::default()),
        }
    }

    /// Patience of a thread that does nothing else meanwhile.
    pub(crate) fn of_thread(limit: Duration) -> Self {
        Patience {
            #[cfg(feature = "tokio")]
            stillness: None,
            ..Self::of(limit)
        }
    }

    /// For so long after a while that is waited for anyway.
    pub(crate) fn beyond(self, duration: Duration) -> Self {
        Patience { limit: self.limit.max(Duration::from_secs(1)).saturating_add(duration), ..self }
    }

    /// Says whether to give up; if not, the task is woken in time to ask again.
    pub(crate) fn end(&mut self, scene: &Scene, context: &mut Context<'_>) -> Option<End> {
        let now = Instant::now();
        let until = *self.until.get_or_insert_with(|| alarm::after(self.limit));
        if now >= until {
            return Some(End::TimedOut(self.limit));
        }
        if scene.is_stuck() && !self.is_given {
            return Some(End::Deadlock);
        }
        if scene.is_stopped() {
            return Some(End::TestStopped);
        }
        let next = until;
        #[cfg(feature = "tokio")]
        let next = match &mut self.stillness {
            // The harness looks for all waits at once.
            Some(stillness) if !scene.is_under_trial() && stillness::can_be_seen() => {
                if stillness.is_complete(scene, context) {
                    return Some(End::Deadlock);
                }
                next.min(now + stillness::LOOK_EVERY)
            }
            _ => next,
        };
        let set = if self.is_given && scene.is_under_trial() { Alarm::set } else { Alarm::set_limit };
        self.alarm = Some(set(next, context.waker()));
        None
    }
}

/// What a wait is bounded by if nothing else is said: five seconds, or `ASYNCMOCK_WAIT`.
pub(crate) fn default_limit() -> Duration {
    static LIMIT: OnceLock<Duration> = OnceLock::new();
    *LIMIT.get_or_init(|| duration::from_env("ASYNCMOCK_WAIT").unwrap_or(Duration::from_secs(5)))
}
