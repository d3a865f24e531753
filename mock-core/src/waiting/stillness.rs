//! Whether nothing can run any more on a runtime whose clock is paused.
//!
//! tokio moves a paused clock to the next timer when no task can run, and not while a blocking task does. So there are
//! three things to see, one after the other:
//!
//! 1. The clock has stood still for a while of real time: perhaps nothing can run, perhaps a task is just at work.
//! 2. It moves at once for a timer that is due next: no task can run, and no blocking task does. Whatever comes now comes
//!    from a thread that the runtime does not know, or from a timer of somebody else's.
//! 3. It moves at once for a timer that is due after all others: there is no other.
//!
//! All the while the other threads of the process [wait for others](crate::waiting::outside), without a limit.
//!
//! The clock is moved far by that, but the test has failed by then.
//!
//! A while is counted in looks, not by the real clock: on a busy machine looks come late, as do those who could wake a
//! task, and a process that stood still has missed the looks as well.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::Context;
use std::time::{Duration, Instant};

use tokio::time::{self, Sleep};

use crate::sessions::scene::Scene;
use crate::tasks::runtime;
use crate::time::alarm::Alarm;
use crate::waiting::outside::{Looking, Thread};
use crate::waiting::{io_driver, outside};

/// How often to look, in real time.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(50);

/// For how many looks the clock must have stood still.
const AT_FIRST: u32 = 3;

/// For how many it must go on to do so: longer than another thread takes to wake a task.
const THEN: u32 = 8;

/// A timer that is due before all others, or nearly so.
const NEXT: Duration = Duration::from_millis(1);

/// A timer that is due after all others.
const LAST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Watches for stillness.
#[derive(Default)]
pub(crate) struct Stillness {
    /// What the runtime's clock and the order of events showed, and when the last look at them was.
    seen: Option<(time::Instant, u32, Instant)>,
    /// How many looks have shown the same since.
    looks: u32,
    /// What the other threads of the process did at the last look.
    threads: Vec<Thread>,
    /// Says to them that this one does nothing but look.
    looking: Option<Looking>,
    /// Whether the next timer has been tried.
    idle: bool,
    /// The timer that is tried.
    probe: Option<Pin<Box<dyn Timer>>>,
}

/// A timer of tokio's. From that its runtime can be reached, which would be described in the debug info of all that waits.
trait Timer: Future<Output = ()> + Send + Sync {
    fn is_elapsed(&self) -> bool;
    fn deadline(&self) -> time::Instant;
}

impl Timer for Sleep {
    fn is_elapsed(&self) -> bool {
        Sleep::is_elapsed(self)
    }

    fn deadline(&self) -> time::Instant {
        Sleep::deadline(self)
    }
}

/// Whether there is a runtime whose clock can be paused.
pub(crate) fn can_be_seen() -> bool {
    runtime::here().is_some()
}

impl Stillness {
    /// Looks; says whether nothing can run.
    pub(crate) fn is_complete(&mut self, scene: &Scene, context: &mut Context<'_>) -> bool {
        let (clock, events, now) = (time::Instant::now(), scene.events(), Instant::now());
        let Some((seen_clock, seen_events, looked)) = self.seen else {
            self.seen = Some((clock, events, now));
            return false;
        };
        let moved_by_us = match &self.probe {
            Some(probe) if probe.is_elapsed() => clock.saturating_duration_since(probe.deadline()) <= NEXT,
            _ => false,
        };
        if clock != seen_clock && !moved_by_us || events != seen_events {
            *self = Stillness { seen: Some((clock, events, now)), ..Stillness::default() };
            return false;
        }
        // The task may be woken between two looks.
        if now - looked >= LOOK_EVERY {
            self.looking = self.looking.take().or_else(Looking::here);
            let threads = outside::threads();
            let are_still = threads
                .as_ref()
                .is_some_and(|threads| *threads == self.threads && threads.iter().all(Thread::is_still));
            self.looks = if are_still { self.looks + 1 } else { 0 };
            self.threads = threads.unwrap_or_default();
            self.seen = Some((seen_clock, seen_events, now));
        }
        let (long, probed) = if self.idle { (THEN, LAST) } else { (AT_FIRST, NEXT) };
        if self.looks < long {
            return false;
        }
        let probe = self.probe.get_or_insert_with(|| Box::pin(time::sleep(probed)));
        if probe.as_mut().poll(context).is_pending() {
            return false;
        }
        if !self.idle {
            let (threads, looking) = (mem::take(&mut self.threads), self.looking.take());
            *self =
                Stillness { seen: Some((clock, events, now)), idle: true, threads, looking, ..Stillness::default() };
            return false;
        }
        // A socket or a process may wake a task at any time.
        !Alarm::any() && !io_driver::may_be_used() && !outside::may_be_signalled()
    }
}
