//! `#[double]` on a crate.

#[asyncmock::double]
extern crate std as foo;

fn main() {}
