//! How far a view has come in the order of an event: each call is given out once, when the event has happened to it.

use crate::base::sorting;
use crate::records::event::{Event, Happened};
use crate::records::record::Records;

/// A place in the order of an event.
#[derive(Clone)]
pub(crate) struct Cursor {
    event: Event,
    /// As many calls have been looked at.
    looked_at: usize,
    /// Those of them to which the event may still happen.
    open: Vec<usize>,
    /// Those to which it has, in its order; and how many of them were given out.
    ready: Vec<usize>,
    given: usize,
    /// To how many it has in all.
    found: usize,
}

impl Cursor {
    /// Before the first call.
    pub(crate) fn new(event: Event) -> Self {
        Cursor { event, looked_at: 0, open: Vec::new(), ready: Vec::new(), given: 0, found: 0 }
    }

    /// Looks at what has happened since the last look, and says to how many calls it has in all. Whatever is found is
    /// later than all that was found before.
    pub(crate) fn look(&mut self, records: &Records) -> usize {
        let mut found = Vec::new();
        self.open.extend(self.looked_at..records.len());
        self.looked_at = records.len();
        self.open.retain(|index| match self.event.happened(records.get(*index)) {
            Happened::At(order) => {
                found.push((order, *index));
                false
            }
            Happened::NotYet => true,
            Happened::Never => false,
        });
        sorting::sort(&mut found);
        self.found += found.len();
        if self.given == self.ready.len() {
            self.ready.clear();
            self.given = 0;
        }
        for (_, index) in &found {
            self.ready.push(*index);
        }
        self.found
    }

    /// The next call.
    pub(crate) fn next(&mut self) -> Option<usize> {
        let next = *self.ready.get(self.given)?;
        self.given += 1;
        Some(next)
    }

    /// Finds these calls again, at the next look.
    pub(crate) fn reconsider(&mut self, calls: Vec<usize>) {
        self.found -= calls.len();
        self.open.extend(calls);
    }
}

/// The places of one view.
#[derive(Clone)]
pub(crate) struct Cursors {
    called: Cursor,
    awaited: Cursor,
    completed: Cursor,
}

impl Cursors {
    pub(crate) fn new() -> Self {
        Cursors {
            called: Cursor::new(Event::Called),
            awaited: Cursor::new(Event::Awaited),
            completed: Cursor::new(Event::Completed),
        }
    }

    pub(crate) fn of(&mut self, event: Event) -> &mut Cursor {
        match event {
            Event::Called => &mut self.called,
            Event::Awaited => &mut self.awaited,
            Event::Completed => &mut self.completed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use crate::records::event::Event;
    use crate::records::record::{CallState, Records};
    use std::panic::Location;

    fn all(cursor: &mut Cursor, records: &Records) -> Vec<usize> {
        cursor.look(records);
        std::iter::from_fn(|| cursor.next()).collect()
    }

    #[test]
    fn calls_come_in_the_order_of_the_event_each_once() {
        let mut records = Records::default();
        let mut cursors = [Event::Called, Event::Awaited, Event::Completed].map(Cursor::new);
        for order in 1..=4 {
            records.open(order, 0, Location::caller(), CallState::Called, 0);
        }
        records.awaited(2, 5, None, 0);
        records.awaited(0, 6, None, 0);
        records.close(0, 7, 0, CallState::Cancelled);
        records.close(1, 8, 0, CallState::NeverAwaited);
        records.close(2, 9, 0, CallState::Completed);
        let found: Vec<_> = cursors.iter_mut().map(|cursor| all(cursor, &records)).collect();
        assert_eq!(found, [vec![0, 1, 2, 3], vec![2, 0], vec![2]]);
        records.awaited(3, 10, None, 0);
        records.close(3, 11, 0, CallState::Completed);
        let found: Vec<_> = cursors.iter_mut().map(|cursor| all(cursor, &records)).collect();
        assert_eq!(found, [vec![], vec![3], vec![3]]);
    }
}
