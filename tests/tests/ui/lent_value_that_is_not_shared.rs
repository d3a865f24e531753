//! A value that is lent for any type, though this one can't be shared between threads.

use std::rc::Rc;

use asyncmock::automock;

#[automock]
trait Cat {
    fn toy<T: 'static>(&self) -> &T;
}

fn main() {
    MockCat::new().expect_toy::<Rc<u8>>().return_const(Rc::new(1));
}
