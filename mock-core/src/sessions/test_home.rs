//! Homes: the runtimes and threads that one test lives in, so that doubles that are made there belong to it, whichever
//! task or thread makes them. Tests that run without the harness, and start no loop of ours, have none: their doubles
//! belong to their thread.

use std::borrow::Cow;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[cfg(feature = "tokio")]
use tokio::runtime::Id;

use crate::base::lock::Lock;
use crate::records::record::CallState;
use crate::report::Entry;
#[cfg(feature = "tokio")]
use crate::sessions::leftover::Leftover;
use crate::sessions::panics::Bystander;
#[cfg(feature = "tokio")]
use crate::sessions::runtime_probe::SharedProbe;
#[cfg(feature = "tokio")]
use crate::sessions::scheduler::SharedScheduler;
use crate::sessions::session::Session;
use crate::tasks::inside;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;
#[cfg(feature = "tokio")]
use crate::tasks::task_record::TaskRecord;
use crate::tasks::test_body::TestBody;

/// Where a test lives.
pub(crate) struct TestHome {
    /// The test's body, if the harness runs it.
    pub(crate) test_body: Option<Arc<TestBody>>,
    /// The test's name, if the harness runs it.
    pub(crate) name: Cow<'static, str>,
    /// Where calls wait for their turn, if the test is explored.
    #[cfg(feature = "tokio")]
    pub(crate) scheduler: Option<SharedScheduler>,
    /// Whether the test is over.
    is_over: AtomicBool,
    /// Whether it has failed: what comes after that comes of it. Or it is over, and its tasks have a moment to end.
    is_silent: AtomicBool,
    belongings: Lock<Belongings>,
}

/// What belongs to a test.
struct Belongings {
    /// Its sessions; doubles that are made now belong to the last one. There is a new one when the clock changes.
    sessions: Vec<Arc<Session>>,
    /// Panics beside the test's body.
    panics: Vec<Bystander>,
    /// The runtimes of the test that the harness made.
    #[cfg(feature = "tokio")]
    runtimes: Vec<SharedProbe>,
    /// The tasks that [`rt::spawn`](crate::rt::spawn) made.
    #[cfg(feature = "tokio")]
    tasks: Vec<Arc<TaskRecord>>,
    /// What loops that were dropped had not ended.
    #[cfg(feature = "tokio")]
    leftovers: Vec<Leftover>,
    /// What those took with them: guards and calls.
    #[cfg(feature = "tokio")]
    taken: GoingOn,
}

impl Belongings {
    const NONE: Self = Belongings {
        sessions: Vec::new(),
        panics: Vec::new(),
        #[cfg(feature = "tokio")]
        runtimes: Vec::new(),
        #[cfg(feature = "tokio")]
        tasks: Vec::new(),
        #[cfg(feature = "tokio")]
        leftovers: Vec::new(),
        #[cfg(feature = "tokio")]
        taken: GoingOn { guards: Vec::new(), calls: Vec::new() },
    };
}

/// What has begun and not ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct GoingOn {
    pub(crate) guards: Vec<Entry>,
    pub(crate) calls: Vec<Entry>,
}

impl GoingOn {
    /// Adds what is going on elsewhere.
    #[cfg(feature = "tokio")]
    pub(crate) fn extend(&mut self, mut others: GoingOn) {
        self.guards.append(&mut others.guards);
        self.calls.append(&mut others.calls);
    }

    /// What is not going on any more.
    #[cfg(feature = "tokio")]
    pub(crate) fn without(mut self, others: &GoingOn) -> GoingOn {
        self.guards.retain(|guard| others.guards.iter().all(|other| other.order != guard.order));
        self.calls.retain(|call| others.calls.iter().all(|other| other.order != call.order));
        self
    }
}

/// How many homes are lived in. Most test binaries have none, and pay for a look at this when a mock is made.
static ANY: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The home of what runs on this thread.
    static HERE: RefCell<Option<Arc<TestHome>>> = const { RefCell::new(None) };
}

/// The homes of what runs in runtimes that the harness did not make, on whatever thread.
#[cfg(feature = "tokio")]
static RUNTIMES: Lock<Vec<(Id, Arc<TestHome>)>> = Lock::new(Vec::new());

impl TestHome {
    /// That of a test under the harness.
    pub(crate) fn of(test_body: TestBody, name: Cow<'static, str>) -> Arc<Self> {
        Arc::new(TestHome { name, ..Self::new(Some(Arc::new(test_body))) })
    }

    /// That of one run of a test that is explored.
    #[cfg(feature = "tokio")]
    pub(crate) fn explored(test_body: TestBody, name: Cow<'static, str>, scheduler: SharedScheduler) -> Arc<Self> {
        Arc::new(TestHome { name, scheduler: Some(scheduler), ..Self::new(Some(Arc::new(test_body))) })
    }

    fn new(test_body: Option<Arc<TestBody>>) -> Self {
        TestHome {
            test_body,
            name: Cow::Borrowed(""),
            #[cfg(feature = "tokio")]
            scheduler: None,
            is_over: AtomicBool::new(false),
            is_silent: AtomicBool::new(false),
            belongings: Lock::new(Belongings::NONE),
        }
    }

    /// The home of what runs here, if it has one.
    #[inline]
    pub(crate) fn here() -> Option<Arc<Self>> {
        if ANY.load(Ordering::Relaxed) == 0 { None } else { Self::find() }
    }

    #[cold]
    fn find() -> Option<Arc<Self>> {
        // A thread at its end lives nowhere.
        let here = HERE.try_with(|here| here.try_borrow().ok().and_then(|here| here.clone())).ok().flatten();
        #[cfg(feature = "tokio")]
        // What another thread blocks on in the runtime may be another test's.
        if here.is_none() && tokio::task::try_id().is_some() {
            return Self::of_runtime(runtime::here()?);
        }
        here
    }

    #[cfg(feature = "tokio")]
    fn of_runtime(runtime: Id) -> Option<Arc<Self>> {
        let mut found: Option<Arc<Self>> = None;
        for (known, home) in &*RUNTIMES.lock() {
            match &found {
                _ if *known != runtime => {}
                None => found = Some(Arc::clone(home)),
                // Several tests run in it: what its tasks do may be of each.
                Some(other) if !Arc::ptr_eq(other, home) => return None,
                Some(_) => {}
            }
        }
        found
    }

    /// The home of what runs here; a new one, if the test is a plain one.
    #[cfg(feature = "tokio")]
    pub(crate) fn here_or_new() -> Arc<Self> {
        Self::here().unwrap_or_else(|| {
            let home = Self::new(None);
            home.belongings.lock().sessions.push(Session::current());
            Arc::new(home)
        })
    }

    /// The number of the trial that the test is under.
    pub(crate) fn trial(&self) -> Option<u64> {
        self.test_body.as_ref().map(|test_body| test_body.trial)
    }

    /// The session that a double made here now belongs to.
    pub(crate) fn session(&self) -> Arc<Session> {
        if let Some(known) = self.belongings.lock().sessions.last() {
            return Arc::clone(known);
        }
        let first = Session::new(Some(self));
        let sessions = &mut self.belongings.lock().sessions;
        // Another thread may have been quicker.
        if sessions.is_empty() {
            sessions.push(Arc::clone(&first));
        }
        Arc::clone(&sessions[0])
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        self.belongings.lock().sessions.clone()
    }

    /// What each of its sessions gives, one after the other.
    pub(crate) fn of_sessions<T>(&self, gives: fn(&Arc<Session>) -> Vec<T>) -> Vec<T> {
        let mut all = Vec::new();
        for session in &self.sessions() {
            all.append(&mut gives(session));
        }
        all
    }

    pub(crate) fn begin_session(&self) -> Arc<Session> {
        let session = Session::new(Some(self));
        self.belongings.lock().sessions.push(Arc::clone(&session));
        session
    }

    /// This thread lives there for as long as it lives, which is no longer than the test.
    #[cfg(feature = "tokio")]
    pub(crate) fn move_in(self: &Arc<Self>) {
        let _moved = HERE.try_with(|here| here.replace(Some(Arc::clone(self))));
    }

    /// Whether nothing has happened that would have to be looked into when the test is over: on the runtime that the harness
    /// made for it, nothing is known to have.
    #[cfg(feature = "tokio")]
    pub(crate) fn is_untouched(&self) -> bool {
        let belongings = self.belongings.lock();
        belongings.sessions.is_empty()
            && belongings.panics.is_empty()
            && belongings.tasks.is_empty()
            && belongings.leftovers.is_empty()
            && belongings.runtimes.len() == 1
    }

    /// What is going on.
    pub(crate) fn going_on(&self) -> GoingOn {
        GoingOn {
            guards: self.of_sessions(|session| session.held_guards()),
            calls: self.of_sessions(|session| session.calls_in(|state| state == CallState::Pending)),
        }
    }

    /// Lets go of its sessions.
    pub(crate) fn forget(&self) {
        let _dropped_without_the_lock = mem::take(&mut self.belongings.lock().sessions);
        #[cfg(feature = "tokio")]
        let _dropped_without_the_lock = mem::take(&mut self.belongings.lock().tasks);
    }

    /// The test is over: nobody is left to handle what fails.
    pub(crate) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    /// Whether nothing is to be said of what happens: the test has failed, or is over.
    pub(crate) fn be_silent(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::SeqCst);
        for session in self.sessions() {
            session.scene.be_silent(is_silent);
        }
    }

    pub(crate) fn note_panic(&self, text: String, place: String) {
        if self.is_silent.load(Ordering::SeqCst) {
            return;
        }
        #[cfg(feature = "tokio")]
        if TaskRecord::note_panic(&text, &place) {
            return;
        }
        let is_late = self.is_over.load(Ordering::SeqCst);
        self.belongings.lock().panics.push(Bystander { text, place, is_late });
    }

    pub(crate) fn panics(&self) -> Vec<Bystander> {
        self.belongings.lock().panics.clone()
    }
}

#[cfg(feature = "tokio")]
impl TestHome {
    pub(crate) fn add_runtime(&self, runtime: &SharedProbe) {
        self.belongings.lock().runtimes.push(runtime.clone());
    }

    /// Forgets a runtime: what is known of it keeps it alive.
    pub(crate) fn remove_runtime(&self, runtime: &SharedProbe) {
        let mut belongings = self.belongings.lock();
        let runtimes = &mut belongings.runtimes;
        let index = runtimes.iter().position(|known| Arc::ptr_eq(known.arc(), runtime.arc()));
        let _dropped_without_the_lock = index.map(|index| runtimes.remove(index));
        drop(belongings);
    }

    /// A runtime that the harness made, if this is one.
    pub(crate) fn runtime(&self, id: Id) -> Option<SharedProbe> {
        for runtime in &self.belongings.lock().runtimes {
            if runtime.handle.id() == id {
                return Some(runtime.clone());
            }
        }
        None
    }

    pub(crate) fn runtimes(&self) -> Vec<SharedProbe> {
        self.belongings.lock().runtimes.clone()
    }

    pub(crate) fn add_task(&self, task: &Arc<TaskRecord>) {
        self.belongings.lock().tasks.push(Arc::clone(task));
    }

    pub(crate) fn add_leftovers(&self, mut left: Vec<Leftover>, taken: GoingOn) {
        let mut belongings = self.belongings.lock();
        belongings.leftovers.append(&mut left);
        belongings.taken.extend(taken);
    }

    /// What loops that were dropped had not ended, and what those took with them.
    pub(crate) fn leftovers(&self) -> (Vec<Leftover>, GoingOn) {
        let belongings = self.belongings.lock();
        (belongings.leftovers.clone(), belongings.taken.clone())
    }

    pub(crate) fn tasks(&self) -> Vec<Arc<TaskRecord>> {
        self.belongings.lock().tasks.clone()
    }
}

/// A thread lives somewhere, until this is dropped, on that thread.
pub(crate) struct Residence {
    before: Option<Arc<TestHome>>,
    _here: PhantomData<*const ()>,
}

impl Residence {
    /// Of this thread.
    pub(crate) fn at(home: &Arc<TestHome>) -> Self {
        ANY.fetch_add(1, Ordering::Relaxed);
        // A thread at its end lives nowhere.
        let before = HERE.try_with(|here| here.replace(Some(Arc::clone(home)))).ok().flatten();
        Residence { before, _here: PhantomData }
    }
}

impl Drop for Residence {
    fn drop(&mut self) {
        let _dropped_when_nothing_is_borrowed = HERE.try_with(|here| here.replace(self.before.take()));
        ANY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A runtime that the harness did not make lives somewhere, until this is dropped.
#[cfg(feature = "tokio")]
pub(crate) struct RuntimeResidence {
    runtime: Id,
    home: Arc<TestHome>,
}

#[cfg(feature = "tokio")]
impl RuntimeResidence {
    pub(crate) fn at(home: &Arc<TestHome>, runtime: Id) -> Self {
        ANY.fetch_add(1, Ordering::Relaxed);
        RUNTIMES.lock().push((runtime, Arc::clone(home)));
        RuntimeResidence { runtime, home: Arc::clone(home) }
    }
}

#[cfg(feature = "tokio")]
impl Drop for RuntimeResidence {
    fn drop(&mut self) {
        let mut runtimes = RUNTIMES.lock();
        let is_this = |(runtime, home): &(Id, Arc<TestHome>)| *runtime == self.runtime && Arc::ptr_eq(home, &self.home);
        let index = runtimes.iter().position(is_this);
        let _dropped_without_the_lock = index.map(|index| runtimes.swap_remove(index));
        drop(runtimes);
        ANY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Blocks this thread, in a way that the harness can end if the body of a test runs here.
pub(crate) fn block<T>(wait: impl FnOnce() -> T) -> T {
    let test_body =
        TestHome::here().and_then(|home| home.test_body.clone()).filter(|test_body| inside::is_inside(test_body.trial));
    match test_body {
        Some(test_body) => test_body.block(wait),
        None => wait(),
    }
}
