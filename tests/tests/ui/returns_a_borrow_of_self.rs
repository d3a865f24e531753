//! A return type with a lifetime of `self` inside.

#[asyncmock::automock]
trait Cat {
    fn name(&self) -> Option<&str>;
}

fn main() {
    let _ = MockCat::new();
}
