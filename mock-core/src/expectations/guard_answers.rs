//! `returns_guard`: what a method gives for a guard, and how that is entered.

use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, Weak};

use crate::doubles::guard::Guard;
use crate::doubles::guard_part::GuardMock;
use crate::engine::answer::Answer;
use crate::engine::call_path::{Engine, SharedEngine};
use crate::expectations::expectation::{Expectation, RawExpectation};
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::report;
use crate::sessions::guard_record::{Giving, Stay};
use crate::sessions::observed::Recorded;
use crate::sessions::scene::SharedScene;
use crate::values::args::Args;
use crate::values::description::Cloning;
use crate::values::known;

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
        call.enter(mock.__guard().stay());
        G::from_mock(mock)
    }
}

/// The call that gives a guard.
pub struct CallOfGuard {
    /// `Pool::acquire(3)`.
    name: String,
    giving: Option<Giving>,
    method: Arc<dyn Recorded>,
    place: &'static Location<'static>,
    scene: SharedScene,
}

impl CallOfGuard {
    /// A guard on a value.
    pub(crate) fn guard<T>(&self, value: T) -> Guard<T> {
        let stay = Stay::begin(&self.scene, self.name.clone(), self.place);
        self.enter(&stay);
        Guard::of(value, stay)
    }

    /// Makes a guard known to the method.
    pub(crate) fn enter(&self, stay: &Arc<Stay>) {
        if let Some(giving) = &self.giving {
            stay.enter_by(self.name.clone(), self.place, giving.clone());
        }
        self.method.keep_stay(Arc::clone(stay));
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

/// An expectation whose calls give guards.
pub(crate) struct Giver {
    engine: Weak<Engine>,
    slot: usize,
}

impl Giver {
    pub(crate) fn of(expectation: RawExpectation<'_>) -> Self {
        Giver { engine: Arc::downgrade(expectation.engine.arc()), slot: expectation.slot }
    }

    pub(crate) fn engine(&self) -> SharedEngine {
        SharedEngine::new(self.engine.upgrade().expect("a method that answers is there"))
    }

    /// The call that the answer is running for.
    pub(crate) fn call(&self) -> CallOfGuard {
        self.engine().call_of_guard(self.record())
    }

    /// Its record; there is none if the mock has been verified meanwhile.
    pub(crate) fn record(&self) -> Option<usize> {
        self.engine().state.lock().expectations.get(self.slot).map(|expected| expected.slot.running_for)
    }
}

impl SharedEngine {
    /// A call that gives a guard.
    pub(crate) fn call_of_guard(&self, record: Option<usize>) -> CallOfGuard {
        let (name, place) = match record {
            Some(record) => {
                let (record, place, snapshot) = self.seen_at(record);
                (self.entry(&record, place, &snapshot).call, place)
            }
            None => (self.title(), Location::caller()),
        };
        let scene = self.info.scene.clone();
        let method: Arc<dyn Recorded> = Arc::clone(self.arc()) as Arc<_>;
        let giving = record.map(|record| Giving { method: Arc::downgrade(&method), record });
        CallOfGuard { name, giving, method, place, scene }
    }
}

/// The data of `returns_guard`.
struct GivingGuards<V, G> {
    /// `None` once it has been given.
    value: Option<V>,
    give: fn(V, &CallOfGuard) -> G,
    giver: Giver,
}

impl<V: 'static, G> GivingGuards<V, G> {
    fn give(&mut self) -> G {
        let engine = self.giver.engine();
        let copy = self.value.as_ref().and_then(|value| copy_of(value, engine.method.value.cloning));
        match copy.or_else(|| self.value.take()) {
            Some(value) => (self.give)(value, &self.giver.call()),
            None => engine.info.fail(report::given_away(&engine.full_name())),
        }
    }
}

fn copy_of<V: 'static>(value: &V, cloning: Cloning) -> Option<V> {
    let copy = cloning.and_then(|cloning| cloning(value)).and_then(|copy| copy.downcast().ok());
    copy.map(|copy| *copy).or_else(|| known::clone(value))
}

impl<A: Args, K: Kind> Expectation<'_, Method<A, K>> {
    /// Answers with a guard double on this value: `Ok(guard)` for a `Result`, `Some(guard)` for an `Option`.
    ///
    /// A value that can be cloned serves every call; another serves one. The value may be a mock: a connection of a pool
    /// that expects queries. If it is a mock made by `#[automock(guard)]`, it is the guard itself. What becomes of the
    /// guards is told by `mock.guards_of_acquire()`, or [`Calls::guards`](crate::Calls::guards).
    ///
    /// ```
    /// use asyncmock::{Guard, automock};
    ///
    /// #[automock]
    /// trait Pool {
    ///     async fn acquire(&self, id: u32) -> Result<Guard<String>, String>;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let pool = MockPool::new();
    /// pool.expect_acquire().with_args(1).returns_guard("one".to_owned());
    /// let connection = pool.acquire(1).await.unwrap();
    /// assert_eq!(*connection, "one");
    /// assert_eq!(pool.guards_of_acquire().held(), 1);
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// The mock panics when a value that can't be cloned was given away:
    /// `MockPool::acquire: returns_guard() has given its value away, which can't be cloned; ..`.
    pub fn returns_guard<V, W>(self, value: V) -> Self
    where
        V: Send + 'static,
        K::Value: Gives<V, W>,
    {
        let give = <K::Value as Gives<V, W>>::give as fn(V, &CallOfGuard) -> K::Value;
        let mut giving = GivingGuards { value: Some(value), give, giver: Giver::of(self.raw) };
        // SAFETY: it gives a value of the method.
        self.answering(unsafe { Answer::of_values(move || giving.give()) })
    }
}
