//! How a session's journal is put together of what each of its doubles tells.

use std::thread;

use crate::base::sorting;
use crate::journal::Journal;
use crate::journal::call::JournalCall;
use crate::journal::event::JournalEvent;
use crate::journal::moment::JournalPlace;
use crate::pictures::chart::Lanes;
#[cfg(feature = "pictures")]
use crate::pictures::pages;
use crate::sessions::moments::Moments;
use crate::sessions::note::Note;
use crate::sessions::observed::Recorded;
#[cfg(feature = "pictures")]
use crate::sessions::scene::journal_directory;
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
    Session::latest().map(|session| session.journal()).unwrap_or_default()
}

impl Session {
    /// A copy of its journal.
    pub(crate) fn journal(&self) -> Journal {
        self.journal_by(&|method, moments| method.rows(moments))
    }

    fn journal_by(&self, rows: &dyn Fn(&dyn Recorded, &Moments) -> Vec<JournalCall>) -> Journal {
        let moments = Moments::of(&self.scene);
        let (mut calls, mut guards, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let mut records = self.lone_guards();
        for method in &self.methods() {
            calls.append(&mut rows(&**method, &moments));
            records.append(&mut method.guards());
        }
        for guard in &records {
            guards.extend(guard.row(&moments));
        }
        for note in self.scene.notes() {
            notes.push(event(note, &moments));
        }
        sorting::put_in_order(&mut calls, |call| call.called.order);
        sorting::put_in_order(&mut guards, |guard| guard.entered.order);
        // A guard that is a mock is known to the method that gives it as well.
        guards.dedup_by_key(|guard| guard.entered.order);
        Journal { test: self.scene.test.as_deref().map(str::to_owned), calls, guards, notes }
    }
}

impl Session {
    /// The picture of what went on in so many lines, if async calls overlapped and that is enough for some. It prints nothing of
    /// the user's.
    pub(crate) fn timeline(&self, most: usize) -> Option<String> {
        if most < FEWEST_LINES {
            return None;
        }
        let journal = self.journal_by(&|method, moments| method.rows_in_brief(moments));
        journal.has_overlaps().then(|| journal.timeline(Lanes::Methods, most))
    }
}

/// A picture of fewer lines shows nothing.
const FEWEST_LINES: usize = 5;

#[cfg(feature = "pictures")]
impl Session {
    /// Keeps the journal of a test that has failed, where that is wanted.
    #[cold]
    pub(crate) fn keep_journal(&self, test: &str, failure: Option<&str>) {
        let last = self.scene.last_failure();
        let failure = failure.or(last.as_deref());
        pages::keep(&self.journal(), test, failure, journal_directory(), &|| self.scene.is_to_be_summed_up());
    }
}

#[cfg(not(feature = "pictures"))]
impl Session {
    /// There are no pictures to keep.
    pub(crate) fn keep_journal(&self, _test: &str, _failure: Option<&str>) {}
}

/// The name of the thread, by which `cargo test` calls the test that runs on it.
pub(crate) fn name_of_test() -> String {
    thread::current().name().filter(|name| *name != "main").unwrap_or("test").to_owned()
}

fn event(note: Note, moments: &Moments) -> JournalEvent {
    JournalEvent {
        at: moments.moment(note.stamp),
        kind: note.kind,
        mock: note.mock,
        method: note.method.map(str::to_owned),
        place: note.place.map(JournalPlace::of),
        call: None,
        guard: None,
    }
}
