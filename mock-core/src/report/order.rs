//! Calls that did not come in the order that they should, in words.

use std::fmt::Write as _;
use std::panic::Location;

use super::{Entry, LISTED, list_calls, place};
use crate::base::brevity;
use crate::records::event::Event;

/// An order that was not kept.
pub(crate) struct FailedOrder<'r> {
    pub(crate) event: Event,
    pub(crate) views: &'r [&'r str],
    /// The first view that is out of order.
    pub(crate) index: usize,
    /// The calls of the views before it.
    pub(crate) found: &'r [&'r str],
    pub(crate) missing: Missing<'r>,
    pub(crate) place: &'r Location<'r>,
    pub(crate) entries: &'r [Entry],
}

/// Why a view is out of order.
pub(crate) enum Missing<'r> {
    /// Its calls, if there are any, came too early.
    Early(&'r [(u32, String)]),
    /// Its order is not known, and why.
    Apart(&'static str),
}

/// The text of an order that was not kept.
pub(crate) fn failed_order(failed: &FailedOrder<'_>) -> String {
    let FailedOrder { event, views, index, found, missing, .. } = failed;
    let mut text = format!("assert_in_order: {} of {}: ", index + 1, views.len());
    let view = views[*index];
    let _ = match (missing, index.checked_sub(1)) {
        (Missing::Apart(why), _) => write!(text, "{} and {view}: {why}", views[0]),
        (Missing::Early(_), Some(last)) => write!(text, "there was no {event} of {view} after that of {}", views[last]),
        (Missing::Early(_), None) => write!(text, "there was no {event} of {view}"),
    };
    let _ = write!(text, "\n  asserted at {}", place(failed.place));
    for (number, call) in found.iter().enumerate() {
        let _ = write!(text, "\n  {}: {call}", number + 1);
    }
    if let Missing::Early(early) = missing {
        let shown = brevity::at_most(LISTED, early.len());
        for (_, call) in &early[..shown] {
            let _ = write!(text, "\n  too early for {}: {call}", index + 1);
        }
        if shown < early.len() {
            let _ = write!(text, "\n  ({} more are too early; ASYNCMOCK_FULL=1 shows all)", early.len() - shown);
        }
    }
    list_calls(&mut text, failed.entries, None);
    text.push_str(brevity::hint(&text));
    text
}
