//! `wrapping`, which makes a spy: what can be given to it, and how each method of the real object is called.

use std::rc::Rc;
use std::sync::Arc;

/// A mock that can be a spy of `R`.
pub trait SpyOf<R> {
    /// How the object is held.
    type Object;
    /// Passes calls that no expectation takes on to the object.
    fn watch(&self, real: &Self::Object);
}

/// What can be given to `wrapping` of the mock `M`: an object, or a pointer to one. `W` says which.
#[diagnostic::on_unimplemented(
    message = "`{M}::wrapping` takes no `{Self}`",
    note = "give it an object that has the mocked trait: `Send`, `Sync` and `'static`, by value or in an `Arc`; or any \
            in an `Rc`",
    note = "by value alone if the trait has `&mut self` methods"
)]
pub trait Wrapped<M, W> {
    /// Makes a mock a spy of it.
    fn by(self, mock: M) -> M;
}

/// What can be given to `wrapping` of a mock that is no spy: nothing.
#[diagnostic::on_unimplemented(
    message = "`{M}` is no spy",
    note = "ask for one: `#[automock(spy)]`, or `#[spy]` before its name in `mock!`"
)]
pub trait Unwatched<M> {
    #[doc(hidden)]
    fn unwatched(self) -> M;
}

/// An object that is given by value.
pub struct ByValue;
/// One that is given in an `Arc`.
pub struct ByArc;
/// One that is given in an `Rc`.
pub struct ByRc;

impl<M: SpyOf<R, Object: From<R>>, R: Send + Sync + 'static> Wrapped<M, ByValue> for R {
    fn by(self, mock: M) -> M {
        mock.watch(&self.into());
        mock
    }
}

impl<M: SpyOf<R, Object: From<Arc<R>>>, R: Send + Sync + 'static> Wrapped<M, ByArc> for Arc<R> {
    fn by(self, mock: M) -> M {
        mock.watch(&self.into());
        mock
    }
}

impl<M: SpyOf<R, Object: From<Rc<R>>>, R: 'static> Wrapped<M, ByRc> for Rc<R> {
    fn by(self, mock: M) -> M {
        mock.watch(&self.into());
        mock
    }
}

/// Declares `wrapping` of a mock, with its names and its documentation; and what it needs: `Handle` if no method changes
/// the real object, else `Changeable`; then the generics of the mock, the trait that the real object has, the methods whose
/// paths say enough, several at a time, with how a reference to a field is one to a method; and for each of the others its
/// field, its arguments, how it has the object, and what it gives.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_wrapping {
    (constructor $name:literal $title:literal $doc:literal) => {
        #[doc = $doc]
        #[track_caller]
        pub fn wrapping<__R: $crate::__private::Wrapped<Self, __W>, __W>(real: __R) -> Self {
            real.by(Self::__with($crate::__private::Mock::spy($name, $title)))
        }
    };
    (
        $object:ident $mock:ident
        [$($generics:tt)*] [$($names:tt)*] [$($where:tt)*] [$($bound:tt)*] [$of_trait:path];
        [$($(#[$path_cfg:meta])* $([$($refer:tt)*] $path_field:ident $path:ident)*;)*]
        $($(#[$cfg:meta])* $field:ident $method:ident $arguments:tt $has:ident $gives:ident;)*
    ) => {
        #[automatically_derived]
        #[allow(deprecated, unused_variables, clippy::pedantic)]
        impl<$($generics)* __R: $($bound)* + 'static> $crate::__private::SpyOf<__R> for $mock<$($names)*>
        where
            $($where)*
        {
            type Object = $crate::__private::$object<__R>;

            fn watch(&self, real: &Self::Object) {
                $(
                    $(#[$path_cfg])*
                    self.__mock.pass(real, ($($($refer)* self.$path_field,)* $(<__R as $of_trait>::$path,)*));
                )*
                $(
                    $(#[$cfg])*
                    $crate::__asyncmock_wrapping!(@ $has $gives (self.$field) (&self.__mock) real [$of_trait] $method $arguments);
                )*
            }
        }
    };

    // By a closure, which is lent the object.
    (@ Lasting Plain ($field:expr) ($mock:expr) $real:ident [$of_trait:path] $method:ident ($($argument:ident)*)) => {
        $field.wrap($mock, $real, |real, ($($argument,)*), _| <__R as $of_trait>::$method(real, $($argument),*))
    };
    (@ Lasting $gives:ident $field:tt $mock:tt $real:ident $($method:tt)*) => {
        $crate::__asyncmock_wrapping!(@ lend $gives $field $mock ($real.clone()) $($method)*)
    };
    (@ Shared $gives:ident $field:tt $mock:tt $real:ident $($method:tt)*) => {
        $crate::__asyncmock_wrapping!(@ lend $gives $field $mock ($real.shared()) $($method)*)
    };
    (@ Exclusive $gives:ident $field:tt $mock:tt $real:ident $($method:tt)*) => {
        $crate::__asyncmock_wrapping!(@ lend $gives $field $mock ($real.exclusive()) $($method)*)
    };
    (@ lend Plain ($field:expr) ($mock:expr) ($real:expr) [$of_trait:path] $method:ident ($($argument:ident)*)) => {
        $field.wrap_at_once($mock, $real, |real, ($($argument,)*), _| <__R as $of_trait>::$method(real, $($argument),*))
    };
    (@ lend $gives:ident ($field:expr) ($mock:expr) ($real:expr) [$of_trait:path] $method:ident ($($argument:ident)*)) => {
        $field.$gives($mock, $real, |real, ($($argument,)*), _| {
            ::std::boxed::Box::pin(<__R as $of_trait>::$method(real, $($argument),*))
        })
    };
}
