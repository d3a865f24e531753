//! An option that is a literal.

#[asyncmock::automock(5)]
trait Cat {
    fn pet(&self);
}

fn main() {
    let _ = MockCat::new();
}
