//! `mock_fn!` of a callable that never returns.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(u32) -> !);
}
