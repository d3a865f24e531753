//! Two conditions in a `cfg`.

mod a {
    pub struct Foo;
}

#[asyncmock::double(cfg(test, fuzzing))]
use a::Foo;

fn main() {
    let _ = Foo;
}
