//! `mock_fn!` whose value borrows from a part of an argument.

use asyncmock::mock_fn;

fn main() {
    let _ = mock_fn!(for<'a, 'b> fn(&'b [&'a str]) -> &'a str);
}
