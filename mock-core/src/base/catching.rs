//! Whether failures of mocks are meant on this thread, and which was the last: then it is known which panic is one.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static ASSERTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Whether what fails here is meant to.
pub(crate) fn is_catching() -> bool {
    CATCHING.try_with(Cell::get).unwrap_or(false)
}

/// A mock fails with this text.
#[cold]
pub(crate) fn note(text: &str) {
    if is_catching() {
        let _at_the_end_of_a_thread = LAST.try_with(|last| last.replace(Some(text.to_owned())));
    }
}

/// An assertion about doubles fails with this text, in the body of a test.
#[cold]
pub(crate) fn note_assertion(text: &str) {
    let _at_the_end_of_a_thread = ASSERTED.try_with(|last| last.replace(Some(text.to_owned())));
}

/// Whether a panic is the last of those here.
pub(crate) fn is_assertion(panic: &str) -> bool {
    ASSERTED.try_with(|last| last.borrow().as_deref() == Some(panic)).unwrap_or(false)
}

/// Whether a panic here is a failure that is meant.
pub(crate) fn is_meant(panic: &str) -> bool {
    is_catching() && LAST.try_with(|last| last.borrow().as_deref() == Some(panic)).unwrap_or(false)
}

/// Failures are meant on this thread until this is dropped.
pub(crate) struct Catching {
    before: bool,
    _here: PhantomData<*const ()>,
}

impl Catching {
    pub(crate) fn here() -> Self {
        let _of_another = LAST.try_with(RefCell::take);
        Catching { before: CATCHING.replace(true), _here: PhantomData }
    }

    /// The text of the last failure.
    pub(crate) fn last(&self) -> Option<String> {
        LAST.try_with(RefCell::take).ok().flatten()
    }
}

impl Drop for Catching {
    fn drop(&mut self) {
        CATCHING.set(self.before);
    }
}
