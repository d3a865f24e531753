//! Homes: the runtimes and threads that one test lives in, so that doubles that are made there belong to it, whichever
//! task or thread makes them. Tests that run without the harness, and start no loop of ours, have none: their doubles
//! belong to their thread.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::lock::Lock;
use crate::owner::{Owner, Owners};
use crate::panics::Bystander;
use crate::root::Root;
#[cfg(feature = "tokio")]
use crate::rt::{Leftover, RuntimeProbe, TaskRecord};
use crate::session::Session;

/// Where a test lives.
pub(crate) struct Home {
    /// The test's body, if the harness runs it.
    pub(crate) root: Option<Arc<Root>>,
    /// Whether calls that are never awaited are warned of at once.
    pub(crate) warns_of_unawaited: bool,
    /// Its sessions; doubles that are made now belong to the last one. There is a new one when the clock changes.
    sessions: Lock<Vec<Arc<Session>>>,
    /// Panics beside the test's body.
    panics: Lock<Vec<Bystander>>,
    /// Whether the test is over.
    is_over: AtomicBool,
    /// The runtimes of the test that the harness made.
    #[cfg(feature = "tokio")]
    runtimes: Lock<Vec<Arc<RuntimeProbe>>>,
    /// The tasks that [`rt::spawn`](crate::rt::spawn) made.
    #[cfg(feature = "tokio")]
    tasks: Lock<Vec<Arc<TaskRecord>>>,
    /// What loops that were dropped had not ended.
    #[cfg(feature = "tokio")]
    leftovers: Lock<Vec<Leftover>>,
}

/// How many owners have a home. Most test binaries have none, and pay for a look at this when a mock is made.
static ANY: AtomicUsize = AtomicUsize::new(0);

static HOMES: Lock<HashMap<Owner, Arc<Home>, BuildHasherDefault<DefaultHasher>>> =
    Lock::new(HashMap::with_hasher(BuildHasherDefault::new()));

impl Home {
    /// That of a test under the harness.
    pub(crate) fn of(root: Root, warns_of_unawaited: bool) -> Arc<Self> {
        let home = Arc::new(Self::new(Some(Arc::new(root)), warns_of_unawaited));
        home.begin_session();
        home
    }

    fn new(root: Option<Arc<Root>>, warns_of_unawaited: bool) -> Self {
        Home {
            root,
            warns_of_unawaited,
            sessions: Lock::default(),
            panics: Lock::default(),
            is_over: AtomicBool::new(false),
            #[cfg(feature = "tokio")]
            runtimes: Lock::default(),
            #[cfg(feature = "tokio")]
            tasks: Lock::default(),
            #[cfg(feature = "tokio")]
            leftovers: Lock::default(),
        }
    }

    /// The home of what runs here, if it has one.
    #[inline]
    pub(crate) fn here() -> Option<Arc<Self>> {
        if ANY.load(Ordering::Relaxed) == 0 { None } else { Self::find() }
    }

    #[cold]
    fn find() -> Option<Arc<Self>> {
        let owners = Owners::here();
        let homes = HOMES.lock();
        owners.iter().find_map(|owner| homes.get(&owner).cloned())
    }

    /// The home of what runs here; a new one, if the test is a plain one.
    #[cfg(feature = "tokio")]
    pub(crate) fn here_or_new() -> Arc<Self> {
        Self::here().unwrap_or_else(|| {
            let home = Self::new(None, true);
            home.sessions.lock().push(Session::current());
            Arc::new(home)
        })
    }

    /// The number of the trial that the test is under.
    pub(crate) fn trial(&self) -> Option<u64> {
        self.root.as_ref().map(|root| root.trial)
    }

    /// The session that a double made here now belongs to.
    pub(crate) fn session(&self) -> Arc<Session> {
        let sessions = self.sessions.lock();
        Arc::clone(sessions.last().expect("a home begins with a session"))
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        self.sessions.lock().clone()
    }

    pub(crate) fn begin_session(&self) -> Arc<Session> {
        let session = Session::new(Some(self));
        self.sessions.lock().push(Arc::clone(&session));
        session
    }

    /// The test is over: nobody is left to handle what fails.
    pub(crate) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    pub(crate) fn note_panic(&self, text: String, place: String) {
        #[cfg(feature = "tokio")]
        if TaskRecord::note_panic(&text, &place) {
            return;
        }
        let is_late = self.is_over.load(Ordering::SeqCst);
        self.panics.lock().push(Bystander { text, place, is_late });
    }

    pub(crate) fn panics(&self) -> Vec<Bystander> {
        self.panics.lock().clone()
    }
}

#[cfg(feature = "tokio")]
impl Home {
    pub(crate) fn add_runtime(&self, runtime: &Arc<RuntimeProbe>) {
        self.runtimes.lock().push(Arc::clone(runtime));
    }

    /// Forgets a runtime: what is known of it keeps it alive.
    pub(crate) fn remove_runtime(&self, runtime: &Arc<RuntimeProbe>) {
        let mut runtimes = self.runtimes.lock();
        let index = runtimes.iter().position(|known| Arc::ptr_eq(known, runtime));
        let _dropped_without_the_lock = index.map(|index| runtimes.remove(index));
        drop(runtimes);
    }

    pub(crate) fn runtimes(&self) -> Vec<Arc<RuntimeProbe>> {
        self.runtimes.lock().clone()
    }

    pub(crate) fn add_task(&self, task: &Arc<TaskRecord>) {
        self.tasks.lock().push(Arc::clone(task));
    }

    pub(crate) fn add_leftovers(&self, left: Vec<Leftover>) {
        self.leftovers.lock().extend(left);
    }

    /// What loops that were dropped had not ended.
    pub(crate) fn leftovers(&self) -> Vec<Leftover> {
        self.leftovers.lock().clone()
    }

    pub(crate) fn tasks(&self) -> Vec<Arc<TaskRecord>> {
        self.tasks.lock().clone()
    }
}

/// An owner that lives somewhere, until this is dropped.
pub(crate) struct Residence {
    owner: Owner,
    /// Where it has lived before.
    before: Option<Arc<Home>>,
}

impl Residence {
    pub(crate) fn of(owner: Owner, home: &Arc<Home>) -> Self {
        let before = HOMES.lock().insert(owner, Arc::clone(home));
        ANY.fetch_add(1, Ordering::Relaxed);
        Residence { owner, before }
    }
}

impl Drop for Residence {
    fn drop(&mut self) {
        let mut homes = HOMES.lock();
        let _dropped_without_the_lock = match self.before.take() {
            Some(before) => homes.insert(self.owner, before),
            None => homes.remove(&self.owner),
        };
        drop(homes);
        ANY.fetch_sub(1, Ordering::Relaxed);
    }
}
