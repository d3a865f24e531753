//! A spy of a trait that can't be implemented yet: that alone is said.

#[asyncmock::automock(spy)]
trait Cat {
    const LEGS: usize;
    fn pet(&self);
}

fn main() {
    let _ = MockCat::new();
}
