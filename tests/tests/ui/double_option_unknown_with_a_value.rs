//! An option that there is not, with a value.

mod a {
    pub struct Foo;
}

#[asyncmock::double(module = "mocks")]
use a::Foo;

fn main() {
    let _ = Foo;
}
