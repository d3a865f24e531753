//! `#[double]` on an extern block.

#[asyncmock::double]
unsafe extern "C" {}

fn main() {}
