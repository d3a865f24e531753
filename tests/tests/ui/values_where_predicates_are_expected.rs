use asyncmock::{automock, predicate::*};

#[automock]
trait Cat {
    fn feed(&self, food: &str, grams: u64) -> u64;
}

fn main() {
    let cat = MockCat::new();
    cat.expect_feed().with("fish", eq(80));
    cat.expect_feed().with(eq("fish"), 80);
    cat.expect_feed().with(eq(1), eq(80));
}
