//! A method of a mock: the field that the macro puts into the mock, and the ways in which a call enters. It is a shell with
//! the method's types around the [engine](crate::engine), and all that enters that passes them.

use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::Location;
use std::ptr;

use crate::base::erased::Exactly;
use crate::engine::answer::Reply;
use crate::engine::real_method::RealMethod;
use crate::engine::state::SharedEngine;
use crate::futures::arguments_apart::{LateCall, LateCallOf};
use crate::futures::future::{CallFuture, CallFutureOf, Gone};
use crate::futures::lending::{Lending, LendingMut};
use crate::futures::pending::{self, PendingCall};
use crate::futures::sends::{GivenNow, Kept, Sends};
use crate::futures::tied::{TiedCallOf, TiedTo, tied};
use crate::kinds::kind::{Awaited, Kind, Owned, Tied, Untied};
use crate::kinds::lent::{Lends, LendsAtOnce, LendsMut};
use crate::kinds::method_type::MethodType;
use crate::kinds::object::{Handle, Lender, LentOf};
use crate::kinds::real::{
    AtOnce, Here, HereFuture, Lasting, Lifetime, Lifetimes, Passed, Real, Sendable, Sent, SentFuture,
};
use crate::kinds::tied::{TiedBeside, TiedLater, Ties};
use crate::methods::engine_place::EnginePlace;
use crate::sessions::mock::Mock;
use crate::values::args::{Args, Sided};
use crate::values::description::Description;
use crate::values::frame::{Arguments, Room};
use crate::values::param::Param;
use crate::values::shape::{Shape, ShapeMut};

/// One method of a mock.
pub struct Method<A: Args, K: Kind> {
    pub(crate) place: EnginePlace,
    /// What is lent to callers by reference, and so lives as long as the mock.
    pub(crate) lent: K::Lent,
    _of: Exactly<(A, K)>,
}

impl<A: Args, K: Kind> Method<A, K> {
    /// Says which type is meant.
    pub const OF: Exactly<Self> = PhantomData;

    /// A method that has not been used yet.
    pub const fn new(description: &'static Description<Self>) -> Self {
        Method { place: EnginePlace::new(description.info()), lent: K::NOTHING_LENT, _of: PhantomData }
    }

    pub(crate) fn engine(&self, mock: &Mock) -> &SharedEngine {
        self.place.engine(mock)
    }

    /// Passes calls that no expectation takes on to a real object.
    fn pass_to(&self, mock: &Mock, real: impl Real<A, K> + 'static) {
        self.engine(mock).pass_to(RealMethod::new::<A, K, _>(real));
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
        K: Passed,
        F: for<'s, 'a> Fn(LentOf<'s, L>, A::Of<'a>, Lifetime<'a>) -> K::Given<'a> + Send + Sync + 'static,
    {
        self.pass_to(mock, AtOnce { lender, call });
    }

    /// Whether there is any expectation.
    pub fn is_expected(&self, _: &Mock) -> bool {
        self.place.is_expected()
    }
}

// The ways in have names of their own: of several that are called the same the compiler tries each.
impl<A: Args, R: 'static> Method<A, Owned<R>> {
    /// A call.
    #[track_caller]
    pub fn call(&self, mock: &Mock, arguments: A::Of<'_>) -> R {
        let (mut arguments, mut room) = (ManuallyDrop::new(arguments), const { MaybeUninit::<R>::uninit() });
        // SAFETY: arguments and room are those of a method with these types, and used for nothing else; afterwards there is
        // a value.
        unsafe {
            self.place.call(mock, &raw mut arguments as *mut (), &raw mut room as *mut (), Location::caller());
            ptr::read(&raw const room as *const R)
        }
    }
}

impl<A: Args, K: Kind> Method<A, K> {
    /// A call whose value is tied to arguments.
    ///
    /// # Safety
    ///
    /// Arguments and value are of the method's types; what the value borrows, an answer can only have from such arguments.
    #[track_caller]
    unsafe fn call_for<G, V>(&self, mock: &Mock, arguments: G) -> V {
        let (mut arguments, mut room) = (ManuallyDrop::new(arguments), const { MaybeUninit::<V>::uninit() });
        // SAFETY: as above.
        unsafe {
            self.place.call(mock, &raw mut arguments as *mut (), &raw mut room as *mut (), Location::caller());
            ptr::read(&raw const room as *const V)
        }
    }
}

impl<A: Args, M: Param> Method<A, Tied<M>> {
    /// A call whose value has the lifetime of its arguments.
    #[track_caller]
    pub fn call_tied<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> M::Of<'a> {
        // SAFETY: these are the method's types; what an answer gives borrows from the arguments alone.
        unsafe { self.call_for(mock, arguments) }
    }
}

impl<A: Sided<S>, M: Param, S: 'static> Method<A, TiedBeside<M, S>> {
    /// A call whose value has the lifetime of some of its arguments.
    #[track_caller]
    pub fn call_tied_beside<'a, 'b>(&self, mock: &Mock, arguments: <A as Sided<S>>::Of<'a, 'b>) -> M::Of<'a> {
        // SAFETY: as above; what an answer gives borrows from those arguments alone.
        unsafe { self.call_for(mock, arguments) }
    }
}

impl<A: Args, K: Lends + LendsAtOnce> Method<A, K> {
    /// A call that is lent a value.
    #[track_caller]
    pub fn call_lent(&self, mock: &Mock, arguments: A::Of<'_>) -> &K::Target {
        let (engine, arena) = (self.engine(mock), K::arena(&self.lent));
        let (mut arguments, mut room) = (ManuallyDrop::new(arguments), MaybeUninit::<OwnedOf<K::Target>>::uninit());
        // SAFETY: the engine is that of a method with these types, and so are the arguments and the room. What is not the
        // mock's is the real object's, which the engine has for as long as it is there.
        unsafe {
            let arguments = Arguments::of((&raw mut arguments).cast(), engine.method);
            match engine.call(arguments, Room::at((&raw mut room).cast()), Location::caller()) {
                Reply::Given(written) => K::Target::lend(arena.put(arena.reserve(), written.take())),
                Reply::Again(index) => {
                    K::Target::lend(arena.get(index).expect("what `return_const` lends was put there"))
                }
                Reply::Lent(seen) => seen.get(),
                Reply::Later(..) => unreachable!("what is lent is given at once"),
            }
        }
    }
}

impl<A: Args, K: LendsMut + LendsAtOnce> Method<A, K> {
    /// A call that is lent a value to change.
    #[track_caller]
    pub fn call_lent_mut(&mut self, mock: &Mock, arguments: A::Of<'_>) -> &mut K::Target {
        let (mut arguments, mut room) = (ManuallyDrop::new(arguments), MaybeUninit::<OwnedOf<K::Target>>::uninit());
        let on_loan = K::on_loan_mut(&mut self.lent);
        // SAFETY: as above.
        let owned = unsafe {
            let engine = self.place.engine(mock);
            let arguments = Arguments::of((&raw mut arguments).cast(), engine.method);
            match engine.call(arguments, Room::at((&raw mut room).cast()), Location::caller()) {
                Reply::Given(written) => on_loan.made.insert(written.take()),
                Reply::Again(index) => on_loan.variables.get_mut(index).expect("`return_var` put it there"),
                Reply::Lent(_) | Reply::Later(..) => unreachable!("no real object lends what can be changed"),
            }
        };
        K::Target::lend_mut(owned)
    }
}

impl<A: Args, K: Lends + Awaited> Method<A, K> {
    /// The future of a call whose value the mock lends.
    pub fn lending<F>(&self, call: F) -> Lending<'_, F, K::Target> {
        Lending::new(call, K::arena(&self.lent))
    }
}

impl<A: Args, K: LendsMut + Awaited> Method<A, K> {
    /// The future of a call whose value the mock lends to be changed.
    pub fn lending_mut<F>(&mut self, call: F) -> LendingMut<'_, F, K::Target> {
        LendingMut::new(call, K::on_loan_mut(&mut self.lent))
    }
}

type OwnedOf<T> = <T as Shape>::Owned;

impl<A: Args, K: Awaited> Method<A, K> {
    /// Whether the arguments can be sent.
    pub fn sends<'a>(&self) -> Sends<A::Of<'a>> {
        Sends::new()
    }

    /// Passes calls on to a method whose future can be sent.
    pub fn wrap_sent<L: Lender, F>(&self, mock: &Mock, lender: L, call: F)
    where
        for<'a> A::Of<'a>: Sendable,
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
}

impl<A: Args, X: Ties> Method<A, TiedLater<X>> {
    /// A call that is a future, and may be answered with what borrows from an argument.
    #[track_caller]
    pub fn call_async_tied<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> TiedCallOf<'a, A, X> {
        // SAFETY: the engine is that of a method with these types.
        unsafe { tied::<A::Of<'a>, X>(CallFuture::new(self.engine(mock).clone(), arguments, Location::caller())) }
    }

    /// The same of a method declared with an explicit future.
    #[track_caller]
    pub fn call_explicit_tied<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> TiedCallOf<'a, A, X> {
        // SAFETY: as above.
        unsafe { tied::<A::Of<'a>, X>(CallFuture::eager(self.engine(mock).clone(), arguments, Location::caller())) }
    }

    /// The same with arguments that the future can't have: the call is answered now.
    #[track_caller]
    pub(crate) fn call_tied_at_once<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> TiedTo<'a, Gone<'a>, X> {
        // SAFETY: as above; the arguments live for `'a`.
        unsafe { tied::<Gone<'a>, X>(CallFuture::given(self.engine(mock).clone(), arguments, Location::caller())) }
    }
}

impl<A: Args, K: Untied> Method<A, K> {
    /// A call that is a future: it is written down now, and answered when it is polled.
    #[track_caller]
    pub fn call_async<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> CallFutureOf<'a, A, K> {
        // SAFETY: the engine is that of a method with these types.
        unsafe { CallFuture::new(self.engine(mock).clone(), arguments, Location::caller()) }
    }

    /// A call of a method declared with an explicit future: an answer of `returning` runs at once, as in mockall.
    #[track_caller]
    pub fn call_explicit<'a>(&self, mock: &Mock, arguments: A::Of<'a>) -> CallFutureOf<'a, A, K> {
        // SAFETY: as above.
        unsafe { CallFuture::eager(self.engine(mock).clone(), arguments, Location::caller()) }
    }

    /// A call that is written down, and goes on when its arguments are given to it again.
    #[track_caller]
    pub fn note(&self, mock: &Mock, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        self.write_down(mock, arguments).looking_ahead(arguments)
    }

    #[track_caller]
    fn write_down(&self, mock: &Mock, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        // SAFETY: as above.
        unsafe { PendingCall::new(self.engine(mock).clone(), arguments, Location::caller()) }
    }

    /// The same for a method that is declared with its future.
    #[track_caller]
    pub fn note_explicit(&self, mock: &Mock, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        // SAFETY: as above.
        let call = unsafe { PendingCall::explicit(self.engine(mock).clone(), arguments, Location::caller()) };
        call.looking_ahead(arguments)
    }

    /// A call that is written down when it is polled.
    #[track_caller]
    pub fn prepare(&self, mock: &Mock) -> LateCallOf<A, K> {
        // SAFETY: as above.
        unsafe { LateCall::new(self.engine(mock).clone(), Location::caller()) }
    }

    /// A call whose future can't keep the arguments: it is answered now.
    #[track_caller]
    pub fn call_at_once(&self, mock: &Mock, arguments: A::Of<'_>) -> pending::PendingCallOf<A, K> {
        self.write_down(mock, &arguments).answer(arguments)
    }
}

impl Kept {
    /// A call of a method that is declared with a future that can be sent.
    #[track_caller]
    pub fn call<'a, A: Args, K: Untied>(
        self,
        method: &Method<A, K>,
        mock: &Mock,
        arguments: A::Of<'a>,
    ) -> CallFutureOf<'a, A, K> {
        method.call_explicit(mock, arguments)
    }

    /// The same of one whose answers may be tied to an argument.
    #[track_caller]
    pub fn call_tied<'a, A: Args, X: Ties>(
        self,
        method: &Method<A, TiedLater<X>>,
        mock: &Mock,
        arguments: A::Of<'a>,
    ) -> TiedCallOf<'a, A, X> {
        method.call_explicit_tied(mock, arguments)
    }
}

impl GivenNow {
    /// The same with arguments that can't be.
    #[track_caller]
    pub fn call<A: Args, K: Untied>(
        self,
        method: &Method<A, K>,
        mock: &Mock,
        arguments: A::Of<'_>,
    ) -> pending::PendingCallOf<A, K> {
        method.call_at_once(mock, arguments)
    }

    /// The same of a method whose answers may be tied to an argument.
    #[track_caller]
    pub fn call_tied<'a, A: Args, X: Ties>(
        self,
        method: &Method<A, TiedLater<X>>,
        mock: &Mock,
        arguments: A::Of<'a>,
    ) -> TiedTo<'a, Gone<'a>, X> {
        method.call_tied_at_once(mock, arguments)
    }
}

impl<A: Args, K: Kind> MethodType for Method<A, K> {
    type Args = A;
    type Kind = K;
}

/// The futures of a [`Method`].
pub type CallOf<'a, M> = CallFutureOf<'a, <M as MethodType>::Args, <M as MethodType>::Kind>;

/// The futures of a [`Method`] that have no arguments any more.
pub type PendingCallOf<M> = pending::PendingCallOf<<M as MethodType>::Args, <M as MethodType>::Kind>;
