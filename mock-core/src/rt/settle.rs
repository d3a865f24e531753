//! Settling: until every other task is blocked.

use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, RuntimeFlavor};

use super::runtime_here;
use super::signal::Signal;
use crate::base;
use crate::sessions::runtime_probe::{RuntimeProbe, SharedProbe, sleeps};
use crate::sessions::test_home::TestHome;
use crate::tasks::runtime;
use crate::time::alarm::Alarm;
use crate::waiting::looks::{A_MOMENT, Looks};

/// Waits until every other task of this runtime is blocked: until none can run, unless a timer, a thread, I/O, or this task
/// wakes it. A paused clock does not move meanwhile.
///
/// That is exact on the runtime of one thread of `#[asyncmock::test]` and of a [`LoopRunner`](crate::rt::LoopRunner). On
/// several threads, all of them must have slept for a few milliseconds of real time. On another runtime of one thread, all
/// tasks are given a thousand turns.
///
/// ```rust,test_harness
/// #[asyncmock::test(start_paused = true)]
/// async fn nothing_is_sent_before_its_time() {
///     let task = asyncmock::rt::spawn(tokio::time::sleep(std::time::Duration::from_secs(60)));
///     asyncmock::rt::settle().await;
///     task.assert_pending();
///     task.await.unwrap();
/// }
/// ```
///
/// # Panics
///
/// Outside of a runtime of tokio: `rt::settle() needs a runtime of tokio, and there is none here`.
#[track_caller]
pub fn settle() -> impl Future<Output = ()> + Send {
    let place = Location::caller();
    async move { settle_on(runtime_here("rt::settle()", place), None).await }
}

/// How long tasks have, in real time, to come to an end of their own.
const TO_SETTLE: Duration = Duration::from_millis(200);

/// How many looks are taken at tasks that are about to end, though they wait for something: for a connection that is closed.
const TO_END: u32 = 50;

/// How long blocking threads have, which may wake tasks when they end.
const TO_UNBLOCK: Duration = Duration::from_secs(1);

/// Lets the tasks of a runtime that is no longer needed come to an end of their own, and its blocking threads.
pub(crate) async fn wind_down(probe: &RuntimeProbe) {
    let until = Instant::now() + TO_UNBLOCK;
    loop {
        if probe.alive_tasks() > 0 {
            settle_on(Handle::current(), Some(TO_SETTLE)).await;
        }
        if probe.blocking_threads() == 0 || Instant::now() >= until {
            return;
        }
        while probe.blocking_threads() > 0 && Instant::now() < until {
            real_time(A_MOMENT).await;
        }
    }
}

/// Gives tasks that are about to end a moment for it, in which a paused clock does not move.
pub(crate) async fn a_moment_to_end(probe: &SharedProbe) {
    let ending = probe.clone();
    // As long as a thread does blocking work, a clock that is paused waits for it.
    let look = move || {
        ending.borrow_thread();
        let mut looks = Looks::new(TO_END);
        while ending.alive_tasks() > 0 && looks.again() {}
    };
    let _looked = tokio::task::spawn_blocking(look).await;
}

/// Settles, or gives up after a while of real time: tasks may run for ever.
async fn settle_on(runtime: Handle, limit: Option<Duration>) {
    let ours = TestHome::here().and_then(|home| home.runtime(runtime.id())).filter(|probe| probe.is_single());
    let until = limit.map(|limit| Instant::now() + limit);
    match ours {
        Some(probe) => Parked { begun: probe.settling().times(), probe, until, alarm: None }.await,
        None if runtime.runtime_flavor() == RuntimeFlavor::CurrentThread => many_turns(until).await,
        None => all_asleep(runtime, until).await,
    }
}

fn is_over(until: Option<Instant>) -> bool {
    until.is_some_and(|until| Instant::now() >= until)
}

/// Waits until the runtime is about to sleep.
struct Parked {
    probe: SharedProbe,
    until: Option<Instant>,
    /// How often it had been about to sleep before.
    begun: usize,
    alarm: Option<Alarm>,
}

impl Future for Parked {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let settling = self.probe.settling();
        if settling.times() > self.begun || is_over(self.until) {
            return Poll::Ready(());
        }
        // It sleeps on the thread that runs this, so not before this is pending; if it is another one, it may sleep already.
        settling.add(context.waker().clone());
        if !settling.is_here() {
            runtime::spawn(&self.probe.handle, Box::pin(async {}));
        }
        if let Some(until) = self.until {
            self.alarm = Some(Alarm::set(until, context.waker()));
        }
        Poll::Pending
    }
}

/// How many turns tasks get that can't be seen.
const TURNS: usize = 1000;

async fn many_turns(until: Option<Instant>) {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
        if is_over(until) {
            return;
        }
    }
}

/// For how many looks all threads must have slept.
const CALM: u32 = 3;

/// Waits until all threads of a runtime sleep. Another thread looks, as a task that looks has to be woken for it.
async fn all_asleep(runtime: Handle, until: Option<Instant>) {
    /// The task waits no longer.
    struct Leaves(Arc<AtomicBool>);
    impl Drop for Leaves {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let (asleep, left) = (Arc::new(Signal::default()), Arc::new(AtomicBool::new(false)));
    let _leaves = Leaves(Arc::clone(&left));
    let tells = Arc::clone(&asleep);
    let look = move || {
        let (mut last, mut calm) = (None, 0);
        while calm < CALM && !is_over(until) && !left.load(Ordering::Relaxed) {
            thread::sleep(A_MOMENT);
            // A thread that was told of a task, and has not woken up for it, is asleep.
            let is_idle = runtime.metrics().global_queue_depth() == 0;
            let sleeps = sleeps(&runtime).filter(|_| is_idle);
            calm = if sleeps.is_some() && sleeps == last { calm + 1 } else { 0 };
            last = sleeps;
        }
        tells.give();
    };
    let thread = base::thread::spawn("asyncmock-settle", Box::new(look));
    thread.expect("a thread that looks at a runtime can be started");
    asleep.given().await;
}

async fn real_time(duration: Duration) {
    let until = Instant::now() + duration;
    let mut alarm = None;
    poll_fn(|context| {
        if Instant::now() >= until {
            return Poll::Ready(());
        }
        alarm = Some(Alarm::set(until, context.waker()));
        Poll::Pending
    })
    .await;
}
