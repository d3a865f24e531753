//! Which recording a mock answers from, and how.

use std::path::{Path, PathBuf};

/// What a mock of `#[automock(record)]` answers from: what `MockX::recording` has written to a file. A path alone is one too, by
/// arguments.
///
/// ```no_run
/// # use asyncmock::{Recording, automock};
/// # #[automock(record)]
/// # trait Weather {
/// #     async fn at(&self, place: &str) -> f64;
/// # }
/// let weather = MockWeather::replaying("tests/weather.jsonl");
/// let in_order = MockWeather::replaying(Recording::in_order("tests/weather.jsonl"));
/// ```
#[derive(Clone, Debug)]
pub struct Recording {
    pub(crate) path: PathBuf,
    pub(crate) in_order: bool,
}

impl Recording {
    /// Each call is answered as the first call that was recorded with the same arguments, and was not answered from before.
    pub fn by_arguments(path: impl Into<PathBuf>) -> Self {
        Recording { path: path.into(), in_order: false }
    }

    /// Calls must be made in the order in which those that were recorded have ended.
    pub fn in_order(path: impl Into<PathBuf>) -> Self {
        Recording { path: path.into(), in_order: true }
    }
}

impl From<&str> for Recording {
    fn from(path: &str) -> Self {
        Recording::by_arguments(path)
    }
}

impl From<String> for Recording {
    fn from(path: String) -> Self {
        Recording::by_arguments(path)
    }
}

impl From<&Path> for Recording {
    fn from(path: &Path) -> Self {
        Recording::by_arguments(path)
    }
}

impl From<PathBuf> for Recording {
    fn from(path: PathBuf) -> Self {
        Recording::by_arguments(path)
    }
}
