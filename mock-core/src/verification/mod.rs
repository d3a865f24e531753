//! What a test asks about calls, with the method's types: shells around the [views](crate::views).

pub(crate) mod assertions;
pub(crate) mod call;
pub(crate) mod calls;
pub(crate) mod guards;
pub(crate) mod held;
pub(crate) mod only_async;
pub(crate) mod relations;
pub(crate) mod streams;
pub(crate) mod waits;
