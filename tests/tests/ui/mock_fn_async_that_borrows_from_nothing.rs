//! `mock_fn!` of an `async fn` whose value borrows, and no argument does.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(async fn(u32) -> Option<&str>);
}
