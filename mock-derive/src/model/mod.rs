//! What is to be mocked, in the terms of the core: markers, kinds, how a method takes the mock and what its future keeps.
//! What can't be mocked is refused here, at the user's token. It knows what was written, and nothing of what is written down.

pub(crate) mod arity;
pub(crate) mod callable;
pub(crate) mod closures;
pub(crate) mod concretize;
pub(crate) mod containers;
pub(crate) mod desugar;
pub(crate) mod explicit_future;
pub(crate) mod guards;
pub(crate) mod keeps;
pub(crate) mod method;
pub(crate) mod mock;
pub(crate) mod module;
pub(crate) mod objects;
pub(crate) mod owner;
pub(crate) mod parameter;
pub(crate) mod parts;
pub(crate) mod passing;
pub(crate) mod returns;
pub(crate) mod scope;
pub(crate) mod sides;
pub(crate) mod substitute;
pub(crate) mod written;
