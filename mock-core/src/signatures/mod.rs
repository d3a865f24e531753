//! What must be spelled once for each number of parameters, or of methods; nothing else knows such numbers.

pub(crate) mod arity;
pub(crate) mod path;
