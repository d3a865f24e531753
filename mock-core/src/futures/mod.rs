//! The futures of calls: shells with the method's types around a call that is under way. They know the engine of their method,
//! and not where that is kept.

pub(crate) mod arguments_apart;
pub(crate) mod future;
pub(crate) mod lending;
pub(crate) mod pending;
pub(crate) mod sends;
pub(crate) mod tied;
