//! A method that never returns.

#[asyncmock::automock]
trait Cat {
    fn stare(&self) -> !;
}

fn main() {
    let _ = MockCat::new();
}
