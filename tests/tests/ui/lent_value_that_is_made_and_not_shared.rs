//! A value that an answer makes, and that is lent for any type, though this one can't be shared between threads.

use asyncmock::automock;

struct Bowl(*const u8);

#[automock]
trait Cat {
    fn bowl<T: 'static>(&mut self) -> &mut T;
}

fn main() {
    MockCat::new().expect_bowl::<Bowl>().returning(|| Bowl(std::ptr::null()));
}
