//! What an expectation of a method that is not async has in name alone; see [`IsFuture`].

use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::Owned;
use crate::kinds::only_async::IsFuture;
use crate::methods::method::Method;

impl<A: Arity, V: 'static> Expectation<'_, Method<A, Owned<V>>> {
    #[doc(hidden)]
    pub fn after<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn yielding<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn pending(self) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn resolving<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn resolve_const<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn returning_async<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }

    #[doc(hidden)]
    pub fn return_once_async<T>(self, _: T) -> Self
    where
        V: IsFuture,
    {
        self
    }
}
