//! Predicates for [`with`](crate::Expectation): those of the [`predicates`](https://docs.rs/predicates) crate, so that
//! mockall's work as they are, with an [`eq`] that can say what it expects.
//!
//! ```
//! use asyncmock::{automock, predicate::*};
//!
//! #[automock]
//! trait Cat {
//!     fn feed(&self, food: &str, grams: u32) -> bool;
//! }
//!
//! let cat = MockCat::new();
//! cat.expect_feed().with(eq("fish"), ge(50).and(lt(100))).return_const(true);
//! assert!(cat.feed("fish", 80));
//! ```

use std::any::TypeId;
use std::borrow::Borrow;
use std::fmt;

pub use predicates::prelude::{
    PredicateBooleanExt, PredicateBoxExt, PredicateFileContentExt, PredicateStrExt, predicate::*,
};
use predicates::reflection::{Case, PredicateReflection};
pub use predicates::{BoxPredicate, Predicate};

use crate::values::plain;

/// Accepts what is equal to `constant`, or to what that [borrows](Borrow) as: a `String` equals the text of a `&str`.
///
/// ```
/// use asyncmock::predicate::{Predicate, eq};
///
/// assert!(eq(5).eval(&5));
/// assert!(eq("north").eval("north"));
/// assert!(eq(String::from("north")).eval("north"));
/// assert!(eq([1, 2]).eval(&[1, 2][..]));
/// assert_eq!(eq(5).to_string(), "var == 5");
/// ```
pub fn eq<T: fmt::Debug + PartialEq>(constant: T) -> EqPredicate<T> {
    EqPredicate { constant }
}

/// How an [`eq`] begins to say what it expects.
const EQUALS: &str = "var == ";

/// What a predicate says that it expects, if it is an [`eq`].
pub(crate) fn expected(description: &str) -> Option<&str> {
    description.strip_prefix(EQUALS)
}

/// Whether a predicate that says so compares the variable with something, or accepts or rejects whatever there is.
pub(crate) fn compares(description: &str) -> bool {
    description.starts_with("var") || ["true", "false"].contains(&description)
}

/// The predicate that [`eq`] makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EqPredicate<T> {
    constant: T,
}

impl<T: fmt::Debug> fmt::Display for EqPredicate<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // With `{:#}` on as many lines as it takes, for a diff.
        out.write_str(EQUALS)?;
        self.constant.fmt(out)
    }
}

impl<T: fmt::Debug> PredicateReflection for EqPredicate<T> {}

impl<T: fmt::Debug + Borrow<P>, P: ?Sized + fmt::Debug + PartialEq> Predicate<P> for EqPredicate<T> {
    fn eval(&self, variable: &P) -> bool {
        *variable == *self.constant.borrow()
    }

    fn find_case<'a>(&'a self, expected: bool, variable: &P) -> Option<Case<'a>> {
        (self.eval(variable) == expected).then(|| Case::new(Some(self), expected))
    }
}

/// The fingerprint of the one value that a predicate accepts, if it is an [`eq`] of a plain type.
///
/// # Safety
///
/// At the place is a predicate whose type has the id.
#[allow(clippy::unnecessary_cast)]
pub(crate) unsafe fn eq_fingerprint(id: TypeId, predicate: *const ()) -> Option<u64> {
    macro_rules! eq_of {
        ($($type:ty)*, $value:ident => $fingerprint:expr) => {
            $(if id == TypeId::of::<EqPredicate<$type>>() {
                // SAFETY: the id says that it is one.
                let EqPredicate { constant: $value } = unsafe { &*predicate.cast::<EqPredicate<$type>>() };
                return Some($fingerprint);
            })*
        };
    }
    eq_of!(u32 u64 usize i32 i64, number => *number as u64);
    eq_of!(&'static str String, text => plain::text(text));
    eq_of!(u8 u16 i8 i16 isize u128 i128 bool char, number => *number as u64);
    None
}
