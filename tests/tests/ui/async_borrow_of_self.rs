//! An async method whose value borrows from `self`.

#[asyncmock::automock]
trait Cat {
    async fn name(&self) -> &str;
}

fn main() {
    let _ = MockCat::new();
}
