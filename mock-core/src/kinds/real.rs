//! The real object's methods, to which calls of a spy go on: those that no expectation takes, and those of `passthrough`.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use fragile::Fragile;

use crate::base::erased::Erased;
use crate::engine::answer::Reply;
use crate::engine::real_method::RealMethod;
use crate::kinds::kind::{Awaited, Kind, Owned, Tied};
use crate::kinds::object::{Handle, Lease, Lender, LentOf};
use crate::values::args::Args;
use crate::values::frame::{Arguments, Room};
use crate::values::param::Param;

/// A method of the real object, of known type.
pub(crate) trait Real<A: Args, K: Kind>: Send + Sync {
    /// Calls it.
    fn call<'s, 'a>(&'s self, arguments: A::Of<'a>) -> K::Real<'s, 'a>;
}

impl RealMethod {
    /// A method of a real object.
    pub(crate) fn new<A: Args, K: Kind, M: Real<A, K> + 'static>(real: M) -> Self {
        unsafe fn call<'c, A: Args, K: Kind, M: Real<A, K>>(
            real: *const (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c> {
            // SAFETY: this is the method, and the arguments and the room are of a call of it, whatever their life is: what it
            // gives lives as long as they do, and as long as the object.
            unsafe {
                let arguments = arguments.take().cast::<A::Of<'_>>().read();
                K::pass((*real.cast::<M>()).call(arguments), room)
            }
        }
        // SAFETY: it takes an `M`.
        unsafe { RealMethod::erased(Erased::new(real), call::<A, K, M>) }
    }
}

/// Names a lifetime in the arguments of a closure whose value has it, too.
pub(crate) type Lifetime<'a> = PhantomData<&'a ()>;

/// Names two: of the arguments, and of the loan of the object, which is over before they are.
pub(crate) type Lifetimes<'s, 'a> = PhantomData<&'s &'a ()>;

/// A method that gives at once what may be the object's: its value, or a future of it.
pub(crate) struct Lasting<R, F> {
    pub(crate) real: Handle<R>,
    pub(crate) call: F,
}

impl<A: Args, K: Kind, R, F> Real<A, K> for Lasting<R, F>
where
    F: for<'s, 'a> Fn(&'s R, A::Of<'a>, Lifetime<'a>) -> K::Real<'s, 'a> + Send + Sync,
{
    fn call<'s, 'a>(&'s self, arguments: A::Of<'a>) -> K::Real<'s, 'a> {
        (self.call)(&self.real, arguments, PhantomData)
    }
}

/// A method that answers at once, to which the object is lent.
pub(crate) struct AtOnce<L, F> {
    pub(crate) lender: L,
    pub(crate) call: F,
}

impl<A: Args, K, L: Lender, F> Real<A, K> for AtOnce<L, F>
where
    K: Passed,
    F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetime<'a>) -> K::Given<'a> + Send + Sync,
{
    fn call<'s, 'a>(&'s self, arguments: A::Of<'a>) -> K::Real<'s, 'a> {
        K::given((self.call)(self.lender.lend().get(), arguments, PhantomData))
    }
}

/// A kind whose values do not borrow from a real object.
pub trait Passed: Kind {
    /// What a method of the object gives.
    type Given<'a>;
    /// The same, as any method of the kind gives it.
    fn given<'s, 'a>(given: Self::Given<'a>) -> Self::Real<'s, 'a>;
}

impl<R: 'static> Passed for Owned<R> {
    type Given<'a> = R;
    fn given<'s, 'a>(given: R) -> Self::Real<'s, 'a> {
        given
    }
}

impl<M: Param> Passed for Tied<M> {
    type Given<'a> = M::Of<'a>;
    fn given<'s, 'a>(given: M::Of<'a>) -> Self::Real<'s, 'a> {
        given
    }
}

/// Arguments that can be sent.
#[diagnostic::on_unimplemented(
    message = "a spy can't pass on calls of this method",
    label = "its future can be sent, which waits for the real object with the arguments, and they can't",
    note = "take arguments that are `Send`, or leave out `spy`"
)]
pub trait Sendable: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> Sendable for T {}

/// A method that gives a future which can be sent, and has the object as long as that lives.
pub(crate) struct Sent<L, F> {
    pub(crate) lender: L,
    pub(crate) call: F,
}

impl<A: Args, K: Awaited, L: Lender, F> Real<A, K> for Sent<L, F>
where
    for<'a> A::Of<'a>: Sendable,
    F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetimes<'s, 'a>) -> SentFuture<'s, K::Value>,
    F: Copy + Send + Sync + 'static,
{
    fn call<'a>(&self, arguments: A::Of<'a>) -> RealFuture<'a, K::Value> {
        let (mut lease, call) = (self.lender.lend(), self.call);
        RealFuture::Sent(Box::pin(async move { call(lease.get(), arguments, PhantomData).await }))
    }
}

/// The same of a future of which nobody knows whether it can be sent: an `async fn` of a trait does not say.
pub(crate) struct Here<L, F> {
    pub(crate) lender: L,
    pub(crate) call: F,
}

impl<A: Args, K: Awaited, L: Lender, F> Real<A, K> for Here<L, F>
where
    F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetimes<'s, 'a>) -> HereFuture<'s, K::Value>,
    F: Copy + Send + Sync + 'static,
{
    fn call<'a>(&self, arguments: A::Of<'a>) -> RealFuture<'a, K::Value> {
        let (mut lease, call) = (self.lender.lend(), self.call);
        RealFuture::here(async move { call(lease.get(), arguments, PhantomData).await })
    }
}

/// A future that can be sent.
pub(crate) type SentFuture<'a, R> = Pin<Box<dyn Future<Output = R> + Send + 'a>>;
/// A future that nobody knows to be so.
pub(crate) type HereFuture<'a, R> = Pin<Box<dyn Future<Output = R> + 'a>>;

/// The future of a method of the real object.
pub enum RealFuture<'a, R> {
    /// It can be sent.
    Sent(SentFuture<'a, R>),
    /// Nobody knows whether it can, so it is polled on one thread only. `None` once it is left where it can't be dropped.
    Here(Option<Fragile<HereFuture<'a, R>>>, &'static str),
}

impl<'a, R> RealFuture<'a, R> {
    /// A future that can be sent.
    pub fn sent(future: impl Future<Output = R> + Send + 'a) -> Self {
        RealFuture::Sent(Box::pin(future))
    }

    /// A future of which that is not known: an `async fn` of a trait does not say.
    pub fn here(future: impl Future<Output = R> + 'a) -> Self {
        RealFuture::Here(Some(Fragile::new(Box::pin(future))), FUTURE_ELSEWHERE)
    }

    /// The future of an answer that may borrow from the arguments, of which that is not known, either.
    pub fn borrowing(future: impl Future<Output = R> + 'a) -> Self {
        RealFuture::Here(Some(Fragile::new(Box::pin(future))), ANSWER_ELSEWHERE)
    }
}

const FUTURE_ELSEWHERE: &str = "the future of a real object's method went to another thread, which the trait does not \
                                allow for: declare the method `-> impl Future<Output = ..> + Send`, or run the test on one \
                                thread";

const ANSWER_ELSEWHERE: &str = "the future of a `resolving_async` went to another thread, and nobody knows whether it can be \
                                sent: answer with `returning_async`, or run the test on one thread";

impl<R> Future for RealFuture<'_, R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        match &mut *self {
            RealFuture::Sent(future) => future.as_mut().poll(context),
            RealFuture::Here(future, elsewhere) => {
                let here = future.as_mut().and_then(|future| future.try_get_mut().ok());
                here.expect(elsewhere).as_mut().poll(context)
            }
        }
    }
}

impl<R> Drop for RealFuture<'_, R> {
    fn drop(&mut self) {
        if let RealFuture::Here(future, _) = self
            && let Some(future) = future.take()
            && !future.is_valid()
        {
            // It must not be dropped on this thread.
            std::mem::forget(future);
        }
    }
}
