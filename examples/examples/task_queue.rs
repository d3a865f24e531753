//! Runs a worker against a mocked broker, prints what was said between them, and shows what a failure looks like.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::failure;
use asyncmock_examples::task_queue::{Disconnected, MockBroker, MockHandler, Task, Worker, submit};
use tokio::sync::watch;
use tokio::time::sleep;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let broker = MockBroker::new();
    broker.expect_pop().times(3).return_each([
        Ok(Some(Task::new(1, "tea"))),
        Err(Disconnected),
        Ok(Some(Task::new(2, "coffee"))),
    ]);
    broker.expect_pop().returning_async(|_, _| pending());
    broker.expect_publish().times(1).resolve_const(Ok(()));
    broker.expect_push().times(1).resolve_const(Ok(()));

    let handler = MockHandler::new();
    handler.expect_handle().with_args("tea").returning_async(|_| async {
        sleep(Duration::from_millis(300)).await;
        Ok("a cup of tea".to_owned())
    });
    handler.expect_handle().with_args("coffee").resolve_const(Err("no beans".to_owned()));
    let pop = broker.calls_to_pop();

    let (stop, stopped) = watch::channel(false);
    let worker = Worker::new(Arc::new(broker), Arc::new(handler));
    let task = tokio::spawn(async move { worker.run(stopped).await });
    sleep(Duration::from_secs(3)).await;
    stop.send(true).expect("the worker listens");
    task.await.expect("the worker ends");

    pop.assert_awaited_times(4);
    pop.assert_cancelled(1);
    println!("One task was done, one failed and was pushed again, and the worker was stopped:\n");
    println!("{}", journal());

    println!("\n--- What a call looks like that nobody expected ---\n");
    let broker = MockBroker::new();
    println!("{}", failure::of_awaited(submit(&broker, Task::new(3, "milk"))).await);
}
