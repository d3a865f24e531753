//! `#[double]` on a struct.

#[asyncmock::double]
struct Foo;

fn main() {
    let _ = Foo;
}
