//! Whether nothing can run any more on a runtime whose clock is paused.
//!
//! tokio moves a paused clock to the next timer when no task can run, and not while a blocking task does. So if the clock
//! has not moved for a while of real time, and moves at once for a timer of ours, then no task can run, no timer is set,
//! and nothing else will come but from a thread that the runtime does not know. Such a thread has had that while.

use std::future::Future as _;
use std::pin::Pin;
use std::task::Context;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::time::{self, Sleep};

use crate::scene::Scene;

/// How often to look, in real time.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(100);

/// For how long nothing must have happened, in real time: longer than another thread takes to wake a task.
const LONG: Duration = Duration::from_millis(400);

/// How far the clock is moved to see whether it moves: by what a timer can tell apart.
const PROBE: Duration = Duration::from_millis(1);

/// Watches for stillness.
#[derive(Default)]
pub(crate) struct Stillness {
    /// What the runtime's clock and the order of events showed, and when that began.
    seen: Option<(time::Instant, u32, Instant)>,
    /// Set when both have stood still for long.
    probe: Option<Pin<Box<Sleep>>>,
}

/// Whether there is a runtime whose clock can be paused.
pub(crate) fn can_be_seen() -> bool {
    Handle::try_current().is_ok()
}

impl Stillness {
    /// Looks; says whether nothing can run.
    pub(crate) fn is_complete(&mut self, scene: &Scene, context: &mut Context<'_>) -> bool {
        let (clock, events, now) = (time::Instant::now(), scene.events(), Instant::now());
        let Some((seen_clock, seen_events, since)) = self.seen else {
            self.seen = Some((clock, events, now));
            return false;
        };
        let moved_by_us = match &self.probe {
            Some(probe) if probe.is_elapsed() => clock.saturating_duration_since(probe.deadline()) <= PROBE,
            _ => false,
        };
        if clock != seen_clock && !moved_by_us || events != seen_events {
            *self = Stillness { seen: Some((clock, events, now)), probe: None };
            return false;
        }
        if now - since < LONG {
            return false;
        }
        let probe = self.probe.get_or_insert_with(|| Box::pin(time::sleep(PROBE)));
        probe.as_mut().poll(context).is_ready()
    }
}
