//! One guard of the journal.

use std::fmt;
use std::time::Duration;

use crate::journal::event::{EventKind, JournalEvent};
use crate::journal::moment::{JournalPlace, Moment};
use crate::report;

/// One guard, as it stood when the journal was copied. It prints as
/// `guard of Pool::acquire(3) at src/pool.rs:12 [released after 20ms]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct JournalGuard {
    /// What gave it: `Pool::acquire(3)`, or `Guard<u32>` if it was made by itself.
    pub of: String,
    /// Where it was made, or its call.
    pub place: JournalPlace,
    /// When it was entered.
    pub entered: Moment,
    /// When it was left; `None` while it is held.
    pub left: Option<Moment>,
    /// How it stood, as [`GuardState`](crate::GuardState) prints it: `still held`, `released`, `panicked`, `cancelled`,
    /// `finished by commit`.
    pub state: String,
    /// The call that was cancelled with it.
    pub with: Option<String>,
}

impl JournalGuard {
    /// How long it was held; `None` if it still is, or was not timed.
    pub fn elapsed(&self) -> Option<Duration> {
        self.left.as_ref()?.time()?.checked_sub(self.entered.time()?)
    }

    /// `guard of Pool::acquire(3)`.
    pub(crate) fn name(&self) -> String {
        format!("guard of {}", self.of)
    }

    /// What happened to it.
    pub(crate) fn add_events(&self, index: usize, to: &mut Vec<JournalEvent>) {
        let mut add = |kind: EventKind, at: &Moment| {
            to.push(JournalEvent {
                at: at.clone(),
                kind,
                mock: None,
                method: None,
                place: Some(self.place.clone()),
                call: None,
                guard: Some(index),
            });
        };
        add(EventKind::GuardEntered, &self.entered);
        if let Some(left) = &self.left {
            add(EventKind::GuardLeft, left);
        }
    }
}

impl fmt::Display for JournalGuard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = self.left.is_some().then(|| ("after", self.elapsed().unwrap_or_default()));
        report::write_line(out, &self.name(), &self.place, &self.state, after, self.with.as_deref())
    }
}
