//! `mock_fn!` whose value is of a hidden type.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(u32) -> Option<impl Iterator<Item = u32>>);
}
