//! The tasks that wait for something to happen, by their wakers. Each is woken once, and then says anew that it waits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Waker;

/// Tasks that wait.
#[derive(Default)]
pub(crate) struct Watchers {
    number: u64,
    tasks: Vec<(u64, Waker)>,
}

impl Watchers {
    /// Adds a task; the number takes it out again.
    pub(crate) fn add(&mut self, waker: Waker) -> u64 {
        self.number += 1;
        self.tasks.push((self.number, waker));
        self.number
    }

    /// Takes a task out, if it has not been woken. To be dropped without a lock: it is the runtime's.
    pub(crate) fn remove(&mut self, number: u64) -> Option<Waker> {
        let index = self.tasks.iter().position(|(known, _)| *known == number)?;
        Some(self.tasks.remove(index).1)
    }

    /// Takes all tasks out, to be [woken](wake) without a lock.
    pub(crate) fn take(&mut self) -> Vec<Waker> {
        let mut tasks = Vec::with_capacity(self.tasks.len());
        for (_, waker) in self.tasks.drain(..) {
            tasks.push(waker);
        }
        tasks
    }
}

fn wake_one(waker: Waker) {
    let _woken = catch_unwind(AssertUnwindSafe(|| waker.wake()));
}

/// Wakes tasks, each of them, though a waker may panic: that is its runtime's concern.
pub(crate) fn wake(tasks: impl IntoIterator<Item = Waker>) {
    for waker in tasks {
        wake_one(waker);
    }
}
