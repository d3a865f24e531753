//! Methods and functions that never return, but by a panic.

#![allow(dead_code, reason = "what is mocked is not used itself")]

use std::panic::{catch_unwind, panic_any};
use std::time::Duration;

use asyncmock::{CallState, automock};
use asyncmock_tests::{failure, failure_of};
use tokio::time::timeout;

#[automock]
mod process {
    pub fn leave(with: u8) -> ! {
        std::process::exit(with.into())
    }
    pub async fn serve(_on: &str) -> ! {
        std::future::pending().await
    }
    unsafe extern "C" {
        pub fn stop_at_once(with: i32) -> !;
    }
}

#[automock]
trait Server {
    fn give_up(because: &str) -> !;
    async fn serve(&self) -> !;
    async fn proxy(&self, from: &str, to: &str) -> !;
}

pub struct Daemon;

#[automock]
impl Daemon {
    pub async fn run(&self, _times: u8) -> ! {
        std::future::pending().await
    }
    pub async fn start() -> ! {
        std::future::pending().await
    }
}

#[test]
fn functions_are_answered_by_panics() {
    let leave = mock_process::leave_context();
    leave.expect().with_args(3).once().returning(|with| panic_any(with));
    let left = catch_unwind(|| mock_process::leave(3)).unwrap_err();
    assert_eq!(left.downcast_ref(), Some(&3_u8));
    let stop = mock_process::stop_at_once_context();
    stop.expect().returning(|with| panic!("stopped with {with}"));
    let text = failure(|| unsafe { mock_process::stop_at_once(1) });
    assert_eq!(text, "stopped with 1");
    let give_up = MockServer::give_up_context();
    give_up.expect().returning(|because| panic!("{because}"));
    assert_eq!(failure(|| MockServer::give_up("no fish")), "no fish");
}

#[tokio::test(start_paused = true)]
async fn async_ones_go_on_until_they_are_dropped() {
    const WHILE: Duration = Duration::from_secs(1);
    let server = MockServer::new();
    server.expect_serve().pending();
    server.expect_proxy().pending();
    let serving = server.serve();
    assert_eq!(server.calls_to_serve().count(), 1);
    assert!(timeout(WHILE, serving).await.is_err());
    assert_eq!(server.calls_to_serve().in_state(CallState::Cancelled).count(), 1);
    assert!(timeout(WHILE, server.proxy("a", "b")).await.is_err());

    let daemon = MockDaemon::new();
    daemon.expect_run().with_args(2).pending();
    assert!(timeout(WHILE, daemon.run(2)).await.is_err());
    let start = MockDaemon::start_context();
    start.expect().pending();
    assert!(timeout(WHILE, MockDaemon::start()).await.is_err());
    let serve = mock_process::serve_context();
    serve.expect().pending();
    assert!(timeout(WHILE, mock_process::serve("a")).await.is_err());
}

#[tokio::test]
async fn async_ones_are_answered_by_panics() {
    let server = MockServer::new();
    server.expect_proxy().returning(|from, to| panic!("from {from} to {to}"));
    let text = failure_of(server.proxy("a", "b")).await;
    assert_eq!(text, "from a to b");
    server.calls_to_proxy().assert_awaited_once_with("a", "b");
}
