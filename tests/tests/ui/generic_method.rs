//! A generic method. The other methods are still mocked.

#[asyncmock::automock]
trait Cat {
    fn feed<Food: 'static>(&self, food: Food);
    fn pet(&self);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_pet();
    cat.pet();
}
