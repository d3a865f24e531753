//! Markers of a mock's own, for the types with lifetimes that the [markers of the core](crate::param) can't describe.

/// Declares a marker: `Name: ref T<'a>` for `&'a T<'a>`, `Name: mut T<'a>` for `&'a mut T<'a>`, `Name: val T<'a>`.
///
/// One with parameters says before that which they are: as they are declared, as arguments, as a type that differs with
/// them, and what is demanded of them.
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
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name, [&'a $target], $target, (**)
        );
        $crate::__asyncmock_marker!(
            @by_reference [$($generics)*] [$($arguments)*] [$($where)*] $name, $target
        );
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: mut $target:ty) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*] $vis $name, [&'a mut $target], $target, (**)
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
            for<'a> __E: ::core::cmp::PartialEq<$value>,
            $($where)*
        {
            fn equals(expected: &__E, seen: Self::Seen<'_>) -> bool {
                ::core::cmp::PartialEq::eq(expected, seen)
            }
            fn show_expected(
                expected: &__E,
                _: &$crate::__private::Capability<Self>,
                out: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                $crate::__private::show_foreign(expected, out)
            }
        }

        #[automatically_derived]
        impl<$($generics)* __E: ::core::marker::Send + 'static> $crate::__private::ParamExpect<__E>
            for $name $($arguments)*
        where
            for<'a> __E: ::core::cmp::PartialEq<$value>,
            $($where)*
        {
            type Stored = $crate::__private::Itself<__E>;

            fn store(expected: __E) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }
    };
    (@by_reference [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $name:ident, $target:ty) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::ParamEq<$crate::Any> for $name $($arguments)*
        where
            $($where)*
        {
            fn equals(_: &$crate::Any, _: Self::Seen<'_>) -> bool {
                true
            }
            fn show_expected(
                expected: &$crate::Any,
                _: &$crate::__private::Capability<Self>,
                out: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                $crate::__private::show_foreign(expected, out)
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
        impl<'x, $($generics)* __U: ?::core::marker::Sized> $crate::__private::ParamEq<&'x __U>
            for $name $($arguments)*
        where
            for<'a> __U: ::core::cmp::PartialEq<$target>,
            $($where)*
        {
            fn equals(expected: &&'x __U, seen: Self::Seen<'_>) -> bool {
                ::core::cmp::PartialEq::eq(*expected, seen)
            }
            fn show_expected(
                expected: &&'x __U,
                _: &$crate::__private::Capability<Self>,
                out: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                $crate::__private::show_foreign::<__U>(expected, out)
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
            type Of<'a> = $of;
            type Seen<'a> = &'a $item;
            type Item<'a> = $item;
            type Kept = $crate::__private::Unkept;
            type Again<'a> = &'a $crate::__private::Unkept;
            type Taken<'x> = $crate::__private::Unkept;
            type Raw = $crate::__private::Unkept;

            fn write(taken: Self::Taken<'_>, _: &mut ::std::string::String) -> Self::Raw {
                taken
            }
            fn read(raw: Self::Raw, _: &str) -> Self::Kept {
                raw
            }

            fn see<'x>(argument: &'x Self::Of<'_>) -> Self::Seen<'x> {
                &$($deref)* argument
            }
            fn again(kept: &Self::Kept) -> Self::Again<'_> {
                kept
            }
            fn see_again<'x>(again: &'x Self::Again<'_>) -> Self::Seen<'x> {
                match **again {}
            }
            fn item<'x>(seen: Self::Seen<'x>) -> &'x Self::Item<'x> {
                seen
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Showable for $name $($arguments)*
        where
            for<'a> $item: ::core::fmt::Debug,
            $($where)*
        {
            fn show(seen: Self::Seen<'_>, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(seen, out)
            }
        }
    };
}
