//! Whether this is the body of a test that the harness runs, rather than a task or a thread beside it. A failure in the
//! body is seen; elsewhere it may be lost.

use std::cell::Cell;

/// A body that is polled on this thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Inside {
    trial: u64,
    /// The task that it is polled by, if any: others may be polled within it, by a `LocalSet`.
    #[cfg(feature = "tokio")]
    task: Option<tokio::task::Id>,
}

thread_local! {
    static INSIDE: Cell<Option<Inside>> = const { Cell::new(None) };
}

impl Inside {
    fn of(trial: u64) -> Self {
        Inside {
            trial,
            #[cfg(feature = "tokio")]
            task: tokio::task::try_id(),
        }
    }
}

/// Whether the body of this trial is running here.
pub(crate) fn is_inside(trial: u64) -> bool {
    INSIDE.try_with(Cell::get).is_ok_and(|inside| inside == Some(Inside::of(trial)))
}

/// Says that the body of a trial runs here until this is dropped.
pub(crate) struct Entering {
    before: Option<Inside>,
}

impl Entering {
    pub(crate) fn body_of(trial: u64) -> Self {
        Entering { before: INSIDE.replace(Some(Inside::of(trial))) }
    }
}

impl Drop for Entering {
    fn drop(&mut self) {
        INSIDE.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::{Entering, is_inside};

    #[test]
    fn bodies_may_be_nested() {
        assert!(!is_inside(1));
        let outer = Entering::body_of(1);
        assert!(is_inside(1) && !is_inside(2));
        let inner = Entering::body_of(2);
        assert!(is_inside(2) && !is_inside(1));
        drop(inner);
        assert!(is_inside(1));
        drop(outer);
        assert!(!is_inside(1));
    }

    #[test]
    fn another_thread_is_not_inside() {
        let _inside = Entering::body_of(3);
        assert!(!std::thread::spawn(|| is_inside(3)).join().unwrap());
    }
}
