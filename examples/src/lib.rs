//! Small programs, each with its tests: how code under test, its traits and their mocks fit together.
//!
//! - [`herd`]: an awaited call whose outcome depends on a plain one. `cargo run --example herd`
//! - [`batching`]: many callers, one call of the backend. `cargo run --example batching`
//! - [`task_queue`]: a worker on a queue with publish and subscribe. `cargo run --example task_queue`
//! - [`migrating_from_mockall`]: the same tests with mockall and with asyncmock, and what becomes possible.
//!
//! The mocks exist in this package's tests, and with the feature `mocks` for the tests of others.

pub mod batching;
pub mod failure;
pub mod herd;
pub mod migrating_from_mockall;
pub mod task_queue;
