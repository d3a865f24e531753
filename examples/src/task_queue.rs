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
mod tests {
    use std::future::pending;

    use asyncmock::{ANY, CallState, Sequence};
    use tokio::task::JoinHandle;
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::failure;

    /// A broker that gives out these tasks; a pop after them waits for ever.
    fn broker_with<const N: usize>(tasks: [Task; N]) -> MockBroker {
        let broker = MockBroker::new();
        broker.expect_pop().times(N).return_each(tasks.map(|task| Ok(Some(task))));
        broker.expect_pop().returning_async(|_, _| pending());
        broker
    }

    /// A worker in a task of its own.
    struct Running {
        stop: watch::Sender<bool>,
        task: JoinHandle<()>,
    }

    impl Running {
        fn start(broker: &Arc<MockBroker>, handler: MockHandler) -> Self {
            let worker = Worker::new(Arc::clone(broker) as Arc<dyn Broker>, Arc::new(handler));
            let (stop, stopped) = watch::channel(false);
            Running { stop, task: tokio::spawn(async move { worker.run(stopped).await }) }
        }

        /// Gives the worker time to do all there is to do: time is paused and moves on when everybody waits.
        async fn idle(&self) {
            sleep(Duration::from_millis(1)).await;
        }

        async fn stop(self) {
            self.stop.send(true).unwrap();
            timeout(Duration::from_secs(1), self.task).await.expect("the worker stops").unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_is_popped_then_handled_then_published() {
        let mut order = Sequence::new();
        let broker = MockBroker::new();
        let handler = MockHandler::new();
        broker.expect_pop().once().in_sequence(&mut order).resolve_const(Ok(Some(Task::new(1, "tea"))));
        handler
            .expect_handle()
            .with_args("tea")
            .once()
            .in_sequence(&mut order)
            .resolve_const(Ok("a cup of tea".to_owned()));
        broker
            .expect_publish()
            .with_args(OUTCOMES, Outcome { id: 1, result: Ok("a cup of tea".to_owned()) })
            .once()
            .in_sequence(&mut order)
            .resolve_const(Ok(()));
        broker.expect_pop().returning_async(|_, _| pending());

        let broker = Arc::new(broker);
        let worker = Running::start(&broker, handler);
        worker.idle().await;
        worker.stop().await;

        broker.calls_to_pop().assert_awaited_with(TASKS, POP_WAIT);
    }

    #[tokio::test(start_paused = true)]
    async fn tasks_are_handled_one_after_the_other() {
        let broker = Arc::new(broker_with([Task::new(1, "tea"), Task::new(2, "coffee"), Task::new(3, "milk")]));
        broker.expect_publish().resolve_const(Ok(()));
        let handler = MockHandler::new();
        handler.expect_handle().returning_async(|payload| {
            let cup = format!("a cup of {payload}");
            async {
                sleep(Duration::from_secs(60)).await;
                Ok(cup)
            }
        });
        let handle = handler.calls_to_handle();

        let worker = Running::start(&broker, handler);
        sleep(Duration::from_secs(200)).await;
        worker.stop().await;

        handle.assert_has_awaits([("tea",), ("coffee",), ("milk",)]);
        handle.assert_max_in_flight(1);
        broker.calls_to_publish().assert_awaited_times(3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pop_that_comes_back_empty_is_made_again() {
        let broker = MockBroker::new();
        broker.expect_pop().times(2).returning_async(|_, wait| async move {
            sleep(wait).await;
            Ok(None)
        });
        broker.expect_pop().returning_async(|_, _| pending());
        let pop = broker.calls_to_pop();

        let worker = Running::start(&Arc::new(broker), MockHandler::new());
        sleep(2 * POP_WAIT + BACK_OFF / 2).await;
        worker.stop().await;

        pop.in_state(CallState::Completed).assert_awaited_times(2);
        pop.in_state(CallState::Cancelled).assert_awaited_once();
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_fails_is_pushed_again_with_its_attempts() {
        let broker = Arc::new(broker_with([Task::new(1, "tea")]));
        broker.expect_push().resolve_const(Ok(()));
        let handler = MockHandler::new();
        handler.expect_handle().resolve_const(Err("no water".to_owned()));

        let worker = Running::start(&broker, handler);
        worker.idle().await;
        worker.stop().await;

        broker.calls_to_push().assert_awaited_once_with(TASKS, Task { attempts: 1, ..Task::new(1, "tea") });
        broker.calls_to_publish().assert_not_called();
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_fails_too_often_is_buried_and_its_failure_published() {
        let last_try = Task { attempts: ATTEMPTS - 1, ..Task::new(1, "tea") };
        let broker = Arc::new(broker_with([last_try.clone()]));
        broker.expect_push().with_args(BURIED, ANY).once().resolve_const(Ok(()));
        broker.expect_publish().once().resolve_const(Ok(()));
        let handler = MockHandler::new();
        handler.expect_handle().resolve_const(Err("no water".to_owned()));

        let worker = Running::start(&broker, handler);
        worker.idle().await;
        worker.stop().await;

        broker.calls_to_push().assert_awaited_once_with(BURIED, Task { attempts: ATTEMPTS, ..last_try });
        broker
            .calls_to_publish()
            .assert_awaited_once_with(OUTCOMES, Outcome { id: 1, result: Err("no water".to_owned()) });
    }

    #[tokio::test(start_paused = true)]
    async fn a_worker_backs_off_while_the_broker_is_away() {
        let broker = MockBroker::new();
        broker.expect_pop().times(3).return_each([Err(Disconnected), Err(Disconnected), Ok(None)]);
        broker.expect_pop().returning_async(|_, _| pending());
        let pop = broker.calls_to_pop();

        let start = Instant::now();
        let worker = Running::start(&Arc::new(broker), MockHandler::new());
        sleep(BACK_OFF * 5 / 2).await;
        worker.stop().await;

        let tried: Vec<Duration> = pop.all().iter().map(|call| call.started() - start).collect();
        assert_eq!(tried, [Duration::ZERO, BACK_OFF, 2 * BACK_OFF, 2 * BACK_OFF]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_is_stopped_drops_the_pop_that_waits() {
        let broker = Arc::new(broker_with([]));
        let pop = broker.calls_to_pop();

        let worker = Running::start(&broker, MockHandler::new());
        worker.idle().await;
        assert_eq!(pop.in_flight(), 1);
        worker.stop().await;

        pop.assert_awaited_once();
        pop.assert_cancelled(1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_is_stopped_finishes_its_task() {
        let broker = Arc::new(broker_with([Task::new(1, "tea"), Task::new(2, "coffee")]));
        broker.expect_publish().once().resolve_const(Ok(()));
        let handler = MockHandler::new();
        handler.expect_handle().returning_async(|_| async {
            sleep(Duration::from_millis(500)).await;
            Ok("done".to_owned())
        });
        let handle = handler.calls_to_handle();

        let worker = Running::start(&broker, handler);
        worker.idle().await;
        assert_eq!(handle.in_flight(), 1);
        worker.stop().await;

        handle.assert_awaited_once_with("tea");
        handle.assert_none_cancelled();

        // The second task was not taken, which the mock does not overlook either.
        let text = failure::of(|| broker.checkpoint());
        assert!(text.contains("MockBroker::pop: Expectation(<anything>) called 1 time(s)"), "{text}");
        assert!(text.contains("fewer than expected 2"), "{text}");
    }

    #[tokio::test]
    async fn submit_subscribes_before_it_pushes() {
        let (sender, receiver) = mpsc::channel(2);
        let broker = MockBroker::new();
        let mut order = Sequence::new();
        broker.expect_subscribe().with_args(OUTCOMES).once().in_sequence(&mut order).return_once(|_| Ok(receiver));
        broker.expect_push().with_args(TASKS, Task::new(2, "tea")).once().in_sequence(&mut order).return_once_async(
            move |_, _| async move {
                for id in [1, 2] {
                    sender.send(Outcome { id, result: Ok("done".to_owned()) }).await.unwrap();
                }
                Ok(())
            },
        );

        let outcome = submit(&broker, Task::new(2, "tea")).await.unwrap();
        assert_eq!(outcome, Outcome { id: 2, result: Ok("done".to_owned()) });
    }

    #[tokio::test]
    async fn submit_gives_up_when_the_subscription_ends() {
        let broker = MockBroker::new();
        broker.expect_subscribe().return_once(|_| Ok(mpsc::channel(1).1));
        broker.expect_push().resolve_const(Ok(()));

        assert_eq!(submit(&broker, Task::new(1, "tea")).await, Err(Disconnected));
    }

    #[tokio::test]
    async fn submit_pushes_nothing_when_it_can_not_subscribe() {
        let broker = MockBroker::new();
        broker.expect_subscribe().returning(|_| Err(Disconnected));
        broker.expect_push().never();

        assert_eq!(submit(&broker, Task::new(1, "tea")).await, Err(Disconnected));
    }

    #[tokio::test]
    async fn a_push_before_the_subscription_is_a_sequence_violation() {
        let broker = MockBroker::new();
        let mut order = Sequence::new();
        broker.expect_subscribe().once().in_sequence(&mut order).return_once(|_| Ok(mpsc::channel(1).1));
        broker.expect_push().once().in_sequence(&mut order).resolve_const(Ok(()));

        let text = failure::of_awaited(broker.push(TASKS, Task::new(1, "tea"))).await;
        assert!(text.contains("Method sequence violation"), "{text}");
        assert!(text.contains("it is not its turn in the sequence"), "{text}");

        submit(&broker, Task::new(1, "tea")).await.unwrap_err();
    }

    #[tokio::test(start_paused = true)]
    async fn a_pop_past_the_last_answer_fails_the_test_and_not_the_worker_alone() {
        let broker = Arc::new(MockBroker::new());
        broker.expect_pop().return_each([Ok(None), Err(Disconnected)]);

        let worker = Running::start(&broker, MockHandler::new());
        sleep(2 * BACK_OFF).await;
        assert!(worker.task.await.unwrap_err().is_panic());

        let text = failure::of(|| broker.checkpoint());
        assert!(text.contains("return_each has given all of its 2 value(s)"), "{text}");
        assert!(text.contains("MockBroker::pop(\"tasks\", 30s)"), "{text}");
    }
}
