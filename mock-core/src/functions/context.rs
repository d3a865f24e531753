//! A context: where a test says what it expects of a static method or a function.

use std::fmt;

use crate::expectations::arity::Arity;
use crate::functions::static_method::Static;
use crate::functions::static_mock::{StaticName, Use};
use crate::kinds::kind::Kind;
use crate::kinds::method_type::MethodType;
use crate::methods::method::Method;
use crate::values::args::Args;
use crate::values::description::Description;
use crate::verification::calls::Calls;
use crate::views::satisfied::Satisfied;

/// What a test expects of a static method or a function: made by `MockCat::method_context()`.
///
/// Its expectations are the test's own, so that tests that run in parallel do not see those of one another, and need no lock.
/// They are for calls on the thread of the test, and in the tokio runtime in which the context was made: in its tasks and in
/// `spawn_blocking`. If several tests use one runtime, as one in a `static`, and have contexts of one method at a time, a call
/// in a task may be of each of them, and fails. There, and on a thread of another kind, a
/// [`SessionHandle`](crate::SessionHandle) says whose it is.
///
/// When a context is dropped, the expectations that the test has of the method are verified and cleared, as in mockall,
/// also those made through another context of it.
///
/// ```
/// use asyncmock::automock;
///
/// #[automock]
/// trait Cat {
///     fn lives(name: &str) -> u32;
/// }
///
/// let lives = MockCat::lives_context();
/// lives.expect().with_args("Tom").once().return_const(9_u32);
///
/// assert_eq!(MockCat::lives("Tom"), 9);
/// lives.calls().assert_called_once_with("Tom");
/// ```
///
/// # Panics
///
/// When it is dropped, if an expectation is not met:
/// `MockCat::lives: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
#[must_use = "its expectations are cleared when it is dropped"]
pub struct StaticContext<A: Args, K: Kind> {
    method: Static<A, K>,
    using: Use,
}

/// What no mock has: expectations of its static methods. A mock has an `expect_method` for them in name, hidden, so that a
/// test that calls it is told what to write. The lifetime keeps the compiler from looking before that.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no expectations of a static method, which a test adds in a context",
    label = "static: there is no mock in hand where it is called",
    note = "write `let context = {Self}::method_context();` with the method's name, then `context.expect()`, and keep the \
            context for as long as the calls are expected"
)]
pub trait ByContext<'a> {
    /// What would be returned.
    type Expectation;
}

impl<A: Arity, K: Kind<Lent: Send + Sync>> StaticContext<A, K> {
    /// A context of a static method, for this test.
    #[doc(hidden)]
    pub fn new(method: Static<A, K>) -> Self {
        StaticContext { using: Use::new(method.name()), method }
    }

    /// Adds an expectation.
    ///
    /// # Panics
    ///
    /// If a call has failed in a task or on another thread: with the text of that failure.
    #[track_caller]
    pub fn expect(&self) -> A::Expecting<'_, K> {
        let used = self.using.get();
        self.method.method(used).expect(&used.mock)
    }

    /// A view of the calls. It outlives the context.
    ///
    /// # Panics
    ///
    /// If a call has failed in a task or on another thread: with the text of that failure.
    #[track_caller]
    pub fn calls(&self) -> Calls<Method<A, K>> {
        let used = self.using.get();
        self.method.method(used).calls(&used.mock)
    }

    /// Verifies all expectations that the test has of the method, and drops them. The record of calls stays.
    ///
    /// # Panics
    ///
    /// If an expectation is not met:
    /// `MockCat::lives: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
    #[track_caller]
    pub fn checkpoint(&self) {
        self.using.checkpoint();
    }

    /// Waits until every expectation that the test has of the method is met, as [`satisfied`](crate::satisfied()) does for all
    /// mocks.
    ///
    /// # Panics
    ///
    /// If one is not met in time: `MockCat: satisfied: timed out after 5s: 1 expectation is not met`.
    #[track_caller]
    pub fn satisfied(&self) -> Satisfied {
        self.using.get().mock.satisfied()
    }

    /// Drops all expectations that the test has of the method, without verifying them. The record of calls stays.
    pub fn clear_expectations(&self) {
        self.using.get().mock.clear_expectations();
    }

    /// Keeps the context under a type that can be written down: in a struct, or as what a helper returns.
    ///
    /// ```
    /// use asyncmock::{KeptContext, automock};
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn lives(name: &str) -> u32;
    /// }
    ///
    /// fn every_cat_has(lives: u32) -> KeptContext {
    ///     let context = MockCat::lives_context();
    ///     context.expect().return_const(lives);
    ///     context.keep()
    /// }
    ///
    /// let _nine = every_cat_has(9);
    /// assert_eq!(MockCat::lives("Tom"), 9);
    /// ```
    pub fn keep(self) -> KeptContext {
        KeptContext { using: self.using }
    }
}

/// A context of a static method or a function, whichever: [`StaticContext::keep`] makes it. To add expectations, make
/// another context of the method: it has the same.
///
/// # Panics
///
/// When it is dropped, if an expectation is not met:
/// `MockCat::lives: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
#[must_use = "its expectations are cleared when it is dropped"]
pub struct KeptContext {
    using: Use,
}

impl fmt::Debug for KeptContext {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&self.using, out)
    }
}

impl<A: Args, K: Kind> fmt::Debug for StaticContext<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&self.using, out)
    }
}

/// The context of a generic static method: of every set of type arguments.
#[must_use = "its expectations are cleared when it is dropped"]
pub struct FamilyContext {
    using: Use,
}

impl FamilyContext {
    /// A context of a generic static method, for this test.
    pub fn new<Key: 'static>(mock_name: &'static str, trait_name: &'static str, name: &'static str) -> Self {
        FamilyContext { using: Use::new(StaticName::new::<Key>(mock_name, trait_name, name)) }
    }

    /// Adds an expectation of the method with one set of type arguments.
    #[track_caller]
    pub fn expect_of<TypeKey: 'static, A: Arity, K: Kind>(
        &self,
        method: &'static Description<Method<A, K>>,
    ) -> A::Expecting<'_, K>
    where
        K::Lent: Send + Sync,
    {
        let used = self.using.get();
        used.methods.of::<TypeKey, A, K>(method).expect(&used.mock)
    }

    /// A view of the calls of the method with one set of type arguments.
    #[track_caller]
    pub fn calls_of<TypeKey: 'static, A: Args, K: Kind>(
        &self,
        method: &'static Description<Method<A, K>>,
    ) -> Calls<Method<A, K>>
    where
        K::Lent: Send + Sync,
    {
        let used = self.using.get();
        used.methods.of::<TypeKey, A, K>(method).calls(&used.mock)
    }

    /// Waits until every expectation is met, of every set of type arguments.
    #[track_caller]
    pub fn satisfied(&self) -> Satisfied {
        self.using.get().mock.satisfied()
    }

    /// Verifies and drops all expectations, of every set of type arguments.
    #[track_caller]
    pub fn checkpoint(&self) {
        self.using.checkpoint();
    }

    /// Keeps the context under a type that can be written down.
    pub fn keep(self) -> KeptContext {
        KeptContext { using: self.using }
    }
}

impl fmt::Debug for FamilyContext {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&self.using, out)
    }
}

fn show(using: &Use, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, "{}_context()", using.name().full())
}

/// The context of a static method that is made like this [`Method`].
pub type ContextOf<M> = StaticContext<<M as MethodType>::Args, <M as MethodType>::Kind>;

#[cfg(test)]
mod tests {
    use super::{FamilyContext, StaticContext};
    use crate::functions::static_method::Static;
    use crate::kinds::capability::{known, nothing};
    use crate::kinds::kind::{AsyncLocal, Owned};
    use crate::methods::method::Method;
    use crate::signatures::arities::{arity0, arity1};
    use crate::values::param::Val;

    #[test]
    fn a_context_can_be_shared_and_printed() {
        fn shared<T: Send + Sync>(_: &T) {}
        type Own = Method<(), Owned<std::rc::Rc<u8>>>;
        let own = Static::new::<()>("MockCat", "Cat", const { &arity0::describe(Own::OF, "own()", (), nothing()) });
        let own = StaticContext::new(own);
        shared(&own);
        assert_eq!(format!("{own:?}"), "MockCat::own_context()");
        type Local = Method<(), AsyncLocal<std::rc::Rc<u8>>>;
        let local =
            Static::new::<()>("MockCat", "Cat", const { &arity0::describe(Local::OF, "local()", (), nothing()) });
        shared(&StaticContext::new(local));
        let family = FamilyContext::new::<()>("mock_cat", "cat", "family");
        shared(&family);
        assert_eq!(format!("{family:?}"), "mock_cat::family_context()");
    }

    #[test]
    fn a_function_is_named_by_its_module() {
        type Bar = Method<(Val<u32>,), Owned<()>>;
        let bar =
            Static::new::<()>("mock_foo", "foo", const { &arity1::describe(Bar::OF, "bar(x)", known(), nothing()) });
        let failure = std::panic::catch_unwind(|| bar.call((5,))).unwrap_err();
        let text = failure.downcast::<String>().unwrap();
        assert!(text.starts_with("mock_foo::bar(5): No matching expectation found\n"), "{text}");
        assert!(text.contains("`let context = mock_foo::bar_context();`"), "{text}");
    }
}
