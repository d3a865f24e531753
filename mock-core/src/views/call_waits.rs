//! What there is to want of the calls of a view: so many of them, the next one, or none for a while.

use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::base::lock::Lock;
use crate::base::park::park_on;
use crate::engine::inspection::Sighting;
use crate::records::cursor::Cursors;
use crate::records::event::Event;
use crate::report::{self, Complaint};
use crate::sessions::scene::SharedScene;
use crate::sessions::test_home;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;
use crate::views::view::View;
use crate::views::viewed_call::ViewedCall;
use crate::waiting::attendance::Attendance;
use crate::waiting::patience::Patience;
use crate::waiting::sleep::Sleep;
use crate::waiting::wait::{Goal, Look, Subject, Wait};

impl Subject for View {
    fn scene(&self) -> &SharedScene {
        &self.engine.info.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        attendance.add(Arc::clone(self.engine.arc()) as Arc<_>, context);
    }

    #[cold]
    fn fail_wait(&self, wait: &str, reason: &str, place: &'static Location<'static>) -> ! {
        let info = &self.engine.info;
        let text = report::failed_wait(&report::FailedWait {
            name: &self.described(),
            wait,
            reason,
            place,
            remarks: &self.on_unkept(false),
            entries: &info.scene.journal_with(&[&*self.engine]),
            is_filtered: !self.is_whole(),
        });
        info.fail(Complaint::new(text, place))
    }
}

/// The next call that the view has not seen, in the order of an event.
pub(crate) struct Next(pub(crate) Event);

impl Goal<View> for Next {
    type Output = ViewedCall;

    fn reach(&mut self, view: &View, _: &mut Context<'_>) -> Look<ViewedCall> {
        let cursors = view.cursors();
        cursors.lock().of(self.0).look(&view.engine.state.lock().records);
        // Filters are the user's: they are asked without a lock, and may panic.
        let mut considered = Considered { cursors, event: self.0, again: Vec::new() };
        loop {
            let Some(index) = cursors.lock().of(self.0).next() else { return Look::NotYet };
            considered.again.push(index);
            let seen = view.sighting(index);
            let accepted = view.accepts(&seen);
            if accepted || !view.by_state || seen.record.ended > 0 {
                considered.again.pop();
            }
            if accepted {
                return Look::Reached(view.call(seen));
            }
        }
    }

    fn lack(&self, _: &View) -> String {
        format!("no further {} came", self.0)
    }
}

/// Calls that a view has been shown and not given out; they are shown again.
struct Considered<'v> {
    cursors: &'v Lock<Cursors>,
    event: Event,
    again: Vec<usize>,
}

impl Drop for Considered<'_> {
    fn drop(&mut self) {
        let again = std::mem::take(&mut self.again);
        self.cursors.lock().of(self.event).reconsider(again);
    }
}

/// So many calls in all to which an event has happened.
pub(crate) struct AtLeast {
    event: Event,
    wanted: usize,
    /// It blocks its thread.
    blocks: bool,
    /// So many have been looked at.
    looked_at: usize,
    /// Those of them that have not ended, so that they may yet come into the view, or leave it.
    open: Vec<usize>,
    /// How many of the others are in the view.
    settled: usize,
}

impl AtLeast {
    pub(crate) fn new(event: Event, wanted: usize) -> Self {
        AtLeast { event, wanted, blocks: false, looked_at: 0, open: Vec::new(), settled: 0 }
    }

    fn count(&mut self, view: &View) -> usize {
        if view.is_whole() {
            // What other waits of this view have counted counts.
            let mut cursors = view.cursors().lock();
            return cursors.of(self.event).look(&view.engine.state.lock().records);
        }
        let made = view.engine.state.lock().records.len();
        self.open.extend(std::mem::replace(&mut self.looked_at, made)..made);
        let mut now = 0;
        for index in std::mem::take(&mut self.open) {
            let seen = view.sighting(index);
            let counts = self.event.order_in(&seen.record).is_some() && view.accepts(&seen);
            if seen.record.ended > 0 {
                self.settled += usize::from(counts);
            } else {
                now += usize::from(counts);
                self.open.push(index);
            }
        }
        self.settled + now
    }
}

impl Goal<View> for AtLeast {
    type Output = ();

    fn reach(&mut self, view: &View, _: &mut Context<'_>) -> Look<()> {
        Look::when(self.count(view) >= self.wanted)
    }

    fn lack(&self, view: &View) -> String {
        let there = view.sightings_of(self.event).len();
        let verb = if there == 1 { "was" } else { "were" };
        let lack = format!("expected {}, but there {verb} {there}", self.event.counted(self.wanted));
        match self.blocks && runs_a_runtime() {
            true => format!("{lack}; no task of this thread's runtime can run meanwhile: use `wait_for(..).await`"),
            false => lack,
        }
    }
}

/// Whether the thread itself must run the tasks of a runtime, rather than wait.
fn runs_a_runtime() -> bool {
    #[cfg(feature = "tokio")]
    if let Some(flavor) = runtime::flavor_here() {
        let one_thread = flavor == tokio::runtime::RuntimeFlavor::CurrentThread;
        // What is spawned to block has an id as tasks have; the test itself has none.
        return one_thread && tokio::task::try_id().is_none();
    }
    false
}

/// No call for a while, on the test's clock.
pub(crate) struct NoneFor {
    duration: Duration,
    /// As many calls have been looked at.
    looked_at: usize,
    /// Those of them that may yet come into the view.
    open: Vec<usize>,
    sleep: Option<Sleep>,
}

impl NoneFor {
    /// A call that has come into the view.
    fn newcomer(&mut self, view: &View) -> Option<Sighting> {
        let made = view.engine.state.lock().records.len();
        self.open.extend(std::mem::replace(&mut self.looked_at, made)..made);
        let mut newcomer = None;
        self.open.retain(|index| {
            let seen = view.sighting(*index);
            let accepted = view.accepts(&seen);
            let stays = view.by_state && seen.record.ended == 0;
            if accepted {
                newcomer.get_or_insert(seen);
            }
            stays && !accepted
        });
        newcomer
    }
}

impl Goal<View> for NoneFor {
    type Output = ();

    fn reach(&mut self, view: &View, context: &mut Context<'_>) -> Look<()> {
        if let Some(seen) = self.newcomer(view) {
            let text = format!("expected no call within {:?}, but there was {}", self.duration, view.entry(&seen));
            return Look::Missed(text);
        }
        let sleep = self.sleep.get_or_insert_with(|| Sleep::start(self.duration, &view.engine.info.scene));
        match Pin::new(sleep).poll(context) {
            Poll::Ready(()) => Look::Reached(()),
            Poll::Pending => Look::NotYet,
        }
    }

    fn lack(&self, _: &View) -> String {
        format!("the test's clock has not moved by {:?}", self.duration)
    }
}

impl View {
    #[track_caller]
    pub(crate) fn wait<G>(&self, name: &'static str, goal: G) -> Wait<Self, G> {
        Wait::new(self.same(), name, self.patience(), goal)
    }

    #[track_caller]
    pub(crate) fn none_within(&self, duration: Duration) -> Wait<Self, NoneFor> {
        let mut goal = NoneFor { duration, looked_at: 0, open: Vec::new(), sleep: None };
        if self.by_state {
            // What is in the view already is none of those that come.
            goal.newcomer(self);
        } else {
            goal.looked_at = self.engine.state.lock().records.len();
        }
        // Waiting is what it is for, so a short limit is none.
        let patience = self.patience().beyond(duration);
        Wait::new(self.same(), "none_within", patience, goal)
    }

    #[track_caller]
    pub(crate) fn wait_for_blocking(&self, calls: usize, limit: Duration) {
        let goal = AtLeast { blocks: true, ..AtLeast::new(Event::Called, calls) };
        let wait = Wait::new(self.same(), "wait_for_blocking", Patience::of_thread(limit), goal);
        test_home::block(|| park_on(wait));
    }
}
