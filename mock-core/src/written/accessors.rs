//! `expect_method`, `calls_to_method` and `guards_of_method`, written down once: the macro says of which methods, as what it
//! says itself is written by unoptimised code.

/// The expectations and views of methods, each with its field, the name of its type, its own names and its documentation;
/// then the views of their guards.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_accessors {
    (
        {$([$($cfg:tt)*] $vis:vis $field:ident $ty:ident [$expecting:ty] $expect:ident $calls:ident $doc:literal;)*}
        {$([$($guard_cfg:tt)*] $guard_vis:vis $guard_field:ident $guards:ident;)*}
    ) => {
        $(
            #[doc = $doc]
            $($cfg)*
            #[inline]
            #[track_caller]
            $vis fn $expect(&self) -> $expecting {
                self.$field.expect(&self.__mock)
            }
            /// A view of the calls, to be asserted or waited for.
            $($cfg)*
            #[inline]
            $vis fn $calls(&self) -> $crate::__private::Calls<$ty> {
                self.$field.calls(&self.__mock)
            }
        )*
        $(
            /// A view of the guards that the calls give.
            $($guard_cfg)*
            #[inline]
            $guard_vis fn $guards(&self) -> $crate::__private::Guards {
                self.$guard_field.guards(&self.__mock)
            }
        )*
    };
}
