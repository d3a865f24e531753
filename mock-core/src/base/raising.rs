//! Failures are raised at places of the user's. A panic is told with the place where it began, which is all that many reporters
//! of tests show; but a mock that is awaited or dropped fails in code of ours, or of the standard library's, and that place
//! can't be chosen. So the failure is told here, in the words of the standard library, and the panic goes on without its hook.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::panic::{Location, resume_unwind};
use std::sync::OnceLock;
use std::thread;

use crate::base::catching;
use crate::base::caught::{caught, is_shielded};
use crate::base::colour;
use crate::base::quiet;

/// Who is told of failures, as the hook is of other panics.
static HEARS: OnceLock<fn(&str, &Location<'_>)> = OnceLock::new();

/// Has somebody told of failures from now on.
pub(crate) fn tell(hears: fn(&str, &Location<'_>)) {
    HEARS.get_or_init(|| hears);
}

/// Fails at a place, with a text that is also the panic's payload.
#[cold]
pub(crate) fn raise(text: String, place: &Location<'_>) -> ! {
    catching::note(&text);
    if let Some(hears) = HEARS.get() {
        hears(&text, place);
    }
    // Of what is caught and told in another text, as the panic of a `Debug` is, nothing is to be seen.
    if !is_shielded() && !quiet::note(&text, &|| short_place(place)) {
        let thread = thread::current();
        let name = thread.name().unwrap_or("<unnamed>");
        let told = format!("\nthread '{name}' panicked at {place}:\n{}{}\n", colour::for_terminal(&text), backtrace());
        // In one piece, as others write there, too; and whether or not anybody reads it.
        let _written = caught(&mut || eprint!("{told}"));
    }
    resume_unwind(Box::new(text))
}

/// `src/herd.rs:12`.
pub(crate) fn short_place(place: &Location<'_>) -> String {
    format!("{}:{}", place.file(), place.line())
}

/// The functions on the way from the test to a mock of it, if `RUST_BACKTRACE` asks for them.
fn backtrace() -> String {
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => format!("\nstack backtrace:\n{}", of_user(&backtrace.to_string())),
        _ => String::new(),
    }
}

/// Leaves out the functions of ours above the user's, and those of the standard library below them.
fn of_user(backtrace: &str) -> String {
    let mut frames: Vec<Vec<&str>> = Vec::new();
    for line in backtrace.lines() {
        match frames.last_mut() {
            Some(frame) if line.trim_start().starts_with("at ") => frame.push(line),
            _ => frames.push(vec![line]),
        }
    }
    let name = |frame: &[&str]| frame[0].trim_start().split_once(": ").map_or("", |(_, name)| name).to_owned();
    let end = frames.iter().position(|frame| name(frame).contains("__rust_begin_short_backtrace"));
    frames.truncate(end.unwrap_or(frames.len()));
    let is_ours = |frame: &Vec<&str>| {
        let name = name(frame);
        let of = name.trim_start_matches("core::ptr::drop_in_place::").trim_start_matches(['<', '&']);
        // What was inlined has no path where the compiler notes down lines alone.
        of.starts_with("asyncmock::") || of.starts_with("std::backtrace") || !name.contains("::")
    };
    let begin = frames.iter().position(|frame| !is_ours(frame)).unwrap_or(0);
    let mut text = String::new();
    for line in frames[begin..].concat() {
        let _ = writeln!(text, "{line}");
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::of_user;

    #[test]
    fn what_was_inlined_above_the_user_s_part_is_left_out() {
        let backtrace = "   0: backtrace
             at ./src/base/raising.rs:43:21
   1: asyncmock::report::failure::Complaint::raise
   2: core::ptr::drop_in_place::<asyncmock::sessions::mock::Mock>
   3: herd::a_test";
        assert_eq!(of_user(backtrace), "   3: herd::a_test");
    }

    #[test]
    fn a_backtrace_is_the_user_s_part_of_it() {
        let backtrace = "   0: std::backtrace::Backtrace::create
             at /library/std/src/backtrace.rs:331:13
   1: asyncmock::base::raising::raise
             at ./src/base/raising.rs:30:9
   2: <asyncmock::engine::state::Engine>::fail
   3: core::ptr::drop_in_place::<herd::MockCat>
             at /library/core/src/ptr/mod.rs:805:1
   4: herd::a_test
             at ./tests/herd.rs:12:5
   5: std::sys::backtrace::__rust_begin_short_backtrace::<fn()>
             at /library/std/src/sys/backtrace.rs:166:18
   6: test::run_test";
        assert_eq!(
            of_user(backtrace),
            "   3: core::ptr::drop_in_place::<herd::MockCat>
             at /library/core/src/ptr/mod.rs:805:1
   4: herd::a_test
             at ./tests/herd.rs:12:5"
        );
        // Whatever can't be read is shown whole.
        assert_eq!(of_user("unsupported backtrace"), "unsupported backtrace");
    }
}
