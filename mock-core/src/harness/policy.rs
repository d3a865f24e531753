//! Policies: what becomes of a test that leaves something behind.

use std::env;

/// What becomes of a test that passes, but leaves something behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// It passes.
    Allow,
    /// It passes, and stderr says what it has left.
    Warn,
    /// It fails.
    Deny,
}

impl Policy {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "deny" => Some(Policy::Deny),
            "warn" => Some(Policy::Warn),
            "allow" => Some(Policy::Allow),
            _ => None,
        }
    }

    /// What an environment variable says, or else `Warn`.
    ///
    /// # Panics
    ///
    /// If it says something else: ``ASYNCMOCK_LEAKS: `never` is no policy; write `deny`, `warn` or `allow` ``.
    pub(crate) fn from_env(name: &str) -> Self {
        let Some(text) = env::var(name).ok().filter(|text| !text.is_empty()) else { return Policy::Warn };
        Policy::parse(text.trim())
            .unwrap_or_else(|| panic!("{name}: `{text}` is no policy; write `deny`, `warn` or `allow`"))
    }
}
