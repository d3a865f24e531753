//! What every mock has, written down once: the macro says which of it, as the user's own methods may be called so.

/// The constructors and the like that are named, of a mock `$mock` of `$title`; `$track` has the constructors' attribute if
/// they must know their callers.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_common {
    ($track:tt $mock:literal $title:literal: $($name:ident)*) => {
        $($crate::__asyncmock_common!(@ $name $track $mock $title);)*
    };
    (@ new [$($track:tt)*] $mock:literal $title:literal) => {
        /// Makes a mock that fails a call without a matching expectation.
        #[inline]
        $($track)*
        pub fn new() -> Self {
            ::core::default::Default::default()
        }
    };
    (@ relaxed [$($track:tt)*] $mock:literal $title:literal) => {
        /// Makes a mock that answers a call without a matching expectation with a default, where there is one.
        #[inline]
        $($track)*
        pub fn relaxed() -> Self {
            Self::__with($crate::__private::Mock::relaxed($mock, $title))
        }
    };
    (@ strict [$($track:tt)*] $mock:literal $title:literal) => {
        /// Makes a mock that also fails if an expectation was never used, unless it is `optional()`.
        #[inline]
        $($track)*
        pub fn strict() -> Self {
            Self::__with($crate::__private::Mock::strict($mock, $title))
        }
    };
    (@ checkpoint $track:tt $mock:literal $title:literal) => {
        /// Verifies and drops all expectations. The calls stay on record.
        #[track_caller]
        pub fn checkpoint(&self) {
            self.__mock.checkpoint();
        }
    };
    (@ clear_expectations $track:tt $mock:literal $title:literal) => {
        /// Drops all expectations without verifying them. The calls stay on record.
        pub fn clear_expectations(&self) {
            self.__mock.clear_expectations();
        }
    };
}
