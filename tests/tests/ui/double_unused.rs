//! What is unused is unused as the user wrote it.

#![deny(unused_imports)]

mod a {
    pub struct Foo;
    pub struct MockFoo;
    pub struct Bar;
    pub struct MockBar;
}

#[asyncmock::double(cfg(all()))]
use a::{Bar, Foo};

fn main() {
    let _ = Foo;
}
