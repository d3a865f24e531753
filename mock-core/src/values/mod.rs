//! The values of a call: how an argument is taken, seen, kept, compared and printed, and what is expected of it. All of it is
//! about one call at a time; it knows nothing of expectations, nor of what is written down.

pub(crate) mod args;
pub(crate) mod call_values;
pub(crate) mod description;
pub(crate) mod expected;
pub(crate) mod frame;
pub(crate) mod given;
pub(crate) mod in_turn;
pub(crate) mod inside;
pub(crate) mod known;
pub(crate) mod lookalike;
pub(crate) mod param;
pub(crate) mod plain;
pub(crate) mod printed;
pub(crate) mod seen;
pub(crate) mod shape;
