//! Everything that can be mocked, in a crate that calls asyncmock something else.

#[cfg(test)]
pub use doubles as mocks;

#[cfg(test)]
include!("../../shapes.rs");
