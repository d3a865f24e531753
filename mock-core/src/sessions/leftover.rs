//! What a runtime has not ended when it should have.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use tokio::runtime::Id;

use crate::report;
use crate::sessions::runtime_probe::RuntimeProbe;
use crate::tasks::task_record::{TaskRecord, TaskState};

/// A task or a thread that has not ended when it should have: given by [`LoopRunner::stop`](crate::rt::LoopRunner::stop).
///
/// It prints as `task spawned at src/herd.rs:12 [pending]`, as `task of tokio::spawn, whose place is not known (use rt::spawn to
/// learn where it was started and waits)`, as `thread of spawn_blocking`, or as `task that blocks its thread`.
#[derive(Clone)]
pub struct Leftover {
    what: What,
    /// Where its loop was made, if that is not the test's own runtime.
    of_loop: Option<&'static Location<'static>>,
}

#[derive(Clone)]
enum What {
    Known(Arc<TaskRecord>),
    Unknown,
    /// Of a loop that can't be stopped.
    Blocking,
    Thread,
}

impl Leftover {
    /// Where the task was spawned, which is known of those of [`rt::spawn`](crate::rt::spawn) and
    /// [`LoopRunner::spawn`](crate::rt::LoopRunner::spawn).
    pub fn location(&self) -> Option<&'static Location<'static>> {
        match &self.what {
            What::Known(task) => Some(task.place),
            What::Unknown | What::Blocking | What::Thread => None,
        }
    }

    pub(crate) fn is_task(&self) -> bool {
        !matches!(self.what, What::Thread)
    }

    /// What a runtime that the harness made has not ended.
    pub(crate) fn all_of(runtime: &RuntimeProbe, tasks: &[Arc<TaskRecord>]) -> Vec<Leftover> {
        let mut left = Self::of_tasks(runtime.handle.id(), runtime.alive_tasks(), tasks);
        for _ in 0..runtime.blocking_threads() {
            left.push(Leftover { what: What::Thread, of_loop: None });
        }
        for left in &mut left {
            left.of_loop = runtime.place;
        }
        left
    }

    /// What keeps a loop from being stopped.
    pub(crate) fn blocked_loop(runtime: &RuntimeProbe) -> Leftover {
        Leftover { what: What::Blocking, of_loop: runtime.place }
    }

    /// The tasks of a runtime, of which so many are alive: those that are known, which may be of others as well, and the rest.
    pub(crate) fn of_tasks(runtime: Id, alive: usize, tasks: &[Arc<TaskRecord>]) -> Vec<Leftover> {
        let mut left = Vec::new();
        for task in tasks {
            if task.runtime == runtime && task.state() == TaskState::Pending {
                left.push(Leftover { what: What::Known(Arc::clone(task)), of_loop: None });
            }
        }
        while left.len() < alive {
            left.push(Leftover { what: What::Unknown, of_loop: None });
        }
        left
    }
}

impl fmt::Display for Leftover {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Known(task) => write!(out, "task spawned at {} [pending]", report::place(task.place))?,
            What::Unknown => out.write_str("task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)")?,
            What::Blocking => out.write_str("task that blocks its thread")?,
            What::Thread => out.write_str("thread of spawn_blocking")?,
        }
        if let Some(place) = self.of_loop {
            write!(out, ", on the loop of {}", report::place(place))?;
        }
        if let What::Known(task) = &self.what {
            for waits in task.waits() {
                write!(out, "\n     it waits{}", waits.to_string().replace('\n', "\n   "))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Leftover {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
