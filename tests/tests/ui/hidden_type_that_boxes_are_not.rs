//! A trait's method that hides a type of a trait which boxes of its objects don't have.

use asyncmock::automock;

pub trait Signal {
    fn value(&self) -> u8;
}

#[automock]
trait Radio {
    fn open(&self) -> impl Signal;
}

fn main() {}
