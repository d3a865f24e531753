//! The subjects, one a file. Each declares the six-method trait anew, because the macros that
//! double it attach to its declaration.

// What the macros generate, and the trait they are given, is documented in one place: `subject`.
#![allow(async_fn_in_trait, missing_docs)]

#[cfg(feature = "asyncmock")]
pub mod asyncmock;
pub mod count;
pub mod faux;
pub mod hand;
pub mod mockall;
#[cfg(debug_assertions)]
pub mod mry;
pub mod unimock;

use crate::column::Column;
use crate::subject::Subject;

/// Something to do with a subject whose column is known only when the program runs.
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<S: Subject>(self) -> Self::Output;
}

/// Does it with the subject of a column.
///
/// # Panics
///
/// If the subject does not exist in this profile.
pub fn visit<V: Visitor>(column: Column, visitor: V) -> V::Output {
    match column {
        Column::Hand => visitor.visit::<hand::Hand>(),
        Column::Count => visitor.visit::<count::Count>(),
        Column::Mockall => visitor.visit::<mockall::Mockall>(),
        Column::Unimock => visitor.visit::<unimock::UnimockSubject>(),
        #[cfg(debug_assertions)]
        Column::Mry => visitor.visit::<mry::Mry>(),
        Column::Faux => visitor.visit::<faux::Faux>(),
        #[cfg(feature = "asyncmock")]
        Column::Asyncmock => visitor.visit::<asyncmock::Asyncmock>(),
        #[allow(unreachable_patterns)]
        absent => panic!("{absent} is not built in this profile"),
    }
}
