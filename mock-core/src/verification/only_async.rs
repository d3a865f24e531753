//! What a view of calls has in name alone, where its method is not async: as for [expectations](crate::expectations::only_async).

use std::marker::PhantomData;

use crate::kinds::kind::Kind;
use crate::kinds::only_async::{Immediate, IsFuture};

const REAL: &str = "where the bound holds there is the real one";

/// What the calls of a method of this kind may lack.
#[doc(hidden)]
pub struct Lacks<K>(PhantomData<fn() -> K>);

impl<K: Kind> Lacks<K> {
    pub const OF: &Lacks<K> = &Lacks(PhantomData);
}

impl<K: Immediate> Lacks<K> {
    #[doc(hidden)]
    pub fn await_count<R>(&self) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn assert_awaited(&self)
    where
        K::Given: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_not_awaited(&self)
    where
        K::Given: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_awaited_once(&self)
    where
        K::Given: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn next_awaited<R>(&self) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }

    #[doc(hidden)]
    pub fn assert_awaited_times<T>(&self, _: T)
    where
        K::Given: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_cancelled<T>(&self, _: T)
    where
        K::Given: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn wait_for_awaited<T, R>(&self, _: T) -> R
    where
        K::Given: IsFuture,
    {
        unreachable!("{REAL}")
    }
}
