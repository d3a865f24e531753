//! `returns_guard`: what a method gives for a guard, and how that is entered.

use std::any::Any;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, Weak};

use crate::answer::Answer;
use crate::args::Args;
use crate::expectation::Expectation;
use crate::guard::Guard;
use crate::inspect::Recorded;
use crate::kind::Kind;
use crate::known;
use crate::report;
use crate::scene::Scene;
use crate::shared::Shared;
use crate::stay::{Giving, Stay};

/// What a method can give for a guard on a `V`. `W` says in which way, so that no two are in doubt.
#[diagnostic::on_unimplemented(
    message = "a method that gives `{Self}` can't return a guard",
    note = "it can give a `Guard<T>`, also in an `Option`, a `Result`, a `Box` or a `Pin<Box<..>>`, and an `impl Deref` or \
            `Box<dyn Deref>`; or a mock that is made by `#[automock(guard)]`",
    note = "for another type, make the guard in the answer: `returning(|| Guard::new(value).0)`"
)]
pub trait FromGuard<V, W>: Sized {
    /// Makes the guard, which is entered when the call is over.
    fn from_guard(value: V, call: &CallOfGuard) -> Self;
}

/// The call that gives a guard.
pub struct CallOfGuard {
    /// `Pool::acquire(3)`.
    name: String,
    giving: Option<Giving>,
    method: Arc<dyn Recorded>,
    place: &'static Location<'static>,
    scene: Arc<Scene>,
}

impl CallOfGuard {
    /// A guard on a value.
    fn guard<T>(&self, value: T) -> Guard<T> {
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

/// The value in a guard.
pub struct Plainly;

impl<T> FromGuard<T, Plainly> for Guard<T> {
    fn from_guard(value: T, call: &CallOfGuard) -> Self {
        call.guard(value)
    }
}

impl<T: Send + 'static> FromGuard<T, Plainly> for Box<dyn Deref<Target = T> + Send> {
    fn from_guard(value: T, call: &CallOfGuard) -> Self {
        Box::new(call.guard(value))
    }
}

impl<T: 'static> FromGuard<T, Plainly> for Box<dyn Deref<Target = T>> {
    fn from_guard(value: T, call: &CallOfGuard) -> Self {
        Box::new(call.guard(value))
    }
}

impl<T: Send + 'static> FromGuard<T, Plainly> for Box<dyn DerefMut<Target = T> + Send> {
    fn from_guard(value: T, call: &CallOfGuard) -> Self {
        Box::new(call.guard(value))
    }
}

impl<T: 'static> FromGuard<T, Plainly> for Box<dyn DerefMut<Target = T>> {
    fn from_guard(value: T, call: &CallOfGuard) -> Self {
        Box::new(call.guard(value))
    }
}

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

impl<G: FromGuard<V, W>, V, W> FromGuard<V, Within<W>> for Option<G> {
    fn from_guard(value: V, call: &CallOfGuard) -> Self {
        Some(G::from_guard(value, call))
    }
}

impl<G: FromGuard<V, W>, V, W, E> FromGuard<V, Within<W>> for Result<G, E> {
    fn from_guard(value: V, call: &CallOfGuard) -> Self {
        Ok(G::from_guard(value, call))
    }
}

impl<G: FromGuard<V, W>, V, W> FromGuard<V, Within<W>> for Box<G> {
    fn from_guard(value: V, call: &CallOfGuard) -> Self {
        Box::new(G::from_guard(value, call))
    }
}

impl<G: FromGuard<V, W>, V, W> FromGuard<V, Within<W>> for Pin<Box<G>> {
    fn from_guard(value: V, call: &CallOfGuard) -> Self {
        Box::pin(G::from_guard(value, call))
    }
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

macro_rules! guarded {
    ($($object:ty),*) => {$(
        impl<T: 'static> Guarded for Box<$object> {
            type Content = T;
        }
    )*};
}

guarded!(
    dyn Deref<Target = T>,
    dyn Deref<Target = T> + Send,
    dyn DerefMut<Target = T>,
    dyn DerefMut<Target = T> + Send
);

/// Clones what a guard of the method is on, if that can be: a value of that type goes in, and another comes out.
pub(crate) type Cloning = Option<fn(&dyn Any) -> Option<Box<dyn Any>>>;

/// That of a type.
pub(crate) fn cloning<T: Clone + 'static>() -> Cloning {
    // A value of another type is a mock that is the guard itself.
    Some(|value| Some(Box::new(value.downcast_ref::<T>()?.clone())))
}

/// The answer of `returns_guard`.
struct GivingGuards<A: Args, K: Kind, V, F> {
    /// `None` once it has been given.
    value: Option<V>,
    make: F,
    method: Weak<Shared<A, K>>,
    slot: usize,
}

impl<A: Args, K: Kind, V: 'static, F: Fn(V, &CallOfGuard) -> K::Value> GivingGuards<A, K, V, F> {
    /// The value for one more call.
    fn next(&mut self, method: &Shared<A, K>) -> V {
        let copy = self.value.as_ref().and_then(|value| copy_of(value, (method.spec.3)()));
        match copy.or_else(|| self.value.take()) {
            Some(value) => value,
            None => method.info.fail(report::given_away(&method.full_name())),
        }
    }
}

fn copy_of<V: 'static>(value: &V, cloning: Cloning) -> Option<V> {
    let copy = cloning.and_then(|cloning| cloning(value)).and_then(|copy| copy.downcast().ok());
    copy.map(|copy| *copy).or_else(|| known::clone(value))
}

impl<A: Args, K: Kind, V, F> Answer<A, K> for GivingGuards<A, K, V, F>
where
    V: Send + 'static,
    F: Fn(V, &CallOfGuard) -> K::Value + Send,
{
    fn answer<'a>(&mut self, _: A::Of<'a>) -> K::Reply<'a> {
        let method = self.method.upgrade().expect("a method that answers is there");
        let value = self.next(&method);
        let call = method.call_of_guard(self.slot);
        K::from_value((self.make)(value, &call))
    }
}

impl<A: Args, K: Kind> Shared<A, K> {
    /// The call that the answer of an expectation is running for.
    fn call_of_guard(self: &Arc<Self>, slot: usize) -> CallOfGuard {
        let record = {
            let guard = self.state.lock();
            // There is none if the mock has been verified meanwhile.
            guard.expectations.get(slot).map(|expected| expected.slot.running_for)
        };
        let method: Arc<dyn Recorded> = Arc::clone(self) as Arc<_>;
        let giving = record.map(|record| Giving { method: Arc::downgrade(&method), record });
        let (name, place) = match record {
            Some(record) => {
                let (record, place, snapshot) = self.seen_at(record);
                (self.entry(&record, place, &snapshot).call, place)
            }
            None => (format!("{}::{}", self.info.trait_name, self.name()), Location::caller()),
        };
        CallOfGuard { name, giving, method, place, scene: Arc::clone(&self.info.scene) }
    }
}

impl<A: Args, K: Kind> Expectation<'_, A, K> {
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
        W: 'static,
        K::Value: FromGuard<V, W>,
    {
        self.returns_guard_as(value, K::Value::from_guard)
    }

    fn returns_guard_as<V, F>(self, value: V, make: F) -> Self
    where
        V: Send + 'static,
        F: Fn(V, &CallOfGuard) -> K::Value + Send + 'static,
    {
        let method = Arc::downgrade(self.shared);
        self.answering(GivingGuards { value: Some(value), make, method, slot: self.slot })
    }
}
