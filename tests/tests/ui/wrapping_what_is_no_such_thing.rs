//! `wrapping` of an object that does not implement the trait.

use asyncmock::automock;

#[automock(spy)]
trait Cat {
    fn pet(&self);
}

struct Dog;

fn main() {
    let _ = MockCat::wrapping(Dog);
}
