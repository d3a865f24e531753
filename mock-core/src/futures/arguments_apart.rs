//! Calls whose arguments have lifetimes of their own each, or must be borrowed from while the call runs: they stay apart
//! from the core's future, which has one lifetime, until it is polled. Then the arguments are given to the answer, and
//! what is left has no lifetime at all.

use std::future::{Future, Pending};
use std::marker::PhantomData;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::erased::Exactly;
use crate::engine::ending::OnItsWay;
use crate::engine::state::SharedEngine;
use crate::futures::pending::PendingCall;
use crate::kinds::kind::{Awaited, Kind};
use crate::values::args::Args;

/// A call that is written down when it is polled, as its arguments can't be looked at before.
#[must_use = "futures do nothing unless polled"]
pub struct LateCall<A, V, S> {
    way: OnItsWay<SharedEngine>,
    place: &'static Location<'static>,
    _of: Exactly<(A, V, S)>,
}

/// Such a call of a method with these types.
pub(crate) type LateCallOf<A, K> = LateCall<A, <K as Kind>::Value, <K as Awaited>::Sent>;

impl<A: Args, V, S> LateCall<A, V, S> {
    /// Of an engine's method.
    ///
    /// # Safety
    ///
    /// It has these arguments and values, and `S` is what it says of its answers.
    pub(crate) unsafe fn new(engine: SharedEngine, place: &'static Location<'static>) -> Self {
        LateCall { way: OnItsWay::new(engine), place, _of: PhantomData }
    }

    /// Writes the call down, and does what the first poll does with the arguments.
    pub fn begin(self, arguments: A::Of<'_>) -> PendingCall<A, V, S> {
        // SAFETY: the method has these types.
        unsafe { PendingCall::new(self.way.engine().clone(), &arguments, self.place) }.begin(arguments)
    }
}

/// The future of a call whose arguments are apart. `G` is that of a call of a spy, which keeps the arguments.
#[must_use = "futures do nothing unless polled"]
pub struct Apart<H, T, F, G> {
    state: State<H, T, F, G>,
}

enum State<H, T, F, G> {
    /// Not polled yet.
    Called { call: H, arguments: T, ways: Ways<H, T, F, G> },
    /// The rest.
    Begun(F),
    /// A call of a spy.
    Passed(Pin<Box<G>>),
    /// Begun, without success.
    Failed,
}

/// A call that may have to wait for its turn before it is given its arguments.
pub trait TakesTurns {
    /// Whether it waits, so that it goes no further with this poll.
    fn waits_for_turn(&mut self, context: &mut Context<'_>) -> bool;
}

impl<A, V, S> TakesTurns for PendingCall<A, V, S> {
    fn waits_for_turn(&mut self, context: &mut Context<'_>) -> bool {
        self.waits(context)
    }
}

impl<A, V, S> TakesTurns for LateCall<A, V, S> {
    /// It is written down when it is given them, and waits then.
    fn waits_for_turn(&mut self, _: &mut Context<'_>) -> bool {
        false
    }
}

/// How a call goes on.
struct Ways<H, T, F, G> {
    begin: fn(H, T) -> F,
    /// If the mock is a spy.
    pass: Option<fn(H, T) -> G>,
}

/// A call `H` is given its arguments.
pub(crate) type Begin<H, T, A, V, S> = fn(H, T) -> PendingCall<A, V, S>;

/// A spy's call is passed on with its arguments.
type Pass<A, V, S, T, G> = fn(PendingCall<A, V, S>, T) -> G;

/// The future of a call that is written down when it is made.
pub(crate) type Noted<A, V, S, T, G> = Apart<PendingCall<A, V, S>, T, PendingCall<A, V, S>, G>;

impl<A: Args, V, S, T, G> Noted<A, V, S, T, G> {
    /// A call that is written down; `begin` gives it its arguments, now or when it is polled. If the mock is a spy,
    /// `pass` does.
    pub fn passing(
        call: PendingCall<A, V, S>,
        arguments: T,
        begin: Begin<PendingCall<A, V, S>, T, A, V, S>,
        pass: Pass<A, V, S, T, G>,
    ) -> Self {
        let pass = call.is_spied().then_some(pass);
        Self::called(call, arguments, begin, pass)
    }

    fn called(
        call: PendingCall<A, V, S>,
        arguments: T,
        begin: Begin<PendingCall<A, V, S>, T, A, V, S>,
        pass: Option<Pass<A, V, S, T, G>>,
    ) -> Self {
        let state = match call.is_due() {
            true => State::Begun(begin(call, arguments)),
            false => State::Called { call, arguments, ways: Ways { begin, pass } },
        };
        Apart { state }
    }
}

impl<A: Args, V, S, T> Noted<A, V, S, T, Pending<V>> {
    /// The same of a method that no spy can pass on.
    pub fn noted(call: PendingCall<A, V, S>, arguments: T, begin: Begin<PendingCall<A, V, S>, T, A, V, S>) -> Self {
        Self::called(call, arguments, begin, None)
    }
}

impl<A: Args, V, S, T> Apart<LateCall<A, V, S>, T, PendingCall<A, V, S>, Pending<V>> {
    /// A call that `begin` writes down, when it is polled.
    pub fn late(call: LateCall<A, V, S>, arguments: T, begin: Begin<LateCall<A, V, S>, T, A, V, S>) -> Self {
        Apart { state: State::Called { call, arguments, ways: Ways { begin, pass: None } } }
    }
}

// Nothing is ever pinned in place: arguments are moved out, and the rest is `Unpin`.
impl<H, T, F: Unpin, G> Unpin for Apart<H, T, F, G> {}

impl<H: TakesTurns, T, F: Future + Unpin, G: Future<Output = F::Output>> Future for Apart<H, T, F, G> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        if let State::Called { call, .. } = &mut self.state
            && call.waits_for_turn(context)
        {
            return Poll::Pending;
        }
        if let State::Called { .. } = self.state
            && let State::Called { call, arguments, ways } = std::mem::replace(&mut self.state, State::Failed)
        {
            self.state = match ways.pass {
                Some(pass) => State::Passed(Box::pin(pass(call, arguments))),
                None => State::Begun((ways.begin)(call, arguments)),
            };
        }
        match &mut self.state {
            State::Begun(rest) => Pin::new(rest).poll(context),
            State::Passed(rest) => rest.as_mut().poll(context),
            _ => panic!("`async fn` resumed after panicking: a call's future was polled again after its end"),
        }
    }
}
