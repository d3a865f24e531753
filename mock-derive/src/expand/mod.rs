//! What is written down. It sees the model and what `syntax/` says of types, and has no errors: what was written is not known
//! here, and nothing that it can't write comes so far.

pub(crate) mod accessors;
pub(crate) mod arity;
pub(crate) mod call;
pub(crate) mod callable;
pub(crate) mod description;
pub(crate) mod guard;
pub(crate) mod lending;
pub(crate) mod mock;
pub(crate) mod module;
pub(crate) mod spy;
pub(crate) mod statics;
pub(crate) mod types;
