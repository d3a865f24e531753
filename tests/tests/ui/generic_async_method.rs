//! A generic method of `#[async_trait]`.

#[asyncmock::automock]
#[async_trait::async_trait]
trait Cat {
    async fn feed<Food: Send + 'static>(&self, food: Food);
}

fn main() {
    let _ = MockCat::new();
}
