//! An expectation or an assertion has not as many values as the method has parameters.

use asyncmock::automock;
use asyncmock::predicate::eq;

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().with(eq("fish")).times();
    cat.expect_feed().with_args("fish").once(1);
    cat.calls_to_feed().assert_called_with("fish");
    cat.calls_to_feed().with_args("fish", 80, 3).assert_called();
}
