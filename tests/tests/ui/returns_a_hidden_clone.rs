//! A hidden type of which there are no trait objects.

#[asyncmock::automock]
trait Cat {
    fn feed(&self) -> impl Clone;
}

fn main() {
    let _ = MockCat::new();
}
