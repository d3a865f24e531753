//! `wrapping` of a mock that was not asked to be a spy.

use asyncmock::automock;

#[automock]
trait Cat {
    fn pet(&self);
}

struct Tom;

impl Cat for Tom {
    fn pet(&self) {}
}

fn main() {
    let _ = MockCat::wrapping(Tom);
}
