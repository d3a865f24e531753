//! A glob, beside what can be doubled.

mod a {
    pub mod b {
        pub struct Bar;
    }
    pub struct Foo;
    pub struct MockFoo;
}

#[asyncmock::double]
use a::{Foo, b::*};

fn main() {
    let _ = (Foo, Bar);
}
