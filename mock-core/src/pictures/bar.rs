//! One bar of a chart: a call or a guard, from its begin to its end.

use crate::journal::Row;
use crate::journal::moment::Moment;
use crate::records::record::CallState;

/// What a bar looks like: each is told from the others by its shape as well as by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Completed,
    Cancelled,
    Panicked,
    NeverAwaited,
    /// Under way.
    Open,
    /// A guard that was left.
    Guard,
    /// A guard that is held.
    Held,
}

/// A call or a guard, in columns: one for each place in the order of events.
pub(crate) struct Bar<'j> {
    pub(crate) row: Row<'j>,
    pub(crate) look: Look,
    pub(crate) from: usize,
    /// The last column that it has.
    pub(crate) to: usize,
    /// Where it was polled first.
    pub(crate) polled: Option<usize>,
    /// From where to where it was held by the test.
    pub(crate) held: Option<(usize, usize)>,
    /// Where items were taken from the stream that it gave, and where that ended; after the bar.
    pub(crate) items: Vec<usize>,
    pub(crate) stream_to: Option<usize>,
}

impl<'j> Bar<'j> {
    /// The moments that it has.
    pub(crate) fn moments(row: Row<'j>) -> Vec<&'j Moment> {
        let mut moments = Vec::new();
        match row {
            Row::Call(call) => {
                moments.push(&call.called);
                moments.extend(&call.awaited);
                moments.extend(&call.ended);
                if let Some((from, to)) = &call.held {
                    moments.push(from);
                    moments.extend(to);
                }
                moments.extend(&call.items);
                moments.extend(&call.stream_ended);
            }
            Row::Guard(guard) => {
                moments.push(&guard.entered);
                moments.extend(&guard.left);
            }
        }
        moments
    }

    /// It, by the columns of moments; what has not ended goes on to the last column.
    pub(crate) fn new(row: Row<'j>, column: &dyn Fn(&Moment) -> usize, last: usize) -> Self {
        let end = |moment: &Option<Moment>| moment.as_ref().map_or(last, column);
        match row {
            Row::Call(call) => Bar {
                row,
                look: match call.state {
                    CallState::Completed => Look::Completed,
                    CallState::Cancelled => Look::Cancelled,
                    CallState::Panicked => Look::Panicked,
                    CallState::NeverAwaited => Look::NeverAwaited,
                    CallState::Called | CallState::Pending => Look::Open,
                },
                from: column(&call.called),
                to: end(&call.ended),
                polled: call.awaited.as_ref().map(column),
                held: call.held.as_ref().map(|(from, to)| {
                    let to = to.as_ref().or(call.ended.as_ref());
                    (column(from), to.map_or(last, column))
                }),
                items: call.items.iter().map(column).collect(),
                stream_to: call.stream_ended.as_ref().or(call.items.last()).map(column),
            },
            Row::Guard(guard) => Bar {
                row,
                look: if guard.left.is_some() { Look::Guard } else { Look::Held },
                from: column(&guard.entered),
                to: end(&guard.left),
                polled: None,
                held: None,
                items: Vec::new(),
                stream_to: None,
            },
        }
    }

    /// The last column that anything of it has.
    pub(crate) fn end(&self) -> usize {
        self.stream_to.map_or(self.to, |to| to.max(self.to))
    }
}
