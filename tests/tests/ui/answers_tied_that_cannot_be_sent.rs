//! Closures that stay on their thread, for a method whose value borrows from an argument.

use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    fn first<'a>(&self, text: &'a str) -> &'a str;
}

fn main() {
    let (one, two) = (Rc::new(1), Rc::new(2));
    let cat = MockCat::new();
    cat.expect_first().returning(move |text| &text[*one..]);
    cat.expect_first().return_once(move |text| &text[*two..]);
}
