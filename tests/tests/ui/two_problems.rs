//! Two methods that can't be mocked: one error each, and the rest of the mock is there.

#[asyncmock::automock]
trait Cat {
    fn count() -> u32;
    fn feed(&self, food: impl Into<String>);
    fn pet(&self);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.pet();
}
