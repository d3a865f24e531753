//! An option that there is not. The mock is still there.

#[asyncmock::automock(mutable)]
trait Cat {
    fn pet(&self);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.pet();
}
