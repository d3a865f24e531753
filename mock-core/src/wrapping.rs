//! `wrapping`, which makes a spy: what can be given to it, and how each method of the real object is called.

/// Declares `wrapping` of a mock: `Handle` if no method changes the real object, else `Changeable`; then the names, the
/// generics of the mock, the trait that the real object has, and for each method its field, its arguments, how it has the
/// object, and what it gives.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_wrapping {
    (
        $handle:ident $mock:ident $name:literal $title:literal $doc:literal
        $generics:tt $names:tt $where:tt $vis:vis $helper:ident [$($bound:tt)*] [$of_trait:path];
        $($(#[$cfg:meta])* $field:ident $method:ident $arguments:tt $has:ident $gives:ident;)*
    ) => {
        $crate::__asyncmock_wrapping!(@ given $handle $generics $names $where $vis $helper [$($bound)*]);
        $crate::__asyncmock_wrapping!(
            @ constructor $mock $name $title $doc $generics $names $where $helper
            $([$(#[$cfg])* $field (<_ as $of_trait>::$method) $arguments $has $gives])*
        );
    };
    (
        @ constructor $mock:ident $name:literal $title:literal $doc:literal
        [$($generics:tt)*] [$($names:tt)*] [$($where:tt)*] $helper:ident
        $([$(#[$cfg:meta])* $field:ident $function:tt $arguments:tt $has:ident $gives:ident])*
    ) => {
        #[allow(missing_docs, deprecated, unused, unused_qualifications, clippy::all, clippy::pedantic)]
        impl<$($generics)*> $mock<$($names)*>
        where
            $($where)*
        {
            #[doc = $doc]
            pub fn wrapping<__M>(real: impl $helper<$($names)* __M>) -> Self {
                let (mock, real) = (Self::__with($crate::__private::Mock::spy($name, $title)), real.__handle());
                $(
                    $(#[$cfg])*
                    mock.$field.wrap(
                        &mock.__mock,
                        &real,
                        $crate::__asyncmock_wrapping!(@ closure $function $arguments $has $gives),
                    );
                )*
                mock
            }
        }
    };

    // A method that gives its value at once.
    (@ closure ($($function:tt)*) ($($argument:ident)*) Lasting Plain) => {
        |real, ($($argument,)*), _| $($function)*(&**real, $($argument),*)
    };
    (@ closure ($($function:tt)*) ($($argument:ident)*) Shared Plain) => {
        |real, ($($argument,)*), _| $($function)*(&*real.shared(), $($argument),*)
    };
    (@ closure ($($function:tt)*) ($($argument:ident)*) Exclusive Plain) => {
        |real, ($($argument,)*), _| $($function)*(&mut *real.exclusive(), $($argument),*)
    };
    // A method that gives a future, which has the object as long as it needs it.
    (@ closure $function:tt $arguments:tt Lasting $way:ident) => {
        $crate::__asyncmock_wrapping!(@ future (real) (::core::clone::Clone::clone(real)) [&*] $function $arguments $way)
    };
    (@ closure $function:tt $arguments:tt Shared $way:ident) => {
        $crate::__asyncmock_wrapping!(@ future (real) (real.shared()) [&*] $function $arguments $way)
    };
    (@ closure $function:tt $arguments:tt Exclusive $way:ident) => {
        $crate::__asyncmock_wrapping!(@ future (real) (real.exclusive()) [&mut *] $function $arguments $way)
    };
    (
        @ future ($real:ident) ($mine:expr) [$($borrow:tt)*] ($($function:tt)*) ($($argument:ident)*) $way:ident
    ) => {
        |$real, ($($argument,)*), _| {
            let mut mine = $mine;
            $crate::__private::RealFuture::$way(async move { $($function)*($($borrow)* mine, $($argument),*).await })
        }
    };

    // What can be given: any object, or a pointer to one.
    (@ given Handle $generics:tt $names:tt $where:tt $vis:vis $helper:ident $bound:tt) => {
        $crate::__asyncmock_wrapping!(@ trait Handle [] $generics $where $vis $helper $bound);
        $crate::__asyncmock_wrapping!(@ sent Handle $generics $names $where $helper $bound ByValue [__R] of_value);
        $crate::__asyncmock_wrapping!(
            @ sent Handle $generics $names $where $helper $bound ByArc [::std::sync::Arc<__R>] of_arc
        );
        $crate::__asyncmock_wrapping!(
            @ impl Handle [] $generics $names $where $helper $bound ByRc [::std::rc::Rc<__R>] of_rc
        );
    };
    (@ given Changeable $generics:tt $names:tt $where:tt $vis:vis $helper:ident $bound:tt) => {
        $crate::__asyncmock_wrapping!(
            @ trait Changeable [::core::marker::Send + ::core::marker::Sync +] $generics $where $vis $helper $bound
        );
        $crate::__asyncmock_wrapping!(@ sent Changeable $generics $names $where $helper $bound ByValue [__R] of_value);
    };
    (
        @ trait $handle:ident [$($send:tt)*] [$($generics:tt)*] [$($where:tt)*] $vis:vis $helper:ident [$($bound:tt)*]
    ) => {
        #[doc(hidden)]
        #[allow(dead_code)]
        $vis trait $helper<$($generics)* __M>: ::core::marker::Sized
        where
            $($where)*
        {
            type __Real: $($send)* $($bound)* + 'static;
            fn __handle(self) -> $crate::__private::$handle<Self::__Real>;
        }
    };
    (@ sent $handle:ident $generics:tt $names:tt $where:tt $helper:ident $bound:tt $way:ident $given:tt $of:ident) => {
        $crate::__asyncmock_wrapping!(
            @ impl $handle [::core::marker::Send + ::core::marker::Sync +] $generics $names $where $helper $bound
            $way $given $of
        );
    };
    (
        @ impl $handle:ident [$($send:tt)*] [$($generics:tt)*] [$($names:tt)*] [$($where:tt)*] $helper:ident
        [$($bound:tt)*] $way:ident [$given:ty] $of:ident
    ) => {
        #[automatically_derived]
        impl<$($generics)* __R: $($send)* $($bound)* + 'static> $helper<$($names)* $crate::__private::$way> for $given
        where
            $($where)*
        {
            type __Real = __R;
            fn __handle(self) -> $crate::__private::$handle<__R> {
                $crate::__private::$handle::$of(self)
            }
        }
    };
}
