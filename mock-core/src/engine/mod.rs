//! The engine of a method, which knows no types: the way of a call from its record to its answer, and what is expected of it.
//! It knows neither the views of a test nor the shells with types around it.

pub(crate) mod answer;
pub(crate) mod call_path;
#[cfg(feature = "tracing")]
mod call_span;
pub(crate) mod control;
pub(crate) mod ending;
pub(crate) mod giver;
pub(crate) mod hold_point;
pub(crate) mod inspection;
pub(crate) mod paced_answer;
pub(crate) mod raw_expectation;
pub(crate) mod real_method;
#[cfg(feature = "serde")]
mod recorded;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod state;
#[cfg(feature = "tokio")]
mod taking_turns;
#[cfg(feature = "tokio")]
pub(crate) mod turn;
pub(crate) mod under_way;
