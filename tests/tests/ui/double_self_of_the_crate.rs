//! The root of the crate.

#[asyncmock::double]
use crate::{self as root};

fn foo() {}

fn main() {
    root::foo();
}
