//! Panics beside the body of a test: in its tasks, and on threads of its runtimes. They are noticed as they happen, as
//! nobody may ever see them; the hook hands them on to the one that was there before.

use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use crate::base::caught::panic_text;
use crate::report;
use crate::sessions::test_home::TestHome;
use crate::tasks::inside;

/// A panic beside the body of a test.
#[derive(Clone, Debug)]
pub(crate) struct Bystander {
    pub(crate) text: String,
    /// `src/herd.rs:12`.
    pub(crate) place: String,
    /// Whether the test was over, so that nobody was left to handle it.
    pub(crate) is_late: bool,
}

/// Notices panics from now on.
pub(crate) fn notice() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let last = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            note(info);
            last(info);
        }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let Some(home) = TestHome::here() else { return };
    if home.trial().is_none_or(inside::is_inside) {
        return;
    }
    let text = panic_text(info.payload());
    let place = info.location().map(report::place).unwrap_or_default();
    home.note_panic(text, place);
}
