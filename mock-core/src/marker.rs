//! Markers of a mock's own, for the types with lifetimes that the [markers of the core](crate::param) can't describe.

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
            for<'__a> __E: ::core::cmp::PartialEq<$value>,
            $($where)*
        {
            type Stored = $crate::__private::Itself<__E>;

            fn store(expected: __E) -> Self::Stored {
                $crate::__private::Itself(expected)
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
        impl<'__x, $($generics)* __U: ?::core::marker::Sized> $crate::__private::ParamEq<&'__x __U>
            for $name $($arguments)*
        where
            for<'__a> __U: ::core::cmp::PartialEq<$target>,
            $($where)*
        {
            fn equals(expected: &&'__x __U, seen: Self::Seen<'_>) -> bool {
                ::core::cmp::PartialEq::eq(*expected, seen)
            }
            fn show_expected(
                expected: &&'__x __U,
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
            type Of<'__a> = $of;
            type Seen<'__a> = &'__a $item;
            type Item<'__a> = $item;
            type Kept = $crate::__private::Unkept;
            type Again<'__a> = &'__a $crate::__private::Unkept;
            type Taken<'__x> = $crate::__private::Unkept;
            type Raw = $crate::__private::Unkept;

            fn write(taken: Self::Taken<'_>, _: &mut ::std::string::String) -> Self::Raw {
                taken
            }
            fn read(raw: Self::Raw, _: &str) -> Self::Kept {
                raw
            }

            fn see<'__x>(argument: &'__x Self::Of<'_>) -> Self::Seen<'__x> {
                $crate::__asyncmock_marker!(@see argument $($deref)*)
            }
            fn again(kept: &Self::Kept) -> Self::Again<'_> {
                kept
            }
            fn see_again<'__x>(again: &'__x Self::Again<'_>) -> Self::Seen<'__x> {
                match **again {}
            }
            fn item<'__x>(seen: Self::Seen<'__x>) -> &'__x Self::Item<'__x> {
                seen
            }
        }

        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Showable for $name $($arguments)*
        where
            for<'__a> $item: ::core::fmt::Debug,
            $($where)*
        {
            fn show(seen: Self::Seen<'_>, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(seen, out)
            }
        }
    };
}
