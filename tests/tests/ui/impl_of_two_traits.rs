//! An argument of an unnamed type with two traits.

#[asyncmock::automock]
trait Cat {
    fn feed(&self, food: impl std::fmt::Debug + std::fmt::Display);
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
