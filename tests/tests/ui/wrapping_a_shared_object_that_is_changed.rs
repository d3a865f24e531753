//! `wrapping` of a shared object, whose methods take `&mut self`.

use std::sync::Arc;

use asyncmock::automock;

#[automock(spy)]
trait Cat {
    fn pet(&mut self);
}

struct Tom;

impl Cat for Tom {
    fn pet(&mut self) {}
}

fn main() {
    let _ = MockCat::wrapping(Arc::new(Tom));
}
