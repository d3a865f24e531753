//! `mock_fn!` with what an expectation should say.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(fn(u32) -> u32 { 1 });
}
