//! What is called without a mock in hand: callables, static methods and free functions, and the contexts in which a test
//! expects their calls.

pub(crate) mod context;
pub(crate) mod mock_fn;
pub(crate) mod static_method;
pub(crate) mod static_mock;
