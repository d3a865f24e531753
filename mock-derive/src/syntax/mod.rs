//! What is said in Rust, whoever says it: names, types, lifetimes, what is demanded of types, attributes. It knows syn, and
//! nothing of mocks.

pub(crate) mod attributes;
pub(crate) mod bounds;
pub(crate) mod lifetimes;
pub(crate) mod names;
pub(crate) mod places;
pub(crate) mod types;
