//! What every mock has, written down once: the macro says which of it, as the user's own methods may be called so.

/// The constructors and the like that are named, of a mock `$mock` of `$title`. Each name is there twice: the first says which one
/// is meant, as a macro of its own for each would have to be expanded for each mock.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_common {
    (
        $mock:literal $title:literal:
        $(new $new:ident)?
        $(relaxed $relaxed:ident)?
        $(strict $strict:ident)?
        $(named $named:ident)?
        $(checkpoint $checkpoint:ident)?
        $(clear_expectations $clear_expectations:ident)?
        $(wrapping $wrapping:ident)?
        $(satisfied $satisfied:ident)?
    ) => {
        $(
            /// Makes a mock that fails a call without a matching expectation.
            #[inline]
            #[track_caller]
            pub fn $new() -> Self {
                ::core::default::Default::default()
            }
        )?
        $(
            /// Makes a mock that answers a call without a matching expectation with a default, where there is one.
            #[inline]
            #[track_caller]
            pub fn $relaxed() -> Self {
                Self::__with($crate::__private::Mock::relaxed($mock, $title))
            }
        )?
        $(
            /// Makes a mock that also fails if an expectation was never used, unless it is `optional()`.
            #[inline]
            #[track_caller]
            pub fn $strict() -> Self {
                Self::__with($crate::__private::Mock::strict($mock, $title))
            }
        )?
        $(
            /// Makes a mock as `new()` does, which texts tell from others of its trait by a name: `#backup`.
            #[inline]
            #[track_caller]
            pub fn $named(name: &str) -> Self {
                Self::__with($crate::__private::Mock::named($mock, $title, name))
            }
        )?
        $(
            /// Verifies and drops all expectations. The calls stay on record.
            #[track_caller]
            pub fn $checkpoint(&self) {
                self.__mock.checkpoint();
            }
        )?
        $(
            /// Drops all expectations without verifying them. The calls stay on record.
            pub fn $clear_expectations(&self) {
                self.__mock.clear_expectations();
            }
        )?
        $(
            #[doc(hidden)]
            pub fn $wrapping<__R: $crate::__private::Unwatched<Self>>(real: __R) -> Self {
                real.unwatched()
            }
        )?
        $(
            /// Waits until every expectation is met: until the mock could be dropped.
            #[inline]
            #[track_caller]
            pub fn $satisfied(&self) -> $crate::__private::Satisfied {
                self.__mock.satisfied()
            }
        )?
    };
}
