//! The expectation builder: what does not depend on the number of arguments. The rest is in [`arity`](crate::arity).

use std::collections::VecDeque;
use std::panic::Location;

use crate::answer::Answer;
use crate::args::Args;
#[cfg(feature = "spies")]
use crate::engine::Passing;
use crate::engine::{Expected, SharedEngine};
use crate::erased::Exactly;
use crate::kind::{Awaited, Borrowed, BorrowedMut, Constant, Kind};
use crate::lock::thread_token;
use crate::matcher::Matcher;
use crate::method::{Method, MethodType};
use crate::plan::{Slot, Supply, Terms};
use crate::report;
use crate::sequence::Sequence;
use crate::shape::{Shape, ShapeMut};
use crate::thread_bound::ThreadBound;
use crate::times::TimesRange;

/// An expectation, without the types of its method.
#[derive(Clone, Copy)]
pub(crate) struct RawExpectation<'m> {
    pub(crate) engine: &'m SharedEngine,
    pub(crate) slot: usize,
}

impl<'m> RawExpectation<'m> {
    #[track_caller]
    pub(crate) fn new(engine: &'m SharedEngine, place: &'static Location<'static>) -> Self {
        let slot = engine.configure(|state| {
            let slot = state.expectations.len();
            if slot == 0 {
                state.expectations = Vec::with_capacity(2);
            }
            state.expectations.push(Expected { slot: Slot::new(place), matcher: None, answer: None });
            state.plan.added(slot + 1, state.waiting > 0);
            slot
        });
        RawExpectation { engine, slot }
    }

    /// Changes how it is used.
    pub(crate) fn change(self, change: impl FnOnce(&mut Slot)) {
        self.engine.configure(|state| change(&mut state.expectations[self.slot].slot));
    }

    pub(crate) fn on_terms(self, change: impl FnOnce(&mut Terms)) {
        self.change(|slot| slot.set_terms(change));
    }

    /// Gives it a matcher of the method.
    pub(crate) fn expecting(self, matcher: Matcher) {
        let fingerprint = matcher.fingerprint(self.engine.method);
        let _old = self.engine.configure(|state| {
            let expected = &mut state.expectations[self.slot];
            expected.slot.free_matcher();
            state.plan.set_matcher(self.slot, &mut expected.slot, fingerprint);
            expected.matcher.replace(matcher)
        });
    }

    /// Gives it an answer of the method. `at_call` says whether the reply is made at the call even if the call is a future:
    /// mockall's `returning` for methods that are declared with one.
    pub(crate) fn supplying(self, answer: Answer, supply: Supply, at_call: bool) {
        let answer = Box::new(answer);
        let _old = self.engine.configure(|state| {
            let expected = &mut state.expectations[self.slot];
            expected.slot.free_answer();
            state.plan.set_answer(&mut expected.slot, supply, at_call);
            expected.answer.replace(answer)
        });
    }

    /// The matcher that was just given must be asked on this thread alone.
    pub(crate) fn bind_matcher(self) {
        self.on_terms(|terms| terms.matcher_thread = thread_token());
    }

    /// The answer that was just given must run on this thread alone.
    pub(crate) fn bind_answer(self) {
        self.on_terms(|terms| terms.answer_thread = thread_token());
    }

    fn times(self, range: TimesRange) {
        self.change(|slot| {
            slot.range = range;
            // How often it is wanted has been said.
            slot.optional = true;
            slot.reopen();
        });
    }

    fn in_sequence(self, sequence: &mut Sequence) {
        self.change(|slot| {
            let wanted = slot.range.min;
            slot.set_terms(|terms| terms.step = Some(sequence.add(wanted)));
        });
    }

    #[track_caller]
    fn return_default(self) {
        let Some(make) = self.engine.method.value.make else {
            report::raise(report::no_default(&self.engine.full_name()));
        };
        // SAFETY: it makes a value of the method.
        self.supplying(unsafe { Answer::made_by(make) }, Supply::Endless, false);
    }

    #[cfg(feature = "spies")]
    #[track_caller]
    fn passthrough(self) {
        if self.engine.real(Passing::Allowed).is_none() {
            report::raise(report::nothing_wrapped(&self.engine.full_name(), self.engine.info.mock_name));
        }
        self.change(|slot| {
            slot.supply = Supply::Endless;
            slot.set_terms(|terms| terms.passes = true);
        });
    }
}

/// What a mock is to expect of a method, and how it answers: made by `mock.expect_method()`, and refined by methods
/// that can be chained.
///
/// Of several expectations of a method, a call uses the first, in order of declaration, that accepts its arguments and
/// is not used up. An expectation takes effect at once, and may be added while the code under test is running. It is
/// verified when the mock is dropped, or by its `checkpoint()`.
///
/// ```
/// use asyncmock::{automock, predicate::*};
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
/// }
///
/// # futures::executor::block_on(async {
/// let cat = MockCat::new();
/// cat.expect_go().with(eq("north"), ge(1)).times(1).returning(|_, steps| Ok(steps > 0));
/// assert_eq!(cat.go("north", 3).await, Ok(true));
/// # });
/// ```
pub struct Expectation<'m, M: MethodType> {
    pub(crate) raw: RawExpectation<'m>,
    pub(crate) lent: &'m <M::Kind as Kind>::Lent,
    pub(crate) of: Exactly<M>,
}

impl<A: Args, K: Kind> Clone for Expectation<'_, Method<A, K>> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Args, K: Kind> Copy for Expectation<'_, Method<A, K>> {}

impl<A: Args, K: Kind> Expectation<'_, Method<A, K>> {
    pub(crate) fn answering(self, answer: Answer) -> Self {
        self.raw.supplying(answer, Supply::Endless, false);
        self
    }

    /// Expects to be used so many times: a number, or a range of any form.
    ///
    /// # Panics
    ///
    /// If the range is backwards: `Backwards range`. The mock panics when it is called more often, or when it has been
    /// called less often and is dropped:
    /// `MockCat::go: Expectation(<anything>) called 1 time(s) which is fewer than expected 2`.
    #[track_caller]
    pub fn times<R: Into<TimesRange>>(self, range: R) -> Self {
        self.raw.times(range.into());
        self
    }

    /// Expects to be used exactly once: `times(1)`.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Expects never to be used: `times(0)`.
    ///
    /// # Panics
    ///
    /// The mock panics when it is: `MockCat::go: Expectation(<anything>) should not have been called`.
    pub fn never(self) -> Self {
        self.times(0)
    }

    /// Says that it may go without being used, which a mock warns of otherwise, or fails for if it is strict.
    ///
    /// Whoever says how many [`times`](Expectation::times), be it any number, has said so as well.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self, times: u32);
    ///     fn feed(&self);
    /// }
    ///
    /// let cat = MockCat::strict();
    /// cat.expect_pet().returning(|_| ());
    /// cat.expect_feed().returning(|| ()).optional();
    /// cat.pet(1);
    /// ```
    pub fn optional(self) -> Self {
        self.raw.change(|slot| slot.optional = true);
        self
    }

    /// Adds the expectation to a [`Sequence`]. Say how many [`times`](Expectation::times) before.
    ///
    /// # Panics
    ///
    /// The mock panics when it is called out of turn: `MockCat::go("north", 3): Method sequence violation`.
    pub fn in_sequence(self, sequence: &mut Sequence) -> Self {
        self.raw.in_sequence(sequence);
        self
    }

    /// Answers with the default of the method's value: `Ok` of the default for a `Result`.
    ///
    /// # Panics
    ///
    /// If there is no default: ``MockCat::go: Returning default values requires a type with a default; use `returning` ``.
    #[track_caller]
    pub fn return_default(self) -> Self {
        self.raw.return_default();
        self
    }
}

#[cfg(feature = "spies")]
impl<A: Args, K: Kind> Expectation<'_, Method<A, K>> {
    /// Answers with what the real object does that was given to the mock's `wrapping`: the call goes on to it.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self, times: u32) -> u32;
    /// }
    ///
    /// struct Tom;
    ///
    /// impl Cat for Tom {
    ///     fn pet(&self, times: u32) -> u32 {
    ///         2 * times
    ///     }
    /// }
    ///
    /// let cat = MockCat::wrapping(Tom);
    /// cat.expect_pet().with_args(1).times(1).passthrough();
    /// cat.expect_pet().return_const(7_u32);
    /// assert_eq!([cat.pet(1), cat.pet(1)], [2, 7]);
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such object, or it has no such method for the mock to call:
    /// ``MockCat::pet: passthrough() needs a mock that was made by `MockCat::wrapping(real)` ``.
    #[track_caller]
    pub fn passthrough(self) -> Self {
        self.raw.passthrough();
        self
    }
}

impl<A: Args, K: Constant> Expectation<'_, Method<A, K>> {
    /// Answers every call with a clone of the value.
    pub fn return_const<T>(self, value: T) -> Self
    where
        T: Clone + Into<K::Value> + Send + 'static,
    {
        // SAFETY: it is a value of the method.
        self.answering(unsafe { Answer::of_clones::<T, K::Value>(value) })
    }

    /// As `return_const`, for a value that is not `Send`: calls from another thread fail.
    pub fn return_const_st<T>(self, value: T) -> Self
    where
        T: Clone + Into<K::Value> + 'static,
    {
        let value = ThreadBound::new(value);
        // SAFETY: it is a value of the method.
        let answer = unsafe { Answer::of_values::<K::Value, _>(move || value.get().clone().into()) };
        self.answering(answer).raw.bind_answer();
        self
    }

    /// Answers with one value after another. A call past the last one fails the test, however the code under test
    /// deals with errors.
    ///
    /// # Panics
    ///
    /// The mock panics past the end: `MockCat::go("north", 3): return_each has given all of its 3 value(s)`.
    pub fn return_each<T>(self, values: impl IntoIterator<Item = T>) -> Self
    where
        T: Into<K::Value> + Send + 'static,
    {
        let mut values: VecDeque<T> = values.into_iter().collect();
        let of = values.len();
        let next = move || values.pop_front().expect("the supply is counted").into();
        // SAFETY: it is a value of the method.
        let answer = unsafe { Answer::of_values::<K::Value, _>(next) };
        self.raw.supplying(answer, Supply::Each { given: 0, of }, false);
        self
    }
}

impl<A: Args, K: Awaited + Constant> Expectation<'_, Method<A, K>> {
    /// Answers every call with a clone of the plain value: `return_const` for every async form.
    pub fn resolve_const<T>(self, value: T) -> Self
    where
        T: Clone + Into<K::Value> + Send + 'static,
    {
        self.return_const(value)
    }
}

impl<A: Args, T: ?Sized + Shape> Expectation<'_, Method<A, Borrowed<T>>> {
    /// Answers every call with a reference to the value, which the mock keeps for as long as it lives.
    pub fn return_const(self, value: T::Owned) -> Self {
        let index = self.lent.reserve();
        self.lent.put(index, value);
        self.answering(Answer::lending(index))
    }

    /// As `return_const`: mockall's name for it where the method takes `&mut self`.
    pub fn return_var(self, value: T::Owned) -> Self {
        self.return_const(value)
    }
}

impl<A: Args, T: ?Sized + ShapeMut> Expectation<'_, Method<A, BorrowedMut<T>>> {
    /// Answers every call with a mutable reference to the value, which keeps what is written into it.
    pub fn return_var(self, value: T::Owned) -> Self {
        let index = self.lent.variables.reserve();
        self.lent.variables.put(index, value);
        self.answering(Answer::lending(index))
    }
}
