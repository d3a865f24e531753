//! `#[double]` on a module.

#[asyncmock::double]
mod foo {}

fn main() {}
