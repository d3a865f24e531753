//! Everything that can be mocked, in a crate of the edition 2021.

#[cfg(test)]
pub use asyncmock as mocks;

#[cfg(test)]
include!("../../shapes.rs");
