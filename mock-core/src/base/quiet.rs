//! Quiet: what fails on this thread is noted, rather than printed. Whoever runs a test over and over tells of one failure, at the
//! end.

use std::cell::{Cell, RefCell};

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
    /// The texts of what has failed, and their places.
    static NOTED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// It is quiet on this thread until this is dropped.
#[cfg(feature = "tokio")]
pub(crate) struct Quiet {
    before: bool,
}

#[cfg(feature = "tokio")]
impl Quiet {
    pub(crate) fn begin() -> Self {
        NOTED.take();
        Quiet { before: IS_QUIET.replace(true) }
    }

    /// Where something has failed with this text.
    pub(crate) fn place_of(&self, text: &str) -> Option<String> {
        NOTED.with_borrow(|noted| noted.iter().rev().find(|(known, _)| known == text).map(|(_, place)| place.clone()))
    }
}

#[cfg(feature = "tokio")]
impl Drop for Quiet {
    fn drop(&mut self) {
        IS_QUIET.set(self.before);
    }
}

/// Whether it is quiet here.
pub(crate) fn is_quiet() -> bool {
    IS_QUIET.try_with(Cell::get).unwrap_or_default()
}

/// Notes a failure, if it is quiet here: whether it is.
pub(crate) fn note(text: &str, place: &dyn Fn() -> String) -> bool {
    if !is_quiet() {
        return false;
    }
    let _noted = NOTED.try_with(|noted| {
        if let Ok(mut noted) = noted.try_borrow_mut() {
            noted.push((text.to_owned(), place()));
        }
    });
    true
}
