//! A method without `self`. The other methods are still mocked.

#[asyncmock::automock]
trait Cat {
    fn count() -> u32;
    fn pet(&self);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.pet();
}
