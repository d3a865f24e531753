//! What is done by hand: sleeps of random lengths on a paused clock.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

use crate::caught;
use crate::tool::{LIMIT, Search, Tool};

/// Pauses are sleeps, tasks are tokio's.
#[derive(Clone, Copy)]
pub(crate) struct Sleeps;

impl Tool for Sleeps {
    fn pause(self) -> impl Future<Output = ()> + Send + 'static {
        caught::count();
        // Some are shorter than all timeouts, some are longer: at most 1, 2, 4, .. or 16,384 milliseconds.
        let longest = 1 << fastrand::u32(..15);
        sleep(Duration::from_millis(fastrand::u64(1..=longest)))
    }

    fn spawn(self, task: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
        let task = tokio::spawn(task);
        async move { task.await.unwrap() }
    }
}

/// One seed after the other.
pub(crate) struct Seeds {
    /// The first of them.
    pub(crate) first: u64,
}

impl Search for Seeds {
    type Tool = Sleeps;

    const TOOL: Sleeps = Sleeps;

    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static) {
        for seed in (self.first..).take(LIMIT) {
            fastrand::seed(seed);
            caught::begin_run();
            run(body());
        }
    }
}

fn run(test: impl Future<Output = ()>) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let runtime =
        Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime without I/O");
    // Nothing else tells that nothing can run any more.
    runtime.block_on(async { timeout(DAY, test).await.expect("it is over within a day") });
}
