//! What an expectation demands of what a test gives to it: bounds of the standard library and of `predicates`, under names
//! of their own, at which the compiler says what to write instead. It names these traits, not what they are made of, as
//! the implementations are not to be recommended.

use crate::kinds::kind::GoesWith;
use crate::matching::predicate::Predicate;
use crate::values::param::Param;

/// A predicate on what a parameter sees.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no predicate on this argument",
    label = "`with` takes a predicate for each argument, such as `eq(value)` or `always()`",
    note = "to expect a value as it is, write `with_args`, which takes the arguments as the call does",
    note = "a predicate is on the type of the argument without its reference: `str` of a `&str`"
)]
pub trait Judges<P: Param>: for<'x> Predicate<P::Item<'x>> {}

#[diagnostic::do_not_recommend]
impl<P: Param, E: for<'x> Predicate<P::Item<'x>>> Judges<P> for E {}

/// What can be used on any thread.
#[diagnostic::on_unimplemented(
    message = "this can't be sent to another thread, from which the mock may be called",
    label = "what it captures is not `Send`",
    note = "write the form that stays on its thread: `returning_st`, `return_once_st`, `return_const_st` or `withf_st`"
)]
pub trait AnyThread: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> AnyThread for T {}

/// Names the bound where something is put away whose type is not known any more: the bounds of those who give it are told
/// to the macros, which could be told less.
pub fn any_thread<T: AnyThread>() {}

/// The same of what several threads look at.
pub fn all_threads<T: AnyThread + Sync>() {}

/// The same of an answer's future.
pub fn goes_with<S, T: GoesWith<S>>() {}

/// A value of which one `V` after another can be made.
#[diagnostic::on_unimplemented(
    message = "`return_const` can't give a `{V}` for every call from this `{Self}`",
    label = "it takes what is `Clone`, and a `{V}` or what is `Into` that",
    note = "for what is not `Clone`, write `returning(|..| value)`, or `return_once(|..| value)` for one call",
    note = "a number without a suffix is an `i32`: write its type, as in `5_u64`"
)]
pub trait Repeats<V>: Clone + Into<V> {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Into<V>, V> Repeats<V> for T {}
