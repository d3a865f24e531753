//! `#[automock]` on a function.

#[asyncmock::automock]
async fn go(direction: &str) -> usize {
    direction.len()
}

fn main() {}
