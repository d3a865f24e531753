//! Two change a note at once.

use std::cell::RefCell;

use asyncmock_examples::races::lost_update::{Note, Notes, add, add_to_what_was_read};
use futures::join;

use crate::tool::Tool;

/// A note without labels.
struct OneNote<T> {
    tool: T,
    note: RefCell<Note>,
}

impl<T: Tool> Notes for OneNote<T> {
    async fn read(&self) -> Note {
        self.tool.pause().await;
        self.note.borrow().clone()
    }

    async fn write(&self, labels: Vec<String>) {
        self.tool.pause().await;
        let mut note = self.note.borrow_mut();
        *note = Note { version: note.version + 1, labels };
    }

    async fn write_if(&self, version: u32, labels: Vec<String>) -> bool {
        self.tool.pause().await;
        let mut note = self.note.borrow_mut();
        let is_unchanged = note.version == version;
        if is_unchanged {
            *note = Note { version: version + 1, labels };
        }
        is_unchanged
    }
}

fn assert_both<T>(notes: &OneNote<T>) {
    let mut labels = notes.note.borrow().labels.clone();
    labels.sort();
    assert_eq!(labels, ["garden", "urgent"]);
}

pub(super) async fn fails(tool: impl Tool) {
    let notes = OneNote { tool, note: RefCell::default() };
    join!(add_to_what_was_read(&notes, "garden"), add_to_what_was_read(&notes, "urgent"));
    assert_both(&notes);
}

pub(super) async fn passes(tool: impl Tool) {
    let notes = OneNote { tool, note: RefCell::default() };
    join!(add(&notes, "garden"), add(&notes, "urgent"));
    assert_both(&notes);
}
