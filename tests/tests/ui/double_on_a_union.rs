//! `#[double]` on a union.

#[asyncmock::double]
pub union Foo {
    bar: u32,
}

fn main() {
    let _ = Foo { bar: 5 };
}
