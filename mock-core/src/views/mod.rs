//! What a test sees of the calls of one method, without its types: which they are, what is asserted of them, and what can be
//! waited for, expectations included. It changes nothing in the engine but who is woken, and what is given out once.

pub(crate) mod assertions;
pub(crate) mod call_waits;
pub(crate) mod feed;
pub(crate) mod guards;
pub(crate) mod held_calls;
pub(crate) mod relation;
pub(crate) mod satisfied;
pub(crate) mod stream_probe;
pub(crate) mod view;
pub(crate) mod viewed_call;
