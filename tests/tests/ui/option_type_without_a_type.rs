//! An associated type without the type that it is in the mock.

#[asyncmock::automock(type Food: Clone;)]
trait Cat {
    type Food;
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
