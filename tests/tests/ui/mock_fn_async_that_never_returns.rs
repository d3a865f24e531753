//! `mock_fn!` of an `async fn` that never returns.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(async fn(u32) -> !);
}
