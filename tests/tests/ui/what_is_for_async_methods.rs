use std::time::Duration;

use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().returning_async(|_, _| async { 5 });
    cat.expect_feed().after(Duration::ZERO);
    cat.expect_feed().hold();
    cat.calls_to_feed().assert_awaited();
}
