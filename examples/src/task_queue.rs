//! A task queue behind a trait, as one would wrap Redis: push, blocking pop, publish and subscribe.
//!
//! A [`Worker`] pops tasks, has them handled, and publishes how they ended; a task that fails is pushed again, and
//! buried when it has failed too often. [`submit`] pushes a task and waits for its end. None of this needs a server in
//! tests: they give the code a `MockBroker`.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Tells tasks apart.
    pub id: u32,
    /// What the handler is given.
    pub payload: String,
    /// How often it has been tried.
    pub attempts: u32,
}

impl Task {
    /// Makes a task that was not tried yet.
    pub fn new(id: u32, payload: &str) -> Self {
        Task { id, payload: payload.to_owned(), attempts: 0 }
    }
}

/// How a task ended: what is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The task's id.
    pub id: u32,
    /// What the handler made of it, or why it failed for the last time.
    pub result: Result<String, String>,
}

/// The broker can't be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disconnected;

/// A message broker.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[async_trait]
pub trait Broker: Send + Sync {
    /// Appends a task to a queue. Redis: `RPUSH`.
    async fn push(&self, queue: &str, task: Task) -> Result<(), Disconnected>;

    /// Takes the first task of a queue, and waits for one if the queue is empty; `None` if none came in time. Redis:
    /// `BLPOP`.
    async fn pop(&self, queue: &str, wait: Duration) -> Result<Option<Task>, Disconnected>;

    /// Sends a message to whoever is subscribed to the channel now. Redis: `PUBLISH`.
    async fn publish(&self, channel: &str, outcome: Outcome) -> Result<(), Disconnected>;

    /// Receives the messages of a channel from now on. Redis: `SUBSCRIBE`.
    async fn subscribe(&self, channel: &str) -> Result<mpsc::Receiver<Outcome>, Disconnected>;
}

/// What does the work.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[async_trait]
pub trait Handler: Send + Sync {
    /// Handles a task's payload.
    async fn handle(&self, payload: &str) -> Result<String, String>;
}

/// The queue that workers take tasks from.
pub const TASKS: &str = "tasks";
/// The queue of the tasks that have failed too often.
pub const BURIED: &str = "buried";
/// The channel on which outcomes are published.
pub const OUTCOMES: &str = "outcomes";

/// How often a task is tried.
pub const ATTEMPTS: u32 = 3;
/// For how long a pop waits.
pub const POP_WAIT: Duration = Duration::from_secs(30);
/// How long a worker waits after an error of the broker.
pub const BACK_OFF: Duration = Duration::from_secs(1);

/// Pushes a task and waits for its end.
pub async fn submit(broker: &dyn Broker, task: Task) -> Result<Outcome, Disconnected> {
    let id = task.id;
    // Subscribed before the push: the outcome could be there before we listen otherwise.
    let mut outcomes = broker.subscribe(OUTCOMES).await?;
    broker.push(TASKS, task).await?;
    while let Some(outcome) = outcomes.recv().await {
        if outcome.id == id {
            return Ok(outcome);
        }
    }
    Err(Disconnected)
}

/// Works on the tasks of a queue.
pub struct Worker {
    broker: Arc<dyn Broker>,
    handler: Arc<dyn Handler>,
}

impl Worker {
    /// Makes a worker.
    pub fn new(broker: Arc<dyn Broker>, handler: Arc<dyn Handler>) -> Self {
        Worker { broker, handler }
    }

    /// Works until it is told to stop. A pop that waits is dropped then; a task that was popped is finished.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        loop {
            let popped = tokio::select! {
                biased;
                () = told(&mut stop) => return,
                popped = self.broker.pop(TASKS, POP_WAIT) => popped,
            };
            let worked = match popped {
                Ok(Some(task)) => self.work_on(task).await,
                Ok(None) => Ok(()),
                Err(disconnected) => Err(disconnected),
            };
            if worked.is_err() {
                tokio::select! {
                    () = told(&mut stop) => return,
                    () = sleep(BACK_OFF) => {}
                }
            }
        }
    }

    async fn work_on(&self, task: Task) -> Result<(), Disconnected> {
        let result = self.handler.handle(&task.payload).await;
        let id = task.id;
        if result.is_err() {
            let task = Task { attempts: task.attempts + 1, ..task };
            if task.attempts < ATTEMPTS {
                return self.broker.push(TASKS, task).await;
            }
            self.broker.push(BURIED, task).await?;
        }
        self.broker.publish(OUTCOMES, Outcome { id, result }).await
    }
}

/// Waits until there is a word to stop, or nobody left to give it.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests;
