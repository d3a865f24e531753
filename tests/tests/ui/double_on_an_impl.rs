//! `#[double]` on an impl block.

struct Foo;

#[asyncmock::double]
impl Foo {}

fn main() {
    let _ = Foo;
}
