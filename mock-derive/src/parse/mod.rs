//! What was written: the items that are to be mocked, the options of `#[automock]`, the inputs of `mock!` and `mock_fn!`, and
//! what the user's manifest calls the core. It refuses what can't be read, and knows nothing of the core's terms.

pub(crate) mod associated;
pub(crate) mod callable;
pub(crate) mod core_path;
pub(crate) mod misplaced;
pub(crate) mod options;
pub(crate) mod recording;
pub(crate) mod source;
