//! A call's future whose value may borrow from its arguments: it gives the value the life that it has.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::futures::future::CallFuture;
use crate::kinds::kind::{Awaited, Kind};
use crate::kinds::tied::{TiedLater, Ties, shortened};
use crate::values::args::Args;
use crate::values::param::Param;

/// The future of a call whose answer is tied to an argument: a `V` that lives for ever is given as an `O`, which lives as
/// long as the arguments.
#[must_use = "futures do nothing unless polled"]
pub struct TiedCall<A, V, S, O> {
    call: CallFuture<A, V, S>,
    shorten: unsafe fn(V) -> O,
}

/// Such a future of a call of a method with these types; see [`CallFutureOf`].
pub(crate) type TiedCallOf<'a, A, X> = TiedTo<'a, <A as Args>::Of<'a>, X>;

/// One that has an `A`, which lives for `'a`.
pub(crate) type TiedTo<'a, A, X> =
    TiedCall<A, <TiedLater<X> as Kind>::Value, <TiedLater<X> as Awaited>::Sent, <<X as Ties>::Of as Param>::Of<'a>>;

type CallOf<A, X> = CallFuture<A, <TiedLater<X> as Kind>::Value, <TiedLater<X> as Awaited>::Sent>;

/// Gives the value of a call the life that it has.
///
/// # Safety
///
/// The call is of a method with such values, and has an `A`, which lives for `'a`.
pub(crate) unsafe fn tied<'a, A, X: Ties>(call: CallOf<A, X>) -> TiedTo<'a, A, X> {
    TiedCall { call, shorten: shortened::<X::Of> }
}

impl<A, V, S, O> Future for TiedCall<A, V, S, O> {
    type Output = O;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<O> {
        let shorten = self.shorten;
        // SAFETY: it is of an answer that was given the arguments, which live as long as `O` says, or lives for ever.
        Pin::new(&mut self.call).poll(context).map(|value| unsafe { shorten(value) })
    }
}
