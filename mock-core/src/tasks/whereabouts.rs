//! Where a future waits: it is polled once more, and whoever keeps its waker is looked at. The frames above are the
//! `.await`s that lead there.
//!
//! Wakers of the standard library's `Wake` can't tell when they are cloned, so this one is made by hand; what it gives
//! away is a clone of the real one, and nothing of it outlives the poll.

use std::backtrace::Backtrace;
use std::fmt;
use std::mem::ManuallyDrop;
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

use crate::base::lock::Lock;

/// A chain of `.await`s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// What keeps the waker: `tokio::sync::mutex::Mutex<T>::lock`, or `tokio-1.54.1/src/sync/mutex.rs:433`.
    keeper: Option<String>,
    /// The places of the user's code, the innermost first: `src/herd.rs:12`; and what is there, if that is known:
    /// `herds::herd`.
    awaits: Vec<(String, Option<String>)>,
}

/// Polls a future, and looks where it waits. `file` is one of the user's, as the compiler spells it.
pub(crate) fn look(waker: &Waker, file: &str, poll: &mut dyn FnMut(&mut Context<'_>)) -> Vec<Whereabouts> {
    let looking = Looking { waker: waker.clone(), traces: Lock::default() };
    // SAFETY: the functions of `LOOKING` take `data` for a shared `Looking`, which is what it is until this function ends;
    // a `Waker` is lent by the context only, and so does not outlive the call of `poll`. Its clones are others.
    let lent = ManuallyDrop::new(unsafe { Waker::new((&raw const looking).cast(), &LOOKING) });
    poll(&mut Context::from_waker(&lent));
    let mut found: Vec<Whereabouts> = Vec::new();
    for trace in looking.traces.lock().drain(..) {
        let whereabouts = Whereabouts::of(&trace.to_string(), file);
        if !whereabouts.awaits.is_empty() && !found.contains(&whereabouts) {
            found.push(whereabouts);
        }
    }
    found
}

/// A waker that notes where it is cloned.
struct Looking {
    waker: Waker,
    traces: Lock<Vec<Backtrace>>,
}

static LOOKING: RawWakerVTable = RawWakerVTable::new(clone, wake, wake, |_| {});

/// Gives a clone of the real waker away.
fn clone(data: *const ()) -> RawWaker {
    // SAFETY: see `look`.
    let looking = unsafe { &*data.cast::<Looking>() };
    let trace = Backtrace::force_capture();
    looking.traces.lock().push(trace);
    let real = ManuallyDrop::new(looking.waker.clone());
    RawWaker::new(real.data(), real.vtable())
}

fn wake(data: *const ()) {
    // SAFETY: see `look`.
    let looking = unsafe { &*data.cast::<Looking>() };
    looking.waker.wake_by_ref();
}

impl Whereabouts {
    /// Reads them from a backtrace as the standard library prints it.
    fn of(trace: &str, file: &str) -> Self {
        let mut whereabouts = Whereabouts { keeper: None, awaits: Vec::new() };
        let mut last: Option<String> = None;
        let mut lines = trace.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(name) = function(line) else { continue };
            let place = lines.peek().and_then(|next| next.trim().strip_prefix("at "));
            // What polls the test; the rest of the frames is the harness.
            if POLLERS.iter().any(|poller| name.contains(poller.name) || place.is_some_and(|place| poller.is_at(place)))
            {
                break;
            }
            let name = plain(name);
            match place.filter(|place| is_of_user(&name, place)) {
                Some(place) => {
                    if whereabouts.awaits.is_empty() {
                        whereabouts.keeper = last.take();
                    }
                    whereabouts.add(without_column(place), says_where(&name).then_some(name));
                }
                None if says_where(&name) => last = Some(name),
                None => last = place.and_then(in_library).or(last),
            }
        }
        whereabouts.spell_as(file);
        whereabouts
    }

    /// A backtrace has paths from the package's folder on, and the compiler from that of the workspace: spells them as the
    /// compiler does.
    fn spell_as(&mut self, file: &str) {
        let folder = self.awaits.iter().find_map(|(place, _)| file.strip_suffix(without_line(place)));
        let Some(folder) = folder else { return };
        for (place, _) in &mut self.awaits {
            if !place.starts_with('/') {
                place.insert_str(0, folder);
            }
        }
    }

    fn add(&mut self, place: &str, name: Option<String>) {
        let place = place.trim_start_matches("./").to_owned();
        if self.awaits.last().is_none_or(|(last, _)| *last != place) {
            self.awaits.push((place, name));
        }
    }
}

/// The function's name in a line of a backtrace, if that has one: `   3: herd::herd`.
pub(crate) fn function(line: &str) -> Option<&str> {
    let (number, name) = line.trim().split_once(": ")?;
    is_number(number).then_some(name)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|digit| digit.is_ascii_digit())
}

/// What polls a test or a task of it, by its name, and by its file in this crate: where debug information is limited to
/// lines (`line-tables-only`), frames have names without paths.
struct Poller {
    name: &'static str,
    file: &'static str,
}

const POLLERS: [Poller; 2] = [
    Poller { name: "asyncmock::tasks::test_body::TestBody", file: "tasks/test_body.rs" },
    Poller { name: "asyncmock::tasks::task_record", file: "tasks/task_record.rs" },
];

impl Poller {
    fn is_at(&self, place: &str) -> bool {
        our_file(place).is_some_and(|file| file.strip_prefix(self.file).is_some_and(|rest| rest.starts_with(':')))
    }
}

/// The file of this crate that a place is in, from the sources' folder on: `tasks/test_body.rs:12:34`.
fn our_file(place: &str) -> Option<&str> {
    let sources = file!().strip_suffix("tasks/whereabouts.rs")?;
    let (before, file) = place.split_once(sources)?;
    (before.is_empty() || before.ends_with('/')).then_some(file)
}

/// Whether a frame is of the user's code, rather than of a library or of this one.
fn is_of_user(name: &str, place: &str) -> bool {
    let is_of_library = place.starts_with("/rustc/") || place.contains("/.cargo/") || place.contains("/rustlib/");
    let is_ours = name.trim_start_matches('<').starts_with("asyncmock::") || our_file(place).is_some();
    !is_of_library && !is_ours && in_library(place).is_none()
}

/// A place in a library that cargo has fetched, from its package on: `tokio-1.54.1/src/sync/mutex.rs:433`.
fn in_library(place: &str) -> Option<String> {
    let (_, in_registries) = place.split_once("/registry/src/")?;
    let (_, in_package) = in_registries.split_once('/')?;
    Some(without_column(in_package).to_owned())
}

/// Whether a function's name has its path; `{async_fn#0}` says nothing, nor does `poll<herd::Cat>`.
fn says_where(name: &str) -> bool {
    name.starts_with('<') || name.split_once('<').map_or(name, |(path, _)| path).contains("::")
}

/// A function's name, without what tells its instances and closures apart.
fn plain(name: &str) -> String {
    let name = match name.rsplit_once("::h") {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => name,
        _ => name,
    };
    let name = name.replace("::{{closure}}", "").replace("::{closure#0}", "");
    let of_future =
        name.strip_prefix('<').and_then(|name| name.strip_suffix(" as core::future::future::Future>::poll"));
    of_future.map(str::to_owned).unwrap_or(name)
}

/// `src/herd.rs` of `src/herd.rs:12`.
fn without_line(place: &str) -> &str {
    place.split_once(':').map_or(place, |(file, _)| file)
}

/// `src/herd.rs:12` of `src/herd.rs:12:34`.
fn without_column(place: &str) -> &str {
    match place.rsplit_once(':') {
        Some((rest, column)) if is_number(column) && rest.contains(':') => rest,
        _ => place,
    }
}

impl fmt::Display for Whereabouts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(keeper) = &self.keeper {
            write!(out, " in {keeper}")?;
        }
        for (place, name) in &self.awaits {
            write!(out, "\n    at {place}")?;
            if let Some(name) = name {
                write!(out, ", {name}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Whereabouts, look};
    use std::future::{Future as _, poll_fn};
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Poll, Wake, Waker};

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn who_keeps_the_waker_wakes_the_real_one() {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut kept = None;
        let mut waits = pin!(poll_fn(|context| {
            context.waker().wake_by_ref();
            kept = Some(context.waker().clone());
            Poll::<()>::Pending
        }));
        look(&waker, "src/herd.rs", &mut |context| assert!(waits.as_mut().poll(context).is_pending()));
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
        let kept = kept.unwrap();
        kept.wake_by_ref();
        drop(kept);
        assert_eq!(woken.0.load(Ordering::SeqCst), 2);
        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 1, "nothing is kept");
    }

    #[test]
    fn the_frames_of_the_user_are_told_from_those_of_libraries() {
        let trace = "   0: asyncmock::tasks::whereabouts::clone
             at /src/tasks/whereabouts.rs:1:1
   1: core::task::wake::Waker::clone
             at /rustc/5980/library/core/src/task/wake.rs:1:1
   2: <tokio::sync::mutex::Lock<T> as core::future::future::Future>::poll
             at /home/x/.cargo/registry/src/tokio-1.54.1/src/sync/mutex.rs:1:1
   3: herd::herd::{{closure}}::h0123456789abcdef
             at ./src/herd.rs:12:34
   4: herds::a_cat_is_herded::{{closure}}
             at ./tests/herds.rs:7:20
   5: asyncmock::tasks::test_body::TestBody::poll::{{closure}}
             at /src/tasks/test_body.rs:1:1
   6: herds::main
             at ./tests/herds.rs:1:1
";
        let whereabouts = Whereabouts::of(trace, "cats/tests/herds.rs");
        assert_eq!(
            whereabouts.to_string(),
            " in tokio::sync::mutex::Lock<T>
    at cats/src/herd.rs:12, herd::herd
    at cats/tests/herds.rs:7, herds::a_cat_is_herded"
        );
        assert!(Whereabouts::of("no trace", "src/herd.rs").awaits.is_empty());
    }

    /// As `debug = "line-tables-only"` gives it.
    #[test]
    fn frames_without_paths_are_told_by_their_files() {
        let ours = file!().strip_suffix("tasks/whereabouts.rs").unwrap();
        let trace = format!(
            "   0: clone
             at /home/x/asyncmock/{ours}tasks/whereabouts.rs:1:1
   1: poll_acquire
             at /home/x/.cargo/registry/src/index-0123/tokio-1.54.1/src/sync/batch_semaphore.rs:1:1
   2: {{async_fn#0}}
             at /home/x/.cargo/registry/src/index-0123/tokio-1.54.1/src/sync/mutex.rs:433:33
   3: {{async_fn#0}}
             at ./src/herd.rs:12:34
   4: with<u32>
             at /home/x/asyncmock/{ours}contexts/async_context.rs:1:1
   5: {{async_block#0}}
             at ./tests/herds.rs:7:20
   6: {{async_block#0}}<(), herds::a_cat_is_herded::{{async_block_env#0}}>
             at /home/x/asyncmock/{ours}harness/test_attribute.rs:104:5
   7: {{closure#0}}<bool>
             at /home/x/asyncmock/{ours}tasks/test_body.rs:1:1
   8: main
             at ./tests/herds.rs:1:1
"
        );
        assert_eq!(
            Whereabouts::of(&trace, "cats/tests/herds.rs").to_string(),
            " in tokio-1.54.1/src/sync/mutex.rs:433
    at cats/src/herd.rs:12
    at cats/tests/herds.rs:7"
        );
    }
}
