//! What the macros of the other crate have written: `macro_rules!` of all that is the same for each mock but for names. They
//! are expanded in the user's crate, and know the core by `__private` alone.

pub(crate) mod accessors;
pub(crate) mod common;
pub(crate) mod lending;
pub(crate) mod marker;
mod recording;
pub(crate) mod wrapping;
