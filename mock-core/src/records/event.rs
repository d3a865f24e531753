//! The events in the life of a call that views count, follow and wait for.

use std::fmt;

use crate::records::record::{CallState, Record};

/// An event in the life of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The call was made.
    Called,
    /// Its future was polled for the first time.
    Awaited,
    /// It ended with a value.
    Completed,
}

/// Whether an event has happened to a call.
pub(crate) enum Happened {
    /// It has: its place in the order of events.
    At(u32),
    /// It may, some day.
    NotYet,
    /// It won't.
    Never,
}

impl Event {
    pub(crate) fn happened(self, record: &Record) -> Happened {
        let at = match self {
            Event::Called => record.called,
            Event::Awaited => record.awaited,
            Event::Completed if record.state() == CallState::Completed => record.ended,
            Event::Completed => 0,
        };
        match at {
            0 if record.ended > 0 => Happened::Never,
            0 => Happened::NotYet,
            at => Happened::At(at),
        }
    }

    /// The place at which it has happened.
    pub(crate) fn order_in(self, record: &Record) -> Option<u32> {
        match self.happened(record) {
            Happened::At(order) => Some(order),
            Happened::NotYet | Happened::Never => None,
        }
    }

    /// "1 call", "3 calls".
    pub(crate) fn counted(self, count: usize) -> String {
        match (self, count) {
            (event, 1) => format!("1 {event}"),
            (event, count) => format!("{count} {event}s"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Event::Called => "call",
            Event::Awaited => "await",
            Event::Completed => "completion",
        })
    }
}
