//! `#[automock]` on an impl block.

struct Cat;

#[asyncmock::automock]
impl Cat {
    fn pet(&self) {}
}

fn main() {}
