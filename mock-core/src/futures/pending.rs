//! A call that is a future without a lifetime: its arguments are given to it by whoever has them, before or when it is
//! first polled, and it outlives them.

use std::future::Future;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::erased::Exactly;
use crate::engine::control::Passing;
use crate::engine::state::SharedEngine;
use crate::engine::under_way::UnderWay;
use crate::futures::future::CallFuture;
use crate::kinds::kind::{Awaited, Kind};
use crate::kinds::real::RealFuture;
use crate::values::args::Args;
use crate::values::frame::{Arguments, Room};

/// A call that is a future. Dropping it ends the call: it is cancelled, or was never awaited.
#[must_use = "futures do nothing unless polled"]
pub struct PendingCall<A, V, S> {
    call: UnderWay,
    _value: PhantomData<fn() -> V>,
    _sent: PhantomData<S>,
    _of: Exactly<A>,
}

/// A call of a method with these types that is a future.
pub(crate) type PendingCallOf<A, K> = PendingCall<A, <K as Kind>::Value, <K as Awaited>::Sent>;

// Nothing is ever pinned in place: the answer's future is `Unpin`.
impl<A, V, S> Unpin for PendingCall<A, V, S> {}

impl<A: Args, V, S> PendingCall<A, V, S> {
    /// Writes a call down.
    ///
    /// # Safety
    ///
    /// The engine's method has these arguments and values, and `S` is what that says of its answers.
    pub(crate) unsafe fn new(engine: SharedEngine, arguments: &A::Of<'_>, place: &'static Location<'static>) -> Self {
        // SAFETY: they are arguments of the method.
        let call = unsafe { UnderWay::new(engine, &raw const *arguments as *const (), place) };
        PendingCall { call, _value: PhantomData, _sent: PhantomData, _of: PhantomData }
    }

    /// The same for a method that is declared with its future: the call is due if its expectation answers at the call.
    ///
    /// # Safety
    ///
    /// As [`new`](PendingCall::new).
    pub(crate) unsafe fn explicit(
        engine: SharedEngine,
        arguments: &A::Of<'_>,
        place: &'static Location<'static>,
    ) -> Self {
        // SAFETY: they are arguments of the method.
        let call = unsafe { UnderWay::explicit(engine, &raw const *arguments as *const (), place) };
        PendingCall { call, _value: PhantomData, _sent: PhantomData, _of: PhantomData }
    }

    /// The same call, which finds its expectation now if it waits for its turn.
    pub(crate) fn looking_ahead(mut self, arguments: &A::Of<'_>) -> Self {
        if self.call.has_turns() {
            // SAFETY: they are arguments of the method.
            unsafe { self.call.look_ahead(&raw const *arguments as *const (), false) };
        }
        self
    }

    /// Whether it is to be answered now, rather than when it is polled.
    pub(crate) fn is_due(&self) -> bool {
        self.call.is_due()
    }

    /// The same call, which is to be answered now.
    pub(crate) fn due(mut self) -> Self {
        self.call.make_due();
        self
    }

    /// Whether the mock is a spy.
    pub(crate) fn is_spied(&self) -> bool {
        self.call.is_spied()
    }

    /// Does what is done with the arguments, at the first poll or now.
    pub fn begin(mut self, arguments: A::Of<'_>) -> Self {
        let mut arguments = ManuallyDrop::new(arguments);
        // SAFETY: they are arguments of the method, and the call's own from now on.
        self.call.begin(unsafe { Arguments::of((&raw mut arguments).cast(), self.call.method()) });
        self
    }

    /// Answers the call now; it is awaited later, if at all.
    pub(crate) fn answer(mut self, arguments: A::Of<'_>) -> Self {
        let mut arguments = ManuallyDrop::new(arguments);
        // SAFETY: as above.
        let arguments = unsafe { Arguments::of((&raw mut arguments).cast(), self.call.method()) };
        self.call.answer(arguments, Passing::Refused);
        self
    }

    /// Goes on with the arguments in the future of the call, as a spy may need them longer.
    /// Nothing of the method's types is in the future's own, which the compiler must be able to send without a look at
    /// their lifetimes.
    pub fn pass<'a>(self, arguments: A::Of<'a>) -> RealFuture<'a, V>
    where
        V: 'a,
        S: 'a,
    {
        // SAFETY: it is a call of such a method.
        RealFuture::here(unsafe { CallFuture::<A::Of<'a>, V, S>::noted(self.call, arguments) })
    }

    /// The same where the future can be sent.
    pub fn pass_sent<'a>(self, arguments: A::Of<'a>) -> RealFuture<'a, V>
    where
        V: 'a,
        S: 'a,
        CallFuture<A::Of<'a>, V, S>: Send,
    {
        // SAFETY: as above.
        RealFuture::sent(unsafe { CallFuture::<A::Of<'a>, V, S>::noted(self.call, arguments) })
    }
}

impl<A, V, S> PendingCall<A, V, S> {
    /// Whether it waits for its turn, so that it goes no further with this poll.
    pub(crate) fn waits(&mut self, context: &mut Context<'_>) -> bool {
        // SAFETY: where it needs arguments, it has looked at them before.
        self.call.has_turns() && unsafe { self.call.waits(None, context) }
    }
}

impl<A, V, S> Future for PendingCall<A, V, S> {
    type Output = V;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<V> {
        if self.waits(context) {
            return Poll::Pending;
        }
        let mut room = MaybeUninit::<V>::uninit();
        // SAFETY: the call is one of a method with this value, which is read if it was written.
        unsafe {
            match self.get_mut().call.poll_again(context, Room::at((&raw mut room).cast())) {
                Poll::Ready(written) => Poll::Ready(written.take()),
                Poll::Pending => Poll::Pending,
            }
        }
    }
}
