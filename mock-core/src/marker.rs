//! Markers of a mock's own, for the types with lifetimes that the [markers of the core](crate::param) can't describe.

/// Declares a marker: `Name: ref T<'a>` for `&'a T<'a>`, `Name: mut T<'a>` for `&'a mut T<'a>`, `Name: val T<'a>`.
///
/// Such arguments are matched and printed, but not kept.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_marker {
    ($vis:vis $name:ident: ref $target:ty) => {
        $crate::__asyncmock_marker!(@declare $vis $name, [&'a $target], $target, (**));
        $crate::__asyncmock_marker!(@by_reference $name, $target);
    };
    ($vis:vis $name:ident: mut $target:ty) => {
        $crate::__asyncmock_marker!(@declare $vis $name, [&'a mut $target], $target, (**));
        $crate::__asyncmock_marker!(@by_reference $name, $target);
    };
    ($vis:vis $name:ident: val $value:ty) => {
        $crate::__asyncmock_marker!(@declare $vis $name, [$value], $value, (*));

        #[automatically_derived]
        impl<E> $crate::__private::ParamEq<E> for $name
        where
            for<'a> E: ::core::cmp::PartialEq<$value>,
        {
            fn equals(expected: &E, seen: Self::Seen<'_>) -> bool {
                *expected == *seen
            }
            fn show_expected(
                expected: &E,
                _: &$crate::__private::Capability<Self>,
                out: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                $crate::__private::show_foreign(expected, out)
            }
        }

        #[automatically_derived]
        impl<E: ::core::marker::Send + 'static> $crate::__private::ParamExpect<E> for $name
        where
            for<'a> E: ::core::cmp::PartialEq<$value>,
        {
            type Stored = $crate::__private::Itself<E>;

            fn store(expected: E) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }
    };
    (@by_reference $name:ident, $target:ty) => {
        #[automatically_derived]
        impl $crate::__private::ParamEq<$crate::Any> for $name {
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
        impl $crate::__private::ParamExpect<$crate::Any> for $name {
            type Stored = $crate::__private::Itself<$crate::Any>;

            fn store(expected: $crate::Any) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }

        #[automatically_derived]
        impl<'x, U: ?::core::marker::Sized> $crate::__private::ParamEq<&'x U> for $name
        where
            for<'a> U: ::core::cmp::PartialEq<$target>,
        {
            fn equals(expected: &&'x U, seen: Self::Seen<'_>) -> bool {
                **expected == *seen
            }
            fn show_expected(
                expected: &&'x U,
                _: &$crate::__private::Capability<Self>,
                out: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                $crate::__private::show_foreign::<U>(expected, out)
            }
        }
    };
    (@declare $vis:vis $name:ident, [$of:ty], $item:ty, ($($deref:tt)*)) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        $vis enum $name {}

        #[automatically_derived]
        #[allow(clippy::ref_option_ref)]
        impl $crate::__private::Param for $name {
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
        impl $crate::__private::Showable for $name
        where
            for<'a> $item: ::core::fmt::Debug,
        {
            fn show(seen: Self::Seen<'_>, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(seen, out)
            }
        }
    };
}
