//! An `impl Trait` argument.

#[asyncmock::automock]
trait Cat {
    fn feed(&self, food: impl Into<String>);
}

fn main() {
    let _ = MockCat::new();
}
