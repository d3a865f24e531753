//! Whether a call's arguments can be sent. A method that is declared with a future that can be, and takes what can't, is
//! answered at the call, as the future can't have the arguments until it is polled. How either is done is known above.

use std::future::Pending;
use std::marker::PhantomData;

use crate::futures::arguments_apart::{Begin, Noted};
use crate::futures::pending::PendingCall;
use crate::values::args::Args;

/// Asks whether arguments can be sent: `way` is its own if they can, and else by a trait, for all of them.
pub struct Sends<T>(PhantomData<fn(T)>);

impl<T> Sends<T> {
    /// Of arguments of this type.
    pub(crate) fn new() -> Self {
        Sends(PhantomData)
    }

    /// Of these arguments.
    pub fn of(_: &T) -> Self {
        Self::new()
    }
}

impl<T: Send> Sends<T> {
    /// The future has them.
    pub fn way(self) -> Kept {
        Kept
    }
}

/// What holds of all arguments.
pub trait AnyWay {
    /// They are given to the answer at the call.
    fn way(self) -> GivenNow;
}

impl<T> AnyWay for Sends<T> {
    fn way(self) -> GivenNow {
        GivenNow
    }
}

/// The future has the arguments until they are wanted.
pub struct Kept;

/// The call is answered when it is made.
pub struct GivenNow;

impl Kept {
    /// A call whose arguments are apart.
    pub fn noted<A: Args, V, S, T>(
        self,
        call: PendingCall<A, V, S>,
        arguments: T,
        begin: Begin<PendingCall<A, V, S>, T, A, V, S>,
    ) -> Noted<A, V, S, T, Pending<V>> {
        Noted::noted(call, arguments, begin)
    }
}

impl GivenNow {
    /// A call whose arguments are apart.
    pub fn noted<A: Args, V, S, T>(
        self,
        call: PendingCall<A, V, S>,
        arguments: T,
        begin: Begin<PendingCall<A, V, S>, T, A, V, S>,
    ) -> PendingCall<A, V, S> {
        begin(call.due(), arguments)
    }
}
