//! `mock_fn!` with a receiver.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(self: u32));
}
