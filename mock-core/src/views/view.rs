//! Views of the calls of one method, without its types: which calls they have, and what there is to see of those. What
//! they assert is in [`assertions`](crate::views::assertions), what they wait for in [`call_waits`](crate::views::call_waits).

use std::panic::Location;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::base::lock::Lock;
use crate::engine::state::SharedEngine;
use crate::matching::matcher::{Description, Matcher};
use crate::records::cursor::Cursors;
use crate::records::event::Event;
use crate::records::record::{CallState, Record};
use crate::records::snapshot::Snapshot;
use crate::report::Entry;
use crate::sessions::observed;
use crate::values::args::Style;
use crate::views::viewed_call::ViewedCall;
use crate::waiting::patience;

/// A view of the calls of one method.
pub struct View {
    pub(crate) engine: SharedEngine,
    /// All of them must accept a call.
    filters: Vec<Arc<Filter>>,
    /// Whether one of them looks at the state of calls, so that what it says of a call may change.
    pub(crate) by_state: bool,
    /// How far `next` and its like have come.
    cursors: OnceLock<Arc<Lock<Cursors>>>,
    /// What bounds each wait, if it was said.
    limit: Option<Duration>,
}

/// Says whether a call belongs to a view.
pub enum Filter {
    /// `with_args` and `matching`: the arguments are accepted.
    Arguments(Matcher),
    /// `in_state`.
    State(CallState),
}

impl Filter {
    fn accepts(&self, seen: &Sighting) -> bool {
        match self {
            // SAFETY: the matcher is of the method whose call it is.
            Filter::Arguments(matcher) => unsafe { matcher.differences(&seen.snapshot.values()) == 0 },
            Filter::State(state) => seen.record.state() == *state,
        }
    }

    /// What follows the name of the method: `("north", 3)`.
    fn description(&self, engine: &SharedEngine) -> String {
        match self {
            Filter::Arguments(matcher) => match matcher.describe(engine.method, Style::Compact) {
                Description::Whole(text) => format!("({text})"),
                Description::Each(texts) => format!("({})", texts.join(", ")),
            },
            Filter::State(state) => format!(" [{state}]"),
        }
    }
}

/// A call as a view sees it: a copy of its record, and its arguments.
pub(crate) struct Sighting {
    pub(crate) index: usize,
    pub(crate) record: Record,
    pub(crate) location: &'static Location<'static>,
    pub(crate) snapshot: Snapshot,
}

impl View {
    pub(crate) fn new(engine: SharedEngine) -> Self {
        View { engine, filters: Vec::new(), by_state: false, cursors: OnceLock::new(), limit: None }
    }

    /// Those of its calls that a filter accepts, too. If that has a matcher, it is one of the method.
    pub(crate) fn filtered(&self, filter: Filter) -> Self {
        let mut view = View::new(self.engine.clone());
        view.filters.clone_from(&self.filters);
        view.by_state = self.by_state || matches!(filter, Filter::State(_));
        view.filters.push(Arc::new(filter));
        view.limit = self.limit;
        view
    }

    /// The same view: where one of them goes on, the other does.
    pub(crate) fn same(&self) -> Self {
        self.at(OnceLock::from(Arc::clone(self.cursors())))
    }

    fn at(&self, cursors: OnceLock<Arc<Lock<Cursors>>>) -> Self {
        let (engine, filters) = (self.engine.clone(), self.filters.clone());
        View { engine, filters, by_state: self.by_state, cursors, limit: self.limit }
    }

    pub(crate) fn cursors(&self) -> &Arc<Lock<Cursors>> {
        self.cursors.get_or_init(|| Arc::new(Lock::new(Cursors::new())))
    }

    /// The same view, whose waits are bounded.
    pub(crate) fn within(&self, limit: Duration) -> Self {
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
    pub(crate) fn sightings(&self) -> Vec<Sighting> {
        self.engine.info.raise_lost();
        self.sightings_from(0)
    }

    /// The calls of the view from the `from`th call of the method on.
    pub(crate) fn sightings_from(&self, from: usize) -> Vec<Sighting> {
        let seen = self.engine.seen(from, observed::any).into_iter().enumerate();
        let sightings = seen.map(|(index, (record, location, snapshot))| Sighting {
            index: from + index,
            record,
            location,
            snapshot,
        });
        sightings.filter(|seen| self.accepts(seen)).collect()
    }

    /// A call of the method, whether it is of the view or not.
    pub(crate) fn sighting(&self, index: usize) -> Sighting {
        let (record, location, snapshot) = self.engine.seen_at(index);
        Sighting { index, record, location, snapshot }
    }

    pub(crate) fn accepts(&self, seen: &Sighting) -> bool {
        self.filters.iter().all(|filter| filter.accepts(seen))
    }

    /// The sightings of an event, in the order of the event.
    #[track_caller]
    pub(crate) fn sightings_of(&self, event: Event) -> Vec<Sighting> {
        let sightings = self.sightings().into_iter();
        let mut happened: Vec<(u32, Sighting)> =
            sightings.filter_map(|seen| Some((event.order_in(&seen.record)?, seen))).collect();
        happened.sort_by_key(|(order, _)| *order);
        happened.into_iter().map(|(_, seen)| seen).collect()
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.sightings().iter().map(|seen| self.entry(seen)).collect()
    }

    /// `Cat::go("north", 3)`: the method, and which of its calls.
    pub(crate) fn described(&self) -> String {
        let filters = self.filters.iter().map(|filter| filter.description(&self.engine));
        std::iter::once(self.engine.title()).chain(filters).collect()
    }

    pub(crate) fn entry(&self, seen: &Sighting) -> Entry {
        self.engine.entry(&seen.record, seen.location, &seen.snapshot)
    }

    pub(crate) fn call(&self, seen: Sighting) -> ViewedCall {
        ViewedCall::new(self.engine.clone(), seen)
    }

    /// Whether it has all calls of the method.
    pub(crate) fn is_whole(&self) -> bool {
        self.filters.is_empty()
    }

    /// How many calls were made.
    #[track_caller]
    pub(crate) fn count(&self) -> usize {
        if self.is_whole() {
            self.engine.info.raise_lost();
            self.engine.state.lock().records.len()
        } else {
            self.sightings().len()
        }
    }

    /// How many calls are in a state.
    #[track_caller]
    pub(crate) fn count_in(&self, state: CallState) -> usize {
        self.sightings().iter().filter(|seen| seen.record.state() == state).count()
    }

    /// How many calls were under way at once, at the most.
    #[track_caller]
    pub(crate) fn max_in_flight(&self) -> usize {
        let mut steps = Vec::new();
        for Sighting { record, .. } in self.sightings() {
            let start = if self.engine.method.is_awaited { record.awaited } else { record.called };
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
    pub(crate) fn all(&self) -> Vec<ViewedCall> {
        self.sightings().into_iter().map(|seen| self.call(seen)).collect()
    }

    /// The call that was made last.
    #[track_caller]
    pub(crate) fn last(&self) -> Option<ViewedCall> {
        self.sightings().pop().map(|seen| self.call(seen))
    }

    /// The `index`th call, from 0.
    #[track_caller]
    pub(crate) fn get(&self, index: usize) -> Option<ViewedCall> {
        self.sightings().into_iter().nth(index).map(|seen| self.call(seen))
    }
}

impl Clone for View {
    fn clone(&self) -> Self {
        self.at(match self.cursors.get() {
            Some(cursors) => OnceLock::from(Arc::new(Lock::new(cursors.lock().clone()))),
            None => OnceLock::new(),
        })
    }
}

impl Drop for View {
    #[track_caller]
    fn drop(&mut self) {
        self.engine.info.raise_lost();
    }
}
