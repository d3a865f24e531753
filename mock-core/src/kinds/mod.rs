//! The types of a method: how its value reaches the caller, what can be done with it and with the arguments, and how a real
//! object is called. It knows what an answer may give, and no mock.

pub(crate) mod capability;
pub(crate) mod kind;
pub(crate) mod lent;
pub(crate) mod method_type;
pub(crate) mod object;
pub(crate) mod only_async;
pub(crate) mod real;
pub(crate) mod side;
pub(crate) mod tied;
