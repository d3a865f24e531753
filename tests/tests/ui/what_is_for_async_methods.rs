use std::time::Duration;

use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
    fn name(&self) -> &str;
    fn first<'a>(&self, words: &'a str) -> &'a str;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().times(1).after(Duration::ZERO).returning(|_, _| 5);
    cat.expect_feed().returning_async(|_, _| async { 5 });
    cat.expect_feed().hold();
    cat.expect_feed().return_stream([1, 2]).once();
    cat.expect_name().hold();
    cat.expect_first().returning_async(|words| async move { words });
    cat.calls_to_feed().assert_awaited();
    cat.calls_to_name().assert_awaited();
}
