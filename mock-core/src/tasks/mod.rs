//! What the harness polls: the body of a test and its tasks, whether they wait, and where. It knows nothing of mocks, nor of
//! the test that they belong to.

pub(crate) mod inside;
#[cfg(feature = "tokio")]
pub(crate) mod runtime;
#[cfg(feature = "tokio")]
pub(crate) mod task_record;
pub(crate) mod test_body;
pub(crate) mod whereabouts;
