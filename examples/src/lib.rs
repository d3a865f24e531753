//! Small programs, each with its tests: how code under test, its traits and their mocks fit together.
//!
//! - [`herd`]: an awaited call whose outcome depends on a plain one. `cargo run --example herd`
//! - [`batching`]: many callers, one call of the backend. `cargo run --example batching`
//! - [`task_queue`]: a worker on a queue with publish and subscribe. `cargo run --example task_queue`
//! - [`retry_with_backoff`]: a client that tries again, ever more slowly. `cargo run --example retry_with_backoff`
//! - [`timeout_and_cancel`]: two sources, of which the slower is cancelled. `cargo run --example timeout_and_cancel`
//! - [`rate_limited_crawler`]: many pages, so many at once. `cargo run --example rate_limited_crawler`
//! - [`events`]: callbacks, sync and async, that are called in order. `cargo run --example events`
//! - [`bank_transfer`]: a transaction, and every way of leaving it. `cargo run --example bank_transfer`
//! - [`connection_pool`]: a pool's connections, none of which waits for another service. `cargo run --example
//!   connection_pool`
//! - [`chat_feed`]: a stream that is lost and subscribed to again. `cargo run --example chat_feed`
//! - [`herd_router`]: a thread that owns a loop, which synchronous code gives commands. `cargo run --example herd_router`
//! - [`leaky_server`]: workers that outlive their server, and how they are shut down. `cargo run --example leaky_server`
//! - [`races`]: twenty-five races that tests pass by, found by running them in every order.
//! - [`journal_pictures`]: what a journal looks like as a picture. `cargo run --example journal_pictures`
//! - [`migrating_from_mockall`]: the same tests with mockall and with asyncmock, and what becomes possible.
//!
//! `cargo run --example mistakes` makes forty mistakes with asyncmock, with mockall and with unimock, and compares their texts with
//! those that the guide shows. `cargo run --release --example schedules` says how many schedules the explorer runs in a second.
//!
//! The mocks exist in this package's tests, and with the feature `mocks` for the tests of others.

pub mod bank_transfer;
pub mod batching;
pub mod chat_feed;
pub mod connection_pool;
pub mod events;
pub mod failure;
pub mod herd;
pub mod herd_router;
#[cfg(any(test, feature = "mocks"))]
pub mod journal_pictures;
pub mod leaky_server;
pub mod migrating_from_mockall;
pub mod races;
pub mod rate_limited_crawler;
pub mod retry_with_backoff;
pub mod task_queue;
pub mod timeout_and_cancel;
