//! How answers are tied to an argument: a value borrows from it, what is awaited does, or the future that is awaited. A call's
//! future has its arguments, and so lives no longer than they do.

use std::convert::Infallible;
use std::future::Future;
use std::marker::PhantomData;
use std::mem::transmute;
use std::pin::Pin;

use crate::engine::answer::{Later, Reply};
use crate::kinds::kind::{Awaited, Constant, Kind, OneThread};
use crate::kinds::real::RealFuture;
use crate::values::frame::Room;
use crate::values::param::{Param, Unkept, Unseen, Val};

/// A parameter whose type with a longer life is taken for one with a shorter.
pub trait Covariant: Param {
    /// Shows it: nobody but the core has a proof to begin with, and only the compiler takes one for another.
    fn shorten<'x>(proof: Proof<Self::Of<'static>>) -> Proof<Self::Of<'x>>;
}

/// That there may be a value of a type.
pub struct Proof<T>(PhantomData<fn() -> T>);

impl<T: 'static> Covariant for Val<T> {
    fn shorten<'x>(proof: Proof<Self::Of<'static>>) -> Proof<Self::Of<'x>> {
        proof
    }
}

/// Gives a value the life that it has.
///
/// # Safety
///
/// It lives for `'a`, or for ever.
pub(crate) unsafe fn shortened<'a, M: Covariant>(value: M::Of<'static>) -> M::Of<'a> {
    let _: Proof<M::Of<'a>> = M::shorten(Proof(PhantomData));
    let value = std::mem::ManuallyDrop::new(value);
    // SAFETY: it is a value of that type, for a value that lives for ever may be taken for one.
    unsafe { (&raw const value).cast::<M::Of<'a>>().read() }
}

/// How an answer is tied to an argument.
///
/// # Safety
///
/// The core relies on what is written into the room: it is implemented here alone.
pub unsafe trait Tying: 'static {
    /// What the closure of `returning` gives.
    type Given: Param;
    /// Whether that runs at the call rather than at the first poll.
    const AT_CALL: bool;

    /// The reply that gives what the closure does.
    ///
    /// # Safety
    ///
    /// The room is one for values of such a method; what is given is used no longer than it lives.
    unsafe fn reply<'c>(given: <Self::Given as Param>::Of<'_>, room: Room<'c>) -> Reply<'c>;
}

/// How an answer of an async method is.
pub trait Ties: Tying {
    /// What is awaited.
    type Of: Covariant;
    /// What [`Awaited::Sent`] is.
    type Sent;
    /// Whether an answer may come from another thread.
    const SENDS: bool;
}

/// A value of a method that is [`Tied`](crate::kinds::kind::Tied).
pub struct AtOnce<M>(PhantomData<fn() -> M>);

// SAFETY: the value is written as it is.
unsafe impl<M: Param> Tying for AtOnce<M> {
    type Given = M;
    const AT_CALL: bool = false;

    unsafe fn reply<'c>(given: M::Of<'_>, room: Room<'c>) -> Reply<'c> {
        // SAFETY: the room is for the value.
        Reply::Given(unsafe { room.put(given) })
    }
}

/// A value tied to some of the arguments, while others borrow for a lifetime of their own: a tuple of [sides] says which.
///
/// No real object has such a method, for its arguments would be of one lifetime.
///
/// [sides]: crate::kinds::side::Side
pub struct TiedBeside<M, S>(PhantomData<fn() -> (M, S)>);

// SAFETY: the value is written as it is; there is no value without an argument.
unsafe impl<M: Param, S: 'static> Kind for TiedBeside<M, S> {
    type Value = Infallible;
    type Lent = ();
    const NOTHING_LENT: () = ();
    type Real<'s, 'a> = Infallible;

    unsafe fn pass<'c>(real: Infallible, _: Room<'c>) -> Reply<'c> {
        match real {}
    }
}

/// A method whose answers are tied to an argument.
pub struct TiedLater<X>(PhantomData<fn() -> X>);

type ValueOf<X> = <<X as Ties>::Of as Param>::Of<'static>;

// SAFETY: the value is written as it is, by its future or at once.
unsafe impl<X: Ties> Kind for TiedLater<X> {
    type Value = ValueOf<X>;
    type Lent = ();
    const NOTHING_LENT: () = ();
    type Real<'s, 'a> = RealFuture<'a, ValueOf<X>>;
    const AWAITED: bool = true;

    unsafe fn pass<'c>(real: RealFuture<'_, ValueOf<X>>, room: Room<'c>) -> Reply<'c> {
        // SAFETY: the caller uses it no longer than it lives.
        let real = unsafe { transmute::<RealFuture<'_, ValueOf<X>>, RealFuture<'static, ValueOf<X>>>(real) };
        Reply::Later(Later::future(real), room)
    }
}

impl<X: Ties> Constant for TiedLater<X> {}

impl<X: Ties> Awaited for TiedLater<X> {
    type Sent = X::Sent;
}

/// Declares a way in which an answer is tied to an argument.
macro_rules! ties {
    (
        $(#[$doc:meta])* $ties:ident<$M:ident>, $given:ty, $sent:ty;
        $at_call:literal, $sends:literal, |$value:ident, $room:ident| $reply:expr
    ) => {
        $(#[$doc])*
        pub struct $ties<$M>(PhantomData<fn() -> $M>);

        impl<$M: Covariant> Ties for $ties<$M> {
            type Of = $M;
            type Sent = $sent;
            const SENDS: bool = $sends;
        }

        // SAFETY: what is written is a value of the method, by its future or at once.
        unsafe impl<$M: Covariant> Tying for $ties<$M> {
            type Given = $given;
            const AT_CALL: bool = $at_call;

            unsafe fn reply<'c>($value: <$given as Param>::Of<'_>, $room: Room<'c>) -> Reply<'c> {
                $reply
            }
        }
    };
}

ties!(
    /// `async fn` whose value borrows from an argument.
    TiedAsync<M>, M, (); false, true,
    // SAFETY: the room is for such a value.
    |value, room| Reply::Given(unsafe { room.put(value) })
);
ties!(
    /// The same of `#[async_trait(?Send)]`.
    TiedAsyncLocal<M>, M, OneThread; false, false,
    // SAFETY: the room is for such a value.
    |value, room| Reply::Given(unsafe { room.put(value) })
);
ties!(
    /// A method declared with a future that lives as long as an argument, which `returning` makes.
    TiedExplicit<M>, FutureOf<M>, (); true, true,
    |future, room| {
        // SAFETY: the caller uses it no longer than it lives.
        let future = unsafe { transmute::<SentFuture<'_, M::Of<'_>>, SentFuture<'static, M::Of<'static>>>(future) };
        Reply::Later(Later::future(future), room)
    }
);
ties!(
    /// The same of a future that need not be `Send`.
    TiedExplicitLocal<M>, LocalFutureOf<M>, OneThread; true, false,
    |future, room| {
        // SAFETY: as above.
        let future = unsafe { transmute::<HereFuture<'_, M::Of<'_>>, HereFuture<'static, M::Of<'static>>>(future) };
        Reply::Later(Later::future(future), room)
    }
);

type SentFuture<'a, R> = Pin<Box<dyn Future<Output = R> + Send + 'a>>;
type HereFuture<'a, R> = Pin<Box<dyn Future<Output = R> + 'a>>;

/// A boxed future of what a parameter describes.
pub struct FutureOf<M>(PhantomData<fn() -> M>);
/// The same of one that need not be `Send`.
pub struct LocalFutureOf<M>(PhantomData<fn() -> M>);

macro_rules! future_of {
    ($($marker:ident: $future:ident)*) => {$(
        impl<M: Param> Param for $marker<M> {
            type Of<'a> = $future<'a, M::Of<'a>>;
            type Item<'a> = Unseen;
            type Kept = Unkept;

            fn see<'x>(_: &'x Self::Of<'_>) -> &'x Unseen {
                &Unseen
            }
        }
    )*};
}

future_of!(FutureOf: SentFuture LocalFutureOf: HereFuture);
