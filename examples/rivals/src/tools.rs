//! The tools, each with what a pause and a task are in its terms, and how it searches.

mod looming;
mod seeded;
mod shuttling;
mod walking;

pub(crate) use looming::Permutations;
pub(crate) use seeded::Seeds;
pub(crate) use shuttling::{Pct, Randomly, init};
pub(crate) use walking::{Walk, steps_told};
