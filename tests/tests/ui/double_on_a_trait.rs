//! `#[double]` on a trait.

#[asyncmock::double]
pub trait Foo {}

fn main() {}
