//! The explorer: runs a test under every order in which its mocked calls can come to their end.
//!
//! [`Explore`] runs it; here is what its body may say beside. The [guide](crate::guide::explorer) tells what is
//! explored and what is not.

mod cancellable;
mod counterexample;
mod driver;
mod explorer;
mod failure;
mod fresh_runtime;
mod frontier;
mod inside;
mod jobs;
mod part;
mod report;
mod run;
mod saved;
mod search;
mod sharing;

pub use cancellable::{Cancellable, cancellable};
pub use counterexample::Counterexample;
pub use explorer::{Explore, Fault};
pub use inside::{Holds, choose, independent, invariant, sometimes, watch};
pub use report::Report;
