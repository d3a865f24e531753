//! `guard` has one rule.

#[asyncmock::automock(guard(commit))]
trait Tx {
    fn commit(self);
}

fn main() {}
