//! A feature without a name.

mod a {
    pub struct Foo;
}

#[asyncmock::double(feature)]
use a::Foo;

fn main() {
    let _ = Foo;
}
