//! A method of a mock: the field that the macro puts into the mock, and the ways in which a call enters.

use std::any::Any;
use std::panic::Location;
use std::sync::Arc;

use crate::apart::LateCall;
use crate::arena::Arena;
use crate::args::Args;
use crate::calls::Calls;
use crate::capability::ValueCapability;
use crate::expectation::Expectation;
use crate::future::CallFuture;
use crate::guards::Guards;
use crate::inspect::EndsPanicked;
use crate::kind::{Awaited, Borrowed, BorrowedMut, Kind, Lend, Owned, Tied};
use crate::mock::Mock;
use crate::object::{Handle, Lender, LentOf};
use crate::once::Once;
use crate::param::Param;
use crate::pending::PendingCall;
use crate::real::{AtOnce, Here, HereFuture, Lasting, Lifetime, Lifetimes, Real, Sent, SentFuture};
use crate::record::CallState;
use crate::shape::{Shape, ShapeMut};
use crate::shared::{Shared, SharedMethod};

/// What the macro writes down about a method.
pub(crate) struct Spec<A: Args, K: Kind> {
    /// Its name with those of its parameters: `go(direction, steps)`.
    declaration: &'static str,
    /// Finds out what can be done with the arguments.
    capabilities: fn() -> A::Capabilities,
    /// Finds out what can be done with the value.
    value: fn() -> ValueCapability<K::Value>,
}

impl<A: Args, K: Kind> Clone for Spec<A, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Args, K: Kind> Copy for Spec<A, K> {}

impl<A: Args, K: Kind> Spec<A, K> {
    pub(crate) fn new(
        declaration: &'static str,
        capabilities: fn() -> A::Capabilities,
        value: fn() -> ValueCapability<K::Value>,
    ) -> Self {
        Spec { declaration, capabilities, value }
    }

    /// `go`.
    pub(crate) fn name(&self) -> &'static str {
        self.declaration.split('(').next().unwrap_or(self.declaration)
    }

    /// `direction`, `steps`.
    pub(crate) fn parameters(&self) -> Vec<&'static str> {
        let parameters = self.declaration.split('(').nth(1).unwrap_or_default().trim_end_matches(')');
        parameters.split(", ").filter(|parameter| !parameter.is_empty()).collect()
    }

    pub(crate) fn capabilities(&self) -> A::Capabilities {
        (self.capabilities)()
    }

    pub(crate) fn value(&self) -> ValueCapability<K::Value> {
        (self.value)()
    }
}

/// One method of a mock.
pub struct Method<A: Args, K: Kind> {
    spec: Spec<A, K>,
    /// Made when the method is first used: most tests use few of a mock's methods.
    shared: Once<SharedMethod<A, K>>,
    /// What is lent to callers by reference, and so lives as long as the mock.
    pub(crate) lent: K::Lent,
}

impl<A: Args, K: Kind> Method<A, K> {
    /// A method that has not been used yet: `go(direction, steps)`, and the ways to find out what can be done with the
    /// arguments, and with the value.
    pub fn new(
        declaration: &'static str,
        capabilities: fn() -> A::Capabilities,
        value: fn() -> ValueCapability<K::Value>,
    ) -> Self {
        Self::of(Spec::new(declaration, capabilities, value))
    }

    #[inline(always)]
    pub(crate) fn of(spec: Spec<A, K>) -> Self {
        Method { spec, shared: Once::new(), lent: K::Lent::default() }
    }

    #[inline(always)]
    pub(crate) fn shared(&self, mock: &Mock) -> &SharedMethod<A, K> {
        match self.shared.get() {
            Some(shared) => shared,
            None => self.first_use(mock),
        }
    }

    #[cold]
    fn first_use(&self, mock: &Mock) -> &SharedMethod<A, K> {
        let mut methods = mock.methods.lock();
        // Another thread may have been first.
        if let Some(shared) = self.shared.get() {
            return shared;
        }
        let shared = Shared::new(mock.info.clone(), self.spec);
        mock.session.add(Arc::clone(&shared) as Arc<_>);
        methods.add(Arc::clone(&shared) as Arc<_>);
        self.shared.fill(SharedMethod::new(shared))
    }

    /// Passes calls that no expectation takes on to a real object.
    fn pass_to(&self, mock: &Mock, real: impl Real<A, K> + 'static) {
        let real: Arc<dyn Real<A, K>> = Arc::new(real);
        K::keep(&self.lent, Arc::clone(&real));
        self.shared(mock).state.lock().control.get_or_insert_default().real = Some(real);
    }

    /// Passes calls on to a method that gives at once what may be the object's: its value, or a future of it.
    pub fn wrap<O: 'static, F>(&self, mock: &Mock, real: &Handle<O>, call: F)
    where
        F: for<'s, 'a> Fn(&'s O, A::Of<'a>, Lifetime<'a>) -> K::Real<'s, 'a> + Send + Sync + 'static,
    {
        self.pass_to(mock, Lasting { real: real.clone(), call });
    }

    /// Passes calls on to a method that answers at once, to which the object is lent.
    pub fn wrap_at_once<L: Lender, F>(&self, mock: &Mock, lender: L, call: F)
    where
        K: for<'s, 'a> Kind<Real<'s, 'a> = <K as Kind>::Reply<'a>>,
        F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetime<'a>) -> K::Reply<'a> + Send + Sync + 'static,
    {
        self.pass_to(mock, AtOnce { lender, call });
    }

    /// Whether there is any expectation.
    pub fn is_expected(&self, _: &Mock) -> bool {
        self.shared.get().is_some_and(|shared| !shared.state.lock().expectations.is_empty())
    }

    /// Adds an expectation.
    #[track_caller]
    pub fn expect(&self, mock: &Mock) -> Expectation<'_, Self> {
        mock.info.raise_lost();
        Expectation::new(self.shared(mock), &self.lent, Location::caller())
    }

    /// A view of the guards that the calls give.
    #[track_caller]
    pub fn guards(&self, mock: &Mock) -> Guards {
        self.calls(mock).guards()
    }

    /// A view of the calls.
    #[track_caller]
    pub fn calls(&self, mock: &Mock) -> Calls<Self> {
        mock.info.raise_lost();
        Calls::new(self.shared(mock).clone())
    }
}

// The ways in have names of their own: of several that are called the same the compiler tries each.
impl<A: Args, R: 'static> Method<A, Owned<R>> {
    /// A call.
    #[track_caller]
    pub fn call(&self, mock: &Mock, arguments: A::Of<'_>) -> R {
        self.shared(mock).call(arguments, Location::caller())
    }
}

impl<A: Args, M: Param> Method<A, Tied<M>> {
    /// A call whose value has the lifetime of its arguments.
    #[track_caller]
    pub fn call_tied<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> M::Of<'a> {
        self.shared(mock).call(arguments, Location::caller())
    }
}

impl<A: Args, T: ?Sized + Shape> Method<A, Borrowed<T>> {
    /// A call that is lent a value.
    #[track_caller]
    pub fn call_lent(&self, mock: &Mock, arguments: A::Of<'_>) -> &T {
        match self.lent.real.get() {
            None => self.lend(self.shared(mock).call(arguments, Location::caller())),
            Some(real) => self.call_spied(mock, &**real, arguments, Location::caller()),
        }
    }

    fn lend(&self, reply: Lend<T::Owned>) -> &T {
        let values = &self.lent.values;
        T::lend(match reply {
            Lend::New(value) => values.put(values.reserve(), value),
            Lend::Again(index) => values.get(index).expect("what `return_const` lends was put there"),
        })
    }

    #[cold]
    fn call_spied<'s>(
        &'s self,
        mock: &Mock,
        real: &'s (dyn Any + Send + Sync),
        arguments: A::Of<'_>,
        place: &'static Location<'static>,
    ) -> &'s T {
        let shared = self.shared(mock);
        match shared.call_spied(arguments, place) {
            Ok(reply) => self.lend(reply),
            Err((record, arguments)) => {
                let real: &'s Arc<dyn Real<A, Borrowed<T>>> = real.downcast_ref().expect("it is this method's");
                let unwinding = EndsPanicked { shared, record };
                let value = real.call(arguments);
                std::mem::forget(unwinding);
                shared.close(record, CallState::Completed);
                value
            }
        }
    }
}

/// What is lent to the callers of a `&mut T` method, to one at a time.
pub struct OnLoan<O> {
    /// What an answer made for the last call.
    made: Option<O>,
    /// What `return_var` gave to the mock.
    pub(crate) variables: Arena<O>,
}

impl<O> Default for OnLoan<O> {
    fn default() -> Self {
        OnLoan { made: None, variables: Arena::default() }
    }
}

impl<A: Args, T: ?Sized + ShapeMut> Method<A, BorrowedMut<T>> {
    /// A call that is lent a value to change.
    #[track_caller]
    pub fn call_lent_mut(&mut self, mock: &Mock, arguments: A::Of<'_>) -> &mut T {
        let owned = match self.shared(mock).call(arguments, Location::caller()) {
            Lend::New(value) => self.lent.made.insert(value),
            Lend::Again(index) => self.lent.variables.get_mut(index).expect("`return_var` put it there"),
        };
        T::lend_mut(owned)
    }
}

impl<A: Args, K: Awaited> Method<A, K> {
    /// A call that is a future: it is written down now, and answered when it is polled.
    #[track_caller]
    pub fn call_async<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> CallFuture<'a, A, K> {
        CallFuture::new(self.shared(mock).clone(), arguments, Location::caller())
    }

    /// A call of a method declared with an explicit future: an answer of `returning` runs at once, as in mockall.
    #[track_caller]
    pub fn call_explicit<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> CallFuture<'a, A, K> {
        CallFuture::eager(self.shared(mock).clone(), arguments, Location::caller())
    }

    /// A call that is written down, and goes on when its arguments are given to it again.
    #[track_caller]
    pub fn note(&self, mock: &Mock, arguments: &A::Of<'_>) -> PendingCall<A, K> {
        PendingCall::new(self.shared(mock).clone(), arguments, Location::caller())
    }

    /// The same for a method that is declared with its future.
    #[track_caller]
    pub fn note_explicit(&self, mock: &Mock, arguments: &A::Of<'_>) -> PendingCall<A, K> {
        PendingCall::explicit(self.shared(mock).clone(), arguments, Location::caller())
    }

    /// A call that is written down when it is polled.
    #[track_caller]
    pub fn prepare(&self, mock: &Mock) -> LateCall<A, K> {
        LateCall { shared: self.shared(mock).clone(), place: Location::caller() }
    }

    /// Passes calls on to a method whose future can be sent.
    pub fn wrap_sent<L: Lender, F>(&self, mock: &Mock, lender: L, call: F)
    where
        for<'a> A::Of<'a>: Send,
        F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetimes<'s, 'a>) -> SentFuture<'s, K::Value>,
        F: Copy + Send + Sync + 'static,
    {
        self.pass_to(mock, Sent { lender, call });
    }

    /// Passes calls on to a method of whose future nobody knows whether it can be sent.
    pub fn wrap_here<L: Lender, F>(&self, mock: &Mock, lender: L, call: F)
    where
        F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetimes<'s, 'a>) -> HereFuture<'s, K::Value>,
        F: Copy + Send + Sync + 'static,
    {
        self.pass_to(mock, Here { lender, call });
    }

    /// A call whose future can't keep the arguments: it is answered now.
    #[track_caller]
    pub fn call_at_once(&self, mock: &Mock, arguments: A::Of<'_>) -> PendingCall<A, K> {
        self.note(mock, &arguments).answer(arguments)
    }
}

/// What a [`Method`] is made of.
pub trait MethodType {
    /// Its parameters.
    type Args: Args;
    /// Its kind.
    type Kind: Kind;
}

impl<A: Args, K: Kind> MethodType for Method<A, K> {
    type Args = A;
    type Kind = K;
}

/// The kind of a [`Method`].
pub type KindOf<M> = <M as MethodType>::Kind;

/// The futures of a [`Method`].
pub type CallOf<'a, M> = CallFuture<'a, <M as MethodType>::Args, <M as MethodType>::Kind>;

/// The futures of a [`Method`] that have no arguments any more.
pub type PendingCallOf<M> = PendingCall<<M as MethodType>::Args, <M as MethodType>::Kind>;
