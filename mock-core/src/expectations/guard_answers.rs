//! `returns_guard`: answers that give guards. In which forms a method gives one, it is not for this to know.

use crate::doubles::guard_forms::{CallOfGuard, Gives};
use crate::engine::answer::Answer;
use crate::engine::giver::Giver;
use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::report::{self, Complaint};
use crate::values::description::Cloning;
use crate::values::known;

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
            None => {
                let (text, place) = (report::given_away(&engine.full_name()), self.giver.call().place);
                engine.info.fail(Complaint::new(text, place))
            }
        }
    }
}

fn copy_of<V: 'static>(value: &V, cloning: Cloning) -> Option<V> {
    let copy = cloning.and_then(|cloning| cloning(value)).and_then(|copy| copy.downcast().ok());
    copy.map(|copy| *copy).or_else(|| known::clone(value))
}

impl<'m, A: Arity, K: Kind> Expectation<'m, Method<A, K>> {
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
    pub fn returns_guard<V, W>(self, value: V) -> A::Expecting<'m, K>
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
