//! Markers of a mock's own, for the types with lifetimes that the [markers of the core](crate::values::param) can't describe.

/// Declares a marker: `Name: ref T<'__a>` for `&'__a T<'__a>`, `Name: mut T<'__a>` for `&'__a mut T<'__a>`, `Name: val T<'__a>`.
///
/// One with parameters says before that which they are: as they are declared, as arguments, as a type that differs with
/// them, and what is demanded of them.
///
/// `ref` and `val` can be compared with other types, whatever the lifetime. Most types can't: `like` and `same` are those of
/// which a value is expected of the type itself, and `slice` is of what can be looked at as a slice of such.
///
/// `Name: unseen T<'a>` is for a type of which none with a shorter life can be made; predicates see nothing of it.
///
/// Such arguments are matched and printed, but not kept, unless it is said in square brackets of which parts the value is
/// made.
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

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<'__x, $($generics)* __U> $crate::__private::ParamExpect<&'__x __U> for $name $($arguments)*
        where
            __U: ?::core::marker::Sized + $crate::__private::ToOwned<Owned: ::core::marker::Send> + 'static,
            for<'__a> __U: ::core::cmp::PartialEq<$target>,
            $($where)*
        {
            type Stored = $crate::__private::OwnedBy<__U>;

            fn store(expected: &'__x __U) -> Self::Stored {
                $crate::__private::OwnedBy::of(expected)
            }
        }
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: slice $element:ty $(, [$build:ty])?) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*]
            $vis $name, [&'__a [$element]], [$element], (**)
            $(, inside_slice [$build] [[<$build as $crate::__private::Build>::Of<'__b>]] $crate::__private::Vec<$build>)?
        );
        $crate::__asyncmock_marker!(@any [$($generics)*] [$($arguments)*] [$($where)*] $name);

        // What is expected may live for another while: both can be looked at for a shorter one.
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<'__x, '__a, $($generics)* __U> $crate::__private::ParamEq<&'__x __U> for $name $($arguments)*
        where
            __U: ?::core::marker::Sized + ::core::convert::AsRef<[$element]>,
            for<'__b> <Self as $crate::__private::Param>::Item<'__b>: ::core::cmp::PartialEq,
            $($where)*
        {
            fn equals(expected: &&'__x __U, seen: $crate::__private::SeenOf<'_, Self>) -> bool {
                let expected: &<Self as $crate::__private::Param>::Item<'_> =
                    ::core::convert::AsRef::<[$element]>::as_ref(*expected);
                ::core::cmp::PartialEq::eq(expected, seen)
            }
            fn print(
                expected: &&'__x __U,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                $crate::__asyncmock_marker!(@print ::core::convert::AsRef::<[$element]>::as_ref(*expected), printer)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<'__x, $($generics)* __U> $crate::__private::ParamExpect<&'__x __U> for $name $($arguments)*
        where
            __U: ?::core::marker::Sized + $crate::__private::ToOwned<Owned: ::core::marker::Send> + 'static,
            Self: for<'__y> $crate::__private::ParamEq<&'__y __U>,
            $($where)*
        {
            type Stored = $crate::__private::OwnedBy<__U>;

            fn store(expected: &'__x __U) -> Self::Stored {
                $crate::__private::OwnedBy::of(expected)
            }
        }
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: like $target:ty $(, [$build:ty])?) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*]
            $vis $name, [&'__a $target], $target, (**)
            $(, inside [$build] [<$build as $crate::__private::Build>::Of<'__b>] $build)?
        );
        $crate::__asyncmock_marker!(@any [$($generics)*] [$($arguments)*] [$($where)*] $name);
        $crate::__asyncmock_marker!(
            @same [$($generics)*] [$($arguments)*] [$($where)*] $name, ['__x] [&'__x] $target, (*)
        );

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<'__x, $($generics)*>
            $crate::__private::ParamExpect<&'__x <Self as $crate::__private::Param>::Item<'static>>
            for $name $($arguments)*
        where
            for<'__b> <Self as $crate::__private::Param>::Item<'__b>:
                ::core::cmp::PartialEq + ::core::clone::Clone + ::core::marker::Send,
            $($where)*
        {
            type Stored = $crate::__private::OwnedBy<<Self as $crate::__private::Param>::Item<'static>>;

            fn store(expected: &'__x <Self as $crate::__private::Param>::Item<'static>) -> Self::Stored {
                $crate::__private::OwnedBy::of(expected)
            }
        }
    };
    ([$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*] $vis:vis $name:ident: same $value:ty $(, [$build:ty])?) => {
        $crate::__asyncmock_marker!(
            @declare [$($generics)*] [$($arguments)*] [$key] [$($where)*]
            $vis $name, [$value], $value, (*)
            $(, inside [$build] [<$build as $crate::__private::Build>::Of<'__b>] $build)?
        );
        $crate::__asyncmock_marker!(@any [$($generics)*] [$($arguments)*] [$($where)*] $name);
        $crate::__asyncmock_marker!(@same [$($generics)*] [$($arguments)*] [$($where)*] $name, [] [] $value, ());

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::__private::ParamExpect<<Self as $crate::__private::Param>::Item<'static>>
            for $name $($arguments)*
        where
            for<'__b> <Self as $crate::__private::Param>::Item<'__b>: ::core::cmp::PartialEq + ::core::marker::Send,
            $($where)*
        {
            type Stored = $crate::__private::Itself<<Self as $crate::__private::Param>::Item<'static>>;

            fn store(expected: <Self as $crate::__private::Param>::Item<'static>) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }
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
        #[diagnostic::do_not_recommend]
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
        #[diagnostic::do_not_recommend]
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
    // A value of the type itself, for whatever while it lives.
    (
        @same [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*]
        $name:ident, [$($x:lifetime)?] [$($reference:tt)*] $value:ty, ($($deref:tt)*)
    ) => {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($x,)? '__a, $($generics)*> $crate::__private::ParamEq<$($reference)* $value> for $name $($arguments)*
        where
            for<'__b> <Self as $crate::__private::Param>::Item<'__b>: ::core::cmp::PartialEq,
            $($where)*
        {
            fn equals(expected: &$($reference)* $value, seen: $crate::__private::SeenOf<'_, Self>) -> bool {
                let expected: &<Self as $crate::__private::Param>::Item<'_> = $($deref)* expected;
                ::core::cmp::PartialEq::eq(expected, seen)
            }
            fn print(
                expected: &$($reference)* $value,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                $crate::__asyncmock_marker!(@print $($deref)* expected, printer)
            }
        }
    };
    (@kept) => {
        type Kept = $crate::__private::Unkept;
        const NEVER: $crate::__private::NeverOf<Self> = $crate::__private::NeverOf::<Self>::KEPT;
    };
    (@kept $inside:ident $build:tt $seen:tt $kept:ty) => {
        type Kept = $crate::__private::Inside<$kept>;
    };
    (@keepable [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $name:ident) => {};
    (
        @keepable [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*]
        $name:ident, $inside:ident [$build:ty] [$($seen:tt)*] $kept:ty
    ) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Keepable for $name $($arguments)*
        where
            Self: for<'__b> $crate::__private::Param<
                Item<'__b> = $($seen)*,
                Kept = $crate::__private::Inside<$kept>,
            >,
            for<'__b> <Self as $crate::__private::Param>::Item<'__b>: ::core::cmp::PartialEq,
            $($where)*
        {
            const KEEP: $crate::__private::KeepOf<Self> = $crate::__private::KeepOf::<Self>::$inside::<$build>();
        }
    };
    // With `Debug`, if it has that.
    (@print $expected:expr, $printer:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::AnyShown as _;
        $crate::__private::Shown($expected).print($printer)
    }};
    (@by_reference [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $name:ident, $target:ty) => {
        $crate::__asyncmock_marker!(@any [$($generics)*] [$($arguments)*] [$($where)*] $name);

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
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
    (@any [$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $name:ident) => {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::__private::ParamEq<$crate::__private::Any> for $name $($arguments)*
        where
            $($where)*
        {
            fn equals(_: &$crate::__private::Any, _: $crate::__private::SeenOf<'_, Self>) -> bool {
                true
            }
            fn print(
                expected: &$crate::__private::Any,
                printer: $crate::__private::Printer<'_, '_, '_>,
            ) -> ::core::fmt::Result {
                printer.print_foreign(expected)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::__private::ParamExpect<$crate::__private::Any> for $name $($arguments)*
        where
            $($where)*
        {
            type Stored = $crate::__private::Itself<$crate::__private::Any>;

            fn store(expected: $crate::__private::Any) -> Self::Stored {
                $crate::__private::Itself(expected)
            }
        }
    };
    (
        @declare [$($generics:tt)*] [$($arguments:tt)*] [$key:ty] [$($where:tt)*]
        $vis:vis $name:ident, [$of:ty], $item:ty, ($($deref:tt)*) $(, $($kept:tt)+)?
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
            $crate::__asyncmock_marker!(@kept $($($kept)+)?);

            fn see<'__x>(argument: &'__x Self::Of<'_>) -> &'__x Self::Item<'__x> {
                $crate::__asyncmock_marker!(@see argument $($deref)*)
            }
        }

        $crate::__asyncmock_marker!(
            @keepable [$($generics)*] [$($arguments)*] [$($where)*] $name $(, $($kept)+)?
        );

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
