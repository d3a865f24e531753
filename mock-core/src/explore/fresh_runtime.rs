//! The runtime of a run: a new one, or one on which the runs before have left nothing that can be seen. To make one costs as much
//! as a run of a few calls.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::Instant;

use crate::sessions::runtime_probe::{RuntimeProbe, SharedProbe};
use crate::sessions::test_home::TestHome;

/// A runtime that is as good as new.
pub(super) struct FreshRuntime {
    pub(super) runtime: Runtime,
    pub(super) probe: SharedProbe,
    /// What its clock shows.
    began: Instant,
}

impl FreshRuntime {
    /// For a test: the one that is left of the run before, or a new one.
    pub(super) fn of(left: Option<FreshRuntime>, home: &Arc<TestHome>) -> Self {
        let fresh = match left {
            Some(fresh) => {
                fresh.probe.move_to(home);
                fresh
            }
            None => Self::build(home),
        };
        home.add_runtime(&fresh.probe);
        fresh
    }

    fn build(home: &Arc<TestHome>) -> Self {
        let mut builder = Builder::new_current_thread();
        // Without I/O, of which nobody knows when it is done.
        builder.enable_time().start_paused(true);
        let (runtime, probe) = RuntimeProbe::build(builder, home, None);
        let began = {
            let _inside = runtime.enter();
            Instant::now()
        };
        FreshRuntime { runtime, probe, began }
    }

    /// Whether a run has left it as it was: no task, no thread, and its clock has not moved.
    pub(super) fn is_fresh(&self) -> bool {
        let _inside = self.runtime.enter();
        self.probe.alive_tasks() == 0 && !self.probe.had_blocking_threads() && Instant::now() == self.began
    }

    pub(super) fn shut_down(self, limit: Duration) {
        self.runtime.shutdown_timeout(limit);
    }
}
