//! The guards that the calls of one method gave: what a test asks of all of them together.

use std::fmt;
use std::future::Future;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::task::Context;

use crate::base::sorting;
use crate::doubles::guard_probe::GuardProbe;
use crate::matching::times::TimesRange;
use crate::records::guard_state::GuardState;
use crate::report::{self, Entry, FailedGuards};
use crate::sessions::guard_record::Visit;
use crate::sessions::observed::Recorded;
use crate::sessions::scene::SharedScene;
use crate::views::relation::{APART, Interval};
use crate::views::view::View;
use crate::waiting::attendance::Attendance;
use crate::waiting::patience::Patience;
use crate::waiting::wait::{Goal, Look, Subject, Wait};

/// The guards of one method, in the order in which they were entered: made by `mock.guards_of_acquire()`, or by
/// [`Calls::guards`](crate::Calls::guards).
///
/// A guard is entered when the call that gives it has ended, and left when it is dropped or finished. The view can be
/// cloned and sent, and outlives the mock: take it first, then move the mock into the code under test.
///
/// ```
/// use asyncmock::{Guard, automock};
///
/// #[automock]
/// trait Pool {
///     async fn acquire(&self) -> Guard<u32>;
/// }
///
/// # futures::executor::block_on(async {
/// let pool = MockPool::new();
/// pool.expect_acquire().returns_guard(7);
/// let guards = pool.guards_of_acquire();
///
/// let connection = pool.acquire().await;
/// assert_eq!((*connection, guards.held()), (7, 1));
/// drop(connection);
///
/// guards.assert_entered_times(1);
/// guards.assert_all_released();
/// # });
/// ```
#[derive(Clone)]
pub struct Guards {
    method: Arc<dyn Recorded>,
    /// `Pool::acquire`.
    name: String,
    scene: SharedScene,
    /// Which calls' guards it has; `None` for all.
    filter: Option<Arc<dyn Fn(usize) -> bool + Send + Sync>>,
}

// It looks, and changes nothing.
impl UnwindSafe for Guards {}
impl RefUnwindSafe for Guards {}

impl View {
    pub(crate) fn guards(&self) -> Guards {
        let view = self.same();
        Guards {
            method: Arc::clone(self.engine.arc()) as Arc<_>,
            name: self.described(),
            scene: self.engine.info.scene.clone(),
            filter: (!self.is_whole()).then(|| Arc::new(move |call| view.accepts(&view.sighting(call))) as Arc<_>),
        }
    }
}

impl Guards {
    /// The guards that were entered.
    fn visits(&self) -> Vec<Visit> {
        let mut visits = Vec::new();
        for guard in self.method.guards() {
            let is_ours = match (&self.filter, guard.call()) {
                (Some(filter), Some(call)) => filter(call),
                (Some(_), None) => false,
                (None, _) => true,
            };
            if is_ours && let Some(visit) = guard.visit() {
                visits.push(visit);
            }
        }
        sorting::put_in_order(&mut visits, |visit| visit.entered);
        visits
    }

    fn count_of(visits: &[Visit], is_counted: &dyn Fn(&Visit) -> bool) -> usize {
        let mut count = 0;
        for visit in visits {
            count += usize::from(is_counted(visit));
        }
        count
    }

    /// A probe of each guard that was entered, in that order.
    pub fn all(&self) -> Vec<GuardProbe> {
        let mut probes = Vec::new();
        for visit in &self.visits() {
            probes.push(GuardProbe::new(Arc::clone(&visit.guard)));
        }
        probes
    }

    /// How many guards were entered.
    pub fn count(&self) -> usize {
        self.visits().len()
    }

    /// How many guards are held.
    pub fn held(&self) -> usize {
        Self::count_of(&self.visits(), &is_held)
    }

    /// How many guards were held at once, at the most.
    pub fn max_held(&self) -> usize {
        let visits = self.visits();
        let mut max = 0;
        for Visit { entered: now, .. } in &visits {
            max = max.max(Self::count_of(&visits, &|visit| visit.entered <= *now && *now < visit.left));
        }
        max
    }

    /// Asserts how many guards were entered: a number, or a range of any form.
    ///
    /// # Panics
    ///
    /// With all guards: `Pool::acquire: assert_entered_times: expected exactly 1 entered guard, but there were
    /// 2`.
    #[track_caller]
    pub fn assert_entered_times<R: Into<TimesRange>>(&self, range: R) {
        let (range, visits) = (range.into(), self.visits());
        if !range.contains(visits.len()) {
            let reason = range.missed("entered guard", visits.len());
            self.fail("assert_entered_times", &reason, visits, Vec::new());
        }
    }

    /// Asserts that every guard that was entered has been left, by whichever way.
    ///
    /// # Panics
    ///
    /// With all guards: `Pool::acquire: assert_all_released: 1 of 2 guards is still held`.
    #[track_caller]
    pub fn assert_all_released(&self) {
        self.verify_none_held("assert_all_released");
    }

    /// Asserts that no guard is held now.
    ///
    /// # Panics
    ///
    /// With all guards: `Pool::acquire: assert_none_held: 1 of 2 guards is still held`.
    #[track_caller]
    pub fn assert_none_held(&self) {
        self.verify_none_held("assert_none_held");
    }

    #[track_caller]
    fn verify_none_held(&self, assertion: &str) {
        let visits = self.visits();
        let held = Self::count_of(&visits, &is_held);
        if held > 0 {
            self.fail(assertion, &still_held(held, visits.len()), visits, Vec::new());
        }
    }

    /// Asserts that guards were entered, and that each was left by a method that consumes it, of this name.
    ///
    /// # Panics
    ///
    /// With all guards: `Db::begin: assert_released_by("commit"): 1 of 2 guards was not finished by commit`, or
    /// `.. no guard was entered`.
    #[track_caller]
    pub fn assert_released_by(&self, name: &str) {
        let visits = self.visits();
        let is_other = |visit: &Visit| !matches!(visit.state, GuardState::Finished(by) if by == name);
        let others = Self::count_of(&visits, &is_other);
        let reason = match (visits.len(), others) {
            (0, _) => NONE.to_owned(),
            (_, 0) => return,
            (all, 1) => format!("1 of {} was not finished by {name}", guards(all)),
            (all, others) => format!("{others} of {} were not finished by {name}", guards(all)),
        };
        self.fail(&format!("assert_released_by({name:?})"), &reason, visits, Vec::new());
    }

    /// Asserts how many guards were cancelled: a number, or a range of any form. See [`GuardState::Cancelled`] for when that
    /// is known.
    ///
    /// # Panics
    ///
    /// With all guards: `Db::begin: assert_cancelled: expected exactly 1 cancelled guard, but there was none`.
    #[track_caller]
    pub fn assert_cancelled<R: Into<TimesRange>>(&self, range: R) {
        self.verify_state("assert_cancelled", "cancelled guard", GuardState::Cancelled, range.into());
    }

    /// Asserts how many guards were dropped by a panic: a number, or a range of any form.
    ///
    /// # Panics
    ///
    /// With all guards: `Db::begin: assert_panicked: expected no panicked guard, but there was 1`.
    #[track_caller]
    pub fn assert_panicked<R: Into<TimesRange>>(&self, range: R) {
        self.verify_state("assert_panicked", "panicked guard", GuardState::Panicked, range.into());
    }

    #[track_caller]
    fn verify_state(&self, assertion: &str, what: &str, state: GuardState, range: TimesRange) {
        let visits = self.visits();
        let count = Self::count_of(&visits, &|visit| visit.state == state);
        if !range.contains(count) {
            self.fail(assertion, &range.missed(what, count), visits, Vec::new());
        }
    }

    /// Asserts that never more than so many guards were held at once.
    ///
    /// # Panics
    ///
    /// With all guards: `Pool::acquire: assert_max_held: expected at most 2 held at once, but there were 3`.
    #[track_caller]
    pub fn assert_max_held(&self, limit: usize) {
        let max = self.max_held();
        if max > limit {
            let reason = format!("expected at most {limit} held at once, but there were {max}");
            self.fail("assert_max_held", &reason, self.visits(), Vec::new());
        }
    }

    #[track_caller]
    pub(crate) fn verify_during(
        &self,
        assertion: &str,
        calls: &View,
        what_is_wrong: fn(&[Visit], &Interval) -> Option<String>,
    ) {
        let (visits, intervals, other) = (self.visits(), calls.intervals(), calls.described());
        let reason = if !Arc::ptr_eq(self.scene.arc(), calls.engine.info.scene.arc()) {
            Some(APART.to_owned())
        } else if intervals.is_empty() {
            Some(format!("there was no {} of {other}", calls.begin()))
        } else {
            intervals.iter().find_map(|call| what_is_wrong(&visits, call))
        };
        if let Some(reason) = reason {
            self.fail(&format!("{assertion} {other}"), &reason, visits, calls.entries());
        }
    }

    /// Asserts that guards were entered, and that each was entered and left while one guard of the other view was held.
    ///
    /// # Panics
    ///
    /// With all guards: `Db::begin: assert_nested_in Pool::acquire: the guard of Db::begin() at src/db.rs:8 [released] was
    /// not held within one of Pool::acquire`.
    #[track_caller]
    pub fn assert_nested_in(&self, outer: &Guards) {
        self.verify_with("assert_nested_in", outer, |these, others, outer| {
            let is_nested = |visit: &&Visit| others.iter().any(|outer| outer.covers(visit.entered, visit.left));
            let loose = these.iter().find(|visit| !is_nested(visit))?;
            Some(format!("the {} was not held within one of {outer}", loose.entry))
        });
    }

    /// Asserts that guards of both views were entered, and that those which were held together by one task were always
    /// entered in one order: otherwise two tasks can wait for each other.
    ///
    /// # Panics
    ///
    /// With all guards: `A::lock: assert_same_order B::lock: this can end in a deadlock: the guard of A::lock() at
    /// src/a.rs:3 [released] was entered while the guard of B::lock() at src/a.rs:2 [released] was held, but elsewhere it
    /// was the other way round: ..`.
    #[track_caller]
    pub fn assert_same_order(&self, other: &Guards) {
        self.verify_with("assert_same_order", other, |these, others, _| {
            let (first, then) = within(others, these)?;
            let (second, before) = within(these, others)?;
            Some(format!(
                "this can end in a deadlock: the {} was entered while the {} was held, but elsewhere it was the other way \
                 round: the {} was entered while the {} was held",
                then.entry, first.entry, before.entry, second.entry
            ))
        });
    }

    #[track_caller]
    fn verify_with(
        &self,
        assertion: &str,
        other: &Guards,
        what_is_wrong: fn(&[Visit], &[Visit], &str) -> Option<String>,
    ) {
        let (these, others) = (self.visits(), other.visits());
        let reason = if !Arc::ptr_eq(self.scene.arc(), other.scene.arc()) {
            Some(APART.to_owned())
        } else if these.is_empty() {
            Some(NONE.to_owned())
        } else if others.is_empty() {
            Some(format!("no guard of {} was entered", other.name))
        } else {
            what_is_wrong(&these, &others, &other.name)
        };
        if let Some(reason) = reason {
            self.fail(&format!("{assertion} {}", other.name), &reason, these, entries_of(others));
        }
    }

    /// Waits until a guard has been entered, and none is held any more.
    ///
    /// # Panics
    ///
    /// If that takes longer than five seconds of real time, or than `ASYNCMOCK_WAIT` says; on a paused clock of tokio as
    /// soon as nothing can run: `Pool::acquire: released: timed out after 5s: 1 of 2 guards is still held`.
    #[track_caller]
    pub fn released(&self) -> impl Future<Output = ()> + Send + Unpin + use<> {
        Wait::new(self.clone(), "released", Patience::of_all(), AllLeft::default())
    }

    #[track_caller]
    fn fail(&self, assertion: &str, reason: &str, visits: Vec<Visit>, others: Vec<Entry>) -> ! {
        self.fail_at(assertion, reason, visits, others, Location::caller())
    }

    #[cold]
    fn fail_at(
        &self,
        assertion: &str,
        reason: &str,
        visits: Vec<Visit>,
        mut others: Vec<Entry>,
        place: &'static Location<'static>,
    ) -> ! {
        let mut entries = entries_of(visits);
        entries.append(&mut others);
        report::put_in_order_once(&mut entries);
        let text =
            report::failed_guards(&FailedGuards { name: &self.name, assertion, reason, place, entries: &entries });
        self.scene.raise_assertion(text, place)
    }
}

const NONE: &str = "no guard was entered";

/// "1 guard", "3 guards".
fn guards(count: usize) -> String {
    if count == 1 { "1 guard".to_owned() } else { format!("{count} guards") }
}

/// "1 of 3 guards is still held".
fn still_held(held: usize, entered: usize) -> String {
    let are = if held == 1 { "is" } else { "are" };
    format!("{held} of {} {are} still held", guards(entered))
}

/// A guard of one view, and one of the other that was entered by the same task, or outside of tasks on the same thread, while it was held.
fn within<'v>(outer: &'v [Visit], inner: &'v [Visit]) -> Option<(&'v Visit, &'v Visit)> {
    for outer in outer {
        for inner in inner {
            if outer.holder.is_same(&inner.holder) && outer.entered < inner.entered && inner.entered < outer.left {
                return Some((outer, inner));
            }
        }
    }
    None
}

fn is_held(visit: &Visit) -> bool {
    visit.state == GuardState::Held
}

fn entries_of(visits: Vec<Visit>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(visits.len());
    for visit in visits {
        entries.push(visit.entry);
    }
    entries
}

impl fmt::Debug for Guards {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.all()).finish()
    }
}

impl Subject for Guards {
    fn scene(&self) -> &SharedScene {
        &self.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        // The method first: a guard that is not known yet comes with a call.
        attendance.add(Arc::clone(&self.method) as Arc<_>, context);
        for guard in self.method.guards() {
            attendance.add(guard, context);
        }
    }

    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> ! {
        self.fail_at(wait, reason, self.visits(), Vec::new(), place)
    }
}

/// Guards were entered, and none is held; with what was seen of that.
#[derive(Default)]
struct AllLeft {
    held: usize,
    entered: usize,
}

impl Goal<Guards> for AllLeft {
    type Output = ();

    fn reach(&mut self, guards: &Guards, _: &mut Context<'_>) -> Look<()> {
        *self = AllLeft { held: guards.held(), entered: guards.count() };
        Look::when(self.held == 0 && self.entered > 0)
    }

    fn lack(&self, _: &Guards) -> String {
        if self.entered == 0 { NONE.to_owned() } else { still_held(self.held, self.entered) }
    }
}
