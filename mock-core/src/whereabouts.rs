//! Where a future waits: it is polled once more, and whoever keeps its waker is looked at. The frames above are the
//! `.await`s that lead there.
//!
//! Wakers of the standard library's `Wake` can't tell when they are cloned, so this one is made by hand; what it gives
//! away is a clone of the real one, and nothing of it outlives the poll.

use std::backtrace::Backtrace;
use std::fmt;
use std::mem::ManuallyDrop;
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

use crate::lock::Lock;

/// A chain of `.await`s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// What keeps the waker: `tokio::sync::mutex::Mutex<T>::lock`.
    keeper: Option<String>,
    /// The places of the user's code, the innermost first, and what is there: `src/herd.rs:12`, `herds::herd`.
    awaits: Vec<(String, String)>,
}

/// Polls a future, and looks where it waits. `file` is one of the user's, as the compiler spells it.
pub(crate) fn look(waker: &Waker, file: &str, poll: impl FnOnce(&mut Context<'_>)) -> Vec<Whereabouts> {
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
        let mut lines = trace.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            let Some((number, name)) = line.split_once(": ") else { continue };
            if !number.bytes().all(|digit| digit.is_ascii_digit()) {
                continue;
            }
            // What polls the test; the rest of the frames is the harness.
            if name.contains("asyncmock::root::Root") || name.contains("asyncmock::rt::task_record") {
                break;
            }
            let place = lines.next_if(|next| next.starts_with("at ")).map(|place| &place["at ".len()..]);
            let name = plain(name);
            match place.filter(|place| is_of_user(&name, place)) {
                Some(place) => {
                    if whereabouts.awaits.is_empty() {
                        whereabouts.keeper = last.take();
                    }
                    whereabouts.add(without_column(place), name);
                }
                None => last = Some(name),
            }
        }
        whereabouts.spell_as(file);
        whereabouts
    }

    /// A backtrace has paths from the package's folder on, and the compiler from that of the workspace: spells them as the
    /// compiler does.
    fn spell_as(&mut self, file: &str) {
        let folder = self.awaits.iter().find_map(|(place, _)| file.strip_suffix(place.split(':').next()?));
        if let Some(folder) = folder.map(str::to_owned) {
            let relative = self.awaits.iter_mut().filter(|(place, _)| !place.starts_with('/'));
            relative.for_each(|(place, _)| place.insert_str(0, &folder));
        }
    }

    fn add(&mut self, place: &str, name: String) {
        let place = place.trim_start_matches("./").to_owned();
        if self.awaits.last().is_none_or(|(last, _)| *last != place) {
            self.awaits.push((place, name));
        }
    }
}

/// Whether a frame is of the user's code, rather than of a library or of this one.
fn is_of_user(name: &str, place: &str) -> bool {
    let is_of_library = place.starts_with("/rustc/") || place.contains("/.cargo/") || place.contains("/rustlib/");
    let is_ours = name.trim_start_matches('<').starts_with("asyncmock::");
    !is_of_library && !is_ours
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

/// `src/herd.rs:12` of `src/herd.rs:12:34`.
fn without_column(place: &str) -> &str {
    match place.rsplit_once(':') {
        Some((rest, column)) if column.bytes().all(|digit| digit.is_ascii_digit()) && rest.contains(':') => rest,
        _ => place,
    }
}

impl fmt::Display for Whereabouts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(keeper) = &self.keeper {
            write!(out, "in {keeper}")?;
        }
        for (place, name) in &self.awaits {
            write!(out, "\n    at {place}, {name}")?;
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
        let waits = pin!(poll_fn(|context| {
            context.waker().wake_by_ref();
            kept = Some(context.waker().clone());
            Poll::<()>::Pending
        }));
        look(&waker, "src/herd.rs", |context| assert!(waits.poll(context).is_pending()));
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
        let trace = "   0: asyncmock::whereabouts::clone
             at /src/whereabouts.rs:1:1
   1: core::task::wake::Waker::clone
             at /rustc/5980/library/core/src/task/wake.rs:1:1
   2: <tokio::sync::mutex::Lock<T> as core::future::future::Future>::poll
             at /home/x/.cargo/registry/src/tokio-1.54.1/src/sync/mutex.rs:1:1
   3: herd::herd::{{closure}}::h0123456789abcdef
             at ./src/herd.rs:12:34
   4: herds::a_cat_is_herded::{{closure}}
             at ./tests/herds.rs:7:20
   5: asyncmock::root::Root::poll::{{closure}}
             at /src/root.rs:1:1
   6: herds::main
             at ./tests/herds.rs:1:1
";
        let whereabouts = Whereabouts::of(trace, "cats/tests/herds.rs");
        assert_eq!(
            whereabouts.to_string(),
            "in tokio::sync::mutex::Lock<T>
    at cats/src/herd.rs:12, herd::herd
    at cats/tests/herds.rs:7, herds::a_cat_is_herded"
        );
        assert!(Whereabouts::of("no trace", "src/herd.rs").awaits.is_empty());
    }
}
