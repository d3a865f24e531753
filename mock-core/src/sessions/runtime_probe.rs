//! What the harness sees of a runtime that it made: whether its threads sleep, and which of them are blocked by work that was
//! given to them.

use std::cell::Cell;
use std::mem;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::task::Waker;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};

use crate::base::hidden::{Hidden, Hides};
use crate::base::lock::{Lock, thread_token};
use crate::base::thread::{self, KernelId};
use crate::base::watchers::{self, Watchers};
use crate::sessions::owner;
use crate::sessions::session_handle::SessionHandle;
use crate::sessions::test_home::TestHome;

/// A runtime, as the harness sees it. It keeps the runtime's inner parts alive: it is dropped when that ends.
pub(crate) struct RuntimeProbe {
    pub(crate) handle: Handle,
    /// Where it was made, if it is a loop of its own.
    pub(crate) place: Option<&'static Location<'static>>,
    threads: Arc<Threads>,
    /// How many threads run its tasks.
    workers: usize,
}

/// A pointer to it, which does not drag all of tokio into the debug info of whatever has to do with a test's home.
pub(crate) type SharedProbe = Hidden<OfProbe>;

/// Names the [`RuntimeProbe`].
pub(crate) struct OfProbe;

impl Hides for OfProbe {
    type Hidden = RuntimeProbe;
}

/// How long a thread waits for more blocking work: as long as that comes one by one, it need not begin anew for each.
const KEEP_ALIVE: Duration = Duration::from_millis(3);

/// Who wants to know when no task can run.
#[derive(Default)]
pub(crate) struct Settling {
    /// How often none could.
    times: AtomicUsize,
    /// How many wanted to know the last time.
    told: AtomicUsize,
    /// The thread that runs the tasks, once it has slept.
    thread: AtomicUsize,
    /// The same, as the kernel numbers it.
    kernel_id: OnceLock<Option<KernelId>>,
    waiting: Lock<Watchers>,
}

impl Settling {
    pub(crate) fn times(&self) -> usize {
        self.times.load(Ordering::SeqCst)
    }

    /// How many have been told the last time.
    pub(crate) fn told(&self) -> usize {
        self.told.load(Ordering::SeqCst)
    }

    pub(crate) fn add(&self, task: Waker) {
        self.waiting.lock().add(task);
    }

    /// Forgets who wants to know.
    fn forget(&self) {
        let waiting = self.waiting.lock().take();
        self.told.store(0, Ordering::SeqCst);
        drop(waiting);
    }

    /// Whether this is the thread that runs the tasks, as far as that is known.
    pub(crate) fn is_here(&self) -> bool {
        [0, thread_token()].contains(&self.thread.load(Ordering::SeqCst))
    }

    /// No task can run: those who want to know can.
    fn tell(&self) {
        self.thread.store(thread_token(), Ordering::SeqCst);
        self.kernel_id.get_or_init(thread::here);
        self.times.fetch_add(1, Ordering::SeqCst);
        let waiting = self.waiting.lock().take();
        self.told.store(waiting.len(), Ordering::SeqCst);
        watchers::wake(waiting);
    }
}

thread_local! {
    /// Whether this thread of a runtime does work of the harness's.
    static IS_LENT: Cell<bool> = const { Cell::new(false) };
}

/// What the threads of a runtime tell.
struct Threads {
    home: Lock<Weak<TestHome>>,
    session: Option<SessionHandle>,
    /// How many have begun, and how many have ended.
    begun: AtomicUsize,
    ended: AtomicUsize,
    /// How many of them do work of the harness's.
    lent: AtomicUsize,
    /// Those that there are, as the kernel numbers them.
    kernel_ids: Lock<Vec<KernelId>>,
    settling: Settling,
}

impl Threads {
    /// One is to begin: it is counted when it is asked for its name, which is before that.
    fn count_one(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
    }

    fn begin(&self) {
        self.kernel_ids.lock().extend(thread::here());
        let home = self.home.lock().upgrade();
        if let Some(home) = home {
            home.move_in();
        }
        if let Some(session) = &self.session {
            owner::bind(Some(session.clone()));
        }
    }

    fn end(&self) {
        let here = thread::here();
        self.kernel_ids.lock().retain(|id| Some(*id) != here);
        self.ended.fetch_add(1, Ordering::SeqCst);
        if IS_LENT.try_with(|is_lent| is_lent.take()).unwrap_or_default() {
            self.lent.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl RuntimeProbe {
    /// Makes a runtime that can be seen.
    pub(crate) fn build(
        mut builder: Builder,
        home: &Arc<TestHome>,
        of_loop: Option<(&'static Location<'static>, SessionHandle)>,
    ) -> (Runtime, SharedProbe) {
        let (place, session) = match of_loop {
            Some((place, session)) => (Some(place), Some(session)),
            None => (None, None),
        };
        let threads = Arc::new(Threads {
            home: Lock::new(Arc::downgrade(home)),
            session,
            begun: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
            lent: AtomicUsize::new(0),
            kernel_ids: Lock::default(),
            settling: Settling::default(),
        });
        // The runtime does not keep them alive: wakers among them may keep the runtime.
        let tell = |what: fn(&Threads)| {
            let threads = Arc::downgrade(&threads);
            move || {
                if let Some(threads) = threads.upgrade() {
                    what(&threads);
                }
            }
        };
        let names = Arc::downgrade(&threads);
        builder
            .thread_name_fn(move || {
                if let Some(threads) = names.upgrade() {
                    threads.count_one();
                }
                "tokio-rt-worker".to_owned()
            })
            .on_thread_start(tell(Threads::begin))
            .on_thread_stop(tell(Threads::end))
            // Each thread that is to block ends soon after its work is done.
            .thread_keep_alive(KEEP_ALIVE)
            .on_thread_park(tell(|threads| threads.settling.tell()));
        let runtime = builder.build().expect("a runtime of tokio can be made");
        let handle = runtime.handle().clone();
        let workers = match handle.runtime_flavor() {
            RuntimeFlavor::CurrentThread => 0,
            _ => handle.metrics().num_workers(),
        };
        let probe = RuntimeProbe { handle, place, threads, workers };
        (runtime, SharedProbe::new(Arc::new(probe)))
    }

    /// Has it belong to another test from now on: nothing of the last one is left on it.
    pub(crate) fn move_to(&self, home: &Arc<TestHome>) {
        let last = mem::replace(&mut *self.threads.home.lock(), Arc::downgrade(home));
        drop(last);
        self.threads.settling.forget();
    }

    pub(crate) fn alive_tasks(&self) -> usize {
        self.handle.metrics().num_alive_tasks()
    }

    /// How many threads do work that blocks them.
    pub(crate) fn blocking_threads(&self) -> usize {
        // In this order: a thread ends after it has begun.
        let ended = self.threads.ended.load(Ordering::SeqCst);
        let lent = self.threads.lent.load(Ordering::SeqCst);
        self.threads.begun.load(Ordering::SeqCst).saturating_sub(ended + lent + self.workers)
    }

    /// This thread of the runtime does work of the harness's: it is none that the test has left.
    pub(crate) fn borrow_thread(&self) {
        if !IS_LENT.replace(true) {
            self.threads.lent.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Its threads, as the kernel numbers them, as far as they are known.
    pub(crate) fn kernel_ids(&self) -> Vec<KernelId> {
        let mut ids = self.threads.kernel_ids.lock().clone();
        ids.extend(self.threads.settling.kernel_id.get().copied().flatten());
        ids
    }

    /// Whether any thread was given such work.
    pub(crate) fn had_blocking_threads(&self) -> bool {
        self.threads.begun.load(Ordering::SeqCst) > self.workers
    }

    /// Those who want to know when no task can run, on a runtime of one thread; it wakes them before it sleeps, and
    /// before a paused clock moves.
    pub(crate) fn settling(&self) -> &Settling {
        &self.threads.settling
    }

    /// How often its threads have gone to sleep or woken up, if all of them sleep.
    pub(crate) fn sleeps(&self) -> Option<u64> {
        sleeps(&self.handle)
    }

    /// Whether the thread that runs the test is the only one it has.
    pub(crate) fn is_single(&self) -> bool {
        self.workers == 0
    }
}

/// How often the threads of a runtime have gone to sleep or woken up, if all of them sleep.
pub(crate) fn sleeps(runtime: &Handle) -> Option<u64> {
    let metrics = runtime.metrics();
    let mut sum = 0;
    for worker in 0..metrics.num_workers() {
        let count = metrics.worker_park_unpark_count(worker);
        if count.is_multiple_of(2) {
            return None;
        }
        sum += count;
    }
    Some(sum)
}
