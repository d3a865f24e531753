use asyncmock::{automock, predicate::*};

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().with_args(eq("fish"), 80);
    cat.expect_feed().with_args("fish", eq(80));
    cat.calls_to_feed().assert_called_with(always(), 80);
}
