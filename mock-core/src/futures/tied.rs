//! A call's future whose value may borrow from its arguments: it gives the value the life that it has.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::futures::future::CallFuture;
use crate::kinds::tied::{TiedLater, Ties, shortened};
use crate::values::args::Args;
use crate::values::param::Param;

/// The future of a call whose answer is tied to an argument.
#[must_use = "futures do nothing unless polled"]
pub struct TiedCall<'a, A: Args, X: Ties>(CallFuture<'a, A, TiedLater<X>>);

impl<'a, A: Args, X: Ties> TiedCall<'a, A, X> {
    pub(crate) fn new(call: CallFuture<'a, A, TiedLater<X>>) -> Self {
        TiedCall(call)
    }
}

impl<'a, A: Args, X: Ties> Future for TiedCall<'a, A, X> {
    type Output = <X::Of as Param>::Of<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: it is of an answer that was given the arguments, which live for `'a`, or lives for ever.
        Pin::new(&mut self.0).poll(context).map(|value| unsafe { shortened::<X::Of>(value) })
    }
}
