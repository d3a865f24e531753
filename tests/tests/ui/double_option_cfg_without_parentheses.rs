//! A `cfg` without parentheses.

mod a {
    pub struct Foo;
}

#[asyncmock::double(cfg)]
use a::Foo;

fn main() {
    let _ = Foo;
}
