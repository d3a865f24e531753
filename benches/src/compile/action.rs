//! What cargo is told to do with a generated crate.

use crate::compile::sources::Binary;

/// What cargo is told to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    /// Type-check the library.
    Check,
    /// Build the library.
    Build,
    /// Type-check the library with its tests.
    CheckTests,
    /// Build the tests of the library.
    BuildTests,
    /// Build a test binary beside the library.
    BuildBinary(Binary),
}

impl Action {
    /// What can be done with the library.
    pub(super) const OF_LIBRARY: [Self; 4] = [Self::Check, Self::Build, Self::CheckTests, Self::BuildTests];

    /// The label in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check the library",
            Self::Build => "build the library",
            Self::CheckTests => "check with tests",
            Self::BuildTests => "build with tests",
            Self::BuildBinary(_) => "build a test binary",
        }
    }

    pub(super) fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check", "--lib"],
            Self::Build => &["build", "--lib"],
            Self::CheckTests => &["check", "--tests"],
            // Without `--lib` cargo builds the library a second time, for doctests.
            Self::BuildTests => &["test", "--no-run", "--lib"],
            Self::BuildBinary(Binary::Empty) => &["test", "--no-run", "--test=empty"],
            Self::BuildBinary(Binary::One) => &["test", "--no-run", "--test=one"],
            Self::BuildBinary(Binary::Many) => &["test", "--no-run", "--test=many"],
        }
    }
}
