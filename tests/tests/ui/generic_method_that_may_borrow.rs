//! A type parameter that tells nothing of itself.

#[asyncmock::automock]
trait Cat {
    fn feed<Food>(&self, food: Food);
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
