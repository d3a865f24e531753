//! A static method or a free function, as the code under test calls it.

use std::any::TypeId;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::Location;

use crate::engine::state::SharedEngine;
use crate::functions::static_mock::{StaticMock, StaticName};
use crate::futures::arguments_apart::{LateCall, LateCallOf};
use crate::futures::future::{CallFuture, CallFutureOf, Gone};
use crate::futures::pending::{self, PendingCall};
use crate::futures::sends::{GivenNow, Kept, Sends};
use crate::futures::tied::{TiedCallOf, TiedTo, tied};
use crate::kinds::kind::{Awaited, Kind, Owned, Tied, Untied};
use crate::kinds::method_type::MethodType;
use crate::kinds::tied::{TiedBeside, TiedLater, Ties};
use crate::methods::family::MethodFamily;
use crate::methods::method::Method;
use crate::values::args::{Args, Sided};
use crate::values::description::Description;
use crate::values::frame::{Arguments, Room};
use crate::values::param::Param;

/// A static method, with one set of type arguments if it is generic. It says how its method is made; the method itself
/// is that of the test that uses it.
pub struct Static<A: Args, K: Kind> {
    name: StaticName,
    /// Tells it from those with other type arguments.
    key: TypeId,
    method: &'static Description<Method<A, K>>,
}

impl<A: Args, K: Kind> Static<A, K> {
    /// A static method of a mock. `Key` tells generic mocks apart.
    pub fn new<Key: 'static>(
        mock_name: &'static str,
        trait_name: &'static str,
        method: &'static Description<Method<A, K>>,
    ) -> Self {
        let name = StaticName::new::<Key>(mock_name, trait_name, method.info().name());
        Static { name, key: MethodFamily::key::<(), A, K>(), method }
    }

    pub(crate) fn name(&self) -> StaticName {
        self.name
    }
}

impl<A: Args, K: Kind<Lent: Send + Sync>> Static<A, K> {
    /// The method that a test's mock has of it.
    pub(crate) fn method<'m>(&self, mock: &'m StaticMock) -> &'m Method<A, K> {
        mock.methods.member(self.key, self.method)
    }

    /// Where a call made here goes. Not the mock: it ends with its last context, be it while the call is under way.
    fn engine(&self) -> SharedEngine {
        let mock = StaticMock::of(&self.name);
        self.method(&mock).engine(&mock.mock).clone()
    }

    /// A call whose value is tied to arguments.
    ///
    /// # Safety
    ///
    /// Arguments and value are of the method's types; what the value borrows, an answer can only have from such arguments.
    #[track_caller]
    unsafe fn call_for<G, V>(&self, arguments: G) -> V {
        let (engine, mut arguments) = (self.engine(), ManuallyDrop::new(arguments));
        let mut room = MaybeUninit::<V>::uninit();
        // SAFETY: they are used for nothing else; what is written there is the value.
        unsafe {
            let arguments = Arguments::of(&raw mut arguments as *mut (), engine.method);
            engine.call_for_value(arguments, Room::at(&raw mut room as *mut ()), Location::caller()).take()
        }
    }
}

impl<A: Args, R: 'static> Static<A, Owned<R>> {
    /// A call.
    #[track_caller]
    pub fn call(&self, arguments: A::Of<'_>) -> R {
        let (engine, mut arguments) = (self.engine(), ManuallyDrop::new(arguments));
        let mut room = MaybeUninit::<R>::uninit();
        // SAFETY: arguments and room are those of a method with these types, and used for nothing else; what is written there
        // is the value.
        unsafe {
            let arguments = Arguments::of(&raw mut arguments as *mut (), engine.method);
            engine.call_for_value(arguments, Room::at(&raw mut room as *mut ()), Location::caller()).take()
        }
    }
}

impl<A: Args, M: Param> Static<A, Tied<M>> {
    /// A call whose value has the lifetime of its arguments.
    #[track_caller]
    pub fn call_tied<'a>(&self, arguments: A::Of<'a>) -> M::Of<'a> {
        // SAFETY: as above; what an answer gives borrows from the arguments alone.
        unsafe { self.call_for(arguments) }
    }
}

impl<A: Sided<S>, M: Param, S: 'static> Static<A, TiedBeside<M, S>> {
    /// A call whose value has the lifetime of some of its arguments.
    #[track_caller]
    pub fn call_tied_beside<'a, 'b>(&self, arguments: <A as Sided<S>>::Of<'a, 'b>) -> M::Of<'a> {
        // SAFETY: as above; what an answer gives borrows from those arguments alone.
        unsafe { self.call_for(arguments) }
    }
}

impl<A: Args, X: Ties> Static<A, TiedLater<X>> {
    /// A call that is a future; see [`Method::call_async_tied`].
    #[track_caller]
    pub fn call_async_tied<'a>(&self, arguments: A::Of<'a>) -> TiedCallOf<'a, A, X> {
        // SAFETY: the engine is that of a method with these types.
        unsafe { tied::<A::Of<'a>, X>(CallFuture::new(self.engine(), arguments, Location::caller())) }
    }

    /// A call of a method declared with an explicit future; see [`Method::call_explicit_tied`].
    #[track_caller]
    pub fn call_explicit_tied<'a>(&self, arguments: A::Of<'a>) -> TiedCallOf<'a, A, X> {
        // SAFETY: as above.
        unsafe { tied::<A::Of<'a>, X>(CallFuture::eager(self.engine(), arguments, Location::caller())) }
    }

    /// The same with arguments that the future can't have: the call is answered now.
    #[track_caller]
    pub(crate) fn call_tied_at_once<'a>(&self, arguments: A::Of<'a>) -> TiedTo<'a, Gone<'a>, X> {
        // SAFETY: as above; the arguments live for `'a`.
        unsafe { tied::<Gone<'a>, X>(CallFuture::given(self.engine(), arguments, Location::caller())) }
    }
}

impl<A: Args, K: Awaited> Static<A, K> {
    /// Whether the arguments can be sent; see [`Method::sends`].
    pub fn sends<'a>(&self) -> Sends<A::Of<'a>> {
        Sends::new()
    }
}

impl<A: Args, K: Untied<Lent: Send + Sync>> Static<A, K> {
    /// A call that is a future; see [`Method::call_async`].
    #[track_caller]
    pub fn call_async<'a>(&self, arguments: A::Of<'a>) -> CallFutureOf<'a, A, K> {
        // SAFETY: the engine is that of a method with these types.
        unsafe { CallFuture::new(self.engine(), arguments, Location::caller()) }
    }

    /// A call of a method declared with an explicit future; see [`Method::call_explicit`].
    #[track_caller]
    pub fn call_explicit<'a>(&self, arguments: A::Of<'a>) -> CallFutureOf<'a, A, K> {
        // SAFETY: as above.
        unsafe { CallFuture::eager(self.engine(), arguments, Location::caller()) }
    }

    /// A call that is written down, and goes on later; see [`Method::note`].
    #[track_caller]
    pub fn note(&self, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        self.write_down(arguments).looking_ahead(arguments)
    }

    #[track_caller]
    fn write_down(&self, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        // SAFETY: as above.
        unsafe { PendingCall::new(self.engine(), arguments, Location::caller()) }
    }

    /// A call that is written down, of a method that is declared with its future; see [`Method::note_explicit`].
    #[track_caller]
    pub fn note_explicit(&self, arguments: &A::Of<'_>) -> pending::PendingCallOf<A, K> {
        // SAFETY: as above.
        unsafe { PendingCall::explicit(self.engine(), arguments, Location::caller()) }.looking_ahead(arguments)
    }

    /// A call that is written down when it is polled; see [`Method::prepare`].
    #[track_caller]
    pub fn prepare(&self) -> LateCallOf<A, K> {
        // SAFETY: as above.
        unsafe { LateCall::new(self.engine(), Location::caller()) }
    }

    /// A call whose future can't keep the arguments: it is answered now.
    #[track_caller]
    pub fn call_at_once(&self, arguments: A::Of<'_>) -> pending::PendingCallOf<A, K> {
        self.write_down(&arguments).answer(arguments)
    }
}

impl Kept {
    /// A call of a static method that is declared with a future that can be sent.
    #[track_caller]
    pub fn call_static<'a, A: Args, K: Untied<Lent: Send + Sync>>(
        self,
        method: &Static<A, K>,
        arguments: A::Of<'a>,
    ) -> CallFutureOf<'a, A, K> {
        method.call_explicit(arguments)
    }

    /// The same of one whose answers may be tied to an argument.
    #[track_caller]
    pub fn call_static_tied<'a, A: Args, X: Ties>(
        self,
        method: &Static<A, TiedLater<X>>,
        arguments: A::Of<'a>,
    ) -> TiedCallOf<'a, A, X> {
        method.call_explicit_tied(arguments)
    }
}

impl GivenNow {
    /// The same with arguments that can't be.
    #[track_caller]
    pub fn call_static<A: Args, K: Untied<Lent: Send + Sync>>(
        self,
        method: &Static<A, K>,
        arguments: A::Of<'_>,
    ) -> pending::PendingCallOf<A, K> {
        method.call_at_once(arguments)
    }

    /// The same of a method whose answers may be tied to an argument.
    #[track_caller]
    pub fn call_static_tied<'a, A: Args, X: Ties>(
        self,
        method: &Static<A, TiedLater<X>>,
        arguments: A::Of<'a>,
    ) -> TiedTo<'a, Gone<'a>, X> {
        method.call_tied_at_once(arguments)
    }
}

/// A generic static method, whatever its type arguments.
#[derive(Clone, Copy)]
pub struct FamilyStatic {
    name: StaticName,
}

impl FamilyStatic {
    /// A generic static method of a mock. `Key` tells generic mocks apart.
    pub fn new<Key: 'static>(mock_name: &'static str, trait_name: &'static str, name: &'static str) -> Self {
        FamilyStatic { name: StaticName::new::<Key>(mock_name, trait_name, name) }
    }

    /// The method with one set of type arguments.
    pub fn of<TypeKey: 'static, A: Args, K: Kind>(&self, method: &'static Description<Method<A, K>>) -> Static<A, K>
    where
        K::Lent: Send + Sync,
    {
        Static { name: self.name, key: MethodFamily::key::<TypeKey, A, K>(), method }
    }
}

/// The static method that is made like this [`Method`].
pub type StaticOf<M> = Static<<M as MethodType>::Args, <M as MethodType>::Kind>;
