//! `mock_fn!` with an argument of a hidden type.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(u32, &impl AsRef<str>) -> u32);
}
