//! The harness: how a test is run and held to its rules, when it is stopped, and what is found when it is over. Nothing of the
//! core knows it.

pub(crate) mod catch_failure;
pub(crate) mod checked;
pub(crate) mod findings;
pub(crate) mod hang;
pub(crate) mod limit;
#[cfg(feature = "tokio")]
pub(crate) mod outcome;
pub(crate) mod policy;
pub(crate) mod stalemate;
#[cfg(feature = "tokio")]
pub(crate) mod supervised;
#[cfg(feature = "tokio")]
pub(crate) mod test_attribute;
pub(crate) mod trial;
pub(crate) mod watchdog;
