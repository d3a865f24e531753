//! Kinds of methods, by how their value reaches the caller: owned, awaited, lent by the mock, or tied to an argument.

use std::any::Any;
use std::convert::Infallible;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use crate::arena::Arena;
use crate::hold::HoldPoint;
use crate::method::OnLoan;
use crate::pace::Paced;
use crate::param::Param;
use crate::real::RealFuture;
use crate::shape::{Shape, ShapeMut};

/// A boxed future that can be sent.
pub(crate) type BoxFuture<R> = Pin<Box<dyn Future<Output = R> + Send>>;
/// A boxed future that stays on its thread.
pub(crate) type LocalBoxFuture<R> = Pin<Box<dyn Future<Output = R>>>;

/// How a method's value reaches its caller.
pub trait Kind: 'static {
    /// The plain value, without any future around it, and owned if the method lends it.
    type Value: 'static;
    /// What an answer hands to the call.
    type Reply<'a>;
    /// What the mock lends to its callers, for as long as it lives.
    type Lent: Default;
    /// An answer that is under way.
    type Running: 'static;
    /// What a method of a real object gives, which lives for `'s`, called with arguments that live for `'a`.
    type Real<'s, 'a>;
    /// Whether the call is a future.
    const AWAITED: bool = false;

    /// The reply that gives a plain value, if the kind has such values.
    fn from_value<'a>(value: Self::Value) -> Self::Reply<'a>;

    /// The reply that gives what a real object does, if one can be made without more ado.
    fn pass<'a>(_: Self::Real<'_, 'a>) -> Option<Self::Reply<'a>> {
        None
    }

    /// Keeps the real object's method where what it lends can be lent on.
    fn keep(_: &Self::Lent, _: impl Any + Send + Sync) {}
}

/// A kind whose closures return something without a lifetime of its own.
pub trait Plain: Kind {
    /// What the closure of `returning` returns.
    type Out: 'static;
    /// Whether `returning` runs at the call rather than at the first poll.
    const AT_CALL: bool = false;
    /// The reply that gives the closure's value.
    fn reply<'a>(out: Self::Out) -> Self::Reply<'a>;
}

/// A kind that has `return_const` of clonable values.
pub trait Constant: Plain {}

/// A kind whose calls are futures.
pub trait Awaited:
    for<'s, 'a> Kind<
        Reply<'a> = Progress<<Self as Kind>::Value, <Self as Kind>::Running>,
        Running: Future<Output = <Self as Kind>::Value> + Unpin,
        Real<'s, 'a> = RealFuture<'a, <Self as Kind>::Value>,
    >
{
}

/// A kind whose answers may be futures of type `F`.
pub trait AwaitedFrom<F>: Awaited {
    /// Boxes the future.
    fn running(future: F) -> Self::Running;
}

/// The reply of an awaited method.
pub enum Progress<R, F> {
    /// The value.
    Ready(R),
    /// A future of the value.
    Later(F),
    /// What the test gives, when it does.
    Held(Arc<dyn HoldPoint<R, F>>),
    /// Another reply, at a pace.
    Paced(Box<Paced<R, F>>),
    /// Nothing, ever.
    Never,
}

impl<R, F> Progress<R, F> {
    /// Where the test puts its answer.
    pub(crate) fn held(&self) -> Option<&Arc<dyn HoldPoint<R, F>>> {
        match self {
            Progress::Held(point) => Some(point),
            Progress::Paced(paced) => paced.answer().held(),
            Progress::Ready(_) | Progress::Later(_) | Progress::Never => None,
        }
    }
}

impl<R, F: Future<Output = R> + Unpin> Progress<R, F> {
    /// Goes as far as it can: to the value, or to what is still to come.
    pub(crate) fn follow(mut self, context: &mut Context<'_>) -> Result<R, Self> {
        loop {
            self = match self {
                Progress::Ready(value) => return Ok(value),
                Progress::Later(mut running) => match Pin::new(&mut running).poll(context) {
                    Poll::Ready(value) => return Ok(value),
                    Poll::Pending => return Err(Progress::Later(running)),
                },
                Progress::Held(point) => match point.poll(context) {
                    Poll::Ready(answer) => answer,
                    Poll::Pending => return Err(Progress::Held(point)),
                },
                Progress::Paced(mut paced) => match paced.poll(context) {
                    Poll::Ready(()) => paced.into_answer(),
                    Poll::Pending => return Err(Progress::Paced(paced)),
                },
                Progress::Never => return Err(Progress::Never),
            };
        }
    }
}

/// A value that the caller owns.
pub struct Owned<R>(PhantomData<fn() -> R>);

impl<R: 'static> Kind for Owned<R> {
    type Value = R;
    type Reply<'a> = R;
    type Lent = ();
    type Running = Infallible;
    type Real<'s, 'a> = R;

    fn from_value<'a>(value: R) -> Self::Reply<'a> {
        value
    }

    fn pass<'a>(real: Self::Real<'_, 'a>) -> Option<Self::Reply<'a>> {
        Some(real)
    }
}

impl<R: 'static> Plain for Owned<R> {
    type Out = R;

    fn reply<'a>(out: R) -> Self::Reply<'a> {
        out
    }
}

impl<R: 'static> Constant for Owned<R> {}

/// A value tied to the lifetime of an argument, described by a parameter marker.
pub struct Tied<M>(PhantomData<fn() -> M>);

impl<M: Param> Kind for Tied<M> {
    type Value = Infallible;
    type Reply<'a> = M::Of<'a>;
    type Lent = ();
    type Running = Infallible;
    type Real<'s, 'a> = M::Of<'a>;

    fn from_value<'a>(value: Self::Value) -> Self::Reply<'a> {
        match value {}
    }

    fn pass<'a>(real: Self::Real<'_, 'a>) -> Option<Self::Reply<'a>> {
        Some(real)
    }
}

/// A reference that the mock lends: `&self -> &T`.
pub struct Borrowed<T: ?Sized>(PhantomData<fn() -> Box<T>>);

/// What an answer lends.
pub enum Lend<O> {
    /// A new value.
    New(O),
    /// The value that was lent under this index.
    Again(usize),
}

/// What a mock lends by reference.
pub struct Lent<O> {
    pub(crate) values: Arena<O>,
    /// The real object's method, if the mock is a spy.
    pub(crate) real: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl<O> Default for Lent<O> {
    fn default() -> Self {
        Lent { values: Arena::default(), real: OnceLock::new() }
    }
}

impl<T: ?Sized + Shape> Kind for Borrowed<T> {
    type Value = T::Owned;
    type Reply<'a> = Lend<T::Owned>;
    type Lent = Lent<T::Owned>;
    type Running = Infallible;
    type Real<'s, 'a> = &'s T;

    fn from_value<'a>(value: T::Owned) -> Self::Reply<'a> {
        Lend::New(value)
    }

    fn keep(lent: &Self::Lent, real: impl Any + Send + Sync) {
        let _one_object_is_wrapped = lent.real.set(Box::new(real));
    }
}

impl<T: ?Sized + Shape> Plain for Borrowed<T> {
    type Out = T::Owned;

    fn reply<'a>(out: T::Owned) -> Self::Reply<'a> {
        Lend::New(out)
    }
}

/// A mutable reference that the mock lends: `&mut self -> &mut T`.
pub struct BorrowedMut<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized + ShapeMut> Kind for BorrowedMut<T> {
    type Value = T::Owned;
    type Reply<'a> = Lend<T::Owned>;
    type Lent = OnLoan<T::Owned>;
    type Running = Infallible;
    type Real<'s, 'a> = Infallible;

    fn from_value<'a>(value: T::Owned) -> Self::Reply<'a> {
        Lend::New(value)
    }
}

impl<T: ?Sized + ShapeMut> Plain for BorrowedMut<T> {
    type Out = T::Owned;

    fn reply<'a>(out: T::Owned) -> Self::Reply<'a> {
        Lend::New(out)
    }
}

/// Declares a kind whose calls are futures: what the closure of `returning` gives, and when it runs.
macro_rules! awaited {
    ($(#[$doc:meta])* $kind:ident<$R:ident>, $running:ident $(+ $send:ident)?, $reply:ident($out:ty), $at_call:literal) => {
        $(#[$doc])*
        pub struct $kind<$R>(PhantomData<fn() -> $R>);

        impl<$R: 'static> Kind for $kind<$R> {
            type Value = $R;
            type Reply<'a> = Progress<$R, $running<$R>>;
            type Lent = ();
            type Running = $running<$R>;
            type Real<'s, 'a> = RealFuture<'a, $R>;
            const AWAITED: bool = true;

            fn from_value<'a>(value: $R) -> Self::Reply<'a> {
                Progress::Ready(value)
            }
        }

        impl<$R: 'static> Plain for $kind<$R> {
            type Out = $out;
            const AT_CALL: bool = $at_call;

            fn reply<'a>(out: $out) -> Self::Reply<'a> {
                Progress::$reply(out)
            }
        }

        impl<$R: 'static> Constant for $kind<$R> {}

        impl<$R: 'static> Awaited for $kind<$R> {}

        impl<$R: 'static, F: Future<Output = $R> $(+ $send)? + 'static> AwaitedFrom<F> for $kind<$R> {
            fn running(future: F) -> $running<$R> {
                Box::pin(future)
            }
        }
    };
}

awaited!(
    /// `async fn`, whose future is `Send` when the arguments are.
    Async<R>, BoxFuture + Send, Ready(R), false
);
awaited!(
    /// An async method whose future need not be `Send`, such as those of `#[async_trait(?Send)]`.
    AsyncLocal<R>, LocalBoxFuture, Ready(R), false
);

// Named after the value rather than the future: that may be of the mock itself.
awaited!(
    /// A method declared with an explicit future that is `Send`: `returning` takes a boxed one, as in mockall.
    Explicit<R>, BoxFuture + Send, Later(BoxFuture<R>), true
);
awaited!(
    /// A method declared with an explicit future that need not be `Send`.
    ExplicitLocal<R>, LocalBoxFuture, Later(LocalBoxFuture<R>), true
);
