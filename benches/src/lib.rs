//! What asyncmock costs, next to its peers and to fakes written by hand.
//!
//! Every [`Column`](column::Column) of the tables is a [`Subject`](subject::Subject): the same
//! six-method trait, doubled by one mocking crate (or by hand), doing the same work. The binary
//! `subject` runs one piece of [`work`] in a process of its own, so that [`calls`], [`memory`] and
//! [`threads`] can count its instructions, bytes and seconds from outside; [`compile`] measures
//! what a generated crate costs to build, and [`harness`] what the test attribute costs.
//!
//! This crate measures and prints; what a good figure is, the project's design says.

pub mod allocator;
pub mod callgrind;
pub mod calls;
pub mod column;
pub mod compile;
pub mod harness;
pub mod memory;
pub mod profile;
pub mod readme;
pub mod subject;
pub mod subjects;
pub mod table;
pub mod threads;
pub mod work;

/// What a measurement returns: an error is printed and ends the program.
pub type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;
