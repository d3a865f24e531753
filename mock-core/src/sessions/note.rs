//! What is noted of mocks and expectations for the journal: what they were made for, and what became of them. It keeps none of
//! them alive.

use std::panic::Location;

use crate::journal::event::EventKind;
use crate::records::stamp::Stamp;

/// Something that happened to a mock, or to one of its expectations.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) stamp: Stamp,
    pub(crate) kind: EventKind,
    pub(crate) mock: String,
    /// The method, if it is of one, and where the mock was made or the method expected.
    pub(crate) of: (Option<&'static str>, Option<&'static Location<'static>>),
}
