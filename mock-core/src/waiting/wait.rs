//! Waiting: futures that are ready when their subject has what they want; and what there is to want of calls.
//!
//! Whatever a wait gives, it takes in the poll that gives it out, so it may be dropped at any time. It is woken by all that
//! happens to its subject, as told in [`attendance`](crate::waiting::attendance), and gives up when its
//! [patience](crate::waiting::patience) ends.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::base::lock::Lock;
use crate::base::park::park_on;
use crate::kinds::kind::{Awaited, Kind};
use crate::methods::method::Method;
use crate::records::cursor::Cursors;
use crate::records::event::Event;
use crate::report;
use crate::sessions::scene::SharedScene;
use crate::sessions::test_home;
use crate::values::args::Args;
use crate::verification::call::{Call, ViewedCall};
use crate::verification::calls::Calls;
use crate::views::view::{Sighting, View};
use crate::waiting::attendance::Attendance;
use crate::waiting::patience::{self, Patience};
use crate::waiting::sleep::Sleep;

/// What a wait looks at: a view of calls, guards, a stream.
pub(crate) trait Subject {
    fn scene(&self) -> &SharedScene;
    /// Makes the task known to all whose events the wait is to be woken by.
    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>);
    /// Fails a wait: what it is called, why it fails, and where it was begun.
    fn fail_wait(&self, wait: &str, reason: &str, place: &Location<'_>) -> !;
}

/// What a wait waits for.
pub(crate) trait Goal<S> {
    /// What the wait gives.
    type Output;
    /// Looks whether the goal is reached; the task is woken by the subject's events.
    fn reach(&mut self, subject: &S, context: &mut Context<'_>) -> Look<Self::Output>;
    /// What there is not, after "timed out after 5s: ".
    fn lack(&self, subject: &S) -> String;
}

/// What a goal sees.
pub(crate) enum Look<T> {
    Reached(T),
    NotYet,
    /// It can't be reached any more, and why.
    Missed(String),
}

impl Look<()> {
    pub(crate) fn when(reached: bool) -> Self {
        if reached { Look::Reached(()) } else { Look::NotYet }
    }
}

/// A wait.
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Wait<S, G> {
    subject: S,
    goal: G,
    /// `next`.
    name: &'static str,
    place: &'static Location<'static>,
    attendance: Attendance,
}

impl<S: Subject, G> Wait<S, G> {
    #[track_caller]
    pub(crate) fn new(subject: S, name: &'static str, patience: Patience, goal: G) -> Self {
        let attendance = Attendance::new(subject.scene(), patience);
        Wait { subject, goal, name, place: Location::caller(), attendance }
    }
}

impl<S: Subject> Wait<S, Until<S>> {
    /// A wait that gives nothing, within the limit of all waits of which nothing else is said.
    #[track_caller]
    pub(crate) fn until(subject: S, name: &'static str, reach: fn(&S) -> Look<()>, lack: fn(&S) -> String) -> Self {
        Wait::new(subject, name, Patience::of(patience::default_limit()), Until { reach, lack })
    }
}

// Nothing is ever pinned in place.
impl<S, G> Unpin for Wait<S, G> {}

impl<S: Subject, G: Goal<S>> Future for Wait<S, G> {
    type Output = G::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Output> {
        let Wait { subject, goal, name, place, attendance } = &mut *self;
        let mut look = goal.reach(subject, context);
        // What is there at once need not be waited for.
        if let Look::NotYet = look {
            attendance.begin(context);
            subject.attend(attendance, context);
            look = goal.reach(subject, context);
        }
        let reason = match look {
            Look::Reached(output) => {
                attendance.end();
                return Poll::Ready(output);
            }
            Look::Missed(reason) => reason,
            Look::NotYet => match attendance.give_up(context) {
                Some(end) => format!("{end}: {}", goal.lack(subject)),
                None => return Poll::Pending,
            },
        };
        attendance.end();
        subject.fail_wait(name, &reason, place)
    }
}

impl<S: Subject, G: Goal<S>> Wait<S, G> {
    /// The same wait, of whose output something else is made.
    pub(crate) fn map<M, T>(self, map: M) -> Mapped<S, G, M>
    where
        M: FnOnce(G::Output) -> T,
    {
        Mapped { wait: self, map: Some(map) }
    }
}

/// A wait, of whose output something else is made.
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Mapped<S, G, M> {
    wait: Wait<S, G>,
    map: Option<M>,
}

// Nothing is ever pinned in place.
impl<S, G, M> Unpin for Mapped<S, G, M> {}

impl<S: Subject, G: Goal<S>, M: FnOnce(G::Output) -> T, T> Future for Mapped<S, G, M> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let poll = Pin::new(&mut self.wait).poll(context);
        poll.map(|output| (self.map.take().expect("a wait has one output"))(output))
    }
}

/// A goal that gives nothing.
pub(crate) struct Until<S> {
    reach: fn(&S) -> Look<()>,
    lack: fn(&S) -> String,
}

impl<S> Goal<S> for Until<S> {
    type Output = ();

    fn reach(&mut self, subject: &S, _: &mut Context<'_>) -> Look<()> {
        (self.reach)(subject)
    }

    fn lack(&self, subject: &S) -> String {
        (self.lack)(subject)
    }
}

impl Subject for View {
    fn scene(&self) -> &SharedScene {
        &self.engine.info.scene
    }

    fn attend(&self, attendance: &mut Attendance, context: &Context<'_>) {
        attendance.add(Arc::clone(self.engine.arc()) as Arc<_>, context);
    }

    #[cold]
    fn fail_wait(&self, wait: &str, reason: &str, place: &Location<'_>) -> ! {
        let info = &self.engine.info;
        info.fail(report::failed_wait(&report::FailedWait {
            name: &self.engine.title(),
            wait,
            reason,
            place,
            entries: &info.scene.journal_with(&[&*self.engine]),
        }))
    }
}

/// The next call that the view has not seen, in the order of an event.
struct Next(Event);

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
        format!("there was no {} that this view has not given out", self.0)
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
struct AtLeast {
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
    fn new(event: Event, wanted: usize) -> Self {
        AtLeast { event, wanted, blocks: false, looked_at: 0, open: Vec::new(), settled: 0 }
    }

    fn count(&mut self, view: &View) -> usize {
        if view.is_whole() {
            // What other waits of this view have counted counts.
            let mut cursors = view.cursors().lock();
            return cursors.of(self.event).look(&view.engine.state.lock().records);
        }
        let made = view.engine.state.lock().records.len();
        let looked_at = std::mem::replace(&mut self.looked_at, made);
        let mut now = 0;
        for index in std::mem::take(&mut self.open).into_iter().chain(looked_at..made) {
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
    if let Ok(handle) = tokio::runtime::Handle::try_current() {
        let one_thread = handle.runtime_flavor() == tokio::runtime::RuntimeFlavor::CurrentThread;
        // What is spawned to block has an id as tasks have; the test itself has none.
        return one_thread && tokio::task::try_id().is_none();
    }
    false
}

/// No call for a while, on the test's clock.
struct NoneFor {
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
        Wait::new(self.same(), name, Patience::of(self.limit()), goal)
    }

    #[track_caller]
    fn none_within(&self, duration: Duration) -> Wait<Self, NoneFor> {
        let mut goal = NoneFor { duration, looked_at: 0, open: Vec::new(), sleep: None };
        if self.by_state {
            // What is in the view already is none of those that come.
            goal.newcomer(self);
        } else {
            goal.looked_at = self.engine.state.lock().records.len();
        }
        // Waiting is what it is for, so a short limit is none.
        let limit = self.limit().max(Duration::from_secs(1)).saturating_add(duration);
        Wait::new(self.same(), "none_within", Patience::of(limit), goal)
    }

    #[track_caller]
    fn wait_for_blocking(&self, calls: usize, limit: Duration) {
        let goal = AtLeast { blocks: true, ..AtLeast::new(Event::Called, calls) };
        let wait = Wait::new(self.same(), "wait_for_blocking", Patience::of_thread(limit), goal);
        test_home::block(|| park_on(wait));
    }
}

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// Waits for the next call that this view has not seen yet, and gives it out.
    ///
    /// A view begins before the first call, so that a call that was made before the wait is not missed; each call is
    /// given out once. Clones begin where their original stands; a filter is a new view.
    ///
    /// The future may be dropped at any time: what it has not given out, the next one will. It belongs to no runtime,
    /// and can be sent.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().return_const(true);
    /// let go = cat.calls_to_go();
    /// tokio::spawn(async move { cat.go("north").await });
    ///
    /// let call = go.next().await;
    /// assert_eq!(call.args().0, "north");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// With the journal, if there is none [within](Calls::within) the limit of real time:
    /// `Cat::go: next: timed out after 5s: there was no call that this view has not given out`. Within a second, if a
    /// paused clock of tokio shows that nothing can run: `Cat::go: next: deadlock: ..`. With its own text, if a mock has failed
    /// in another task meanwhile.
    #[track_caller]
    pub fn next(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next", Next(Event::Called)).map(Call::of)
    }

    /// Waits for the next call that has completed and that this view has not seen complete. The order is that of
    /// completions.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_completed: timed out after 5s: there was no completion that this view has not given out`.
    #[track_caller]
    pub fn next_completed(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next_completed", Next(Event::Completed)).map(Call::of)
    }

    /// Waits until there have been so many calls in all, whether the view has seen them or not.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for: timed out after 5s: expected 3 calls, but there was 1`.
    #[track_caller]
    pub fn wait_for(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for", AtLeast::new(Event::Called, calls))
    }

    /// Waits until so many calls have completed in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: wait_for_completed: timed out after 5s: expected 3 completions, but there was 1`.
    #[track_caller]
    pub fn wait_for_completed(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for_completed", AtLeast::new(Event::Completed, calls))
    }

    /// Waits until there have been so many calls in all, on a thread that runs no tasks; `limit` is real time.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self);
    /// }
    ///
    /// let cat = MockCat::new();
    /// cat.expect_pet().return_const(());
    /// let pet = cat.calls_to_pet();
    /// let owner = std::thread::spawn(move || cat.pet());
    /// pet.wait_for_blocking(1, Duration::from_secs(1));
    /// # owner.join().unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// With the journal, if there are fewer by then:
    /// `Cat::pet: wait_for_blocking: timed out after 1s: expected 3 calls, but there was 1`.
    #[track_caller]
    pub fn wait_for_blocking(&self, calls: usize, limit: Duration) {
        self.raw.wait_for_blocking(calls, limit);
    }

    /// Waits for a while, on the test's clock, and asserts that there is no call from now until then.
    ///
    /// The clock is tokio's, virtual while it is paused; it is real time without a runtime.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[cfg(not(feature = "tokio"))]
    /// # fn main() {}
    /// # #[cfg(feature = "tokio")]
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// let go = cat.calls_to_go();
    /// // An hour of virtual time.
    /// go.none_within(Duration::from_secs(3600)).await;
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// At the first call, with the journal:
    /// `Cat::go: none_within: expected no call within 1s, but there was Cat::go("north") at src/herd.rs:12 [completed]`.
    #[track_caller]
    pub fn none_within(&self, duration: Duration) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.none_within(duration)
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// Waits for the next call that was awaited and that this view has not seen awaited. The order is that of awaits.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_awaited: timed out after 5s: there was no await that this view has not given out`.
    #[track_caller]
    pub fn next_awaited(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next_awaited", Next(Event::Awaited)).map(Call::of)
    }

    /// Waits until so many calls have been awaited in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for_awaited: timed out after 5s: expected 3 awaits, but there was 1`.
    #[track_caller]
    pub fn wait_for_awaited(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for_awaited", AtLeast::new(Event::Awaited, calls))
    }
}
