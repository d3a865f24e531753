//! `#[automock]` on an enum.

#[asyncmock::automock]
enum Cat {
    Tom,
}

fn main() {}
