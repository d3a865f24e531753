//! The journal: everything that the doubles of the session saw, in one order.

use std::fmt;

use crate::report::Entry;
use crate::sessions::session::Session;

/// A copy of the journal of the session of the mocks that were last made on this thread.
///
/// ```
/// use asyncmock::automock;
///
/// #[automock]
/// trait Cat {
///     fn pet(&self);
///     fn feed(&self, food: &str);
/// }
///
/// let cat = MockCat::relaxed();
/// cat.pet();
/// cat.feed("fish");
///
/// let journal = asyncmock::journal();
/// assert_eq!(journal.len(), 2);
/// println!("{journal}");
/// ```
pub fn journal() -> Journal {
    Journal { entries: Session::latest().map(|session| session.journal()).unwrap_or_default() }
}

/// The calls of a session in the order in which they were made: made by [`journal`]. It prints one call a line.
#[derive(Clone)]
pub struct Journal {
    entries: Vec<Entry>,
}

impl Journal {
    /// How many calls there were.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there was no call.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The calls as text, one by one.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(Entry::to_string)
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, entry) in self.entries.iter().enumerate() {
            if index > 0 {
                out.write_str("\n")?;
            }
            write!(out, "{:>3}. {entry}", index + 1)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.lines()).finish()
    }
}
