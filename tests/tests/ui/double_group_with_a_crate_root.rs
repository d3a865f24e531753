//! A group with paths from the crates.

#[asyncmock::double]
pub use {::std::fmt::Debug, ::std::fmt::Display};

fn main() {}
