//! `mock_fn!` whose name can't be one.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(crate: fn(u32));
}
