//! What is noted of mocks, expectations and the clock for the journal: what they were made for, and what became of them. It keeps
//! none of them alive.

use std::panic::Location;

use crate::journal::event::EventKind;
use crate::records::stamp::Stamp;

/// Something that happened to a mock, to one of its expectations, or to the clock.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) stamp: Stamp,
    pub(crate) kind: EventKind,
    /// The mock, if it is about one.
    pub(crate) mock: Option<String>,
    /// The method, if it is about an expectation.
    pub(crate) method: Option<&'static str>,
    /// Where the mock was made, or the call expected.
    pub(crate) place: Option<&'static Location<'static>>,
}
