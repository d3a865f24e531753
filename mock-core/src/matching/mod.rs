//! Which expectation a call uses: matchers, how often and in which order, and on which terms. It knows numbers and values,
//! and neither answers nor who calls.

pub(crate) mod index;
pub(crate) mod matcher;
pub(crate) mod pace;
pub(crate) mod plan;
pub mod predicate;
pub(crate) mod sequence;
pub(crate) mod times;
