//! The assertions of a view, by the names that a test knows: those of Python's mocks, with their semantics.

use crate::kinds::kind::{Awaited, Kind};
use crate::matching::times::TimesRange;
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::records::record::CallState;
use crate::values::args::{Args, ArgsEq};
use crate::values::expected::Expected;
use crate::verification::calls::Calls;

/// Expected calls, without their types.
fn erased<A: ArgsEq<E>, E>(expected: &[E]) -> Vec<Vec<Expected<'_>>> {
    expected.iter().map(A::expected).collect()
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// Asserts that there was a call.
    #[track_caller]
    pub fn assert_called(&self) {
        self.raw.verify_times(Event::Called, "assert_called", (1..).into());
    }

    /// Asserts that there was no call.
    #[track_caller]
    pub fn assert_not_called(&self) {
        self.raw.verify_times(Event::Called, "assert_not_called", 0.into());
    }

    /// Asserts that there was exactly one call.
    #[track_caller]
    pub fn assert_called_once(&self) {
        self.raw.verify_times(Event::Called, "assert_called_once", 1.into());
    }

    /// Asserts how many calls there were: a number, or a range of any form.
    #[track_caller]
    pub fn assert_called_times<R: Into<TimesRange>>(&self, range: R) {
        self.raw.verify_times(Event::Called, "assert_called_times", range.into());
    }

    /// Asserts that these calls were made one right after the other; calls before and after are allowed.
    #[track_caller]
    pub fn assert_has_calls<E>(&self, expected: impl IntoIterator<Item = E>)
    where
        A: ArgsEq<E>,
    {
        let expected: Vec<E> = expected.into_iter().collect();
        self.raw.verify_run(Event::Called, "assert_has_calls", &erased::<A, E>(&expected));
    }

    /// Asserts that these calls were made, in any order, each as often as it is listed.
    #[track_caller]
    pub fn assert_has_calls_any_order<E>(&self, expected: impl IntoIterator<Item = E>)
    where
        A: ArgsEq<E>,
    {
        let expected: Vec<E> = expected.into_iter().collect();
        self.raw.verify_multiset(Event::Called, "assert_has_calls_any_order", &erased::<A, E>(&expected));
    }

    /// Asserts that at most `limit` calls were ever under way at once.
    #[track_caller]
    pub fn assert_max_in_flight(&self, limit: usize) {
        self.raw.verify_max_in_flight(limit);
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// Asserts that there was an await.
    #[track_caller]
    pub fn assert_awaited(&self) {
        self.raw.verify_times(Event::Awaited, "assert_awaited", (1..).into());
    }

    /// Asserts that there was no await.
    #[track_caller]
    pub fn assert_not_awaited(&self) {
        self.raw.verify_times(Event::Awaited, "assert_not_awaited", 0.into());
    }

    /// Asserts that there was exactly one await.
    #[track_caller]
    pub fn assert_awaited_once(&self) {
        self.raw.verify_times(Event::Awaited, "assert_awaited_once", 1.into());
    }

    /// Asserts how many awaits there were: a number, or a range of any form.
    #[track_caller]
    pub fn assert_awaited_times<R: Into<TimesRange>>(&self, range: R) {
        self.raw.verify_times(Event::Awaited, "assert_awaited_times", range.into());
    }

    /// Asserts that these calls were awaited one right after the other; awaits before and after are allowed.
    #[track_caller]
    pub fn assert_has_awaits<E>(&self, expected: impl IntoIterator<Item = E>)
    where
        A: ArgsEq<E>,
    {
        let expected: Vec<E> = expected.into_iter().collect();
        self.raw.verify_run(Event::Awaited, "assert_has_awaits", &erased::<A, E>(&expected));
    }

    /// Asserts that these calls were awaited, in any order, each as often as it is listed.
    #[track_caller]
    pub fn assert_has_awaits_any_order<E>(&self, expected: impl IntoIterator<Item = E>)
    where
        A: ArgsEq<E>,
    {
        let expected: Vec<E> = expected.into_iter().collect();
        self.raw.verify_multiset(Event::Awaited, "assert_has_awaits_any_order", &erased::<A, E>(&expected));
    }

    /// Asserts that every call was awaited.
    #[track_caller]
    pub fn assert_all_awaited(&self) {
        self.raw.verify_states("assert_all_awaited", "every call to be awaited", " not", |state| {
            matches!(state, CallState::Called | CallState::NeverAwaited)
        });
    }

    /// Asserts that no call was cancelled: dropped while it was pending.
    #[track_caller]
    pub fn assert_none_cancelled(&self) {
        self.raw.verify_states("assert_none_cancelled", "no call to be cancelled", "", |state| {
            state == CallState::Cancelled
        });
    }

    /// Asserts how many calls were cancelled: a number, or a range of any form.
    #[track_caller]
    pub fn assert_cancelled<R: Into<TimesRange>>(&self, range: R) {
        self.raw.verify_cancelled(range.into());
    }
}
