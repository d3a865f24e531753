//! The journal of a test as data: what its doubles saw, in one order of events. It is a copy that owns all it says, so that it
//! can be kept, compared, written and read back; it knows nothing of the doubles, whose sessions put it together.

pub(crate) mod call;
pub(crate) mod event;
pub(crate) mod guard;
#[cfg(feature = "serde")]
pub(crate) mod json_lines;
pub(crate) mod moment;
#[cfg(feature = "serde")]
mod trace;
#[cfg(feature = "serde")]
pub(crate) mod transcript;

use std::fmt;

use crate::base::sorting;
use crate::journal::call::JournalCall;
use crate::journal::event::JournalEvent;
use crate::journal::guard::JournalGuard;
use crate::report;

/// Everything that the doubles of a test saw: made by [`journal`](crate::journal()). It prints one call or guard a line, in
/// the order in which they began.
///
/// [`calls`](Journal::calls) and [`guards`](Journal::guards) are tables, whose rows are data to filter, group and join;
/// [`events`](Journal::events) is what happened to them, one after another. It is a copy: what happens later does not change
/// it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Journal {
    pub(crate) test: Option<String>,
    pub(crate) calls: Vec<JournalCall>,
    pub(crate) guards: Vec<JournalGuard>,
    /// What happened to mocks and expectations.
    pub(crate) notes: Vec<JournalEvent>,
}

/// A line of the journal.
#[derive(Clone, Copy)]
pub(crate) enum Row<'j> {
    Call(&'j JournalCall),
    Guard(&'j JournalGuard),
}

impl Row<'_> {
    pub(crate) fn order(self) -> u32 {
        match self {
            Row::Call(call) => call.called.order,
            Row::Guard(guard) => guard.entered.order,
        }
    }
}

/// A line without times.
struct Untimed<'j>(Row<'j>);

impl fmt::Display for Untimed<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Row::Call(call) => report::write_line(out, &call.call(), &call.place, &call.state, None, None),
            Row::Guard(guard) => {
                report::write_line(out, &guard.name(), &guard.place, &guard.state, None, guard.with.as_deref())
            }
        }
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Row::Call(call) => call.fmt(out),
            Row::Guard(guard) => guard.fmt(out),
        }
    }
}

impl Journal {
    /// The name of the test, if the harness runs it.
    pub fn test(&self) -> Option<&str> {
        self.test.as_deref()
    }

    /// The calls, in the order in which they were made.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str, steps: u32);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north", 1);
    /// cat.go("east", 2);
    ///
    /// let journal = asyncmock::journal();
    /// let north = journal.calls().iter().filter(|call| call.argument("direction") == Some("\"north\""));
    /// assert_eq!(north.count(), 1);
    /// ```
    pub fn calls(&self) -> &[JournalCall] {
        &self.calls
    }

    /// The guards, in the order in which they were entered.
    pub fn guards(&self) -> &[JournalGuard] {
        &self.guards
    }

    /// What happened, one event after another.
    ///
    /// ```
    /// use asyncmock::{EventKind, automock};
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let cat = MockCat::relaxed();
    /// futures::join!(cat.go("north"), cat.go("east"));
    ///
    /// let journal = asyncmock::journal();
    /// let kinds: Vec<EventKind> = journal.events().iter().map(|event| event.kind).collect();
    /// use EventKind::{Awaited, Called, Completed};
    /// assert_eq!(kinds, [Called, Called, Awaited, Completed, Awaited, Completed]);
    /// # });
    /// ```
    pub fn events(&self) -> Vec<JournalEvent> {
        let mut events = self.notes.clone();
        for (index, call) in self.calls.iter().enumerate() {
            call.add_events(index, &mut events);
        }
        for (index, guard) in self.guards.iter().enumerate() {
            guard.add_events(index, &mut events);
        }
        sorting::put_in_order(&mut events, |event| event.at.order);
        events
    }

    /// How many calls and guards there were.
    pub fn len(&self) -> usize {
        self.calls.len() + self.guards.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The calls and guards as text, one by one.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.rows().into_iter().map(|row| row.to_string())
    }

    /// The calls and guards, in the order in which they began.
    pub(crate) fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = Vec::with_capacity(self.len());
        for call in &self.calls {
            rows.push(Row::Call(call));
        }
        for guard in &self.guards {
            rows.push(Row::Guard(guard));
        }
        sorting::put_in_order(&mut rows, |row| row.order());
        rows
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, row) in self.rows().into_iter().enumerate() {
            if index > 0 {
                out.write_str("\n")?;
            }
            write!(out, "{:>3}. {row}", index + 1)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.rows().into_iter().map(|row| Untimed(row).to_string())).finish()
    }
}
