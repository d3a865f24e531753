//! Two methods that can't be mocked: one error each, and the rest of the mock is there.

#[asyncmock::automock]
trait Cat {
    fn adopt<Home>(&self, home: Home);
    fn feed(&self, food: impl Clone);
    fn pet(&self);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.pet();
}
