//! Kinds of methods, by how their value reaches the caller: owned, awaited, lent by the mock, or tied to an argument.

use std::convert::Infallible;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::pin::Pin;

use crate::base::arena::Arena;
use crate::engine::answer::{Later, Reply};
use crate::kinds::real::RealFuture;
use crate::values::frame::Room;
use crate::values::param::Param;
use crate::values::seen::Seen;
use crate::values::shape::{Shape, ShapeMut};

/// A boxed future that can be sent.
pub(crate) type BoxFuture<R> = Pin<Box<dyn Future<Output = R> + Send>>;
/// A boxed future that stays on its thread.
pub(crate) type LocalBoxFuture<R> = Pin<Box<dyn Future<Output = R>>>;

/// `!`, where stable Rust has no name for it.
pub type Never = <fn() -> ! as Returned>::Value;

/// What a function returns.
#[doc(hidden)]
pub trait Returned {
    type Value;
}

impl<V> Returned for fn() -> V {
    type Value = V;
}

/// How a method's value reaches its caller.
///
/// # Safety
///
/// The core relies on what it says of its types, and on what its functions write: it is implemented here alone.
pub unsafe trait Kind: 'static {
    /// The plain value, without any future around it, and owned if the method lends it.
    type Value: 'static;
    /// What the mock lends to its callers, for as long as it lives.
    type Lent;
    /// Nothing, so far.
    const NOTHING_LENT: Self::Lent;
    /// What a method of a real object gives, which lives for `'s`, called with arguments that live for `'a`.
    type Real<'s, 'a>;
    /// Whether the call is a future.
    const AWAITED: bool = false;

    /// The reply that gives what a real object does.
    ///
    /// # Safety
    ///
    /// The room is one for values of such a method; what is given is used no longer than it lives.
    unsafe fn pass<'c>(real: Self::Real<'_, '_>, room: Room<'c>) -> Reply<'c>;
}

/// A kind whose closures return something without a lifetime of its own.
///
/// # Safety
///
/// As [`Kind`].
pub unsafe trait Plain: Kind {
    /// What the closure of `returning` returns.
    type Out: 'static;
    /// Whether `returning` runs at the call rather than at the first poll.
    const AT_CALL: bool = false;

    /// The reply that gives the closure's value.
    ///
    /// # Safety
    ///
    /// The room is one for values of such a method.
    unsafe fn reply(out: Self::Out, room: Room<'_>) -> Reply<'_>;
}

/// A kind that has `return_const` of clonable values.
pub trait Constant: Kind {}

/// A kind whose calls are futures.
pub trait Awaited: for<'s, 'a> Kind<Real<'s, 'a> = RealFuture<'a, <Self as Kind>::Value>> {
    /// Says whether an answer that is under way can be sent: a type that can, or one that can't.
    type Sent;
}

/// A kind whose values borrow from nothing, so that a call's future gives them as they are.
///
/// # Safety
///
/// All answers give values that live for ever.
pub unsafe trait Untied: Awaited {}

/// What can be sent if a call's future can, which has `S` as its [`Sent`](Awaited::Sent).
///
/// # Safety
///
/// It is `Send` if `S` is.
pub unsafe trait GoesWith<S> {}

// SAFETY: it is.
unsafe impl<T: Send> GoesWith<()> for T {}

// SAFETY: that is not.
unsafe impl<T> GoesWith<OneThread> for T {}

/// A value that the caller owns.
pub struct Owned<R>(PhantomData<fn() -> R>);

// SAFETY: the value is written as it is.
unsafe impl<R: 'static> Kind for Owned<R> {
    type Value = R;
    type Lent = ();
    const NOTHING_LENT: () = ();
    type Real<'s, 'a> = R;

    unsafe fn pass<'c>(real: R, room: Room<'c>) -> Reply<'c> {
        // SAFETY: the room is for an `R`.
        Reply::Given(unsafe { room.put(real) })
    }
}

// SAFETY: as above.
unsafe impl<R: 'static> Plain for Owned<R> {
    type Out = R;

    #[inline(always)]
    unsafe fn reply(out: R, room: Room<'_>) -> Reply<'_> {
        // SAFETY: the room is for an `R`.
        Reply::Given(unsafe { room.put(out) })
    }
}

impl<R: 'static> Constant for Owned<R> {}

/// A value tied to the lifetime of an argument, described by a parameter marker.
pub struct Tied<M>(PhantomData<fn() -> M>);

// SAFETY: the value is written as it is; there is no value without an argument.
unsafe impl<M: Param> Kind for Tied<M> {
    type Value = Infallible;
    type Lent = ();
    const NOTHING_LENT: () = ();
    type Real<'s, 'a> = M::Of<'a>;

    unsafe fn pass<'c>(real: M::Of<'_>, room: Room<'c>) -> Reply<'c> {
        // SAFETY: the room is for an `M::Of`.
        Reply::Given(unsafe { room.put(real) })
    }
}

/// A reference that the mock lends: `&self -> &T`.
pub struct Borrowed<T: ?Sized>(PhantomData<fn() -> Box<T>>);

// SAFETY: the room is for the owned form, which is written there; of what is not the mock's there is a reference.
unsafe impl<T: ?Sized + Shape> Kind for Borrowed<T> {
    type Value = T::Owned;
    type Lent = Arena<T::Owned>;
    const NOTHING_LENT: Arena<T::Owned> = Arena::new();
    type Real<'s, 'a> = &'s T;

    unsafe fn pass<'c>(real: &T, _: Room<'c>) -> Reply<'c> {
        Reply::Lent(Seen::of(real))
    }
}

// SAFETY: as above.
unsafe impl<T: ?Sized + Shape> Plain for Borrowed<T> {
    type Out = T::Owned;

    unsafe fn reply(out: T::Owned, room: Room<'_>) -> Reply<'_> {
        // SAFETY: the room is for the owned form.
        Reply::Given(unsafe { room.put(out) })
    }
}

/// A mutable reference that the mock lends: `&mut self -> &mut T`.
pub struct BorrowedMut<T: ?Sized>(PhantomData<fn() -> Box<T>>);

/// What is lent to the callers of a `&mut T` method, to one at a time.
pub struct OnLoan<O> {
    /// What an answer made for the last call.
    pub(crate) made: Option<O>,
    /// What `return_var` gave to the mock.
    pub(crate) variables: Arena<O>,
}

// As of the arena: what is lent is whole.
impl<O> UnwindSafe for OnLoan<O> {}
impl<O> RefUnwindSafe for OnLoan<O> {}

// SAFETY: the room is for the owned form, which is written there.
unsafe impl<T: ?Sized + ShapeMut> Kind for BorrowedMut<T> {
    type Value = T::Owned;
    type Lent = OnLoan<T::Owned>;
    const NOTHING_LENT: OnLoan<T::Owned> = OnLoan { made: None, variables: Arena::new() };
    type Real<'s, 'a> = Infallible;

    unsafe fn pass<'c>(real: Infallible, _: Room<'c>) -> Reply<'c> {
        match real {}
    }
}

// SAFETY: as above.
unsafe impl<T: ?Sized + ShapeMut> Plain for BorrowedMut<T> {
    type Out = T::Owned;

    unsafe fn reply(out: T::Owned, room: Room<'_>) -> Reply<'_> {
        // SAFETY: the room is for the owned form.
        Reply::Given(unsafe { room.put(out) })
    }
}

/// What can't be sent.
pub struct OneThread(PhantomData<*const ()>);

/// Declares a kind whose calls are futures: what the closure of `returning` gives, and when it runs.
macro_rules! awaited {
    (
        $(#[$doc:meta])* $kind:ident<$R:ident>, $sent:ty;
        $out:ty, $at_call:literal, |$made:ident, $room:ident| $reply:expr
    ) => {
        $(#[$doc])*
        pub struct $kind<$R>(PhantomData<fn() -> $R>);

        // SAFETY: the value is written as it is, by its future or at once.
        unsafe impl<$R: 'static> Kind for $kind<$R> {
            type Value = $R;
            type Lent = ();
            const NOTHING_LENT: () = ();
            type Real<'s, 'a> = RealFuture<'a, $R>;
            const AWAITED: bool = true;

            unsafe fn pass<'c>(real: RealFuture<'_, $R>, room: Room<'c>) -> Reply<'c> {
                // SAFETY: the caller uses it no longer than it lives.
                let real = unsafe { std::mem::transmute::<RealFuture<'_, $R>, RealFuture<'static, $R>>(real) };
                Reply::Later(Later::future(real), room)
            }
        }

        // SAFETY: as above.
        unsafe impl<$R: 'static> Plain for $kind<$R> {
            type Out = $out;
            const AT_CALL: bool = $at_call;

            #[inline(always)]
            unsafe fn reply($made: $out, $room: Room<'_>) -> Reply<'_> {
                $reply
            }
        }

        impl<$R: 'static> Constant for $kind<$R> {}

        impl<$R: 'static> Awaited for $kind<$R> {
            type Sent = $sent;
        }

        // SAFETY: closures give values without a lifetime, or futures of them.
        unsafe impl<$R: 'static> Untied for $kind<$R> {}
    };
}

awaited!(
    /// `async fn`, whose future is `Send` when the arguments are.
    Async<R>, ();
    // SAFETY: the room is for an `R`.
    R, false, |value, room| Reply::Given(unsafe { room.put(value) })
);
awaited!(
    /// An async method whose future need not be `Send`, such as those of `#[async_trait(?Send)]`.
    AsyncLocal<R>, OneThread;
    // SAFETY: the room is for an `R`.
    R, false, |value, room| Reply::Given(unsafe { room.put(value) })
);

// Named after the value rather than the future: that may be of the mock itself.
awaited!(
    /// A method declared with an explicit future that is `Send`: `returning` takes a boxed one, as in mockall.
    Explicit<R>, ();
    BoxFuture<R>, true, |future, room| Reply::Later(Later::future(future), room)
);
awaited!(
    /// A method declared with an explicit future that need not be `Send`.
    ExplicitLocal<R>, OneThread;
    LocalBoxFuture<R>, true, |future, room| Reply::Later(Later::future(future), room)
);
