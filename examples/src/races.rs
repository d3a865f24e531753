//! Races that tests pass by, each found by the explorer, and mended.
//!
//! Each module has a bug of asynchronous code, small, and the same code without it. Its tests have the explorer find the bug, run
//! the schedule a hundred times more, show that none with fewer departures fails, and run the mended code in every order. Where a
//! module names an issue or a pull request, that tells of the same kind of bug, in other code.

pub mod answers_swapped;
pub mod cleared_buffer;
pub mod compensation;
pub mod double_spend;
pub mod half_a_message;
pub mod half_open;
pub mod late_login;
pub mod lock_order;
pub mod lost_at_shutdown;
pub mod lost_update;
pub mod lost_wake_up;
pub mod missed_event;
pub mod offset_commit;
pub mod paid_twice;
pub mod pool;
pub mod rate_limit;
pub mod retry_storm;
pub mod search_box;
pub mod stale_cache;
pub mod stale_close;
pub mod stampede;
pub mod stray_worker;
pub mod token_refresh;
pub mod two_connections;
pub mod two_leaders;

#[cfg(any(test, feature = "mocks"))]
mod corpus;
#[cfg(test)]
mod finding;

#[cfg(any(test, feature = "mocks"))]
pub use corpus::{ALL, Race};
