//! A method that gives no guard can't be told to return one.

#[asyncmock::automock]
trait Pool {
    fn count(&self) -> u32;
}

fn main() {
    MockPool::new().expect_count().returns_guard(3_u32);
}
