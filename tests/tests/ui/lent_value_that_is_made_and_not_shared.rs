//! A value that an answer makes, and that is lent for any type, though this one can't be shared between threads.

use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    fn bowl<T: 'static>(&mut self) -> &mut T;
}

fn main() {
    MockCat::new().expect_bowl::<Rc<u8>>().returning(|| Rc::new(1));
}
