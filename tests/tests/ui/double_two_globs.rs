//! Two globs are two errors.

mod a {
    pub struct Foo;
}
mod b {
    pub struct Bar;
}

#[asyncmock::double]
use {a::*, b::*};

fn main() {
    let _ = (Foo, Bar);
}
