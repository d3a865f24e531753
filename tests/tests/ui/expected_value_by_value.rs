//! Expected values of another shape than the call.

use asyncmock::automock;

#[automock]
trait Cat {
    fn weigh(&self, grams: &u32);
}

fn main() {
    let cat = MockCat::new();
    cat.expect_weigh().with_args(3);
}
