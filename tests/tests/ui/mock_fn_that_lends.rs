//! `mock_fn!` whose value borrows from one of two arguments.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(for<'a, 'b> fn(&'a str, &'b str) -> &'a str);
}
