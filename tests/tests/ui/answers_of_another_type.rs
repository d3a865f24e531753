//! What a closure takes or gives is another type than what the method does.

use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
    async fn walk(&self, steps: u32) -> u64;
    fn name(&self) -> &str;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().returning(|_: u32, _| 1);
    cat.expect_feed().returning(|_| 1);
    cat.expect_feed().returning(|_, _| "much");
    cat.calls_to_feed().matching(|_: &str, _: u64| true);
    cat.expect_walk().returning_async(|_| async { "far" });
    cat.expect_walk().returning_async(|_| 5);
    cat.expect_walk().resolving(|_| "far");
    cat.expect_name().return_const(5);
}
