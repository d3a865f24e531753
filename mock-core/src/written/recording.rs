//! `recording` and `replaying`, of mocks that write down what passes and answer from that.

/// The constructors of a mock `$mock` of `$title`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_recording {
    ($mock:literal $title:literal) => {
        /// Makes a spy that also writes what passes to a file, as JSON Lines: the arguments of each call as text, and what the real
        /// object gave.
        ///
        /// # Panics
        ///
        /// If the file can't be written: ``MockCat::recording: `cats.jsonl` can't be written: Permission denied``.
        #[track_caller]
        pub fn recording<__R: $crate::__private::Wrapped<Self, __W>, __W>(
            real: __R,
            path: impl ::core::convert::AsRef<::std::path::Path>,
        ) -> Self {
            real.by(Self::__with($crate::__private::Mock::recording($mock, $title, path.as_ref())))
        }

        /// Makes a mock that answers a call without a matching expectation with what `recording` has written for it.
        ///
        /// # Panics
        ///
        /// If the file can't be read: ``MockCat::replaying: `cats.jsonl` can't be read: line 2: missing field `method` ``.
        #[track_caller]
        pub fn replaying(recording: impl ::core::convert::Into<$crate::Recording>) -> Self {
            Self::__with($crate::__private::Mock::replaying($mock, $title, &recording.into()))
        }
    };
}

/// Without `serde`, there is no way to write anything.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_recording {
    ($mock:literal $title:literal) => {
        ::core::compile_error!("`record` needs the feature `serde` of asyncmock: name it in Cargo.toml");
    };
}
