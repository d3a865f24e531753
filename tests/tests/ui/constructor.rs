//! A method that returns `Self`.

#[asyncmock::automock]
trait Cat {
    fn named(name: &str) -> Self;
}

fn main() {
    let _ = MockCat::new();
}
