use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, grams: u64) -> u64;
}

fn main() {
    let cat = MockCat::new();
    let one = Rc::new(1);
    cat.expect_feed().withf(move |grams| *grams == *one);
}
