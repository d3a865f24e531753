//! Cats that are herded on a thread of their own: synchronous code on the outside, an event loop inside.
//!
//! A [`HerdRouter`] takes commands from any thread and hands them to its loop, where one cat after the other is petted and
//! asked to go. It can be given a loop that is there already, so that a test has both sides in its hands.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{self, AbortHandle};

/// A cat that can be herded from any thread.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[async_trait]
pub trait Cat: Send + Sync {
    /// Pets the cat.
    fn pet(&self);

    /// Asks the cat to go somewhere.
    async fn go(&self, direction: &str) -> Result<(), Stays>;
}

/// The cat stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stays;

/// Which cat is to go where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The number of the cat.
    pub cat: usize,
    /// Where it is to go.
    pub direction: String,
}

/// Why a command was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no such cat.
    NoSuchCat,
    /// The loop has ended: herding a cat has panicked, or the loop's runtime is gone.
    LoopHasEnded,
}

/// Why a router has not come to the end of its commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// Its time was up.
    BrokenOff,
    /// The loop has ended before: herding a cat has panicked, or the loop's runtime is gone.
    LoopHasEnded,
}

/// Pets a cat, and asks it to go.
pub async fn herd(cat: &dyn Cat, direction: &str) -> Result<(), Stays> {
    cat.pet();
    cat.go(direction).await
}

/// Herds cats on a loop. One that is dropped leaves its loop to carry out what it was told.
pub struct HerdRouter {
    cats: usize,
    commands: UnboundedSender<Command>,
    herding: AbortHandle,
    /// Which commands came to nothing, when all are carried out; closed without that if the loop ends before.
    ended: Receiver<Vec<Command>>,
    /// That of the loop, if it is the router's own.
    thread: Option<JoinHandle<()>>,
}

impl HerdRouter {
    /// Herds cats on a thread of their own.
    pub fn new(cats: Vec<Arc<dyn Cat>>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let (router, herding) = Self::start(runtime.handle(), cats);
        let thread = thread::Builder::new().name("herd-router".to_owned()).spawn(move || {
            // That it was aborted, or has panicked, is seen by `ended`.
            let _ = runtime.block_on(herding);
        });
        HerdRouter { thread: Some(thread.expect("a thread can be started")), ..router }
    }

    /// Herds cats on a loop that somebody else runs.
    pub fn on(handle: &Handle, cats: Vec<Arc<dyn Cat>>) -> Self {
        Self::start(handle, cats).0
    }

    fn start(handle: &Handle, cats: Vec<Arc<dyn Cat>>) -> (Self, task::JoinHandle<()>) {
        let (commands, queue) = unbounded_channel();
        let (end, ended) = sync_channel(1);
        let count = cats.len();
        let herding = handle.spawn(herd_all(cats, queue, end));
        let router = HerdRouter { cats: count, commands, herding: herding.abort_handle(), ended, thread: None };
        (router, herding)
    }

    /// Has a cat herded after all those before it. This neither waits nor needs a runtime.
    pub fn add_command(&self, cat: usize, direction: &str) -> Result<(), NotTaken> {
        if cat >= self.cats {
            return Err(NotTaken::NoSuchCat);
        }
        let command = Command { cat, direction: direction.to_owned() };
        self.commands.send(command).map_err(|_| NotTaken::LoopHasEnded)
    }

    /// Waits until all commands are carried out, and gives those whose cat stayed where it was. What takes longer than
    /// `patience` is broken off.
    ///
    /// This blocks the thread, which must not be that of the loop.
    pub fn stop(self, patience: Duration) -> Result<Vec<Command>, NotDone> {
        // The loop ends with its last command.
        drop(self.commands);
        let stayed = match self.ended.recv_timeout(patience) {
            Ok(stayed) => Ok(stayed),
            Err(RecvTimeoutError::Disconnected) => Err(NotDone::LoopHasEnded),
            Err(RecvTimeoutError::Timeout) => {
                self.herding.abort();
                self.ended.recv().map_err(|_| NotDone::BrokenOff)
            }
        };
        if let Some(thread) = self.thread {
            thread.join().expect("what the loop runs does not panic on its thread");
        }
        stayed
    }
}

/// The loop.
async fn herd_all(cats: Vec<Arc<dyn Cat>>, mut commands: UnboundedReceiver<Command>, end: SyncSender<Vec<Command>>) {
    let mut stayed = Vec::new();
    while let Some(command) = commands.recv().await {
        if let Err(Stays) = herd(&*cats[command.cat], &command.direction).await {
            stayed.push(command);
        }
    }
    // Nobody wants to know if the router was dropped.
    let _ = end.send(stayed);
}

#[cfg(test)]
mod tests;
