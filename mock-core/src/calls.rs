//! Views of the calls of one method: inspection and filters. What they assert is in [`verify`](crate::verify).

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use crate::args::{Args, ArgsStored};
use crate::call::Call;
use crate::kind::{Awaited, Kind};
use crate::record::{CallState, Record};
use crate::report::Entry;
use crate::shared::Shared;
use crate::snapshot::Snapshot;
use crate::verify::Event;

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
pub struct Calls<A: Args, K: Kind> {
    pub(crate) shared: Arc<Shared<A, K>>,
    /// All of them must accept a call.
    filters: Vec<Arc<dyn Filter<A>>>,
}

/// Says whether a call belongs to a view.
pub(crate) trait Filter<A: Args>: Send + Sync {
    fn accepts(&self, state: CallState, kept: Result<&A::Kept, &A::Partial>) -> bool;
}

/// `with_args`.
pub(crate) struct WithArgs<S>(pub(crate) S);

impl<A: ArgsStored<S>, S: Send + Sync> Filter<A> for WithArgs<S> {
    fn accepts(&self, _: CallState, kept: Result<&A::Kept, &A::Partial>) -> bool {
        A::differences_of_kept(&self.0, kept) == 0
    }
}

/// `matching`.
pub(crate) struct Matching<F>(pub(crate) F);

/// `in_state`.
struct InState(CallState);

impl<A: Args> Filter<A> for InState {
    fn accepts(&self, state: CallState, _: Result<&A::Kept, &A::Partial>) -> bool {
        state == self.0
    }
}

/// A call as a view sees it: a copy of its record, and its arguments.
pub(crate) struct Sighting<A: Args> {
    pub(crate) index: usize,
    pub(crate) record: Record,
    pub(crate) location: &'static Location<'static>,
    pub(crate) snapshot: Snapshot<A>,
}

impl<A: Args, K: Kind> Calls<A, K> {
    pub(crate) fn new(shared: Arc<Shared<A, K>>) -> Self {
        Calls { shared, filters: Vec::new() }
    }

    pub(crate) fn filtered(&self, filter: impl Filter<A> + 'static) -> Self {
        let mut filters = self.filters.clone();
        filters.push(Arc::new(filter));
        Calls { shared: Arc::clone(&self.shared), filters }
    }

    /// The calls of the view as they stand, in the order of calls.
    #[track_caller]
    pub(crate) fn sightings(&self) -> Vec<Sighting<A>> {
        self.shared.info.raise_lost();
        let seen = self.shared.seen(0).into_iter().enumerate();
        let sightings =
            seen.map(|(index, (record, location, snapshot))| Sighting { index, record, location, snapshot });
        sightings
            .filter(|seen| self.filters.iter().all(|filter| filter.accepts(seen.record.state(), seen.snapshot.get())))
            .collect()
    }

    /// The sightings of an event, in the order of the event.
    #[track_caller]
    pub(crate) fn sightings_of(&self, event: Event) -> Vec<Sighting<A>> {
        let mut sightings = self.sightings();
        if event == Event::Awaited {
            sightings.retain(|seen| seen.record.awaited > 0);
            sightings.sort_by_key(|seen| seen.record.awaited);
        }
        sightings
    }

    pub(crate) fn entry(&self, seen: &Sighting<A>) -> Entry {
        self.shared.entry(&seen.record, seen.location, &seen.snapshot)
    }

    fn call(&self, seen: Sighting<A>) -> Call<A, K> {
        Call::new(Arc::clone(&self.shared), seen.index, seen.location, seen.snapshot)
    }

    /// How many calls were made.
    #[track_caller]
    pub fn count(&self) -> usize {
        if self.filters.is_empty() {
            self.shared.info.raise_lost();
            self.shared.state.lock().records.len()
        } else {
            self.sightings().len()
        }
    }

    /// How many calls are under way: awaited, without an end so far.
    #[track_caller]
    pub fn in_flight(&self) -> usize {
        self.sightings().iter().filter(|seen| seen.record.state() == CallState::Pending).count()
    }

    /// How many calls were under way at once, at the most.
    #[track_caller]
    pub fn max_in_flight(&self) -> usize {
        let mut steps = Vec::new();
        for Sighting { record, .. } in self.sightings() {
            let start = if K::AWAITED { record.awaited } else { record.called };
            if start > 0 {
                steps.push((start, true));
                if record.ended > 0 {
                    steps.push((record.ended, false));
                }
            }
        }
        steps.sort_unstable();
        let (mut now, mut max) = (0_usize, 0);
        for (_, starts) in steps {
            now = if starts { now + 1 } else { now - 1 };
            max = max.max(now);
        }
        max
    }

    /// All calls, in the order in which they were made.
    #[track_caller]
    pub fn all(&self) -> Vec<Call<A, K>> {
        self.sightings().into_iter().map(|seen| self.call(seen)).collect()
    }

    /// The call that was made last.
    #[track_caller]
    pub fn last(&self) -> Option<Call<A, K>> {
        self.sightings().pop().map(|seen| self.call(seen))
    }

    /// The `index`th call, from 0.
    #[track_caller]
    pub fn get(&self, index: usize) -> Option<Call<A, K>> {
        self.sightings().into_iter().nth(index).map(|seen| self.call(seen))
    }

    /// The calls that are in a state: a view of its own, whose calls come and go as they move on.
    pub fn in_state(&self, state: CallState) -> Self {
        self.filtered(InState(state))
    }
}

impl<A: Args, K: Awaited> Calls<A, K> {
    /// How many calls were awaited.
    #[track_caller]
    pub fn await_count(&self) -> usize {
        self.sightings_of(Event::Awaited).len()
    }
}

impl<A: Args, K: Kind> Clone for Calls<A, K> {
    fn clone(&self) -> Self {
        Calls { shared: Arc::clone(&self.shared), filters: self.filters.clone() }
    }
}

impl<A: Args, K: Kind> fmt::Debug for Calls<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.all()).finish()
    }
}

impl<A: Args, K: Kind> Drop for Calls<A, K> {
    #[track_caller]
    fn drop(&mut self) {
        self.shared.info.raise_lost();
    }
}
