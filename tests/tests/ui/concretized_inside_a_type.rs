//! A concretized parameter inside another type.

#[asyncmock::automock]
trait Cat {
    #[asyncmock::concretize]
    fn feed<Food: std::fmt::Debug>(&self, food: (u32, Food));
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
