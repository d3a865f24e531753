//! How the calls of several views lie to each other: one after the other, or at the same time.

use std::panic::Location;
use std::sync::Arc;

use crate::records::event::Event;
use crate::report::{self, FailedAssertion, FailedOrder, Missing};
use crate::sessions::observed::Recorded;
use crate::sessions::scene::SharedScene;
use crate::views::view::View;

/// A call of a view, from its begin to its end, in the order of events.
pub(crate) struct Interval {
    /// The call itself: no two have the same.
    called: u32,
    pub(crate) begin: u32,
    /// `u32::MAX` if it has none yet.
    pub(crate) end: u32,
    /// As it prints.
    pub(crate) text: String,
}

impl Interval {
    pub(crate) fn overlaps(&self, other: &Interval) -> bool {
        self.called != other.called && self.begin < other.end && other.begin < self.end
    }
}

impl View {
    /// The event with which its calls begin.
    pub(crate) fn begin(&self) -> Event {
        if self.engine.method.is_awaited { Event::Awaited } else { Event::Called }
    }

    /// The calls that have begun: an async call begins with its first poll.
    pub(crate) fn intervals(&self) -> Vec<Interval> {
        let sightings = self.sightings();
        let mut begun = Vec::new();
        for seen in &sightings {
            let record = &seen.record;
            let begin = if self.engine.method.is_awaited { record.awaited } else { record.called };
            let end = if record.ended == 0 { u32::MAX } else { record.ended };
            if begin > 0 {
                begun.push(Interval { called: record.called, begin, end, text: self.entry(seen).to_string() });
            }
        }
        begun
    }

    #[track_caller]
    pub(crate) fn verify_relation(
        &self,
        assertion: &str,
        other: &View,
        what_is_wrong: fn(&[Interval], &[Interval]) -> Option<String>,
    ) {
        let (these, others) = (self.intervals(), other.intervals());
        let (name, other_name) = (self.described(), other.described());
        let is_of_one_scene = Arc::ptr_eq(self.engine.info.scene.arc(), other.engine.info.scene.arc());
        let none = |event: Event, name: &str| format!("there was no {event} of {name}");
        let reason = if !is_of_one_scene {
            APART.to_owned()
        } else if these.is_empty() {
            none(self.begin(), &name)
        } else if others.is_empty() {
            none(other.begin(), &other_name)
        } else {
            match what_is_wrong(&these, &others) {
                Some(reason) => reason,
                None => return,
            }
        };
        let mut entries = self.entries();
        entries.append(&mut other.entries());
        report::put_in_order(&mut entries);
        if is_of_one_scene {
            entries.dedup_by_key(|entry| entry.order);
        }
        let place = Location::caller();
        let text = report::failed_assertion(&FailedAssertion {
            name: &name,
            assertion: &format!("{assertion} {other_name}"),
            reason: &reason,
            place,
            expected: &[],
            comparison: None,
            remarks: &[],
            entries: &entries,
            others: ("", &[]),
            beside: &[],
        });
        self.engine.info.scene.raise_assertion(text, place)
    }
}

pub(crate) const APART: &str = "their mocks are not of one session, so nobody knows the order of their calls; make the mocks on one \
                     thread, and with one clock";

/// A view whose place in an order is asserted, whatever the types of its method.
pub struct Ordered {
    /// The calls to which the event has happened, with its places in the order of events.
    happened: Vec<(u32, String)>,
    /// What a failure calls the view.
    description: String,
    scene: SharedScene,
    method: Arc<dyn Recorded>,
}

impl Ordered {
    /// A view, in the order of an event.
    #[track_caller]
    pub(crate) fn by_view(event: Event, view: &View) -> Self {
        // A sync call needs no await.
        let event = if event == Event::Awaited { view.begin() } else { event };
        let sightings = view.sightings_of(event);
        let mut happened = Vec::new();
        for seen in &sightings {
            if let Some(order) = event.order_in(&seen.record) {
                happened.push((order, view.entry(seen).to_string()));
            }
        }
        Ordered {
            happened,
            description: view.described(),
            scene: view.engine.info.scene.clone(),
            method: Arc::clone(view.engine.arc()) as Arc<_>,
        }
    }
}

/// Asserts that there are calls, one of each view, to which an event has happened in this order.
#[track_caller]
pub fn assert_in_order(event: Event, views: &[Ordered]) {
    let mut found: Vec<&str> = Vec::new();
    let mut last = 0;
    for (index, view) in views.iter().enumerate() {
        let next = view.happened.iter().find(|(order, _)| *order > last);
        let missing = match next {
            _ if !Arc::ptr_eq(view.scene.arc(), views[0].scene.arc()) => Missing::Apart(APART),
            Some((order, call)) => {
                last = *order;
                found.push(call);
                continue;
            }
            // Any that there were came too early.
            None => Missing::Early(&view.happened),
        };
        let (mut of_scene, mut descriptions) = (Vec::new(), Vec::new());
        for view in views {
            if Arc::ptr_eq(view.scene.arc(), views[0].scene.arc()) {
                of_scene.push(&*view.method);
            }
            descriptions.push(view.description.as_str());
        }
        let place = Location::caller();
        let text = report::failed_order(&FailedOrder {
            event,
            views: &descriptions,
            index,
            found: &found,
            missing,
            place,
            entries: &views[0].scene.journal_with(&of_scene),
        });
        views[0].scene.raise_assertion(text, place)
    }
}
