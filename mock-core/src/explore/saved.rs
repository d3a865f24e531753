//! A search that is saved from time to time, so that it can go on where it was when it was ended: a file for each, with what was
//! seen and what is still to be run.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::explore::frontier::Frontier;
use crate::explore::part::Part;

/// The folder for these files, if they are wanted.
const RESUME: &str = "ASYNCMOCK_RESUME";

/// How often it is saved, at the most.
const EVERY: Duration = Duration::from_secs(2);

/// The file of a search.
pub(super) struct Saved {
    file: PathBuf,
    /// What was asked for, of which program: a file of another search is of no use.
    what: String,
    last: Instant,
}

impl Saved {
    /// That of a search of a test, by its number among these.
    pub(super) fn of(test: &str, number: usize, what: String) -> Option<Self> {
        let folder = env::var_os(RESUME).filter(|folder| !folder.is_empty())?;
        // Of a test that was built anew, what was seen is no longer true.
        let program = env::current_exe().and_then(fs::metadata);
        let built = program.and_then(|program| Ok((program.len(), program.modified()?))).ok()?;
        let what = format!("{what} {built:?}");
        let name = test.replace("::", "-");
        let file = Path::new(&folder).join(format!("{name}-{number}.search"));
        Some(Saved { file, what, last: Instant::now() })
    }

    /// What was saved.
    pub(super) fn load(&self) -> Option<(Part, Frontier)> {
        let text = fs::read_to_string(&self.file).ok()?;
        let (what, text) = text.split_once('\n')?;
        let (frontier, part) = text.split_once('\n')?;
        if what != self.what {
            return None;
        }
        Some((Part::read(part)?, Frontier::read(frontier)?))
    }

    /// Saves it, if it was not for a while.
    pub(super) fn save(&mut self, part: impl FnOnce() -> Part, frontier: &Frontier) -> Result<(), String> {
        if self.last.elapsed() < EVERY {
            return Ok(());
        }
        self.last = Instant::now();
        let text = format!("{}\n{}\n{}", self.what, frontier.write(), part().write());
        // Whole or not at all: it may be ended at any time.
        let unfinished = self.file.with_extension("unfinished");
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&unfinished, text))
            .and_then(|()| fs::rename(&unfinished, &self.file))
            .map_err(|error| format!("{} can't be written: {error}", self.file.display()))
    }

    /// It has come to its end.
    pub(super) fn forget(&self) {
        let _was_there = fs::remove_file(&self.file);
    }
}
