//! shuttle: its executor, with two of its schedulers.

use std::future::Future;
use std::mem::ManuallyDrop;

use shuttle::scheduler::{PctScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, FailurePersistence, Runner};

use crate::caught;
use crate::tool::{LIMIT, Search, Tool};

/// Pauses are tasks that do nothing, so that those of one task come in any order, too.
#[derive(Clone, Copy)]
pub(crate) struct Executor;

impl Tool for Executor {
    fn pause(self) -> impl Future<Output = ()> + Send + 'static {
        self.spawn(async {})
    }

    fn spawn(self, task: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
        let task = shuttle::future::spawn(task);
        async move { task.await.unwrap() }
    }
}

/// The scheduler that picks any task at each step.
pub(crate) struct Randomly {
    /// Where its random numbers begin.
    pub(crate) seed: u64,
}

impl Search for Randomly {
    type Tool = Executor;

    const TOOL: Executor = Executor;

    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static) {
        search(RandomScheduler::new_from_seed(self.seed, LIMIT), body);
    }
}

/// The scheduler of priorities, which change twice in a run.
pub(crate) struct Pct {
    /// Where its random numbers begin.
    pub(crate) seed: u64,
}

impl Search for Pct {
    type Tool = Executor;

    const TOOL: Executor = Executor;

    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static) {
        const DEPTH: usize = 3;
        search(PctScheduler::new_from_seed(self.seed, DEPTH, LIMIT), body);
    }
}

/// Has shuttle set its panic hook, which it does once: whoever wants another is to set it after that.
pub(crate) fn init() {
    Runner::new(RandomScheduler::new_from_seed(0, 1), config()).run(|| {});
}

fn search<F: Future<Output = ()> + 'static>(
    scheduler: impl Scheduler + 'static,
    body: impl Fn() -> F + Send + Sync + 'static,
) {
    let counted = Counted(ManuallyDrop::new(scheduler));
    Runner::new(counted, config()).run(move || shuttle::future::block_on(body()));
}

fn config() -> Config {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config
}

/// Counts what a scheduler decides, which is what shuttle writes down of a schedule that fails. The scheduler is kept, as it
/// prints its seed when it is dropped.
struct Counted<S>(ManuallyDrop<S>);

impl<S: Scheduler> Scheduler for Counted<S> {
    fn new_execution(&mut self) -> Option<Schedule> {
        let schedule = self.0.new_execution()?;
        caught::begin_run();
        Some(schedule)
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        caught::count();
        self.0.next_task(runnable, current, is_yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
}
