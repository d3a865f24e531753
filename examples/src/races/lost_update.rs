//! A document is read, changed and written back: of two changes at once the later takes the place of the earlier, as in
//! LinuxForHealth/FHIR#2405.

/// A note with its labels.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// How often it was written.
    pub version: u32,
    /// What it is filed under.
    pub labels: Vec<String>,
}

/// Where the note is.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Notes {
    /// Reads it.
    async fn read(&self) -> Note;

    /// Writes its labels.
    async fn write(&self, labels: Vec<String>);

    /// Writes them if it is of this version yet; whether it was.
    async fn write_if(&self, version: u32, labels: Vec<String>) -> bool;
}

/// Adds a label to those that were there when it was read.
pub async fn add_to_what_was_read(notes: &impl Notes, label: &str) {
    let mut note = notes.read().await;
    note.labels.push(label.to_owned());
    notes.write(note.labels).await;
}

/// The same, and begins anew if the note has changed in between.
pub async fn add(notes: &impl Notes, label: &str) {
    loop {
        let mut note = notes.read().await;
        note.labels.push(label.to_owned());
        if notes.write_if(note.version, note.labels).await {
            return;
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;

    use super::{MockNotes, Note, Notes as _, add, add_to_what_was_read};

    /// A note without labels.
    fn notes() -> MockNotes {
        let (notes, note) = (MockNotes::new(), Arc::new(Mutex::new(Note::default())));
        let (seen, written) = (Arc::clone(&note), Arc::clone(&note));
        notes.expect_read().returning(move || seen.lock().unwrap().clone());
        notes.expect_write().optional().returning(move |labels| {
            let mut note = written.lock().unwrap();
            *note = Note { version: note.version + 1, labels };
        });
        notes.expect_write_if().optional().returning(move |version, labels| {
            let mut note = note.lock().unwrap();
            let is_unchanged = note.version == version;
            if is_unchanged {
                *note = Note { version: version + 1, labels };
            }
            is_unchanged
        });
        notes
    }

    async fn assert_both(notes: &MockNotes) {
        let mut labels = notes.read().await.labels;
        labels.sort();
        assert_eq!(labels, ["garden", "urgent"]);
    }

    /// Two write what they have read and changed.
    pub async fn fails() {
        let notes = notes();
        join!(add_to_what_was_read(&notes, "garden"), add_to_what_was_read(&notes, "urgent"));
        assert_both(&notes).await;
    }

    /// Two write what nobody has changed meanwhile.
    pub async fn passes() {
        let notes = notes();
        join!(add(&notes, "garden"), add(&notes, "urgent"));
        assert_both(&notes).await;
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn the_later_of_two_changes_takes_the_place_of_the_earlier() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert!(found.text.contains("\n  left: [\"urgent\"]\n right: [\"garden\", \"urgent\"]\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n> 2. Notes::write([\"garden\"]) at "), "{}", found.text);
    }

    #[test]
    fn both_changes_are_kept() {
        assert_eq!(passes(Explore::new(), bodies::passes), 6);
    }
}
