//! The macros that make mocks, each from what was written by way of the model to what is written down. They know the way,
//! and collect what is wrong on it; nothing of mocks is decided here.

pub(crate) mod callable;
#[cfg(test)]
mod expansion;
pub(crate) mod item;
