//! A call that waits for its turn, or its reply.

use std::sync::Arc;

use crate::schedule::step::Mark;
use crate::sessions::observed::Recorded;

/// A call that waits for its turn.
#[derive(Clone)]
pub(crate) struct Called {
    pub(crate) method: Arc<dyn Recorded>,
    pub(crate) record: usize,
    /// Whether its answer was run, so that nothing but the reply is missing.
    pub(crate) is_reply: bool,
}

impl Called {
    /// By what it is known again: its method and arguments.
    pub(super) fn mark(&self) -> Mark {
        let called = self.method.called(self.record);
        let what = called.rsplit_once(" at ").map_or(&*called, |(what, _)| what);
        Mark::of(what)
    }

    /// `Cat::go("north") at src/herd.rs:12, task 2`: a call, and the task that has polled it, if it was one.
    pub(super) fn label(&self) -> String {
        let called = self.method.called(self.record);
        let runners = self.method.mock().scene.runners.lock().known();
        let what = if self.is_reply { "the reply to " } else { "" };
        match (self.runner() as usize).checked_sub(1).and_then(|index| runners.get(index)?.task) {
            Some(task) => format!("{what}{called}, task {task}"),
            None => format!("{what}{called}"),
        }
    }

    /// The number of whoever has polled it.
    pub(super) fn runner(&self) -> u32 {
        self.method.record(self.record).poller
    }
}
