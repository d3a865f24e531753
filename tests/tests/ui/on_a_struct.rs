//! `#[automock]` on a struct.

#[asyncmock::automock]
struct Cat {
    name: String,
}

fn main() {}
