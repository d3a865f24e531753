//! A guard is left once, so that it can't be cloned.

#[asyncmock::automock(guard, clone)]
trait Tx {
    fn commit(self);
}

fn main() {}
