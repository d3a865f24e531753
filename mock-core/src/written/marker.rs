//! Markers of a mock's own, for the types with lifetimes that the [markers of the core](crate::values::param) can't describe.

/// Declares a marker: `Name: ref T<'__a>` for `&'__a T<'__a>`, `Name: mut T<'__a>` for `&'__a mut T<'__a>`, `Name: val T<'__a>`.
///
/// One with parameters says before that which they are: as they are declared, as arguments, as a type that differs with
/// them, and what is demanded of them.
///
/// `Name: unseen T<'a>` is for a type of which none with a shorter life can be made; predicates see nothing of it.
///
/// Such arguments are matched and printed, but not kept.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_marker {
    ($vis:vis $name:ident: $($form:tt)*) => {
        $crate::__asyncmock_marker!([] [] [()] [] $vis $name: $($form)*);
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: ref $target:ty) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name, [&'__a $target], $target, (**)
        );
        $crate::__asyncmock_marker!(
            @by_reference [$($generics)*] [$($arguments)*] [$($where)*] $name, $target
        );
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: mut $target:ty) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name, [&'__a mut $target], $target, (**)
        );
        $crate::__asyncmock_marker!(
            @by_reference [$($generics)*] [$($arguments)*] [$($where)*] $name, $target
        );
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: val $value:ty) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name, [$value], $value, (*)
        );

        #[automatically_derived]
        impl<$($generics)* __E> $crate::__private::ParamEq<__E> for $name $($arguments)*
        where
            for<'__a> __E: ::core::cmp::PartialEq<$value>,
            $($where)*
        {
            fn equals(expected: &__E, seen: $crate::__private::SeenOf<'_, Self>) -> bool {
                ::core::cmp::PartialEq::eq(expected, seen)
            }
            fn print(
                expected: &__E,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                printer.print_foreign(expected)
            }
        }

        #[automatically_derived]
        impl<$($generics)* __E: ::core::marker::Send + 'static> $crate::__private::ParamExpect<__E>
            for $name $($arguments)*
        where
            for<'__a> __E: ::core::cmp::PartialEq<$value>,
            $($where)*
        {
            type Stored = $crate::__private::Itself<__E>;

            fn store(expected: __E) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }
    };
    // What is awaited: such a value, of which one with a longer life is one with a shorter.
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: awaited $value:ty) => {
        $crate::__asyncmock_marker!(
            [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name: unseen $value
        );
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Covariant for $name $($arguments)*
        where
            $($where)*
        {
            fn shorten<'shorter>(
                proof: $crate::__private::Proof<Self::Of<'static>>,
            ) -> $crate::__private::Proof<Self::Of<'shorter>> {
                proof
            }
        }
    };
    // A value that can't be looked at for a shorter life than its own.
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: unseen $value:ty) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*]
            $vis $name, [$value], $crate::__private::Unseen, ()
        );
        $crate::__asyncmock_marker!(
            @by_reference [$($generics)*] [$($arguments)*] [$($where)*] $name, $crate::__private::Unseen
        );
    };
    (@see $argument:ident) => {{
        let _ = $argument;
        &$crate::__private::Unseen
    }};
    (@see $argument:ident $($deref:tt)+) => {
        &$($deref)+ $argument
    };
    (@by_reference [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $name:ident, $target:ty) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::ParamEq<$crate::Any> for $name $($arguments)*
        where
            $($where)*
        {
            fn equals(_: &$crate::Any, _: $crate::__private::SeenOf<'_, Self>) -> bool {
                true
            }
            fn print(
                expected: &$crate::Any,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                printer.print_foreign(expected)
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::ParamExpect<$crate::Any> for $name $($arguments)*
        where
            $($where)*
        {
            type Stored = $crate::__private::Itself<$crate::Any>;

            fn store(expected: $crate::Any) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }

        #[automatically_derived]
        impl<'__x, $($generics)* __U: ?::core::marker::Sized> $crate::__private::ParamEq<&'__x __U>
            for $name $($arguments)*
        where
            for<'__a> __U: ::core::cmp::PartialEq<$target>,
            $($where)*
        {
            fn equals(expected: &&'__x __U, seen: $crate::__private::SeenOf<'_, Self>) -> bool {
                ::core::cmp::PartialEq::eq(*expected, seen)
            }
            fn print(
                expected: &&'__x __U,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                printer.print_foreign::<__U>(expected)
            }
        }
    };
    (
        @declare [$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*]
        $vis:vis $name:ident, [$of:ty], $item:ty, ($($deref:tt)*)
    ) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        $vis struct $name<$($generics)*>(::core::marker::PhantomData<fn() -> $key>)
        where
            $($where)*;

        #[automatically_derived]
        #[allow(clippy::ref_option_ref)]
        impl<$($generics)*> $crate::__private::Param for $name $($arguments)*
        where
            $($where)*
        {
            type Of<'__a> = $of;
            type Item<'__a> = $item;
            type Kept = $crate::__private::Unkept;

            fn see<'__x>(argument: &'__x Self::Of<'_>) -> &'__x Self::Item<'__x> {
                $crate::__asyncmock_marker!(@see argument $($deref)*)
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Showable for $name $($arguments)*
        where
            for<'__a> $item: ::core::fmt::Debug,
            $($where)*
        {
            fn show(seen: $crate::__private::SeenOf<'_, Self>, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(seen, out)
            }
        }
    };
}
