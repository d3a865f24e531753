//! An option that is a literal.

mod a {
    pub struct Foo;
}

#[asyncmock::double("mocks")]
use a::Foo;

fn main() {
    let _ = Foo;
}
