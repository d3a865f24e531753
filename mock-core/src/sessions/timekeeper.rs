//! How the test's clock goes beside real time, while a scene is followed: when each event really was, and when the clock was
//! moved on rather than ran, as a paused one is.

use std::hint;
use std::time::{Duration, Instant};

use crate::base::lock::Lock;

/// What is kept of that.
pub(crate) struct Timekeeper {
    /// When the scene began.
    origin: Instant,
    /// Events by their places in the order of them, and microseconds since the origin.
    events: Lock<Vec<(u32, u32)>>,
    seen: Lock<Seen>,
}

/// The clock when it was last looked at.
#[derive(Clone, Copy)]
struct Seen {
    /// What it showed, in nanoseconds.
    clock: u64,
    /// When that was.
    at: Instant,
    /// Whether it was known to run by itself.
    runs: bool,
}

/// How far a clock that runs may be from real time between two looks, for the machine has done something else between a look
/// at one and a look at the other. A longer way is looked into.
const JITTER: Duration = Duration::from_micros(100);

impl Timekeeper {
    pub(crate) fn new() -> Self {
        let origin = Instant::now();
        let seen = Seen { clock: 0, at: origin, runs: false };
        Timekeeper { origin, events: Lock::default(), seen: Lock::new(seen) }
    }

    /// An event happens now, which has this place in the order of events.
    #[cold]
    pub(crate) fn note(&self, order: u32) {
        // After an hour it is no longer known.
        if let Ok(micros) = self.origin.elapsed().as_micros().try_into() {
            self.events.lock().push((order, micros));
        }
    }

    /// Whether the clock, which is such a way off its origin now, was moved on since it was last looked at.
    pub(crate) fn was_moved(&self, clock: u64, look: impl Fn() -> u64) -> bool {
        let at = Instant::now();
        let before = {
            let mut seen = self.seen.lock();
            let before = *seen;
            // A clock that has not moved stands, unless others have looked at the same time.
            *seen = Seen { clock, at, runs: before.runs && clock != before.clock };
            before
        };
        let Some(way) = clock.checked_sub(before.clock).filter(|way| *way > 0) else { return false };
        if before.runs && Duration::from_nanos(way).abs_diff(at.saturating_duration_since(before.at)) < JITTER {
            return false;
        }
        let stands = stands(look);
        self.seen.lock().runs = !stands;
        stands
    }

    /// When each event really was, in microseconds since the origin, by its place in the order of events.
    pub(crate) fn events(&self) -> Vec<(u32, u32)> {
        let mut events = self.events.lock().clone();
        // Threads write down what they have counted one after another, not at once.
        events.sort_unstable();
        events
    }

    /// All doubles are gone, and others begin.
    pub(crate) fn forget(&self) {
        let _dropped_without_the_lock = std::mem::take(&mut *self.events.lock());
    }
}

/// Whether a clock stands still while real time goes on.
fn stands(look: impl Fn() -> u64) -> bool {
    let before = look();
    let then = Instant::now();
    while Instant::now() <= then {
        hint::spin_loop();
    }
    look() == before
}

#[cfg(test)]
mod tests {
    use super::Timekeeper;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_clock_that_runs_is_not_moved() {
        let (keeper, origin) = (Timekeeper::new(), Instant::now());
        let look = || origin.elapsed().as_nanos() as u64;
        for sleep in [0, 0, 1, 0, 5] {
            thread::sleep(Duration::from_millis(sleep));
            assert!(!keeper.was_moved(look(), look));
        }
    }

    #[test]
    fn a_clock_that_stands_is_moved() {
        let (keeper, clock) = (Timekeeper::new(), AtomicU64::new(0));
        let look = || clock.load(Ordering::SeqCst);
        assert!(!keeper.was_moved(look(), look));
        for way in [1, SECOND, 20] {
            clock.fetch_add(way, Ordering::SeqCst);
            assert!(keeper.was_moved(look(), look), "{way}");
            assert!(!keeper.was_moved(look(), look), "once");
        }
        clock.store(0, Ordering::SeqCst);
        assert!(!keeper.was_moved(look(), look), "a clock that has gone back is another");
    }

    #[test]
    fn a_clock_may_be_stopped_and_go_on() {
        let (keeper, origin, ahead) = (Timekeeper::new(), Instant::now(), AtomicU64::new(0));
        let runs = || origin.elapsed().as_nanos() as u64 + ahead.load(Ordering::SeqCst);
        assert!(!keeper.was_moved(runs(), runs));
        let stood_at = runs();
        let stands = || stood_at + ahead.load(Ordering::SeqCst);
        ahead.store(SECOND, Ordering::SeqCst);
        assert!(keeper.was_moved(stands(), stands), "though it ran when it was last looked at");
        thread::sleep(Duration::from_millis(1));
        assert!(!keeper.was_moved(runs(), runs), "it goes on");
        assert!(!keeper.was_moved(runs(), runs));
    }

    #[test]
    fn events_have_their_real_times_in_order() {
        let keeper = Timekeeper::new();
        keeper.note(2);
        thread::sleep(Duration::from_millis(2));
        keeper.note(3);
        keeper.note(1);
        let events = keeper.events();
        assert_eq!(events.iter().map(|(order, _)| *order).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(events[2].1 >= events[1].1 + 2_000, "{events:?}");
        keeper.forget();
        assert_eq!(keeper.events(), []);
    }
}
