//! `Self`, whose mock has no name.

trait Foo {
    type Itself;
}

impl Foo for u32 {
    #[asyncmock::double]
    type Itself = Self;
}

fn main() {
    let _: <u32 as Foo>::Itself = 5;
}
