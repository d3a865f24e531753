//! What the arity-free code asks of a method's parameters as a whole. The tuples of [markers](crate::values::param) implement
//! these traits, each by its number of parameters.

use crate::values::expected::Expected;

/// How a value is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// On one line: `{:?}`.
    OnOneLine,
    /// On as many as it takes: `{:#?}`.
    LaidOut,
}

/// The parameters of a method: a tuple of markers, or a type that stands for one.
///
/// # Safety
///
/// The core relies on what it says of its types: it is implemented by `arity!` alone.
pub unsafe trait Args: Sized + 'static {
    /// The arguments as the method receives them.
    type Of<'a>;
    /// The arguments as the journal keeps them.
    type Kept: 'static;
}

/// The parameters of a method whose arguments are of two lifetimes: `S` is a tuple of [sides](crate::kinds::side::Side).
///
/// # Safety
///
/// As of [`Args`], whose arguments these are.
pub unsafe trait Sided<S>: Args {
    /// The arguments as the method receives them.
    type Of<'tied, 'aside>;
}

/// Which arguments differ: bit `n` for argument `n`. There are no more arguments than bits.
pub(crate) type Differences = u64;

/// Expected values in the shape of the call, for the assertions.
///
/// # Safety
///
/// Each is [made](Expected::new) for the parameter at its place.
#[doc(hidden)]
pub unsafe trait ArgsEq<E>: Args {
    /// Each of them, without its type.
    fn expected(expected: &E) -> Vec<Expected<'_>>;
}
