//! An async closure that may borrow, whose future borrows from its argument as well.

#[asyncmock::automock]
trait Db {
    async fn transaction<F: AsyncFnOnce(&mut u32) -> u32>(&self, work: F) -> u32;
    async fn run(&self, work: impl AsyncFn(&str)) -> u32;
    fn pet(&self);
}

fn main() {
    MockDb::new().expect_pet();
}
