//! Runs that may fail: how many there were, how many decisions were made in the last, and what it failed with.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, catch_unwind};

use crate::outcome::Outcome;
use crate::tool::LIMIT;

thread_local! {
    static RUNS: Cell<usize> = const { Cell::new(0) };
    static STEPS: Cell<usize> = const { Cell::new(0) };
    static FAILURE: RefCell<Option<Outcome>> = const { RefCell::new(None) };
}

/// What a run fails with that is one too many.
const TOO_MANY: &str = "the limit of schedules is reached";

/// From here on panics are not printed but kept, whatever hook there was. What comes of the first is given to `tell`, as some
/// tools abort the process.
pub(crate) fn keep_panics(tell: fn(&Outcome)) {
    panic::set_hook(Box::new(move |panic| {
        let text = panic.payload_as_str().unwrap_or("a panic without a text");
        FAILURE.with_borrow_mut(|failure| {
            // What fails while the first is unwinding is no news.
            if failure.is_none() {
                let outcome = match text {
                    TOO_MANY => Outcome::Missed { schedules: LIMIT },
                    text => Outcome::of_failure(RUNS.get(), STEPS.get(), text),
                };
                tell(&outcome);
                *failure = Some(outcome);
            }
        });
    }));
}

/// Another run begins. It fails if there were enough, as not every tool has a limit.
pub(crate) fn begin_run() {
    assert!(RUNS.get() < LIMIT, "{TOO_MANY}");
    RUNS.set(RUNS.get() + 1);
    STEPS.set(0);
}

/// A decision was made.
pub(crate) fn count() {
    STEPS.set(STEPS.get() + 1);
}

/// Searches until a run fails, or all have passed.
pub(crate) fn outcome(search: impl FnOnce()) -> Outcome {
    RUNS.set(0);
    STEPS.set(0);
    FAILURE.take();
    match catch_unwind(AssertUnwindSafe(search)) {
        Ok(()) => Outcome::Missed { schedules: RUNS.get() },
        Err(_) => FAILURE.take().expect("the hook has seen it"),
    }
}
