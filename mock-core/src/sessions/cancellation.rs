//! Whether a guard is dropped because a future is, which a guard can't see by itself.
//!
//! When a future is dropped, what it waits for goes first: if that is a mocked call, the call is cancelled, on the same
//! thread, just before the guards that the future holds. So whoever finds such a call before it looks closer, at the
//! frames of the drop: if one of them is the drop of a future, or of a closure that was never called, it is certain.

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::hint;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use crate::sessions::observed::Recorded;
use crate::sessions::scene::{Scene, SharedScene};
use crate::tasks::whereabouts;

/// A call that was cancelled.
struct Cancelled {
    scene: Weak<Scene>,
    order: u32,
    method: Weak<dyn Recorded>,
    record: usize,
}

/// The last of them on this thread, as a guard finds it.
pub(crate) struct LastCancelled {
    /// `Db::query("x") at src/db.rs:7`.
    pub(crate) call: String,
    /// Whether nothing has happened since.
    pub(crate) is_last: bool,
}

thread_local! {
    static LAST: RefCell<Option<Cancelled>> = const { RefCell::new(None) };
}

/// Takes note of a call that was cancelled on this thread.
pub(crate) fn note(scene: &SharedScene, method: &Arc<dyn Recorded>, record: usize) {
    let order = method.record(record).ended;
    let cancelled = Cancelled { scene: Arc::downgrade(scene.arc()), order, method: Arc::downgrade(method), record };
    // While a thread ends there is nobody left to be told.
    let _last = LAST.try_with(|last| last.replace(Some(cancelled)));
}

/// The call that was last cancelled on this thread, if that was between two places in the order of events.
pub(crate) fn since(scene: &SharedScene, from: u32, to: u32) -> Option<LastCancelled> {
    let found = LAST.try_with(|last| {
        let last = last.borrow();
        let last =
            last.as_ref().filter(|last| Weak::as_ptr(&last.scene) == Arc::as_ptr(scene.arc()) && last.order > from)?;
        Some((last.method.upgrade()?, last.record, last.order))
    });
    let (method, record, order) = found.ok().flatten()?;
    let is_last = to == order + 1;
    Some(LastCancelled { call: method.called(record), is_last })
}

/// Whether the frames of this drop are those of a future's.
pub(crate) fn is_under_way() -> bool {
    is_drop_of_future(&Backtrace::force_capture().to_string())
}

/// Whether frames show what is dropped in the crate that asks, by way of a type of its own: where code is optimised, the glue
/// that drops a future need not have one, as it goes over into the glue of what it drops last.
pub(crate) fn shows_drops<M>() -> bool {
    struct Looks<'s, M>(&'s Cell<bool>, PhantomData<M>);

    impl<M> Drop for Looks<'_, M> {
        #[inline(never)]
        fn drop(&mut self) {
            self.0.set(is_under_way());
        }
    }

    let is_seen = Cell::new(false);
    let looks = Looks::<M>(&is_seen, PhantomData);
    let never_called: Box<dyn FnOnce() + '_> = Box::new(move || drop(looks));
    // The glue is not inlined, as nobody knows whose it is.
    drop(hint::black_box(never_called));
    is_seen.get()
}

fn is_drop_of_future(trace: &str) -> bool {
    let mut in_drop = false;
    for line in trace.lines() {
        let Some(name) = whereabouts::function(line) else { continue };
        let is_glue = name.contains("drop_in_place");
        if is_glue && is_of_closure(name) {
            return true;
        }
        // What is not glue, but the `Drop` of something, and what runs it.
        if in_drop && !is_glue && !is_of_drop(name) {
            return false;
        }
        in_drop |= is_glue;
    }
    false
}

/// Whether a function is the `Drop` of something, which has no path where it is inlined.
fn is_of_drop(name: &str) -> bool {
    name.contains("Drop>::drop") || name == "drop" || name.starts_with("drop<")
}

/// Whether what is dropped is a future's body, or a closure, itself: not something that has its type as a parameter.
///
/// Its name is `transfer::{{closure}}` or `transfer::<u32>::{closure#0}`, and where the glue is inlined that of debug
/// information: `transfer::{async_fn_env#0}<u32>`.
fn is_of_closure(glue: &str) -> bool {
    let Some((_, dropped)) = glue.trim_end().strip_suffix('>').and_then(|glue| glue.split_once("drop_in_place")) else {
        return false;
    };
    let last = last_segment(dropped.trim_start_matches(':').trim_start_matches('<'));
    let numbered = last.strip_prefix('{').and_then(|name| name.split_once('#'));
    last == "{{closure}}" || numbered.is_some_and(|(kind, _)| kind == "closure" || kind.ends_with("_env"))
}

/// The last name of a path, without its parameters: `Session` of `bank::Session<bank::new::{closure#0}>`.
fn last_segment(path: &str) -> &str {
    let (mut depth, mut from, mut to) = (0_usize, 0, path.len());
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'<' if depth == 0 => (depth, to) = (1, at),
            b'<' => depth += 1,
            b'>' if at > 0 && path.as_bytes()[at - 1] != b'-' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => (from, to) = (at + 1, path.len()),
            _ => {}
        }
    }
    &path[from..to.max(from)]
}

#[cfg(test)]
mod tests {
    use super::is_drop_of_future;

    const HEAD: &str = "   0: std::backtrace::Backtrace::create\n   1: asyncmock::sessions::guard_record::GuardRecord::leave\n             at \
                        src/sessions/guard_record.rs:1:1\n   2: <asyncmock::doubles::guard::Guard<T> as core::ops::drop::Drop>::drop\n   3: \
                        core::ptr::drop_in_place<asyncmock::doubles::guard::Guard<u32>>\n";
    /// The same where the drop of the guard is inlined.
    const INLINED: &str = "   0: frames\n             at src/sessions/cancellation.rs:1:1\n   1: drop<u32>\n             at \
                           src/doubles/guard.rs:1:1\n   2: drop_in_place<asyncmock::doubles::guard::Guard<u32>>\n             at \
                           /rustc/core/ptr.rs:1:1\n";

    /// Whether it is one by frames that lie above these.
    fn is_one(head: &str, frames: &[&str]) -> bool {
        let frame = |name: &&str| format!("   4: {name}\n             at src/bank.rs:1:1\n");
        is_drop_of_future(&(head.to_owned() + &frames.iter().map(frame).collect::<String>()))
    }

    #[test]
    fn the_drop_of_a_future_is_one() {
        let frames =
            ["core::ptr::drop_in_place<bank::Tx>", "core::ptr::drop_in_place<bank::transfer::{{closure}}>", "main"];
        assert!(is_one(HEAD, &frames));
        assert!(is_one(HEAD, &["core::ptr::drop_in_place::<bank::transfer<u32>::{closure#0}>", "main"]));
        let is_dropped = "<bank::Tx as core::ops::drop::Drop>::drop";
        assert!(is_one(HEAD, &[is_dropped, frames[1]]));
    }

    #[test]
    fn an_inlined_drop_of_a_future_is_one() {
        for future in
            ["{async_fn_env#0}", "{async_block#1}::{async_block_env#0}<u32, (u8, fn() -> u8)>", "{closure_env#0}"]
        {
            assert!(is_one(INLINED, &[&format!("drop_in_place<bank::transfer::{future}>"), "main"]), "{future}");
        }
        assert!(is_one(INLINED, &["drop<bank::Tx>", "drop_in_place<bank::transfer::{async_fn_env#0}>"]));
    }

    #[test]
    fn a_drop_inside_a_future_is_none() {
        let outer = "core::ptr::drop_in_place<bank::outer::{{closure}}>";
        assert!(!is_one(HEAD, &["bank::transfer::{{closure}}", outer]));
        assert!(!is_one(HEAD, &["core::mem::drop", "bank::transfer::{{closure}}", outer]));
        let outer = "drop_in_place<bank::outer::{async_fn_env#0}>";
        assert!(!is_one(INLINED, &["drop<asyncmock::doubles::guard::Guard<u32>>", "{async_fn#0}", outer]));
    }

    #[test]
    fn the_drop_of_what_a_future_has_given_is_none() {
        for given in [
            "core::ptr::drop_in_place<futures::MaybeDone<bank::transfer::{{closure}}>>",
            "core::ptr::drop_in_place::<bank::Session<bank::new::{closure#0}>>",
            "drop_in_place<bank::Session<fn() -> u8, bank::new::{closure_env#0}>>",
        ] {
            assert!(!is_one(HEAD, &[given, "main"]), "{given}");
        }
    }
}
