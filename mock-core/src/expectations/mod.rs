//! What a test says before the call: the builder of expectations with the method's types, and the answers that it takes.

pub(crate) mod arity;
pub(crate) mod demands;
pub(crate) mod exclusive;
pub(crate) mod expectation;
pub(crate) mod guard_answers;
pub(crate) mod holding;
pub(crate) mod only_async;
pub(crate) mod pacing;
pub(crate) mod stream_answers;
