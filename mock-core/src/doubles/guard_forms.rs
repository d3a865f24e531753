//! The forms in which a method gives a guard: as itself, as an object, within a value of another type, or as a mock that is
//! one. It knows the session that a guard belongs to, and nothing of expectations.

use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;

use crate::doubles::guard::Guard;
use crate::doubles::guard_part::GuardMock;
use crate::sessions::guard_record::{Giving, GuardRecord};
use crate::sessions::observed::Recorded;
use crate::sessions::scene::SharedScene;
use crate::values::description::Cloning;

/// What a method can give for a guard on a `V`, or for a mock that is a guard. `W` says in which way, so that no two are
/// in doubt.
#[diagnostic::on_unimplemented(
    message = "a method that gives `{Self}` can't return a guard",
    note = "it can give a `Guard<T>`, also in an `Option`, a `Result`, a `Box` or a `Pin<Box<..>>`, and an `impl Deref` or \
            `Box<dyn Deref>`; or a mock that is made by `#[automock(guard)]`",
    note = "for another type, make the guard in the answer: `returning(|| Guard::new(value).0)`"
)]
pub trait Gives<V, W>: Sized {
    /// Gives it, entered when the call is over.
    fn give(value: V, call: &CallOfGuard) -> Self;
}

/// What can be made of a guard.
pub trait FromGuard<T, W>: Sized {
    /// Makes it.
    fn from_guard(guard: Guard<T>) -> Self;
}

/// What can be made of a mock that is a guard.
pub trait FromMock<M, W>: Sized {
    /// Makes it.
    fn from_mock(mock: M) -> Self;
}

/// A guard is made.
pub struct AsGuard<W>(W);
/// A mock is the guard.
pub struct AsMock<W>(W);

impl<G: FromGuard<T, W>, T, W> Gives<T, AsGuard<W>> for G {
    fn give(value: T, call: &CallOfGuard) -> Self {
        G::from_guard(call.guard(value))
    }
}

impl<G: FromMock<M, W>, M: GuardMock, W> Gives<M, AsMock<W>> for G {
    fn give(mock: M, call: &CallOfGuard) -> Self {
        call.enter(mock.__guard().record());
        G::from_mock(mock)
    }
}

/// The call that gives a guard.
pub struct CallOfGuard {
    /// `Pool::acquire(3)`.
    pub(crate) name: String,
    pub(crate) giving: Option<Giving>,
    pub(crate) method: Arc<dyn Recorded>,
    pub(crate) place: &'static Location<'static>,
    pub(crate) scene: SharedScene,
}

impl CallOfGuard {
    /// A guard on a value.
    pub(crate) fn guard<T>(&self, value: T) -> Guard<T> {
        let record = GuardRecord::begin(&self.scene, self.name.clone(), self.place);
        self.enter(&record);
        Guard::of(value, record)
    }

    /// Makes a guard known to the method.
    pub(crate) fn enter(&self, record: &Arc<GuardRecord>) {
        if let Some(giving) = &self.giving {
            record.enter_by(self.name.clone(), self.place, giving.clone());
        }
        self.method.keep_guard(Arc::clone(record));
    }
}

/// As it is.
pub struct AsItself;

impl<T> FromGuard<T, AsItself> for Guard<T> {
    fn from_guard(guard: Guard<T>) -> Self {
        guard
    }
}

impl<M: GuardMock> FromMock<M, AsItself> for M {
    fn from_mock(mock: M) -> Self {
        mock
    }
}

/// As an object of a trait.
pub struct AsObject;

/// What `impl Deref` is of a boxed object: it derefs to what the object derefs to.
pub struct Pointer<D: ?Sized>(pub Box<D>);

impl<D: ?Sized + Deref> Deref for Pointer<D> {
    type Target = D::Target;

    fn deref(&self) -> &D::Target {
        &self.0
    }
}

impl<D: ?Sized + DerefMut> DerefMut for Pointer<D> {
    fn deref_mut(&mut self) -> &mut D::Target {
        &mut self.0
    }
}

/// Inside something else.
pub struct Within<W>(W);

macro_rules! within {
    ($($around:ty $(, $of:ident)?: $make:expr;)*) => {$(
        impl<G: FromGuard<T, W>, T, W $(, $of)?> FromGuard<T, Within<W>> for $around {
            fn from_guard(guard: Guard<T>) -> Self {
                $make(G::from_guard(guard))
            }
        }

        impl<G: FromMock<M, W>, M, W $(, $of)?> FromMock<M, Within<W>> for $around {
            fn from_mock(mock: M) -> Self {
                $make(G::from_mock(mock))
            }
        }
    )*};
}

within! {
    Option<G>: Some;
    Result<G, E>, E: Ok;
    Box<G>: Box::new;
    Pin<Box<G>>: Box::pin;
}

/// What gives a guard on something, by the type of a method's value.
pub trait Guarded {
    /// What that is.
    type Content: 'static;
}

impl<T: 'static> Guarded for Guard<T> {
    type Content = T;
}

impl<G: Guarded> Guarded for Option<G> {
    type Content = G::Content;
}

impl<G: Guarded, E> Guarded for Result<G, E> {
    type Content = G::Content;
}

impl<G: Guarded> Guarded for Box<G> {
    type Content = G::Content;
}

impl<G: Guarded> Guarded for Pin<Box<G>> {
    type Content = G::Content;
}

macro_rules! objects {
    ($($object:ty $(: $send:ident)?),*) => {$(
        impl<T: 'static> Guarded for Box<$object> {
            type Content = T;
        }

        impl<T: $($send +)? 'static> FromGuard<T, AsObject> for Box<$object> {
            fn from_guard(guard: Guard<T>) -> Self {
                Box::new(guard)
            }
        }
    )*};
}

objects!(
    dyn Deref<Target = T>,
    dyn Deref<Target = T> + Send: Send,
    dyn DerefMut<Target = T>,
    dyn DerefMut<Target = T> + Send: Send
);

/// Clones what a guard of a type is on.
pub(crate) const fn cloning<T: Clone + 'static>() -> Cloning {
    // A value of another type is a mock that is the guard itself.
    Some(|value| Some(Box::new(value.downcast_ref::<T>()?.clone())))
}
