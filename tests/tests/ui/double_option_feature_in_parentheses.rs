//! A feature in parentheses.

mod a {
    pub struct Foo;
}

#[asyncmock::double(feature("mocks"))]
use a::Foo;

fn main() {
    let _ = Foo;
}
