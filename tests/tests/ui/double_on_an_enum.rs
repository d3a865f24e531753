//! `#[double]` on an enum.

#[asyncmock::double]
enum Foo {}

fn main() {
    let _: Option<Foo> = None;
}
