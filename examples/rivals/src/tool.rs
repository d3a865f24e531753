//! What a scenario asks of a tool.

use std::future::Future;

/// What the fakes and the bodies of scenarios use of a tool.
pub(crate) trait Tool: Copy + Send + Sync + 'static {
    /// Waits for its turn: whatever else waits may come first.
    fn pause(self) -> impl Future<Output = ()> + Send + 'static;

    /// Runs a task; the future is over when the task is.
    fn spawn(self, task: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> + Send + 'static;
}

/// A way of looking for a bug with a tool.
pub(crate) trait Search {
    /// The tool.
    type Tool: Tool;

    /// The tool, which has nothing in it.
    const TOOL: Self::Tool;

    /// Runs a body again and again until it fails, [`LIMIT`] times at the most.
    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static);
}

/// So many schedules are run at the most.
pub(crate) const LIMIT: usize = 10_000;
