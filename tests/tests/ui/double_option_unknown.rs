//! An option that there is not.

mod a {
    pub struct Foo;
}

#[asyncmock::double(mocks)]
use a::Foo;

fn main() {
    let _ = Foo;
}
