//! `#[automock]` on something else.

#[asyncmock::automock]
type Cat = u32;

fn main() {}
