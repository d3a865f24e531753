//! The journal as JSON Lines, and read back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::journal::Journal;
use crate::journal::call::JournalCall;
use crate::journal::event::JournalEvent;
use crate::journal::guard::JournalGuard;

/// The version of the schema. What is added to it leaves the number as it is; what changes it does not.
const VERSION: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    asyncmock_journal: u32,
    test: Option<String>,
}

/// Any other line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line<C, G, E> {
    Call(C),
    Guard(G),
    Event(E),
}

impl Journal {
    /// The journal as JSON Lines: a line with the version of the schema and the name of the test, and then one for each call,
    /// for each guard, and for each event of a mock, an expectation or the clock. [`from_json_lines`](Journal::from_json_lines) reads
    /// it back.
    ///
    /// The fields are those of [`JournalCall`], [`JournalGuard`] and [`JournalEvent`]. Within a version, fields may be added,
    /// and none changes what it means.
    ///
    /// ```
    /// use asyncmock::{Journal, automock};
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north");
    ///
    /// let journal = asyncmock::journal();
    /// let lines = journal.to_json_lines();
    /// assert!(lines.starts_with("{\"asyncmock_journal\":1,\"test\":null}\n{\"call\":{\"mock\":\"MockCat\","));
    /// assert_eq!(Journal::from_json_lines(&lines).unwrap(), journal);
    /// ```
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        add(&mut text, &Header { asyncmock_journal: VERSION, test: self.test.clone() });
        for call in &self.calls {
            add(&mut text, &Line::<_, (), ()>::Call(call));
        }
        for guard in &self.guards {
            add(&mut text, &Line::<(), _, ()>::Guard(guard));
        }
        for event in &self.notes {
            add(&mut text, &Line::<(), (), _>::Event(event));
        }
        text
    }

    /// Reads a journal that [`to_json_lines`](Journal::to_json_lines) has written. Empty lines are passed over.
    ///
    /// # Errors
    ///
    /// If it is none, or of a later version: `line 3: missing field `mock` at line 1 column 9`,
    /// `line 1: the journal is of version 2, and version 1 is what can be read`.
    pub fn from_json_lines(text: &str) -> Result<Self, JournalError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (number, first) = lines.next().unwrap_or_default();
        let header: Header = read(number, first)?;
        if header.asyncmock_journal != VERSION {
            let found = header.asyncmock_journal;
            let reason = format!("the journal is of version {found}, and version {VERSION} is what can be read");
            return Err(JournalError { line: number + 1, reason });
        }
        let mut journal = Journal { test: header.test, ..Journal::default() };
        for (number, line) in lines {
            match read::<Line<JournalCall, JournalGuard, JournalEvent>>(number, line)? {
                Line::Call(call) => journal.calls.push(call),
                Line::Guard(guard) => journal.guards.push(guard),
                Line::Event(event) => journal.notes.push(event),
            }
        }
        Ok(journal)
    }
}

fn add(text: &mut String, line: &impl Serialize) {
    // Text, numbers, and lists and structs of them can be written.
    text.push_str(&serde_json::to_string(line).unwrap_or_default());
    text.push('\n');
}

fn read<'t, T: Deserialize<'t>>(number: usize, line: &'t str) -> Result<T, JournalError> {
    serde_json::from_str(line).map_err(|error| JournalError { line: number + 1, reason: error.to_string() })
}

/// Why a text could not be read as a journal: the error of [`Journal::from_json_lines`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError {
    /// From 1 on.
    line: usize,
    reason: String,
}

impl fmt::Display for JournalError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for JournalError {}
