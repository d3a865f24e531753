//! `#[double]` on a macro.

#[asyncmock::double]
macro_rules! foo {
    () => {};
}

fn main() {
    foo!();
}
