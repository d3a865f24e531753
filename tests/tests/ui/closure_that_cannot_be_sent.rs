use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    async fn go(&self, to: &str) -> u64;
}

fn main() {
    let cat = MockCat::new();
    let one = Rc::new(1);
    cat.expect_go().returning(move |_| *one);
}
