//! Kinds that lend what the mock keeps, and what they have in common: where the values are, who may see them, and what an
//! awaited call gives for one.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::mem::transmute;

use crate::base::arena::Arena;
use crate::engine::answer::{Later, Reply};
use crate::kinds::kind::{Awaited, Borrowed, BorrowedMut, Kind, OnLoan, OneThread, Plain, Untied};
use crate::kinds::real::RealFuture;
use crate::values::frame::Room;
use crate::values::shape::{Shape, ShapeMut};

/// A kind that lends values by shared reference.
pub trait Lends: Kind {
    /// What the reference is to.
    type Target: ?Sized + Shape;

    /// Where the values are that are lent.
    fn arena(lent: &Self::Lent) -> &Arena<<Self::Target as Shape>::Owned>;
}

/// A kind that lends values by mutable reference.
pub trait LendsMut: Kind {
    /// What the reference is to.
    type Target: ?Sized + ShapeMut;

    /// What is on loan.
    fn on_loan(lent: &Self::Lent) -> &OnLoan<<Self::Target as Shape>::Owned>;

    /// The same, to lend it to another.
    fn on_loan_mut(lent: &mut Self::Lent) -> &mut OnLoan<<Self::Target as Shape>::Owned>;
}

/// A kind that lends at once.
///
/// # Safety
///
/// The room of a call is for the owned form of the target, which is all that is lent.
pub unsafe trait LendsAtOnce: Kind {}

// SAFETY: the room is for the owned form.
unsafe impl<T: ?Sized + Shape> LendsAtOnce for Borrowed<T> {}

// SAFETY: the room is for the owned form.
unsafe impl<T: ?Sized + ShapeMut> LendsAtOnce for BorrowedMut<T> {}

/// A reference that the mock lends, to what all threads can see as soon as there is one: whoever answers with a value shows
/// that it is `Send` and `Sync`.
pub struct Shared<T: ?Sized>(PhantomData<fn() -> Box<T>>);

/// The same by mutable reference.
pub struct SharedMut<T: ?Sized>(PhantomData<fn() -> Box<T>>);

/// What all threads can see.
#[diagnostic::on_unimplemented(
    message = "a mock lends what all threads can see, which `{Self}` can't be",
    label = "this is not `Send + Sync`",
    note = "give a value that is `Send + Sync`, such as an `Arc` or a `Mutex` for an `Rc` or a `RefCell`"
)]
pub trait SeenByAll: Send + Sync {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync> SeenByAll for T {}

/// What is lent, if anything, can be seen by all threads.
pub struct AllShared<L>(L);

// SAFETY: values come into it by answers alone, which are values of the method. Those of its kinds are given only where
// they are `Send` and `Sync`: there is no default, no real object, and `Plain` and the constants demand that.
unsafe impl<L> Send for AllShared<L> {}
// SAFETY: as above.
unsafe impl<L> Sync for AllShared<L> {}

macro_rules! shared {
    ($kind:ident: $shape:ident, $lent:ty, $nothing:expr) => {
        // SAFETY: nothing is a value of the method but what `Plain` writes; there is no value without an answer.
        unsafe impl<T: ?Sized + $shape> Kind for $kind<T> {
            type Value = Infallible;
            type Lent = AllShared<$lent>;
            const NOTHING_LENT: AllShared<$lent> = AllShared($nothing);
            type Real<'s, 'a> = Infallible;

            unsafe fn pass<'c>(real: Infallible, _: Room<'c>) -> Reply<'c> {
                match real {}
            }
        }

        // SAFETY: the room is for the owned form, which is written there.
        unsafe impl<T: ?Sized + $shape<Owned: SeenByAll>> Plain for $kind<T> {
            type Out = T::Owned;

            unsafe fn reply(out: T::Owned, room: Room<'_>) -> Reply<'_> {
                // SAFETY: the room is for the owned form.
                Reply::Given(unsafe { room.put(out) })
            }
        }
    };
}

shared!(Shared: Shape, Arena<T::Owned>, Arena::new());
shared!(SharedMut: ShapeMut, OnLoan<T::Owned>, OnLoan { made: None, variables: Arena::new() });

// SAFETY: the room is for the owned form.
unsafe impl<T: ?Sized + Shape> LendsAtOnce for Shared<T> {}

impl<T: ?Sized + Shape> Lends for Shared<T> {
    type Target = T;

    fn arena(lent: &AllShared<Arena<T::Owned>>) -> &Arena<T::Owned> {
        &lent.0
    }
}

// SAFETY: the room is for the owned form.
unsafe impl<T: ?Sized + ShapeMut> LendsAtOnce for SharedMut<T> {}

impl<T: ?Sized + ShapeMut> LendsMut for SharedMut<T> {
    type Target = T;

    fn on_loan(lent: &AllShared<OnLoan<T::Owned>>) -> &OnLoan<T::Owned> {
        &lent.0
    }

    fn on_loan_mut(lent: &mut AllShared<OnLoan<T::Owned>>) -> &mut OnLoan<T::Owned> {
        &mut lent.0
    }
}

/// A value that an async method lends, `async fn name(&self) -> &Name`: the mock keeps it from now on. It is made of the value
/// where one is awaited: `returning_async(|| async { Name::new("Tom").into() })`.
#[derive(Debug)]
pub struct ToLend<O>(Loan<O>);

#[derive(Debug)]
enum Loan<O> {
    /// It is to be kept.
    Made(O),
    /// It was kept before, under this number.
    Again(usize),
}

impl<O> From<O> for ToLend<O> {
    fn from(value: O) -> Self {
        ToLend(Loan::Made(value))
    }
}

impl<O: Default> Default for ToLend<O> {
    fn default() -> Self {
        O::default().into()
    }
}

impl<O> ToLend<O> {
    /// A value that is kept.
    pub(crate) fn again(index: usize) -> Self {
        ToLend(Loan::Again(index))
    }

    /// Lends it by shared reference.
    pub(crate) fn lend(self, arena: &Arena<O>) -> &O {
        match self.0 {
            Loan::Made(value) => arena.put(arena.reserve(), value),
            Loan::Again(index) => arena.get(index).expect("what `return_const` lends was put there"),
        }
    }

    /// Lends it by mutable reference.
    pub(crate) fn lend_mut(self, on_loan: &mut OnLoan<O>) -> &mut O {
        match self.0 {
            Loan::Made(value) => on_loan.made.insert(value),
            Loan::Again(index) => on_loan.variables.get_mut(index).expect("`return_var` put it there"),
        }
    }
}

/// Declares a kind whose calls are futures of what the mock lends.
macro_rules! awaited {
    ($(#[$doc:meta])* $kind:ident: $shape:ident, $lent:ty, $nothing:expr, $sent:ty) => {
        $(#[$doc])*
        pub struct $kind<T: ?Sized>(PhantomData<fn() -> Box<T>>);

        // SAFETY: the value is written as it is, by its future or at once.
        unsafe impl<T: ?Sized + $shape> Kind for $kind<T> {
            type Value = ToLend<T::Owned>;
            type Lent = $lent;
            const NOTHING_LENT: $lent = $nothing;
            type Real<'s, 'a> = RealFuture<'a, Self::Value>;
            const AWAITED: bool = true;

            unsafe fn pass<'c>(real: RealFuture<'_, Self::Value>, room: Room<'c>) -> Reply<'c> {
                // SAFETY: the caller uses it no longer than it lives.
                let real = unsafe { transmute::<RealFuture<'_, Self::Value>, RealFuture<'static, Self::Value>>(real) };
                Reply::Later(Later::future(real), room)
            }
        }

        // SAFETY: as above.
        unsafe impl<T: ?Sized + $shape> Plain for $kind<T> {
            type Out = T::Owned;

            unsafe fn reply(out: T::Owned, room: Room<'_>) -> Reply<'_> {
                // SAFETY: the room is for the value.
                Reply::Given(unsafe { room.put(ToLend::from(out)) })
            }
        }

        impl<T: ?Sized + $shape> Awaited for $kind<T> {
            type Sent = $sent;
        }

        // SAFETY: closures give values without a lifetime.
        unsafe impl<T: ?Sized + $shape> Untied for $kind<T> {}
    };
}

awaited! {
    /// `async fn name(&self) -> &Name`.
    AsyncLent: Shape, Arena<T::Owned>, Arena::new(), ()
}
awaited! {
    /// The same of `#[async_trait(?Send)]`.
    AsyncLentLocal: Shape, Arena<T::Owned>, Arena::new(), OneThread
}
awaited! {
    /// `async fn name(&mut self) -> &mut Name`.
    AsyncLentMut: ShapeMut, OnLoan<T::Owned>, OnLoan { made: None, variables: Arena::new() }, ()
}
awaited! {
    /// The same of `#[async_trait(?Send)]`.
    AsyncLentMutLocal: ShapeMut, OnLoan<T::Owned>, OnLoan { made: None, variables: Arena::new() }, OneThread
}

macro_rules! lends {
    ($($kind:ident)*; $($kind_mut:ident)*) => {
        $(
            impl<T: ?Sized + Shape> Lends for $kind<T> {
                type Target = T;

                fn arena(lent: &Arena<T::Owned>) -> &Arena<T::Owned> {
                    lent
                }
            }
        )*
        $(
            impl<T: ?Sized + ShapeMut> LendsMut for $kind_mut<T> {
                type Target = T;

                fn on_loan(lent: &OnLoan<T::Owned>) -> &OnLoan<T::Owned> {
                    lent
                }

                fn on_loan_mut(lent: &mut OnLoan<T::Owned>) -> &mut OnLoan<T::Owned> {
                    lent
                }
            }
        )*
    };
}

lends!(Borrowed AsyncLent AsyncLentLocal; BorrowedMut AsyncLentMut AsyncLentMutLocal);
