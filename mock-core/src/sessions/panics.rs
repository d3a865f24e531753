//! Panics beside the body of a test: in its tasks, and on threads of its runtimes. They are noticed as they happen, as
//! nobody may ever see them; the hook hands them on to the one that was there before.

use std::cell::Cell;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::base::catching;
use crate::base::caught::{is_shielded, panic_text};
use crate::base::lock::Lock;
use crate::base::quiet;
use crate::base::raising;
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

/// A hook of ours, and the one that was there before.
struct OurHook {
    /// Where it is, by which it is known.
    place: Arc<AtomicUsize>,
    before: Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>,
}

/// Where our hooks are. There is more than one where somebody has put another on top of ours.
static OURS: Lock<Vec<usize>> = Lock::new(Vec::new());

thread_local! {
    /// Whether a hook of ours that is on top of others is being called.
    static IS_NOTED: Cell<bool> = const { Cell::new(false) };
}

/// Notices panics from now on. It is to be called again from time to time: whoever installs a hook need not call ours.
pub(crate) fn notice() {
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    if thread::panicking() {
        return;
    }
    raising::tell(|text, place| note(text, &report::place(place)));
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = panic::take_hook();
    if OURS.lock().contains(&place_of(&*before)) {
        panic::set_hook(before);
        return;
    }
    let hook = OurHook { place: Arc::default(), before };
    let place = Arc::clone(&hook.place);
    let hook = Box::new(move |info: &PanicHookInfo<'_>| hook.hear(info));
    place.store(place_of(&*hook), Ordering::Relaxed);
    OURS.lock().push(place_of(&*hook));
    panic::set_hook(hook);
}

/// Where a hook is. Ours takes room, so that nothing else is at the same place.
fn place_of(hook: &(dyn Fn(&PanicHookInfo<'_>) + Send + Sync)) -> usize {
    (&raw const *hook).cast::<()>().addr()
}

impl OurHook {
    fn hear(&self, info: &PanicHookInfo<'_>) {
        let is_noted = IS_NOTED.try_with(|is_noted| is_noted.replace(true)).unwrap_or(false);
        if !is_noted {
            let place = info.location().map(report::place).unwrap_or_default();
            note(&panic_text(info.payload()), &place);
        }
        let is_told = !is_shielded()
            && quiet::note(&panic_text(info.payload()), &|| info.location().map(report::place).unwrap_or_default());
        if !is_told {
            (self.before)(info);
        }
        let _at_the_end_of_a_thread = IS_NOTED.try_with(|noted| noted.set(is_noted));
    }
}

impl Drop for OurHook {
    fn drop(&mut self) {
        let place = self.place.load(Ordering::Relaxed);
        OURS.lock().retain(|known| *known != place);
    }
}

fn note(text: &str, place: &str) {
    if is_shielded() || catching::is_meant(text) {
        return;
    }
    let Some(home) = TestHome::here() else { return };
    if home.trial().is_some_and(|trial| !inside::is_inside(trial)) {
        home.note_panic(text.to_owned(), place.to_owned());
    }
}
