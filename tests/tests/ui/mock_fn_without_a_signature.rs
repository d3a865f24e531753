//! `mock_fn!` of something else than a signature.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(|n: u32| n + 1);
}
