//! What a test asks about calls, with the method's types: shells around the [views](crate::views).

pub(crate) mod call;
pub(crate) mod calls;
pub(crate) mod held;
