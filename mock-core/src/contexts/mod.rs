//! Async contexts, as in Python's `async with`: what is entered is exited. They know nothing of mocks.

pub(crate) mod async_context;
pub(crate) mod drive;
