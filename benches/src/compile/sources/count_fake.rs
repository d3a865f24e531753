//! What the fakes of all traits share.

use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Expectation<Args, Output> {
    args: Args,
    answer: fn(&Args) -> Output,
    times: Option<usize>,
    seen: AtomicUsize,
}

impl<Args, Output> Expectation<Args, Output> {
    pub fn new(args: Args, answer: fn(&Args) -> Output, times: Option<usize>) -> Self {
        Self {
            args,
            answer,
            times,
            seen: AtomicUsize::new(0),
        }
    }
}

/// Answers by the first expectation that the call meets; its arguments equal those of the call.
pub fn call<Args, Output>(
    expectations: &[Expectation<Args, Output>],
    meets: impl Fn(&Args) -> bool,
) -> Output {
    let expected = expectations.iter().find(|expected| meets(&expected.args));
    let expected = expected.expect("an expected call");
    expected.seen.fetch_add(1, Ordering::Relaxed);
    (expected.answer)(&expected.args)
}

pub fn verify<Args, Output>(expectations: &[Expectation<Args, Output>]) {
    for expected in expectations {
        if let Some(times) = expected.times {
            let seen = expected.seen.load(Ordering::Relaxed);
            assert_eq!(seen, times, "number of calls");
        }
    }
}
