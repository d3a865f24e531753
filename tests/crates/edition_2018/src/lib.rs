//! Everything that can be mocked, in a crate of the edition 2018.

#[cfg(test)]
pub use asyncmock as mocks;

#[cfg(test)]
include!("../../shapes.rs");
