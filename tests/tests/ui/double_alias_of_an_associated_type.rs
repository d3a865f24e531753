//! An alias of an associated type.

#[asyncmock::double]
type Foo = <Vec<u32> as IntoIterator>::Item;

fn main() {
    let _: Foo = 5;
}
