//! An assertion about a mutable reference, with a shared one.

use asyncmock::automock;

#[automock]
trait Cat {
    fn grow(&self, grams: &mut u32);
}

fn main() {
    let cat = MockCat::new();
    cat.calls_to_grow().assert_called_with(&3);
}
