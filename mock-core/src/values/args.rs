//! What the arity-free code asks of a method's parameters as a whole. The tuples of [markers](crate::values::param) implement
//! these traits in [`arity`](crate::signatures::arity).

use crate::values::expected::Expected;

/// How a value is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// On one line: `{:?}`.
    Compact,
    /// On one line if it is short, else on as many as it takes: `{:#?}`.
    Fitting,
}

/// The parameters of a method: a tuple of markers.
///
/// # Safety
///
/// The core relies on what it says of its types: it is implemented for tuples of markers, and for nothing else.
pub unsafe trait Args: Sized + 'static {
    /// The arguments as the method receives them.
    type Of<'a>;
    /// The arguments as the journal keeps them.
    type Kept: 'static;
}

/// Which arguments differ: bit `n` for argument `n`.
pub(crate) type Differences = u32;

/// Expected values in the shape of the call, for the assertions.
#[doc(hidden)]
pub trait ArgsEq<E>: Args {
    /// Each of them, without its type.
    fn expected(expected: &E) -> Vec<Expected<'_>>;
}
