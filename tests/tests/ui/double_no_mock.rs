//! A mock that there is not is missed at the name of the real item.

mod a {
    pub struct Foo;
    pub mod b {}
}

#[asyncmock::double(cfg(all()))]
use a::{Foo, b};

#[asyncmock::double(cfg(all()))]
type Bar = a::Foo;

fn main() {
    let _: (Foo, Bar);
}
