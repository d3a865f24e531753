//! One order of events and one origin of time, shared by the doubles of a session.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::clock::Instant;

/// The next place in the order of events; 0 stands for "never". It has a cache line of its own, so that threads that
/// count do not hinder those that read what is beside it.
#[repr(align(64))]
struct Counter(AtomicU32);

/// Hands out places in the order of events.
pub(crate) struct Timeline {
    next: Counter,
    origin: Instant,
    /// Whether calls are timed.
    pub(crate) timed: bool,
}

impl Timeline {
    pub(crate) fn new() -> Self {
        Timeline { next: Counter(AtomicU32::new(1)), origin: Instant::now(), timed: timed() }
    }

    /// The place of an event that happens now.
    #[inline(always)]
    pub(crate) fn next(&self) -> u32 {
        // Relaxed: events of one thread keep their order, and those of two are ordered by what synchronised them.
        self.next.0.fetch_add(1, Ordering::Relaxed)
    }

    /// Nanoseconds since the origin.
    pub(crate) fn now(&self) -> u64 {
        let since = Instant::now() - self.origin;
        since.as_secs() * 1_000_000_000 + u64::from(since.subsec_nanos())
    }

    /// Whether the clock has gone back behind the origin: the runtime whose time had been advanced is gone.
    pub(crate) fn is_ahead(&self) -> bool {
        self.timed && Instant::now() < self.origin
    }

    /// The point in time that [`now`](Timeline::now) gave as `nanos`.
    pub(crate) fn at(&self, nanos: u64) -> Instant {
        self.origin + std::time::Duration::from_nanos(nanos)
    }
}

/// Whether calls are timed: unless `ASYNCMOCK_CLOCK=off`, for load tests that count instructions.
fn timed() -> bool {
    static TIMED: OnceLock<bool> = OnceLock::new();
    *TIMED.get_or_init(|| std::env::var_os("ASYNCMOCK_CLOCK").is_none_or(|clock| clock != "off"))
}
