//! What a scene that is followed writes down beside calls: what happens to mocks and expectations, and how its clock goes.

use crate::journal::event::EventKind;
use crate::records::stamp::Stamp;
use crate::sessions::note::Note;
use crate::sessions::scene::Scene;

impl Scene {
    /// Notes what happens to a mock or an expectation now, if it is followed.
    #[inline]
    pub(crate) fn note(&self, note: impl FnOnce(Stamp) -> Note) {
        if self.is_followed {
            // The clock may be the user's, so it is asked without the lock.
            let note = note(self.stamp());
            self.notes.lock().push(note);
        }
    }

    /// The same at the end of a mock, which may be that of its thread: there, the clock can't be asked.
    #[cold]
    pub(crate) fn note_end(&self, note: impl FnOnce(Stamp) -> Note) {
        let note = note(Stamp { order: self.next(), at: None, runner: 0 });
        self.notes.lock().push(note);
    }

    /// What has happened to mocks, expectations and the clock.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.notes.lock().clone()
    }

    /// Nanoseconds since the origin, for an event that comes now. If the clock was moved on to there, that comes before it.
    #[cold]
    pub(super) fn time_of_event(&self) -> u64 {
        let now = self.now();
        if self.timekeeper.was_moved(now, || self.now()) {
            let stamp = Stamp { order: self.next(), at: Some(now), runner: 0 };
            self.notes.lock().push(Note { stamp, kind: EventKind::ClockMoved, mock: None, method: None, place: None });
        }
        now
    }

    /// When each event really was, in microseconds since the origin, by its place in the order of events.
    pub(crate) fn real_times(&self) -> Vec<(u32, u32)> {
        self.timekeeper.events()
    }
}
