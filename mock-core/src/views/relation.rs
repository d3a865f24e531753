//! How the calls of several views lie to each other: one after the other, or at the same time.

use std::panic::Location;
use std::sync::Arc;

use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::report::{self, Entry, FailedAssertion, FailedOrder, Missing};
use crate::sessions::observed::Recorded;
use crate::sessions::scene::SharedScene;
use crate::values::args::Args;
use crate::verification::calls::Calls;
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
    fn overlaps(&self, other: &Interval) -> bool {
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
        let begun = sightings.iter().filter_map(|seen| {
            let record = &seen.record;
            let begin = if self.engine.method.is_awaited { record.awaited } else { record.called };
            let end = if record.ended == 0 { u32::MAX } else { record.ended };
            (begin > 0).then(|| Interval { called: record.called, begin, end, text: self.entry(seen).to_string() })
        });
        begun.collect()
    }

    #[track_caller]
    fn verify_relation(
        &self,
        assertion: &str,
        other: &View,
        what_is_wrong: impl FnOnce(&[Interval], &[Interval]) -> Option<String>,
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
        let mut entries: Vec<Entry> = self.entries().into_iter().chain(other.entries()).collect();
        entries.sort_by_key(|entry| entry.order);
        if is_of_one_scene {
            entries.dedup_by_key(|entry| entry.order);
        }
        report::raise(report::failed_assertion(&FailedAssertion {
            name: &name,
            assertion: &format!("{assertion} {other_name}"),
            reason: &reason,
            place: Location::caller(),
            expected: &[],
            comparison: None,
            unkept: &[],
            entries: &entries,
        }))
    }
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// Asserts that every call of this view had ended before any of the other view began, and that there were such
    /// calls. An async call begins when it is first polled.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Db {
    ///     async fn insert(&self, row: u32);
    ///     async fn commit(&self);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let db = MockDb::relaxed();
    /// futures::join!(db.insert(1), db.insert(2));
    /// db.commit().await;
    /// db.calls_to_insert().assert_finished_before(&db.calls_to_commit());
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// With both views' calls: `Db::insert: assert_finished_before Db::commit: Db::insert(2) at src/db.rs:12 [pending] had
    /// not ended when Db::commit() at src/db.rs:13 [completed] began`. If one of the views has no such calls:
    /// `.. there was no await of Db::commit`. If the mocks were made on different threads:
    /// `.. their mocks are not of one session, so nobody knows the order of their calls`.
    #[track_caller]
    pub fn assert_finished_before<B: Args, L: Kind>(&self, other: &Calls<Method<B, L>>) {
        self.raw.verify_relation("assert_finished_before", &other.raw, |these, others| {
            let first = others.iter().min_by_key(|call| call.begin)?;
            let late = these.iter().find(|call| call.end >= first.begin)?;
            Some(format!("{} had not ended when {} began", late.text, first.text))
        });
    }

    /// Asserts that some call of this view and some other call of the other view were under way at the same time.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let cat = MockCat::new();
    /// cat.expect_go().yielding(1).return_const(true);
    /// futures::join!(cat.go("north"), cat.go("south"));
    /// let go = cat.calls_to_go();
    /// go.with_args("north").assert_overlapped(&go.with_args("south"));
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// With both views' calls: `Cat::go: assert_overlapped Cat::go: no two calls were under way at the same time`.
    /// Otherwise as [`assert_finished_before`](Calls::assert_finished_before).
    #[track_caller]
    pub fn assert_overlapped<B: Args, L: Kind>(&self, other: &Calls<Method<B, L>>) {
        self.raw.verify_relation("assert_overlapped", &other.raw, |these, others| {
            let any = these.iter().any(|this| others.iter().any(|other| this.overlaps(other)));
            (!any).then(|| "no two calls were under way at the same time".to_owned())
        });
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
    pub fn by<A: Args, K: Kind>(event: Event, view: &Calls<Method<A, K>>) -> Self {
        Self::by_view(event, &view.raw)
    }

    #[track_caller]
    fn by_view(event: Event, view: &View) -> Self {
        // A sync call needs no await.
        let event = if event == Event::Awaited { view.begin() } else { event };
        let sightings = view.sightings_of(event);
        let happened = sightings.iter().filter_map(|seen| Some((event.order_in(&seen.record)?, seen)));
        Ordered {
            happened: happened.map(|(order, seen)| (order, view.entry(seen).to_string())).collect(),
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
            None => Missing::Early(view.happened.iter().map(|(_, call)| call.as_str()).collect()),
        };
        let of_scene = views.iter().filter(|view| Arc::ptr_eq(view.scene.arc(), views[0].scene.arc()));
        let of_scene: Vec<&dyn Recorded> = of_scene.map(|view| &*view.method).collect();
        let descriptions: Vec<&str> = views.iter().map(|view| view.description.as_str()).collect();
        report::raise(report::failed_order(&FailedOrder {
            event,
            views: &descriptions,
            index,
            found: &found,
            missing,
            place: Location::caller(),
            entries: &views[0].scene.journal_with(&of_scene),
        }))
    }
}

/// Asserts that calls of several views were made in this order: one call of each, whatever else was called in between.
///
/// The views may be of different mocks, and a view may come several times. After `awaited:`, the order is that of awaits
/// (a sync call counts as awaited when it is made); after `completed:`, that of completions.
///
/// ```
/// use asyncmock::{assert_in_order, automock};
///
/// #[automock]
/// trait Db {
///     async fn begin(&self);
///     async fn insert(&self, row: &str);
///     async fn commit(&self);
/// }
///
/// # futures::executor::block_on(async {
/// let db = MockDb::relaxed();
/// db.begin().await;
/// db.insert("x").await;
/// db.commit().await;
/// assert_in_order!(db.calls_to_begin(), db.calls_to_insert().with_args("x"), db.calls_to_commit());
/// assert_in_order!(completed: db.calls_to_insert(), db.calls_to_commit());
/// # });
/// ```
///
/// # Panics
///
/// With the first view that is out of order, and the journal:
/// `assert_in_order: 2 of 3: there was no call of Db::insert("x") after the call of Db::begin`.
#[macro_export]
macro_rules! assert_in_order {
    (called: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Called $($view,)+)
    };
    (awaited: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Awaited $($view,)+)
    };
    (completed: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Completed $($view,)+)
    };
    (@ $event:ident $($view:expr,)+) => {
        $crate::__private::assert_in_order(
            $crate::__private::Event::$event,
            &[$($crate::__private::Ordered::by($crate::__private::Event::$event, &$view)),+],
        )
    };
    ($($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Called $($view,)+)
    };
}
