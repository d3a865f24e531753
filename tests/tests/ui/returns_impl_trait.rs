//! A return type that is an `impl Trait` other than a future. The mock is there, but is not the trait's.

#[asyncmock::automock]
trait Cat {
    fn kittens(&self) -> impl Iterator<Item = u32>;
    fn pet(&self);
}

fn main() {
    MockCat::new().expect_pet();
}
