//! What depends on the number of a method's parameters, as code sees it that does not know the number.

use crate::expectations::expectation::Expectation;
use crate::kinds::kind::Kind;
use crate::kinds::method_type::MethodType;
use crate::methods::method::Method;
use crate::values::args::Args;

/// Parameters of which it is known how many they are.
///
/// # Safety
///
/// `Verifying` is a view of the calls of a method of these parameters, under another name: `#[repr(transparent)]`. The
/// places are as they say.
pub unsafe trait Arity: Args {
    /// An expectation, with what depends on the number: what tests have in hand.
    type Expecting<'m, K: Kind>;
    /// A view of calls, likewise.
    type Verifying<K: Kind>;

    /// Where each argument is in the tuple of arguments, and its snapshot in the tuple of those.
    const PLACES: &'static [(usize, usize)];

    /// The same expectation.
    fn expecting<K: Kind>(expectation: Expectation<'_, Method<Self, K>>) -> Self::Expecting<'_, K>;
}

/// What a test has in hand of an expectation.
pub type Expecting<'m, M> = <<M as MethodType>::Args as Arity>::Expecting<'m, <M as MethodType>::Kind>;
