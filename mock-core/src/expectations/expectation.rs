//! The expectation builder, with the types of its method: what does not depend on the number of parameters.

use std::collections::VecDeque;
use std::marker::PhantomData;

use crate::base::erased::Exactly;
use crate::base::thread_bound::ThreadBound;
use crate::engine::answer::Answer;
use crate::engine::raw_expectation::RawExpectation;
use crate::expectations::arity::Arity;
use crate::expectations::demands::{AnyThread, Repeats};
use crate::kinds::kind::{Awaited, Borrowed, BorrowedMut, Constant, Kind};
use crate::kinds::lent::{
    AsyncLent, AsyncLentLocal, AsyncLentMut, AsyncLentMutLocal, Lends, LendsMut, SeenByAll, Shared, SharedMut, ToLend,
};
use crate::kinds::method_type::MethodType;
use crate::matching::plan::Supply;
use crate::matching::sequence::Sequence;
use crate::matching::times::TimesRange;
use crate::methods::method::Method;
use crate::sessions::mock::Mock;
use crate::values::args::Args;
use crate::values::shape::{Shape, ShapeMut};

/// What a mock is to expect of a method, and how it answers: made by `mock.expect_method()`, and refined by methods
/// that can be chained.
///
/// Of several expectations of a method, a call uses the first, in order of declaration, that accepts its arguments and
/// is not used up; of those that stand [`by_default`](Expectation::by_default), if there is no other. An expectation takes
/// effect at once, and may be added while the code under test is running. It is verified when the mock is dropped, or by its
/// `checkpoint()`.
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
///
/// # What it can do
///
/// Where a method depends on the number of parameters, the link is to the one for two of them.
///
/// | Which calls it is for | |
/// |---|---|
/// | [`with`](crate::arity::arity2::Expecting::with) | those whose arguments the predicates accept |
/// | [`with_args`](crate::arity::arity2::Expecting::with_args) | those with arguments equal to these |
/// | [`withf`](crate::arity::arity2::Expecting::withf), [`withf_st`](crate::arity::arity2::Expecting::withf_st) | those that a function accepts |
///
/// | How many | |
/// |---|---|
/// | [`times`](Expectation::times) | so many, or a range of them |
/// | [`once`](Expectation::once), [`never`](Expectation::never) | one, none |
/// | [`optional`](Expectation::optional) | any number, without a warning if there is none |
/// | [`by_default`](Expectation::by_default) | those that no other is for |
/// | [`in_sequence`](Expectation::in_sequence) | those that come when it is its turn |
///
/// | Answers | |
/// |---|---|
/// | [`returning`](crate::arity::arity2::Expecting::returning), [`returning_st`](crate::arity::arity2::Expecting::returning_st) | what a closure makes of the arguments |
/// | [`return_once`](crate::arity::arity2::Expecting::return_once), [`return_once_st`](crate::arity::arity2::Expecting::return_once_st) | the same, of one call |
/// | [`return_const`](Expectation::return_const), [`return_const_st`](Expectation::return_const_st) | a clone of a value |
/// | [`return_each`](Expectation::return_each) | one value after the other |
/// | [`return_default`](Expectation::return_default) | the default |
/// | `return_const`, `return_var` | of a method that lends: a reference to the value |
/// | [`passthrough`](Expectation::passthrough) | what the real object gives |
///
/// | Awaited answers | |
/// |---|---|
/// | [`returning_async`](crate::arity::arity2::Expecting::returning_async), [`return_once_async`](crate::arity::arity2::Expecting::return_once_async) | the output of a future |
/// | [`resolving_async`](crate::arity::arity2::Expecting::resolving_async) | that of an async closure, which may borrow its arguments |
/// | [`resolving`](crate::arity::arity2::Expecting::resolving), [`resolve_const`](Expectation::resolve_const) | a plain value, however the method is declared |
/// | [`after`](Expectation::after), [`yielding`](Expectation::yielding) | later: after a while, after some polls |
/// | [`pending`](Expectation::pending) | never |
/// | [`may_be_unawaited`](Expectation::may_be_unawaited) | perhaps nobody asks for one |
/// | `hold` | when the test says what |
///
/// | Streams and guards | |
/// |---|---|
/// | [`return_stream`](Expectation::return_stream), [`return_stream_every`](Expectation::return_stream_every) | a stream of items |
/// | [`return_stream_each`](Expectation::return_stream_each) | one script after the other |
/// | [`hold_stream`](Expectation::hold_stream) | a stream that the test feeds |
/// | [`returns_guard`](Expectation::returns_guard), [`returning_guard`](crate::arity::arity2::Expecting::returning_guard) | a guard on a value |
/// | [`returns_exclusive`](Expectation::returns_exclusive) | a guard that one caller has at a time |
pub struct Expectation<'m, M: MethodType> {
    pub(crate) raw: RawExpectation<'m>,
    pub(crate) lent: &'m <M::Kind as Kind>::Lent,
    pub(crate) of: Exactly<M>,
}

impl<A: Arity, K: Kind> Method<A, K> {
    /// Adds an expectation.
    #[inline(always)]
    #[track_caller]
    pub fn expect(&self, mock: &Mock) -> A::Expecting<'_, K> {
        A::expecting(Expectation { raw: self.place.expect(mock), lent: &self.lent, of: PhantomData })
    }
}

impl<A: Args, K: Kind> Clone for Expectation<'_, Method<A, K>> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Args, K: Kind> Copy for Expectation<'_, Method<A, K>> {}

impl<'m, A: Arity, K: Kind> Expectation<'m, Method<A, K>> {
    /// Without its types.
    #[doc(hidden)]
    #[inline(always)]
    pub fn raw(self) -> RawExpectation<'m> {
        self.raw
    }

    /// With what depends on the number of parameters.
    #[inline(always)]
    pub(crate) fn chained(self) -> A::Expecting<'m, K> {
        A::expecting(self)
    }

    pub(crate) fn answering(self, answer: Answer) -> A::Expecting<'m, K> {
        self.raw.supplying(answer, Supply::Endless, false);
        self.chained()
    }

    /// Expects to be used so many times: a number, or a range of any form.
    ///
    /// # Panics
    ///
    /// If the range is backwards: `Backwards range`. The mock panics when it is called more often, or when it has been
    /// called less often and is dropped:
    /// `MockCat::go: Expectation(<anything>) called 1 time(s) which is fewer than expected 2`.
    #[track_caller]
    pub fn times<R: Into<TimesRange>>(self, range: R) -> A::Expecting<'m, K> {
        self.raw.times(range.into());
        self.chained()
    }

    /// Expects to be used exactly once: `times(1)`.
    pub fn once(self) -> A::Expecting<'m, K> {
        self.times(1)
    }

    /// Expects never to be used: `times(0)`.
    ///
    /// # Panics
    ///
    /// The mock panics when it is: `MockCat::go: Expectation(<anything>) should not have been called`.
    pub fn never(self) -> A::Expecting<'m, K> {
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
    pub fn optional(self) -> A::Expecting<'m, K> {
        self.raw.change(|slot| slot.optional = true);
        self.chained()
    }

    /// Stands by: others of the method have their turn before it, however late they are added. For the set-up that many
    /// tests share, and of which each of them changes what it is about.
    ///
    /// It may go without being used, unless it is said how many [`times`](Expectation::times). A call that another says is
    /// [`never`](Expectation::never) to be made is not answered by default; one that no other accepts, or that is one too
    /// many for the others, is.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self, times: u32) -> u32;
    /// }
    ///
    /// fn friendly_cat() -> MockCat {
    ///     let cat = MockCat::new();
    ///     cat.expect_pet().by_default().returning(|times| 2 * times);
    ///     cat
    /// }
    ///
    /// let cat = friendly_cat();
    /// cat.expect_pet().with_args(1).return_const(7_u32);
    /// assert_eq!([cat.pet(1), cat.pet(2)], [7, 4]);
    /// ```
    ///
    /// # Panics
    ///
    /// The mock panics when a call is made that another expectation forbids:
    /// `MockCat::pet: Expectation(<anything>) should not have been called`.
    pub fn by_default(self) -> A::Expecting<'m, K> {
        self.raw.by_default();
        self.chained()
    }

    /// Adds the expectation to a [`Sequence`]. Say how many [`times`](Expectation::times) before.
    ///
    /// # Panics
    ///
    /// The mock panics when it is called out of turn: `MockCat::go("north", 3): Method sequence violation`.
    pub fn in_sequence(self, sequence: &mut Sequence) -> A::Expecting<'m, K> {
        self.raw.in_sequence(sequence);
        self.chained()
    }

    /// Answers with the default of the method's value: `Ok` of the default for a `Result`.
    ///
    /// # Panics
    ///
    /// If there is no default: ``MockCat::go: Returning default values requires a type with a default; use `returning` ``.
    #[track_caller]
    pub fn return_default(self) -> A::Expecting<'m, K> {
        self.raw.return_default();
        self.chained()
    }
}

impl<'m, A: Arity, K: Kind> Expectation<'m, Method<A, K>> {
    /// Answers with what the real object does that was given to the mock's `wrapping`: the call goes on to it.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock(spy)]
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
    pub fn passthrough(self) -> A::Expecting<'m, K> {
        self.raw.passthrough();
        self.chained()
    }
}

impl<'m, A: Arity, K: Constant> Expectation<'m, Method<A, K>> {
    /// Answers every call with a clone of the value.
    pub fn return_const<T>(self, value: T) -> A::Expecting<'m, K>
    where
        T: Repeats<K::Value> + AnyThread + 'static,
    {
        // SAFETY: it is a value of the method.
        self.answering(unsafe { Answer::of_clones::<T, K::Value>(value) })
    }

    /// As `return_const`, for a value that is not `Send`: calls from another thread fail.
    pub fn return_const_st<T>(self, value: T) -> A::Expecting<'m, K>
    where
        T: Repeats<K::Value> + 'static,
    {
        let value = ThreadBound::new(value);
        // SAFETY: it is a value of the method.
        let answer = unsafe { Answer::of_values::<K::Value, _>(move || value.get().clone().into()) };
        let expecting = self.answering(answer);
        self.raw.bind_answer();
        expecting
    }

    /// Answers with one value after another. A call past the last one fails the test, however the code under test
    /// deals with errors.
    ///
    /// # Panics
    ///
    /// The mock panics past the end: `MockCat::go("north", 3): return_each has given all of its 3 value(s)`.
    pub fn return_each<T>(self, values: impl IntoIterator<Item = T>) -> A::Expecting<'m, K>
    where
        T: Into<K::Value> + Send + 'static,
    {
        let mut values: VecDeque<T> = values.into_iter().collect();
        let of = values.len();
        let next = move || values.pop_front().expect("the supply is counted").into();
        // SAFETY: it is a value of the method.
        let answer = unsafe { Answer::of_values::<K::Value, _>(next) };
        self.raw.supplying(answer, Supply::Each { given: 0, of }, false);
        self.chained()
    }
}

impl<'m, A: Arity, K: Awaited + Constant> Expectation<'m, Method<A, K>> {
    /// Answers every call with a clone of the plain value: `return_const` for every async form.
    pub fn resolve_const<T>(self, value: T) -> A::Expecting<'m, K>
    where
        T: Repeats<K::Value> + AnyThread + 'static,
    {
        self.return_const(value)
    }
}

/// A kind that has `return_const` of a `T`: in a mock's own crate the compiler can't tell that no kind has two of them.
pub trait ReturnsConst<T>: Kind + Sized {
    /// Answers every call with the value.
    fn return_const<A: Arity>(expectation: Expectation<'_, Method<A, Self>>, value: T) -> A::Expecting<'_, Self>;
}

impl<K: Constant, T: Repeats<K::Value> + AnyThread + 'static> ReturnsConst<T> for K {
    fn return_const<A: Arity>(expectation: Expectation<'_, Method<A, K>>, value: T) -> A::Expecting<'_, K> {
        expectation.return_const(value)
    }
}

impl<T: ?Sized + Shape<Owned = O>, O> ReturnsConst<O> for Borrowed<T> {
    fn return_const<A: Arity>(expectation: Expectation<'_, Method<A, Self>>, value: O) -> A::Expecting<'_, Self> {
        expectation.return_const(value)
    }
}

/// The constants of kinds that lend them. Each kind has its own, as no other has a `return_const` for certain.
macro_rules! lending {
    ([$return_const:ident $return_var:ident] $($kind:ident $([$($clause:tt)*])? |$index:ident| $lending:expr;)*) => {$(
        impl<'m, A: Arity, T: ?Sized + Shape> Expectation<'m, Method<A, $kind<T>>> {
            /// Answers every call with a reference to the value, which the mock keeps for as long as it lives.
            pub fn $return_const(self, value: T::Owned) -> A::Expecting<'m, $kind<T>>
            $(where $($clause)*)?
            {
                let arena = <$kind<T> as Lends>::arena(self.lent);
                let $index = arena.reserve();
                arena.put($index, value);
                self.answering($lending)
            }

            /// As `return_const`: mockall's name for it where the method takes `&mut self`.
            pub fn $return_var(self, value: T::Owned) -> A::Expecting<'m, $kind<T>>
            $(where $($clause)*)?
            {
                self.$return_const(value)
            }
        }
    )*};
    (mut [$return_var:ident] $($kind:ident $([$($clause:tt)*])? |$index:ident| $lending:expr;)*) => {$(
        impl<'m, A: Arity, T: ?Sized + ShapeMut> Expectation<'m, Method<A, $kind<T>>> {
            /// Answers every call with a mutable reference to the value, which keeps what is written into it.
            pub fn $return_var(self, value: T::Owned) -> A::Expecting<'m, $kind<T>>
            $(where $($clause)*)?
            {
                let variables = &<$kind<T> as LendsMut>::on_loan(self.lent).variables;
                let $index = variables.reserve();
                variables.put($index, value);
                self.answering($lending)
            }
        }
    )*};
}

lending! {
    [return_const return_var]
    Borrowed |index| Answer::lending(index);
    Shared [T::Owned: SeenByAll] |index| Answer::lending(index);
    AsyncLent |index| lending_later::<T>(index);
    AsyncLentLocal |index| lending_later::<T>(index);
}
lending! {
    mut [return_var]
    BorrowedMut |index| Answer::lending(index);
    SharedMut [T::Owned: SeenByAll] |index| Answer::lending(index);
    AsyncLentMut |index| lending_later::<T>(index);
    AsyncLentMutLocal |index| lending_later::<T>(index);
}

/// An answer that lends again what the mock has lent, when the call is awaited.
fn lending_later<T: ?Sized + Shape>(index: usize) -> Answer {
    // SAFETY: it is a value of the method.
    unsafe { Answer::of_values::<ToLend<T::Owned>, _>(move || ToLend::again(index)) }
}
