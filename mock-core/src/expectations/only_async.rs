//! What an expectation has in name alone, where its method can't have it: so that a test that asks for it is told why.
//!
//! It is found behind an [`Expectation`], which has the real ones where there are any: an editor offers nothing of this, as it
//! is hidden. What is given back is of any type, so that the rest of a chain is no further error.

use std::marker::PhantomData;
use std::ops::Deref;

use crate::doubles::stream_forms::GivesStreams;
use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::{Constant, Kind};
use crate::kinds::only_async::{Immediate, IsFuture};
use crate::methods::method::Method;

/// What an expectation of a method of this kind may lack.
#[doc(hidden)]
pub struct Lacks<K>(PhantomData<fn() -> K>);

impl<A: Arity, K: Kind> Deref for Expectation<'_, Method<A, K>> {
    type Target = Lacks<K>;

    fn deref(&self) -> &Lacks<K> {
        &Lacks(PhantomData)
    }
}

const REAL: &str = "where the bound holds there is the real one";

/// What needs a call that waits.
impl<K: Immediate> Lacks<K> {
    #[doc(hidden)]
    pub fn after<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn yielding<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn pending<R>(&self) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn may_be_unawaited<R>(&self) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn hold<R>(&self) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn resolve_const<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn resolving<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn resolving_async<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn returning_async<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn return_once_async<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }
}

/// What needs a method that gives streams.
impl<K: Constant> Lacks<K> {
    #[doc(hidden)]
    pub fn return_stream<T, R>(&self, _: T) -> R
    where
        K::Value: GivesStreams,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn return_stream_every<D, T, R>(&self, _: D, _: T) -> R
    where
        K::Value: GivesStreams,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn return_stream_each<T, R>(&self, _: T) -> R
    where
        K::Value: GivesStreams,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn hold_stream<R>(&self) -> R
    where
        K::Value: GivesStreams,
    {
        unreachable!("{REAL}")
    }
}
