//! Views of the calls of one method: inspection and filters. What they assert is in [`verify`](crate::verify).

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::args::{Args, ArgsStored, Style};
use crate::call::Call;
use crate::cursor::Cursors;
use crate::event::Event;
use crate::inspect;
use crate::kind::{Awaited, Kind};
use crate::lock::Lock;
use crate::method::{Method, MethodType};
use crate::patience;
use crate::record::{CallState, Record};
use crate::report::Entry;
use crate::shared::SharedMethod;
use crate::snapshot::Snapshot;

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
    pub(crate) shared: SharedMethod<M::Args, M::Kind>,
    /// All of them must accept a call.
    filters: Vec<Arc<dyn Filter<M::Args>>>,
    /// Whether one of them looks at the state of calls, so that what it says of a call may change.
    pub(crate) by_state: bool,
    /// How far [`next`](Calls::next) and its like have come.
    cursors: OnceLock<Arc<Lock<Cursors>>>,
    /// What bounds each wait, if it was said.
    limit: Option<Duration>,
}

/// Says whether a call belongs to a view.
pub(crate) trait Filter<A: Args>: Send + Sync {
    fn accepts(&self, state: CallState, kept: Result<&A::Kept, &A::Partial>) -> bool;
    /// What follows the name of the method: `("north", 3)`.
    fn description(&self, capabilities: &A::Capabilities) -> String;
}

/// `with_args`.
pub(crate) struct WithArgs<S>(pub(crate) S);

impl<A: ArgsStored<S>, S: Send + Sync> Filter<A> for WithArgs<S> {
    fn accepts(&self, _: CallState, kept: Result<&A::Kept, &A::Partial>) -> bool {
        A::differences_of_kept(&self.0, kept) == 0
    }

    fn description(&self, capabilities: &A::Capabilities) -> String {
        format!("({})", A::show_stored(&self.0, capabilities, Style::Compact).join(", "))
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

    fn description(&self, _: &A::Capabilities) -> String {
        format!(" [{}]", self.0)
    }
}

/// A call as a view sees it: a copy of its record, and its arguments.
pub(crate) struct Sighting<A: Args> {
    pub(crate) index: usize,
    pub(crate) record: Record,
    pub(crate) location: &'static Location<'static>,
    pub(crate) snapshot: Snapshot<A>,
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    pub(crate) fn new(shared: SharedMethod<A, K>) -> Self {
        Calls { shared, filters: Vec::new(), by_state: false, cursors: OnceLock::new(), limit: None }
    }

    pub(crate) fn filtered(&self, filter: impl Filter<A> + 'static) -> Self {
        let mut view = Calls::new(self.shared.clone());
        view.filters.clone_from(&self.filters);
        view.filters.push(Arc::new(filter));
        view.by_state = self.by_state;
        view.limit = self.limit;
        view
    }

    /// The same view: where one of them goes on, the other does.
    pub(crate) fn same(&self) -> Self {
        self.at(OnceLock::from(Arc::clone(self.cursors())))
    }

    fn at(&self, cursors: OnceLock<Arc<Lock<Cursors>>>) -> Self {
        let (shared, filters) = (self.shared.clone(), self.filters.clone());
        Calls { shared, filters, by_state: self.by_state, cursors, limit: self.limit }
    }

    pub(crate) fn cursors(&self) -> &Arc<Lock<Cursors>> {
        self.cursors.get_or_init(|| Arc::new(Lock::new(Cursors::new())))
    }

    /// Bounds every wait of this view in real time; it is five seconds otherwise, or what `ASYNCMOCK_WAIT` says:
    /// `500ms`, `2s`.
    ///
    /// It is the same view: a call that one of them has seen, the other has seen as well.
    pub fn within(&self, limit: Duration) -> Self {
        let mut view = self.same();
        view.limit = Some(limit);
        view
    }

    /// What bounds a wait.
    pub(crate) fn limit(&self) -> Duration {
        self.limit.unwrap_or_else(patience::default_limit)
    }

    /// The calls of the view as they stand, in the order of calls.
    #[track_caller]
    pub(crate) fn sightings(&self) -> Vec<Sighting<A>> {
        self.shared.info.raise_lost();
        self.sightings_from(0)
    }

    /// The calls of the view from the `from`th call of the method on.
    pub(crate) fn sightings_from(&self, from: usize) -> Vec<Sighting<A>> {
        let seen = self.shared.seen(from, inspect::any).into_iter().enumerate();
        let sightings = seen.map(|(index, (record, location, snapshot))| Sighting {
            index: from + index,
            record,
            location,
            snapshot,
        });
        sightings.filter(|seen| self.accepts(seen)).collect()
    }

    /// A call of the method, whether it is of the view or not.
    pub(crate) fn sighting(&self, index: usize) -> Sighting<A> {
        let (record, location, snapshot) = self.shared.seen_at(index);
        Sighting { index, record, location, snapshot }
    }

    pub(crate) fn accepts(&self, seen: &Sighting<A>) -> bool {
        self.filters.iter().all(|filter| filter.accepts(seen.record.state(), seen.snapshot.get()))
    }

    /// The sightings of an event, in the order of the event.
    #[track_caller]
    pub(crate) fn sightings_of(&self, event: Event) -> Vec<Sighting<A>> {
        let sightings = self.sightings().into_iter();
        let mut happened: Vec<(u32, Sighting<A>)> =
            sightings.filter_map(|seen| Some((event.order_in(&seen.record)?, seen))).collect();
        happened.sort_by_key(|(order, _)| *order);
        happened.into_iter().map(|(_, seen)| seen).collect()
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.sightings().iter().map(|seen| self.entry(seen)).collect()
    }

    /// `Cat::go("north", 3)`: the method, and which of its calls.
    pub(crate) fn described(&self) -> String {
        let filters = self.filters.iter().map(|filter| filter.description(&self.shared.capabilities));
        std::iter::once(self.name()).chain(filters).collect()
    }

    pub(crate) fn entry(&self, seen: &Sighting<A>) -> Entry {
        self.shared.entry(&seen.record, seen.location, &seen.snapshot)
    }

    pub(crate) fn call(&self, seen: Sighting<A>) -> Call<A, K> {
        Call::new(self.shared.clone(), seen.index, seen.location, seen.snapshot)
    }

    /// Whether it has all calls of the method.
    pub(crate) fn is_whole(&self) -> bool {
        self.filters.is_empty()
    }

    /// How many calls were made.
    #[track_caller]
    pub fn count(&self) -> usize {
        if self.is_whole() {
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
        let mut view = self.filtered(InState(state));
        view.by_state = true;
        view
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// How many calls were awaited.
    #[track_caller]
    pub fn await_count(&self) -> usize {
        self.sightings_of(Event::Awaited).len()
    }
}

impl<A: Args, K: Kind> Clone for Calls<Method<A, K>> {
    fn clone(&self) -> Self {
        self.at(match self.cursors.get() {
            Some(cursors) => OnceLock::from(Arc::new(Lock::new(cursors.lock().clone()))),
            None => OnceLock::new(),
        })
    }
}

impl<A: Args, K: Kind> fmt::Debug for Calls<Method<A, K>> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.all()).finish()
    }
}

impl<M: MethodType> Drop for Calls<M> {
    #[track_caller]
    fn drop(&mut self) {
        self.shared.info.raise_lost();
    }
}
