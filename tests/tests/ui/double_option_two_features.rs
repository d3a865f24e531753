//! Two features.

mod a {
    pub struct Foo;
}

#[asyncmock::double(feature = "mocks", feature = "doubles")]
use a::Foo;

fn main() {
    let _ = Foo;
}
