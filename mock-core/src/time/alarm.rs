//! Alarms: they wake a task after a while of real time, whatever runtime it is on and however its clock stands.
//!
//! One thread rings all of them. It starts with the first alarm, and ends when there has been none for a second.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use crate::base::{thread, watchers};

/// Wakes a task when its time has come, unless it is dropped before.
pub(crate) struct Alarm {
    key: Key,
}

type Key = (Instant, u64);

/// The time after a while, or one that no test lives to see.
pub(crate) fn after(duration: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(duration).unwrap_or_else(|| now + Duration::from_secs(30 * 365 * 24 * 3600))
}

struct Alarms {
    queue: Mutex<Queue>,
    /// There is an alarm that comes before all others, or a first one.
    sooner: Condvar,
}

struct Queue {
    /// In the order of their times. Most are set for a time after all others, and are over before those: at either end a
    /// `VecDeque` is as quick as a map, which would be 100 functions more.
    due: VecDeque<Due>,
    /// Tells alarms of the same time apart.
    number: u64,
    /// Whether there is a thread.
    attended: bool,
}

/// What an alarm is to wake.
struct Due {
    key: Key,
    waker: Waker,
    /// Whether it only has a task give up waiting.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "only who looks for deadlocks asks"))]
    is_limit: bool,
}

static ALARMS: Alarms =
    Alarms { queue: Mutex::new(Queue { due: VecDeque::new(), number: 0, attended: false }), sooner: Condvar::new() };

/// How long the thread stays when there is no alarm.
const LINGER: Duration = Duration::from_secs(1);

impl Alarm {
    /// Sets an alarm.
    pub(crate) fn set(at: Instant, waker: &Waker) -> Self {
        Self::add(at, waker, false)
    }

    /// Sets one that only has a task give up, which it may do before if nothing else can happen.
    pub(crate) fn set_limit(at: Instant, waker: &Waker) -> Self {
        Self::add(at, waker, true)
    }

    /// Whether one is set that is no such limit.
    #[cfg(feature = "tokio")]
    pub(crate) fn any() -> bool {
        ALARMS.queue().due.iter().any(|due| !due.is_limit)
    }

    fn add(at: Instant, waker: &Waker, is_limit: bool) -> Self {
        // What is the runtime's is not run under the lock.
        let waker = waker.clone();
        let mut queue = ALARMS.queue();
        queue.number += 1;
        let key = (at, queue.number);
        let place = queue.place(key);
        queue.due.insert(place, Due { key, waker, is_limit });
        if !queue.attended {
            let thread = thread::spawn_helper("asyncmock-alarms", Box::new(|| ALARMS.attend()));
            thread.expect("a thread for time limits can be started");
            queue.attended = true;
        } else if place == 0 {
            ALARMS.sooner.notify_one();
        }
        Alarm { key }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let mut queue = ALARMS.queue();
        let place = queue.place(self.key);
        let is_set = queue.due.get(place).is_some_and(|due| due.key == self.key);
        let _dropped_without_the_lock = if is_set { queue.due.remove(place) } else { None };
        drop(queue);
    }
}

impl Queue {
    /// Where an alarm is, or would be.
    fn place(&self, key: Key) -> usize {
        self.due.partition_point(|due| due.key < key)
    }
}

impl Alarms {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings the alarms, until there are none.
    fn attend(&self) {
        let mut queue = self.queue();
        loop {
            let now = Instant::now();
            let wait = match queue.due.front() {
                Some(Due { key: (at, _), .. }) if *at <= now => {
                    let due = queue.due.pop_front();
                    drop(queue);
                    watchers::wake(due.map(|due| due.waker));
                    queue = self.queue();
                    continue;
                }
                Some(Due { key: (at, _), .. }) => *at - now,
                None => LINGER,
            };
            let (woken, timeout) = self.sooner.wait_timeout(queue, wait).unwrap_or_else(PoisonError::into_inner);
            queue = woken;
            if timeout.timed_out() && queue.due.is_empty() {
                queue.attended = false;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Alarm;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Wake, Waker};
    use std::thread::{self, Thread};
    use std::time::{Duration, Instant};

    struct Rings {
        count: AtomicUsize,
        thread: Thread,
    }

    impl Wake for Rings {
        fn wake(self: Arc<Self>) {
            self.count.fetch_add(1, Ordering::SeqCst);
            self.thread.unpark();
        }
    }

    #[test]
    fn alarms_ring_in_the_order_of_their_times_and_not_once_they_are_dropped() {
        let rings = || Arc::new(Rings { count: AtomicUsize::new(0), thread: thread::current() });
        let (late, soon, dropped) = (rings(), rings(), rings());
        let now = Instant::now();
        let _late = Alarm::set(now + Duration::from_secs(3600), &Waker::from(Arc::clone(&late)));
        drop(Alarm::set(now, &Waker::from(Arc::clone(&dropped))));
        let _soon = Alarm::set(now + Duration::from_millis(1), &Waker::from(Arc::clone(&soon)));
        while soon.count.load(Ordering::SeqCst) == 0 {
            thread::park();
        }
        assert!(now.elapsed() >= Duration::from_millis(1));
        assert_eq!(late.count.load(Ordering::SeqCst), 0);
        assert_eq!(Arc::strong_count(&late), 2, "one of the alarm");
        drop(_late);
        assert_eq!(Arc::strong_count(&late), 1, "an alarm that is gone holds nothing");
    }
}
