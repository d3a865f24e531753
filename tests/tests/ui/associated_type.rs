//! An associated type. The mock is there, but is not the trait's.

#[asyncmock::automock]
trait Cat {
    type Food;
    fn feed(&self, food: Self::Food);
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
