//! loom: threads, of which it tries all that can differ in what they share.

use std::fmt;
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

use loom::future::block_on;
use loom::model::Builder;
use loom::sync::{Arc, Mutex};
use loom::thread;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber, subscriber};

use crate::caught;
use crate::tool::{LIMIT, Search, Tool};

/// Pauses end when a thread of theirs says so: whoever is called is another thread. Tasks are threads, too.
#[derive(Clone, Copy)]
pub(crate) struct Threads;

impl Tool for Threads {
    fn pause(self) -> impl Future<Output = ()> + Send + 'static {
        thread_that(|| {})
    }

    fn spawn(self, task: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
        thread_that(|| block_on(task))
    }
}

/// Whether a thread is at its end, and who waits for that.
#[derive(Default)]
struct End {
    is_reached: bool,
    waiting: Option<Waker>,
}

/// Runs something in a thread of loom's, and waits for its end.
fn thread_that(run: impl FnOnce() + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
    let end = Arc::new(Mutex::new(End::default()));
    let reached = Arc::clone(&end);
    thread::spawn(move || {
        run();
        let waiting = {
            let mut end = reached.lock().unwrap();
            end.is_reached = true;
            end.waiting.take()
        };
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    });
    poll_fn(move |context| {
        let mut end = end.lock().unwrap();
        if end.is_reached {
            return Poll::Ready(());
        }
        end.waiting = Some(context.waker().clone());
        Poll::Pending
    })
}

/// All permutations with two preemptions at the most, from the first on.
pub(crate) struct Permutations;

impl Search for Permutations {
    type Tool = Threads;

    const TOOL: Threads = Threads;

    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static) {
        let mut builder = Builder::new();
        // Without, it finds fewer of the bugs within the limit, and each of those later.
        builder.preemption_bound = Some(2);
        // It looks for the limit whenever there was another one of the other number, before a run.
        builder.max_permutations = Some(LIMIT + 1);
        builder.checkpoint_interval = LIMIT + 1;
        subscriber::with_default(Switches, || {
            builder.check(move || {
                caught::begin_run();
                block_on(body());
            });
        });
    }
}

/// Counts how often loom goes from one thread to another, which it logs.
struct Switches;

impl Subscriber for Switches {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && *metadata.level() == Level::INFO
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Switch);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

struct Switch;

impl Visit for Switch {
    fn record_debug(&mut self, _field: &Field, value: &dyn fmt::Debug) {
        if format!("{value:?}").starts_with("~~~~~~~~ THREAD") {
            caught::count();
        }
    }
}
