//! Whether a guard is dropped because a future is, which a guard can't see by itself.
//!
//! When a future is dropped, what it waits for goes first: if that is a mocked call, the call is cancelled, on the same
//! thread, just before the guards that the future holds. So whoever finds such a call before it looks closer, at the
//! frames of the drop: if one of them is the drop of a future, or of a closure that was never called, it is certain.

use std::backtrace::Backtrace;
use std::cell::RefCell;
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

fn is_drop_of_future(trace: &str) -> bool {
    let mut in_drop = false;
    for line in trace.lines() {
        let Some(name) = whereabouts::function(line) else { continue };
        let is_glue = name.contains("drop_in_place");
        if is_glue && is_of_closure(name) {
            return true;
        }
        // What is not glue, but the `Drop` of something, and what runs it.
        if in_drop && !is_glue && !name.contains("Drop>::drop") {
            return false;
        }
        in_drop |= is_glue;
    }
    false
}

/// Whether what is dropped is a future's body, or a closure, itself: not something that has its type as a parameter.
fn is_of_closure(glue: &str) -> bool {
    let Some(dropped) = glue.trim_end().strip_suffix('>') else { return false };
    let last = dropped.rsplit_once("::").map_or(dropped, |(_, last)| last);
    last == "{{closure}}" || last.starts_with("{closure#") && last.ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::is_drop_of_future;

    const HEAD: &str = "   0: std::backtrace::Backtrace::create\n   1: asyncmock::sessions::guard_record::GuardRecord::leave\n             at \
                        src/sessions/guard_record.rs:1:1\n   2: <asyncmock::doubles::guard::Guard<T> as core::ops::drop::Drop>::drop\n   3: \
                        core::ptr::drop_in_place<asyncmock::doubles::guard::Guard<u32>>\n";

    #[test]
    fn the_drop_of_a_future_is_one() {
        let frames = "   4: core::ptr::drop_in_place<bank::Tx>\n             at /rustc/core/ptr.rs:1:1\n   5: \
                      core::ptr::drop_in_place<bank::transfer::{{closure}}>\n   6: core::mem::drop\n";
        assert!(is_drop_of_future(&format!("{HEAD}{frames}")));
    }

    #[test]
    fn a_drop_inside_a_future_is_none() {
        let frames = "   4: bank::transfer::{{closure}}\n   5: core::ptr::drop_in_place<bank::outer::{{closure}}>\n";
        assert!(!is_drop_of_future(&format!("{HEAD}{frames}")));
        let frames = "   4: core::mem::drop\n   5: bank::transfer::{{closure}}\n";
        assert!(!is_drop_of_future(&format!("{HEAD}{frames}")));
    }

    #[test]
    fn the_drop_of_what_a_future_has_given_is_none() {
        let frames = "   4: core::ptr::drop_in_place<futures::MaybeDone<bank::transfer::{{closure}}>>\n   5: main\n";
        assert!(!is_drop_of_future(&format!("{HEAD}{frames}")));
        let frames = "   4: core::ptr::drop_in_place::<bank::Session<bank::new::{closure#0}>>\n   5: main\n";
        assert!(!is_drop_of_future(&format!("{HEAD}{frames}")));
        let frames = "   4: core::ptr::drop_in_place::<bank::transfer<u32>::{closure#0}>\n   5: main\n";
        assert!(is_drop_of_future(&format!("{HEAD}{frames}")));
    }
}
