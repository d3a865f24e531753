//! `#[double]` on a constant.

#[asyncmock::double]
pub const FOO: u32 = 5;

fn main() {}
