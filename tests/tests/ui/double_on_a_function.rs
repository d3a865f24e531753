//! `#[double]` on a function.

#[asyncmock::double]
fn foo() {}

fn main() {
    foo();
}
