//! Waiting for calls: futures that are ready when a view has what they want.
//!
//! A wait looks, says that it waits, and looks again, so nothing that happens in between is missed; then it is woken by
//! each event of its method. It takes a call off its view in the poll that gives it out, so it may be dropped at any
//! time. It gives up, with the journal, when its [patience](crate::patience) ends.
//!
//! Why nothing is lost, and why no model checker is needed to see it: an event is written down, and the number of those
//! who wait is read, under one lock; a wait counts itself, and then looks, under the same lock. Whichever of the two
//! comes first, either the look sees the event or the event sees the wait. Who has been seen is woken after the lock is
//! released: by then it may have been woken by another event, or be gone, but never be waiting unseen, as it looks again
//! each time it says that it waits. There is nothing lock-free in this whose interleavings loom could enumerate, but for
//! the lock itself; that runs under Miri. `tests/waits_under_load.rs` makes 100,000 waits against 100,000 calls.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::args::Args;
use crate::call::Call;
use crate::calls::{Calls, Sighting};
use crate::cursor::Cursors;
use crate::event::Event;
use crate::kind::{Awaited, Kind};
use crate::lock::Lock;
use crate::park::park_on;
use crate::patience::Patience;
use crate::report;
use crate::sleep::Sleep;

/// What a wait waits for.
pub(crate) trait Goal<A: Args, K: Kind>: Unpin {
    /// What the wait gives.
    type Output;
    /// Looks whether the goal is reached; the task is woken by the method's events.
    fn reach(&mut self, view: &Calls<A, K>, context: &mut Context<'_>) -> Look<Self::Output>;
    /// What there is not, after "timed out after 5s: ".
    fn lack(&self, view: &Calls<A, K>) -> String;
}

/// What a goal sees.
pub(crate) enum Look<T> {
    Reached(T),
    NotYet,
    /// It can't be reached any more, and why.
    Missed(String),
}

/// A wait for calls of one view.
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Wait<A: Args, K: Kind, G> {
    view: Calls<A, K>,
    goal: G,
    /// `next`.
    name: &'static str,
    place: &'static Location<'static>,
    patience: Patience,
    /// Under which numbers the method and the scene know the task.
    watching: Option<(u64, u64)>,
}

impl<A: Args, K: Kind, G: Goal<A, K>> Wait<A, K, G> {
    #[track_caller]
    pub(crate) fn new(view: &Calls<A, K>, name: &'static str, limit: Duration, goal: G) -> Self {
        let patience = Patience::of(limit);
        Wait { view: view.same(), goal, name, place: Location::caller(), patience, watching: None }
    }

    fn watch(&mut self, context: &mut Context<'_>) {
        let shared = &self.view.shared;
        let of_scene = shared.info.scene.watch(context.waker().clone());
        self.watching = Some((shared.watch(context.waker().clone()), of_scene));
    }

    /// Looks; fails if there is nothing more to look for.
    fn look(&mut self, context: &mut Context<'_>) -> Option<G::Output> {
        match self.goal.reach(&self.view, context) {
            Look::Reached(output) => Some(output),
            Look::NotYet => None,
            Look::Missed(reason) => self.fail(&reason),
        }
    }

    #[cold]
    fn fail(&mut self, reason: &str) -> ! {
        self.stop_watching();
        let info = &self.view.shared.info;
        info.fail(report::failed_wait(&report::FailedWait {
            name: &self.view.name(),
            wait: self.name,
            reason,
            place: self.place,
            entries: &info.scene.journal_with(&[&*self.view.shared]),
        }))
    }
}

impl<A: Args, K: Kind, G> Wait<A, K, G> {
    fn stop_watching(&mut self) {
        if let Some((of_method, of_scene)) = self.watching.take() {
            self.view.shared.unwatch(of_method);
            drop(self.view.shared.info.scene.unwatch(of_scene));
        }
    }
}

// Nothing is ever pinned in place.
impl<A: Args, K: Kind, G> Unpin for Wait<A, K, G> {}

impl<A: Args, K: Kind, G: Goal<A, K>> Future for Wait<A, K, G> {
    type Output = G::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Output> {
        let this = &mut *self;
        this.stop_watching();
        if let Some(output) = this.look(context) {
            return Poll::Ready(output);
        }
        this.watch(context);
        if let Some(output) = this.look(context) {
            this.stop_watching();
            return Poll::Ready(output);
        }
        // What has failed elsewhere is why there is nothing to wait for.
        this.view.shared.info.scene.raise_all_lost();
        match this.patience.end(&this.view.shared.info.scene, context) {
            Some(end) => {
                let lack = this.goal.lack(&this.view);
                this.fail(&format!("{end}: {lack}"))
            }
            None => Poll::Pending,
        }
    }
}

impl<A: Args, K: Kind, G> Drop for Wait<A, K, G> {
    fn drop(&mut self) {
        self.stop_watching();
    }
}

/// The next call that the view has not seen, in the order of an event.
struct Next(Event);

impl<A: Args, K: Kind> Goal<A, K> for Next {
    type Output = Call<A, K>;

    fn reach(&mut self, view: &Calls<A, K>, _: &mut Context<'_>) -> Look<Call<A, K>> {
        let cursors = view.cursors();
        cursors.lock().of(self.0).look(&view.shared.state.lock().records);
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

    fn lack(&self, _: &Calls<A, K>) -> String {
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

    fn count<A: Args, K: Kind>(&mut self, view: &Calls<A, K>) -> usize {
        if view.is_whole() {
            // What other waits of this view have counted counts.
            let mut cursors = view.cursors().lock();
            return cursors.of(self.event).look(&view.shared.state.lock().records);
        }
        let made = view.shared.state.lock().records.len();
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

impl<A: Args, K: Kind> Goal<A, K> for AtLeast {
    type Output = ();

    fn reach(&mut self, view: &Calls<A, K>, _: &mut Context<'_>) -> Look<()> {
        if self.count(view) >= self.wanted { Look::Reached(()) } else { Look::NotYet }
    }

    fn lack(&self, view: &Calls<A, K>) -> String {
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
    fn newcomer<A: Args, K: Kind>(&mut self, view: &Calls<A, K>) -> Option<Sighting<A>> {
        let made = view.shared.state.lock().records.len();
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

impl<A: Args, K: Kind> Goal<A, K> for NoneFor {
    type Output = ();

    fn reach(&mut self, view: &Calls<A, K>, context: &mut Context<'_>) -> Look<()> {
        if let Some(seen) = self.newcomer(view) {
            let text = format!("expected no call within {:?}, but there was {}", self.duration, view.entry(&seen));
            return Look::Missed(text);
        }
        let sleep = self.sleep.get_or_insert_with(|| Sleep::start(self.duration, &view.shared.info.scene));
        match Pin::new(sleep).poll(context) {
            Poll::Ready(()) => Look::Reached(()),
            Poll::Pending => Look::NotYet,
        }
    }

    fn lack(&self, _: &Calls<A, K>) -> String {
        format!("the test's clock has not moved by {:?}", self.duration)
    }
}

impl<A: Args, K: Kind> Calls<A, K> {
    #[track_caller]
    fn wait<G: Goal<A, K>>(&self, name: &'static str, goal: G) -> Wait<A, K, G> {
        Wait::new(self, name, self.limit(), goal)
    }

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
        self.wait("next", Next(Event::Called))
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
        self.wait("next_completed", Next(Event::Completed))
    }

    /// Waits until there have been so many calls in all, whether the view has seen them or not.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for: timed out after 5s: expected 3 calls, but there was 1`.
    #[track_caller]
    pub fn wait_for(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.wait("wait_for", AtLeast::new(Event::Called, calls))
    }

    /// Waits until so many calls have completed in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: wait_for_completed: timed out after 5s: expected 3 completions, but there was 1`.
    #[track_caller]
    pub fn wait_for_completed(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.wait("wait_for_completed", AtLeast::new(Event::Completed, calls))
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
        let goal = AtLeast { blocks: true, ..AtLeast::new(Event::Called, calls) };
        let mut wait = Wait::new(self, "wait_for_blocking", limit, goal);
        wait.patience = Patience::of_thread(limit);
        park_on(wait);
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
        let mut goal = NoneFor { duration, looked_at: 0, open: Vec::new(), sleep: None };
        if self.by_state {
            // What is in the view already is none of those that come.
            goal.newcomer(self);
        } else {
            goal.looked_at = self.shared.state.lock().records.len();
        }
        // Waiting is what it is for, so a short limit is none.
        let limit = self.limit().max(Duration::from_secs(1)).saturating_add(duration);
        Wait::new(self, "none_within", limit, goal)
    }
}

impl<A: Args, K: Awaited> Calls<A, K> {
    /// Waits for the next call that was awaited and that this view has not seen awaited. The order is that of awaits.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_awaited: timed out after 5s: there was no await that this view has not given out`.
    #[track_caller]
    pub fn next_awaited(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.wait("next_awaited", Next(Event::Awaited))
    }

    /// Waits until so many calls have been awaited in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for_awaited: timed out after 5s: expected 3 awaits, but there was 1`.
    #[track_caller]
    pub fn wait_for_awaited(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.wait("wait_for_awaited", AtLeast::new(Event::Awaited, calls))
    }
}
