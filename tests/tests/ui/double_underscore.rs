//! A trait that is imported for its methods.

mod a {
    pub trait Foo {
        fn foo(&self) {}
    }
    impl Foo for u32 {}
}

#[asyncmock::double]
use a::Foo as _;

fn main() {
    5_u32.foo();
}
