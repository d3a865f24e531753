//! `#[double]` on a static.

#[asyncmock::double]
pub static FOO: u32 = 5;

fn main() {}
