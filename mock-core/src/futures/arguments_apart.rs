//! Calls whose arguments have lifetimes of their own each, or must be borrowed from while the call runs: they stay apart
//! from the core's future, which has one lifetime, until it is polled. Then the arguments are given to the answer, and
//! what is left has no lifetime at all.

use std::future::{Future, Pending};
use std::marker::PhantomData;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::erased::Exactly;
use crate::engine::state::SharedEngine;
use crate::futures::pending::PendingCall;
use crate::kinds::kind::Awaited;
use crate::values::args::Args;

/// A call that is written down when it is polled, as its arguments can't be looked at before.
#[must_use = "futures do nothing unless polled"]
pub struct LateCall<A: Args, K: Awaited> {
    engine: SharedEngine,
    place: &'static Location<'static>,
    _of: Exactly<(A, K)>,
}

impl<A: Args, K: Awaited> LateCall<A, K> {
    /// Of a method with these types.
    pub(crate) fn new(engine: SharedEngine, place: &'static Location<'static>) -> Self {
        LateCall { engine, place, _of: PhantomData }
    }

    /// Writes the call down, and does what the first poll does with the arguments.
    pub fn begin(self, arguments: A::Of<'_>) -> PendingCall<A, K> {
        PendingCall::new(self.engine, &arguments, self.place).begin(arguments)
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

/// How a call goes on.
struct Ways<H, T, F, G> {
    begin: fn(H, T) -> F,
    /// If the mock is a spy.
    pass: Option<fn(H, T) -> G>,
}

impl<A: Args, K: Awaited, T, G> Apart<PendingCall<A, K>, T, PendingCall<A, K>, G> {
    /// A call that is written down; `begin` gives it its arguments, now or when it is polled. If the mock is a spy,
    /// `pass` does.
    pub fn passing(
        call: PendingCall<A, K>,
        arguments: T,
        begin: fn(PendingCall<A, K>, T) -> PendingCall<A, K>,
        pass: fn(PendingCall<A, K>, T) -> G,
    ) -> Self {
        let pass = call.is_spied().then_some(pass);
        Self::called(call, arguments, Ways { begin, pass })
    }

    fn called(call: PendingCall<A, K>, arguments: T, ways: Ways<PendingCall<A, K>, T, PendingCall<A, K>, G>) -> Self {
        let state = match call.is_due() {
            true => State::Begun((ways.begin)(call, arguments)),
            false => State::Called { call, arguments, ways },
        };
        Apart { state }
    }
}

impl<A: Args, K: Awaited, T> Apart<PendingCall<A, K>, T, PendingCall<A, K>, Pending<K::Value>> {
    /// The same of a method that no spy can pass on.
    pub fn noted(call: PendingCall<A, K>, arguments: T, begin: fn(PendingCall<A, K>, T) -> PendingCall<A, K>) -> Self {
        Self::called(call, arguments, Ways { begin, pass: None })
    }
}

impl<A: Args, K: Awaited, T> Apart<LateCall<A, K>, T, PendingCall<A, K>, Pending<K::Value>> {
    /// A call that `begin` writes down, when it is polled.
    pub fn late(call: LateCall<A, K>, arguments: T, begin: fn(LateCall<A, K>, T) -> PendingCall<A, K>) -> Self {
        Apart { state: State::Called { call, arguments, ways: Ways { begin, pass: None } } }
    }
}

// Nothing is ever pinned in place: arguments are moved out, and the rest is `Unpin`.
impl<H, T, F: Unpin, G> Unpin for Apart<H, T, F, G> {}

impl<H, T, F: Future + Unpin, G: Future<Output = F::Output>> Future for Apart<H, T, F, G> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
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
