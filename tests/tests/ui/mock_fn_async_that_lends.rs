//! `mock_fn!` of an `async fn` whose value borrows from an argument.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(async fn(&str) -> &str);
}
