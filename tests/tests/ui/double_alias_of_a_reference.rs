//! An alias of something that has no name.

#[asyncmock::double]
type Foo<'a> = &'a str;

fn main() {
    let _: Foo<'_> = "";
}
