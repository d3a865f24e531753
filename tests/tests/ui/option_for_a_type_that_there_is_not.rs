//! A type for an associated type that the trait does not have.

#[asyncmock::automock(type Food = u32;)]
trait Cat {
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
