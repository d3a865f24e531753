use std::cell::Cell;

use asyncmock::automock;

#[automock]
trait Cat {
    fn name(&self) -> Option<Cell<&str>>;
}

fn main() {}
