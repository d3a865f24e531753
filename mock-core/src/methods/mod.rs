//! Methods, as they are in a mock: where each has its engine, and the ways in which calls enter. What a test says and asks
//! of them is above.

pub(crate) mod engine_place;
pub(crate) mod family;
pub(crate) mod method;
