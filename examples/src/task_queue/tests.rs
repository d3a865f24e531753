//! Workers and submitters against a mocked broker, with paused time.

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
    broker.calls_to_publish().assert_awaited_once_with(OUTCOMES, Outcome { id: 1, result: Err("no water".to_owned()) });
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
async fn an_outcome_that_can_not_be_published_does_not_end_the_worker() {
    let broker = Arc::new(broker_with([Task::new(1, "tea"), Task::new(2, "coffee")]));
    broker.expect_publish().return_each([Err(Disconnected), Ok(())]);
    let handler = MockHandler::new();
    handler.expect_handle().resolving(|payload| Ok(format!("a cup of {payload}")));
    let handle = handler.calls_to_handle();

    let worker = Running::start(&broker, handler);
    sleep(2 * BACK_OFF).await;
    worker.stop().await;

    // The first task is done and not done again, though nobody heard of it.
    handle.assert_has_awaits([("tea",), ("coffee",)]);
    handle.assert_awaited_times(2);
    broker.calls_to_push().assert_not_called();
    broker
        .calls_to_publish()
        .assert_awaited_with(OUTCOMES, Outcome { id: 2, result: Ok("a cup of coffee".to_owned()) });
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
