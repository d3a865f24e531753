//! What a view of the calls of a method that is not async has in name alone; see [`IsFuture`].

use crate::kinds::kind::Owned;
use crate::kinds::only_async::IsFuture;
use crate::methods::method::Method;
use crate::values::args::Args;
use crate::verification::calls::Calls;

impl<A: Args, V: 'static> Calls<Method<A, Owned<V>>> {
    #[doc(hidden)]
    pub fn await_count(&self)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_awaited(&self)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_not_awaited(&self)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_awaited_once(&self)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_awaited_times<T>(&self, _: T)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn assert_cancelled<T>(&self, _: T)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn next_awaited(&self)
    where
        V: IsFuture,
    {
    }

    #[doc(hidden)]
    pub fn wait_for_awaited<T>(&self, _: T)
    where
        V: IsFuture,
    {
    }
}
