//! Everything that can be mocked, in a crate that has no prelude of the standard library.

#![no_std]

#[cfg(test)]
extern crate std;

#[cfg(test)]
pub use asyncmock as mocks;

#[cfg(test)]
mod shapes {
    use std::{borrow::ToOwned as _, boxed::Box, string::String, vec, vec::Vec};

    include!("../../shapes.rs");
}
