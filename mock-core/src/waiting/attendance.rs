//! An attendance: a task waits for what happens to doubles, and they know it, as does their scene. It knows nothing of what
//! the task waits for.
//!
//! The task says that it waits, and then looks, at each poll, so nothing that happens in between is missed; then it is woken
//! by whatever happens next. Nobody knows it any more once it has what it waits for, has given up, or is gone.
//!
//! Why nothing is lost, and why no model checker is needed to see it: an event is written down, and the number of those
//! who wait is read, under one lock; a task is counted, and then looks, under the same lock. Whichever of the two comes
//! first, either the look sees the event or the event sees the task. Who has been seen is woken after the lock is released:
//! by then it may have been woken by another event, or be gone, but never be waiting unseen, as it looks again each time it
//! says that it waits. There is nothing lock-free in this whose interleavings loom could enumerate, but for the lock itself;
//! that runs under Miri. `tests/waits_under_load.rs` makes 100,000 waits against 100,000 calls.

use std::sync::Arc;
use std::task::{Context, Waker};

use crate::sessions::observed::Attended;
use crate::sessions::scene::{Scene, SharedScene};
use crate::waiting::patience::{End, Patience};

/// A task that waits, and who knows it.
pub(crate) struct Attendance {
    scene: SharedScene,
    patience: Patience,
    /// Who knows the task, and under which numbers.
    known_to: Vec<(Arc<dyn Attended>, u64)>,
}

impl Attendance {
    /// Nobody knows the task so far.
    pub(crate) fn new(scene: &SharedScene, patience: Patience) -> Self {
        Attendance { scene: scene.clone(), patience, known_to: Vec::new() }
    }

    /// Begins anew: the scene alone knows the task.
    pub(crate) fn begin(&mut self, context: &Context<'_>) {
        self.end();
        self.add(Arc::clone(self.scene.arc()) as Arc<_>, context);
    }

    /// A double knows the task as well.
    pub(crate) fn add(&mut self, double: Arc<dyn Attended>, context: &Context<'_>) {
        let number = double.attend(context.waker().clone());
        self.known_to.push((double, number));
    }

    /// After a look in vain: whether to give up, and why.
    pub(crate) fn give_up(&mut self, context: &mut Context<'_>) -> Option<End> {
        // What has failed elsewhere is why there is nothing to wait for.
        self.scene.raise_all_lost();
        self.patience.end(&self.scene, context)
    }

    /// Nobody knows the task any more.
    pub(crate) fn end(&mut self) {
        for (double, number) in self.known_to.drain(..) {
            double.stop_attending(number);
        }
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.end();
    }
}

/// A task is woken by the next failure away from the test.
impl Attended for Scene {
    fn attend(&self, task: Waker) -> u64 {
        self.watch(task)
    }

    fn stop_attending(&self, number: u64) {
        drop(self.unwatch(number));
    }
}
