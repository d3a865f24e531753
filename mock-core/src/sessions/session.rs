//! A session: the doubles that belong together, on one scene. Mocks made on one thread share a session until none
//! of them is left; the test harness gives every test its own thread, and so its own session. Where a test has a
//! [home](crate::sessions::test_home), they share that of the home.

use std::cell::RefCell;
use std::sync::Arc;

use crate::base::caught::shielded;
use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::Lock;
use crate::records::guard_state::GuardState;
use crate::records::record::CallState;
use crate::report::{self, Complaint, Entry};
use crate::sessions::guard_record::GuardRecord;
#[cfg(feature = "tokio")]
use crate::sessions::mock::{MockInfo, OWNERS};
use crate::sessions::observed::{self, Recorded};
use crate::sessions::scene::{Scene, SharedScene};
use crate::sessions::test_home::TestHome;

/// Doubles that belong together.
pub(crate) struct Session {
    pub(crate) scene: SharedScene,
    /// What was recorded, also by mocks that are gone.
    recorded: Lock<Kept>,
    /// How many mocks of a name were made since there were none.
    counts: Lock<Counts>,
}

/// How many mocks there are of each name. Most tests have one.
#[derive(Default)]
struct Counts {
    first: &'static str,
    has_others: bool,
    /// With the first, once there are others.
    all: Vec<(&'static str, u32)>,
}

impl Counts {
    /// Counts one more, beside so many mocks.
    #[cold]
    fn count(&mut self, name: &'static str, others: usize) -> u32 {
        if others == 0 {
            *self = Counts { first: name, ..Counts::default() };
            return 1;
        }
        if !self.has_others {
            (self.has_others, self.all) = (true, vec![(self.first, 1)]);
        }
        for (known, count) in &mut self.all {
            if *known == name {
                *count += 1;
                return *count;
            }
        }
        self.all.push((name, 1));
        1
    }
}

/// A pointer to it, which does not drag all of it into the debug info of each mock.
pub(crate) type SharedSession = Hidden<OfSession>;

/// Names the [`Session`].
pub(crate) struct OfSession;

impl Hides for OfSession {
    type Hidden = Session;
}

/// What a journal is made of.
#[derive(Clone, Default)]
struct Kept {
    methods: Vec<Arc<dyn Recorded>>,
    /// The guards that no method is known to give.
    guards: Vec<Arc<GuardRecord>>,
}

thread_local! {
    /// The thread's session. It is kept when its last mock is dropped, so that a journal can still be printed, and
    /// replaced when the next mock is made.
    static CURRENT: RefCell<Current> = const { RefCell::new(Current(None)) };
}

/// The session of a thread, at whose end it is dropped: a panic of what the user's types do then would end the process.
#[derive(Default)]
struct Current(Option<Arc<Session>>);

impl Drop for Current {
    fn drop(&mut self) {
        let _panicked = shielded(&mut || drop(self.0.take()));
    }
}

impl Session {
    /// The session that a mock made now belongs to.
    pub(crate) fn current() -> Arc<Session> {
        if let Some(home) = TestHome::here() {
            return home.session();
        }
        let session = match Self::of_thread() {
            Some(session) => session,
            None => Session::begin(),
        };
        // The owners are the thread and `session` itself; any other is a mock.
        if Arc::strong_count(&session) > 2 {
            return session;
        }
        if session.scene.is_ahead() {
            return Session::begin();
        }
        session.forget();
        session
    }

    /// A session of its own.
    pub(crate) fn new(home: Option<&TestHome>) -> Arc<Session> {
        Arc::new_cyclic(|session| Session {
            scene: SharedScene::new(Arc::new(Scene::new(session.clone(), home))),
            recorded: Lock::default(),
            counts: Lock::default(),
        })
    }

    /// Makes a new session the one that mocks belong to which are made from now on.
    pub(crate) fn begin() -> Arc<Session> {
        if let Some(home) = TestHome::here() {
            return home.begin_session();
        }
        let session = Session::new(None);
        // What the last session kept is dropped when it is no longer borrowed: it may be the user's.
        let new = Current(Some(Arc::clone(&session)));
        let _last = CURRENT.try_with(|current| current.replace(new));
        session
    }

    /// Begins anew: what the mocks that are gone have recorded is dropped.
    fn forget(&self) {
        self.scene.forget();
        loop {
            // Dropped when the lock is released: it may be the user's.
            let mut recorded = self.recorded.lock();
            if let Some(method) = recorded.methods.pop() {
                drop(recorded);
                drop(method);
            } else if let Some(guard) = recorded.guards.pop() {
                drop(recorded);
                drop(guard);
            } else {
                break;
            }
        }
    }

    /// The session of the mocks that were last made on this thread.
    pub(crate) fn latest() -> Option<Arc<Session>> {
        if let Some(home) = TestHome::here() {
            return Some(home.session());
        }
        Self::of_thread()
    }

    /// That of the thread, which has none when it is at its end.
    fn of_thread() -> Option<Arc<Session>> {
        CURRENT.try_with(|current| current.borrow().0.clone()).unwrap_or_default()
    }

    /// Counts a mock that is being made: which one of its name it is, since there was no mock at all.
    #[inline(always)]
    pub(crate) fn count_mock(self: &Arc<Self>, name: &'static str) -> u32 {
        let mut counts = self.counts.lock();
        // Its home, or its thread, and whoever asks; any other owner is a mock.
        if Arc::strong_count(self) > 2 || counts.has_others {
            return counts.count(name, self.mocks());
        }
        counts.first = name;
        1
    }

    pub(crate) fn add(&self, recorded: Arc<dyn Recorded>) {
        self.recorded.lock().methods.push(recorded);
    }

    /// The methods of its mocks, as far as they were used.
    pub(crate) fn methods(&self) -> Vec<Arc<dyn Recorded>> {
        self.recorded.lock().methods.clone()
    }

    /// The guards that no method is known to give.
    pub(crate) fn lone_guards(&self) -> Vec<Arc<GuardRecord>> {
        self.recorded.lock().guards.clone()
    }

    pub(crate) fn add_guard(&self, guard: &Arc<GuardRecord>) {
        self.recorded.lock().guards.push(Arc::clone(guard));
    }

    /// What each of its methods gives, one after the other.
    fn of_methods<T>(&self, gives: &dyn Fn(&dyn Recorded) -> Vec<T>) -> Vec<T> {
        let methods = self.recorded.lock().methods.clone();
        let mut all = Vec::new();
        for method in &methods {
            all.append(&mut gives(&**method));
        }
        all
    }

    /// Verifies what no mock has verified yet, be they leaked or elsewhere.
    pub(crate) fn verify(&self) -> Vec<Complaint> {
        self.of_methods(&|method| method.verify())
    }

    /// The same, and drops all expectations.
    pub(crate) fn retire(&self) -> Vec<Complaint> {
        self.of_methods(&|method| method.retire(None))
    }

    /// What is not met so far.
    pub(crate) fn unmet(&self) -> Vec<Complaint> {
        self.of_methods(&|method| method.unmet())
    }

    /// How many mocks it has.
    pub(crate) fn mocks(self: &Arc<Self>) -> usize {
        // The other owners are its home, and whoever asks.
        Arc::strong_count(self).saturating_sub(2)
    }

    /// The names of the mocks that it has, as far as they were used.
    #[cfg(feature = "tokio")]
    pub(crate) fn living_mocks(self: &Arc<Self>) -> Vec<String> {
        let mut known: Vec<MockInfo> = Vec::new();
        for method in &self.recorded.lock().methods {
            if Arc::strong_count(method) >= OWNERS && known.iter().all(|mock| !method.mock().is_of(mock)) {
                known.push(method.mock().clone());
            }
        }
        let mut names = Vec::new();
        for mock in known {
            names.push(mock.name());
        }
        for _ in names.len()..self.mocks() {
            names.push("a mock of which nothing was expected, and that was not called".to_owned());
        }
        names
    }

    /// The calls in some states, in the order in which they were made.
    pub(crate) fn calls_in(&self, wanted: fn(CallState) -> bool) -> Vec<Entry> {
        let mut entries = self.of_methods(&|method| method.entries(wanted));
        report::put_in_order(&mut entries);
        entries
    }

    /// The calls that were never awaited, though they should have been.
    pub(crate) fn unawaited(&self) -> Vec<Entry> {
        let mut entries = self.of_methods(&|method| method.unawaited());
        report::put_in_order(&mut entries);
        entries
    }

    /// The guards that are held.
    pub(crate) fn held_guards(&self) -> Vec<Entry> {
        let Kept { methods, mut guards } = self.recorded.lock().clone();
        let mut known = Vec::new();
        for method in &methods {
            known.append(&mut method.guards());
        }
        known.append(&mut guards);
        let mut held = Vec::new();
        for guard in &known {
            if let Some(visit) = guard.visit()
                && visit.state == GuardState::Held
            {
                held.push(visit.entry);
            }
        }
        report::put_in_order_once(&mut held);
        held
    }

    /// Every call and every guard of its doubles, in the order in which they began.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let Kept { methods, guards } = self.recorded.lock().clone();
        let mut entries = Vec::new();
        for method in &methods {
            entries.append(&mut method.all());
        }
        entries.append(&mut observed::entries_of(&guards));
        // A guard that is a mock is known to the method that gives it as well.
        report::put_in_order_once(&mut entries);
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::Session;
    use std::sync::Arc;

    #[test]
    fn a_session_lasts_as_long_as_its_mocks() {
        let first = Session::current();
        assert!(Arc::ptr_eq(&first, &Session::current()));
        assert!(Session::latest().is_some_and(|latest| Arc::ptr_eq(&first, &latest)));
    }

    #[cfg(feature = "tokio")]
    #[test]
    fn time_that_was_advanced_does_not_outlast_its_runtime() {
        use std::time::Duration;
        let paused = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        paused.block_on(async {
            tokio::time::advance(Duration::from_secs(3600)).await;
            drop(Session::current());
        });
        let now = Session::current().scene.now();
        assert!(now < 3_600_000_000_000, "{now}");
        std::thread::sleep(Duration::from_millis(2));
        assert!(Session::latest().unwrap().scene.now() > now, "time goes on");
    }
}
