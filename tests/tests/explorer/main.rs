//! The explorer: a test is run under every order in which its mocked calls can come to their end.

mod attribute;
mod cancelled;
mod counts;
mod environment;
mod failing;
mod guide;
mod independent;
mod order;
mod processes;
mod replies;
mod saying;

use std::cell::{Cell, RefCell};
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{CallState, Explore, Sequence, automock, explore, rt};
use futures::future::join_all;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

#[automock(spy)]
trait Store: Send + Sync {
    async fn get(&self, key: u32) -> u32;
    async fn put(&self, key: &str, value: &str) -> bool;
    async fn first(&self, keys: &[u32], others: &[u32]) -> Option<u32>;
}

#[automock]
trait Boxed {
    fn get(&self, key: u32) -> futures::future::BoxFuture<'static, u32>;
    fn put(&self, key: u32) -> impl Future<Output = u32> + Send;
}

#[automock]
trait Loader {
    async fn load(key: u32) -> u32;
}

/// The text of the failure of a search.
#[track_caller]
fn failure(search: impl FnOnce() -> explore::Report) -> String {
    let panic = catch_unwind(AssertUnwindSafe(search)).expect_err("no schedule has failed");
    panic.downcast_ref::<String>().expect("the text of a failure").clone()
}

/// What came to its end, in order.
type Seen<T> = Rc<RefCell<Vec<T>>>;

/// So many calls at once.
async fn several(count: u32) -> Vec<u32> {
    let (store, seen) = (MockStore::new(), Seen::default());
    store.expect_get().returning(|key| key);
    let calls = (0..count).map(|key| {
        let (store, seen) = (&store, &seen);
        async move {
            let key = store.get(key).await;
            seen.borrow_mut().push(key);
        }
    });
    join_all(calls).await;
    seen.take()
}

/// Tasks that each make so many calls, one after the other.
async fn tasks(tasks: u32, calls: u32) -> Vec<u32> {
    let store = Arc::new(MockStore::new());
    store.expect_get().returning(|key| key);
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..tasks)
        .map(|task| {
            let (store, seen) = (Arc::clone(&store), Arc::clone(&seen));
            tokio::spawn(async move {
                for _ in 0..calls {
                    let task = store.get(task).await;
                    seen.lock().unwrap().push(task);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen = seen.lock().unwrap();
    seen.clone()
}

async fn races_a_timer() -> bool {
    let store = MockStore::new();
    store.expect_get().returning(|key| key);
    let (answer, ()) = futures::join!(timeout(Duration::from_secs(5), store.get(1)), sleep(Duration::from_secs(1)));
    answer.is_ok()
}

/// Two calls of methods that are declared with their futures, answered in both ways.
async fn two_explicit_futures() -> Vec<u32> {
    let (boxed, seen) = (MockBoxed::new(), Seen::default());
    boxed.expect_get().returning(|key| Box::pin(async move { key }));
    boxed.expect_put().resolving(|key| key);
    let get = async {
        let got = boxed.get(1).await;
        seen.borrow_mut().push(got);
    };
    let put = async {
        let put = boxed.put(2).await;
        seen.borrow_mut().push(put);
    };
    futures::join!(get, put);
    seen.take()
}

/// Calls that the test answers, or the clock, or nobody.
async fn what_has_no_turn() -> ((u32, u32), bool) {
    let store = Arc::new(MockStore::new());
    store.expect_get().with_args(1).hold();
    store.expect_get().with_args(2).after(Duration::from_secs(1)).return_const(20_u32);
    store.expect_get().with_args(3).pending();
    let gets = store.calls_to_get();
    let asks = Arc::clone(&store);
    let task = rt::spawn(async move { futures::join!(asks.get(1), asks.get(2)) });
    let never = timeout(Duration::from_secs(9), store.get(3)).await;
    gets.next_held().await.respond(10).unwrap();
    (task.await.unwrap(), never.is_err())
}

/// Runs one test of this file in a process of its own: whether it has passed, and what it has printed.
fn run_alone(test: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]).envs(variables.iter().copied());
    let output = command.env("RUST_BACKTRACE", "0").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.success(), text)
}
