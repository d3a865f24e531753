//! An associated constant. The mock is there, but is not the trait's.

#[asyncmock::automock]
trait Cat {
    const LEGS: u32;
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
