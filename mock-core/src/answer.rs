//! Answers: what an expectation does with a call that is its own. The arity is known in [`arity`](crate::arity) only.

use crate::args::Args;
use crate::kind::{Kind, Lend};

/// Makes the reply to a call.
pub(crate) trait Answer<A: Args, K: Kind>: Send {
    fn answer<'a>(&mut self, arguments: A::Of<'a>) -> K::Reply<'a>;
}

/// `returning`: a closure makes what the method returns.
pub(crate) struct Returning<F>(pub(crate) F);

/// `resolving`: a closure makes the plain value.
pub(crate) struct Resolving<F>(pub(crate) F);

/// `returning_async`: a closure makes a future of the plain value.
pub(crate) struct Deferring<F>(pub(crate) F);

/// `returning` for a value tied to an argument.
pub(crate) struct ReturningTied<F>(pub(crate) F);

/// Makes the plain value without looking at the arguments.
pub(crate) struct Values<F>(pub(crate) F);

impl<A: Args, K: Kind, F: FnMut() -> K::Value + Send> Answer<A, K> for Values<F> {
    fn answer<'a>(&mut self, _: A::Of<'a>) -> K::Reply<'a> {
        K::from_value((self.0)())
    }
}

/// Lends what the mock has under an index.
pub(crate) struct Lending(pub(crate) usize);

impl<A: Args, O, K> Answer<A, K> for Lending
where
    K: for<'a> Kind<Reply<'a> = Lend<O>>,
{
    fn answer<'a>(&mut self, _: A::Of<'a>) -> K::Reply<'a> {
        Lend::Again(self.0)
    }
}
