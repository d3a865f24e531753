//! Views of the calls of one method, without its types: which calls they have, and what there is to see of those. What
//! they assert is in [`assertions`](crate::views::assertions), what they wait for in [`call_waits`](crate::views::call_waits).

use std::panic::resume_unwind;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::base::caught::{caught, panic_text};
use crate::base::lock::Lock;
use crate::base::sorting;
use crate::engine::inspection::Sighting;
use crate::engine::state::SharedEngine;
use crate::matching::matcher::{Description, Matcher};
use crate::records::cursor::Cursors;
use crate::records::event::Event;
use crate::records::record::{CallState, Record};
use crate::report::{self, Entry};
#[cfg(feature = "tokio")]
use crate::sessions::called::Called;
use crate::sessions::observed;
use crate::values::args::Style;
use crate::views::viewed_call::ViewedCall;
use crate::waiting::patience::Patience;

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
            Filter::Arguments(matcher) => match matcher.describe(engine.method, Style::OnOneLine) {
                Description::Whole(text) => format!("({text})"),
                Description::Each(texts) => format!("({})", texts.join(", ")),
            },
            Filter::State(state) => format!(" [{state}]"),
        }
    }
}

impl View {
    pub(crate) fn new(engine: SharedEngine) -> Self {
        View { engine, filters: Vec::new(), by_state: false, cursors: OnceLock::new(), limit: None }
    }

    /// Whether a call is one of these.
    #[cfg(feature = "tokio")]
    pub(crate) fn has(&self, called: &Called) -> bool {
        let is_of_method = Arc::as_ptr(self.engine.arc()).addr() == Arc::as_ptr(&called.method).addr();
        is_of_method && (self.filters.is_empty() || self.accepts(&self.sighting(called.record)))
    }

    /// Those of its calls that a filter accepts, too. If that has a matcher, it is one of the method.
    pub(crate) fn filtered(&self, filter: Filter) -> Self {
        let mut view = View::new(self.engine.clone());
        view.filters = self.filters.clone();
        view.by_state = self.by_state || matches!(filter, Filter::State(_));
        view.filters.push(Arc::new(filter));
        view.limit = self.limit;
        view
    }

    /// What there is to say of arguments that were not kept, where values are expected of them, or a function looks at them.
    pub(crate) fn on_unkept(&self, are_expected: bool) -> Vec<String> {
        let (unkept, mut remarks) = (self.engine.method.unkept(), Vec::new());
        let (by_values, by_function) = self.looks_at_arguments();
        if by_values || are_expected {
            remarks.extend(report::compared_with_any(&unkept));
        }
        if by_function {
            remarks.extend(report::left_out(self.left_out(), &unkept));
        }
        remarks
    }

    /// Whether values are expected of its calls, and whether a function looks at their arguments.
    fn looks_at_arguments(&self) -> (bool, bool) {
        let (mut by_values, mut by_function) = (false, false);
        for filter in &self.filters {
            if let Filter::Arguments(matcher) = &**filter {
                by_values |= matcher.expects_values();
                by_function |= !matcher.expects_values();
            }
        }
        (by_values, by_function)
    }

    /// How many calls are missing as a function of the view can't look at their arguments, not all of which were kept.
    fn left_out(&self) -> usize {
        let is_function = |filter: &Filter| matches!(filter, Filter::Arguments(matcher) if !matcher.expects_values());
        let mut left_out = 0;
        for seen in &self.engine.seen(0, observed::any) {
            if seen.snapshot.values().unseen() != 0 {
                self.asking(&mut || {
                    let accepted = self.filters.iter().all(|filter| is_function(filter) || filter.accepts(seen));
                    left_out += usize::from(accepted);
                });
            }
        }
        left_out
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
    pub(crate) fn patience(&self) -> Patience {
        self.limit.map_or_else(Patience::of_all, Patience::of)
    }

    /// The calls of the view as they stand, in the order of calls.
    #[track_caller]
    pub(crate) fn sightings(&self) -> Vec<Sighting> {
        self.engine.info.raise_lost();
        self.sightings_from(0)
    }

    /// The calls of the view from the `from`th call of the method on.
    pub(crate) fn sightings_from(&self, from: usize) -> Vec<Sighting> {
        let mut sightings = self.engine.seen(from, observed::any);
        sightings.retain(|seen| self.accepts(seen));
        sightings
    }

    /// A call of the method, whether it is of the view or not.
    pub(crate) fn sighting(&self, index: usize) -> Sighting {
        self.engine.seen_at(index)
    }

    pub(crate) fn accepts(&self, seen: &Sighting) -> bool {
        let mut is_accepted = true;
        if !self.filters.is_empty() {
            self.asking(&mut || is_accepted = self.filters.iter().all(|filter| filter.accepts(seen)));
        }
        is_accepted
    }

    /// Runs what compares arguments, which may be the user's code. If it panics what asks has failed, also where the panic
    /// may never be seen.
    pub(crate) fn asking(&self, ask: &mut dyn FnMut()) {
        if let Err(panic) = caught(ask) {
            let by = format!("{}: what compares its arguments", self.engine.title());
            self.engine.info.scene.lose_panic_of_assertion(by, panic_text(&*panic));
            resume_unwind(panic);
        }
    }

    /// The sightings of an event, in the order of the event.
    #[track_caller]
    pub(crate) fn sightings_of(&self, event: Event) -> Vec<Sighting> {
        let mut sightings = Vec::new();
        for seen in self.sightings() {
            if event.order_in(&seen.record).is_some() {
                sightings.push(seen);
            }
        }
        sorting::put_in_order(&mut sightings, |seen| event.order_in(&seen.record).unwrap_or_default());
        sightings
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.engine.listed(&self.sightings())
    }

    /// The calls of the method that are not among these of the view.
    pub(crate) fn other_entries(&self, entries: &[Entry]) -> Vec<Entry> {
        let mut others = self.engine.seen(0, observed::any);
        others.retain(|seen| entries.binary_search_by_key(&seen.record.called, |entry| entry.order).is_err());
        self.engine.listed(&others)
    }

    /// `Cat::go("north", 3)`: the method, and which of its calls.
    pub(crate) fn described(&self) -> String {
        let mut text = self.engine.title();
        for filter in &self.filters {
            text.push_str(&filter.description(&self.engine));
        }
        text
    }

    pub(crate) fn entry(&self, seen: &Sighting) -> Entry {
        self.engine.entry(seen)
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
        self.count_that(&|found| found == state)
    }

    /// How many calls are in one of some states.
    #[track_caller]
    pub(crate) fn count_that(&self, is_counted: &dyn Fn(CallState) -> bool) -> usize {
        let mut count = 0;
        for seen in &self.sightings() {
            count += usize::from(is_counted(seen.record.state()));
        }
        count
    }

    /// How many calls were under way at once, at the most.
    #[track_caller]
    pub(crate) fn max_in_flight(&self) -> usize {
        self.at_once().len()
    }

    /// The calls that were under way when there were most of them, for the first time.
    #[track_caller]
    pub(crate) fn at_once(&self) -> Vec<Sighting> {
        const ENDS: usize = 0;
        const STARTS: usize = 1;
        let start_of = |record: &Record| if self.engine.method.is_awaited { record.awaited } else { record.called };
        let (mut sightings, mut steps) = (self.sightings(), Vec::new());
        for Sighting { record, .. } in &sightings {
            if start_of(record) > 0 {
                steps.push((start_of(record), STARTS));
                if record.ended > 0 {
                    steps.push((record.ended, ENDS));
                }
            }
        }
        sorting::sort(&mut steps);
        let (mut now, mut max, mut moment) = (0_usize, 0, 0);
        for (order, step) in &steps {
            now = if *step == STARTS { now + 1 } else { now - 1 };
            if now > max {
                (max, moment) = (now, *order);
            }
        }
        sightings.retain(|Sighting { record, .. }| {
            let start = start_of(record);
            start > 0 && start <= moment && (record.ended == 0 || record.ended > moment)
        });
        sightings
    }

    /// All calls, in the order in which they were made.
    #[track_caller]
    pub(crate) fn all(&self) -> Vec<ViewedCall> {
        let mut calls = Vec::new();
        for seen in self.sightings() {
            calls.push(self.call(seen));
        }
        calls
    }

    /// The call that was made last.
    #[track_caller]
    pub(crate) fn last(&self) -> Option<ViewedCall> {
        Some(self.call(self.sightings().pop()?))
    }

    /// The `index`th call, from 0.
    #[track_caller]
    pub(crate) fn get(&self, index: usize) -> Option<ViewedCall> {
        let mut sightings = self.sightings();
        if index < sightings.len() { Some(self.call(sightings.swap_remove(index))) } else { None }
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
