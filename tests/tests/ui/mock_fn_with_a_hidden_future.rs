//! `mock_fn!` whose future is hidden.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(u32) -> impl Future<Output = u32> + Send);
}
