//! A `cfg` of something else.

mod a {
    pub struct Foo;
}

#[asyncmock::double(cfg(5))]
use a::Foo;

fn main() {
    let _ = Foo;
}
