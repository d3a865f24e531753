//! Views of the calls of one method, as a test has them: shells with the method's types around [`View`].

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::base::erased::Exactly;
use crate::kinds::kind::{Awaited, Kind};
use crate::kinds::method_type::MethodType;
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::records::record::CallState;
use crate::sessions::mock::Mock;
use crate::values::args::Args;
use crate::verification::call::Call;
use crate::views::guards::Guards;
use crate::views::view::{Filter, View};

/// A view of the calls of one method: made by `mock.calls_to_method()`.
///
/// It is owned, can be cloned and sent, and outlives the mock: take it first, then move the mock into the code under
/// test. Its assertions have the names and the semantics of Python's `unittest.mock`. Filters give views again.
///
/// ```
/// use asyncmock::automock;
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str, steps: u32) -> bool;
/// }
///
/// # futures::executor::block_on(async {
/// let cat = MockCat::new();
/// cat.expect_go().return_const(true);
/// let go = cat.calls_to_go();
///
/// cat.go("north", 3).await;
/// cat.go("south", 1).await;
///
/// assert_eq!(go.count(), 2);
/// go.assert_awaited_with("south", 1);
/// go.with_args("north", 3).assert_awaited_once();
/// go.assert_has_awaits([("north", 3), ("south", 1)]);
/// # });
/// ```
pub struct Calls<M: MethodType> {
    pub(crate) raw: View,
    _of: Exactly<M>,
}

impl<A: Args, K: Kind> Method<A, K> {
    /// A view of the guards that the calls give.
    #[track_caller]
    pub fn guards(&self, mock: &Mock) -> Guards {
        self.place.view(mock).guards()
    }

    /// A view of the calls.
    #[track_caller]
    pub fn calls(&self, mock: &Mock) -> Calls<Self> {
        Calls::of(self.place.view(mock))
    }
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// A view of calls of a method with these types.
    pub(crate) fn of(raw: View) -> Self {
        Calls { raw, _of: PhantomData }
    }

    /// Without its types.
    #[doc(hidden)]
    #[inline(always)]
    pub fn raw(&self) -> &View {
        &self.raw
    }

    #[doc(hidden)]
    pub fn filtered(&self, filter: Filter) -> Self {
        Calls::of(self.raw.filtered(filter))
    }

    /// Bounds every wait of this view in real time; it is five seconds otherwise, or what `ASYNCMOCK_WAIT` says:
    /// `500ms`, `2s`.
    ///
    /// It is the same view: a call that one of them has seen, the other has seen as well.
    pub fn within(&self, limit: Duration) -> Self {
        Calls::of(self.raw.within(limit))
    }

    /// How many calls were made.
    #[track_caller]
    pub fn count(&self) -> usize {
        self.raw.count()
    }

    /// How many calls are under way: awaited, without an end so far.
    #[track_caller]
    pub fn in_flight(&self) -> usize {
        self.raw.count_in(CallState::Pending)
    }

    /// How many calls were under way at once, at the most.
    #[track_caller]
    pub fn max_in_flight(&self) -> usize {
        self.raw.max_in_flight()
    }

    /// All calls, in the order in which they were made.
    #[track_caller]
    pub fn all(&self) -> Vec<Call<A, K>> {
        self.raw.all().into_iter().map(Call::of).collect()
    }

    /// The call that was made last.
    #[track_caller]
    pub fn last(&self) -> Option<Call<A, K>> {
        self.raw.last().map(Call::of)
    }

    /// The `index`th call, from 0.
    #[track_caller]
    pub fn get(&self, index: usize) -> Option<Call<A, K>> {
        self.raw.get(index).map(Call::of)
    }

    /// The calls that are in a state: a view of its own, whose calls come and go as they move on.
    pub fn in_state(&self, state: CallState) -> Self {
        self.filtered(Filter::State(state))
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// How many calls were awaited.
    #[track_caller]
    pub fn await_count(&self) -> usize {
        self.raw.sightings_of(Event::Awaited).len()
    }
}

impl<A: Args, K: Kind> Clone for Calls<Method<A, K>> {
    fn clone(&self) -> Self {
        Calls::of(self.raw.clone())
    }
}

impl<A: Args, K: Kind> fmt::Debug for Calls<Method<A, K>> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.raw.all()).finish()
    }
}
