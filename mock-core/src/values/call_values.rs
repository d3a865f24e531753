//! The values of one call: its arguments, or what is kept of them. Each can be looked at without its type.

use std::fmt;

use crate::base::brevity;
use crate::base::caught::shielded;
use crate::values::args::{Differences, Style};
use crate::values::description::{IGNORED, MethodInfo, ParamInfo, Show};
use crate::values::plain::Fingerprints;
use crate::values::printed::Printed;
use crate::values::seen::{Scratch, Seen};

/// The values of a call.
pub(crate) struct Values<'v> {
    tuple: *const (),
    info: &'static MethodInfo,
    /// If they are snapshots: what is known of the arguments of which none was made.
    notes: Option<CallNotes<'v>>,
}

/// The notes on one of the calls that there are notes on.
type CallNotes<'v> = (&'v Notes, usize);

/// The arguments of calls of which no snapshot is made, as text.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) text: String,
    /// Of each call, in the order of the parameters.
    pub(crate) pieces: Vec<Piece>,
    /// How many there are of each call.
    pub(crate) of_each: usize,
    /// Snapshots that are not there, as their `Clone` has panicked.
    pub(crate) holes: Vec<Hole>,
}

/// A snapshot that is not there.
pub(crate) struct Hole {
    pub(crate) call: usize,
    pub(crate) param: &'static ParamInfo,
    /// What stands in its place in texts.
    pub(crate) text: String,
}

impl Notes {
    /// One of a call's notes, unless there is nothing in it.
    fn get(&self, call: usize, index: usize) -> Option<&str> {
        let piece = self.pieces.get(call * self.of_each + index)?;
        Some(piece.of(&self.text)).filter(|note| !note.is_empty())
    }

    /// What stands in place of a snapshot that is not there.
    pub(crate) fn hole(&self, call: usize, param: &ParamInfo) -> Option<&str> {
        let hole = self.holes.iter().find(|hole| hole.call == call && std::ptr::eq(hole.param, param))?;
        Some(&hole.text)
    }
}

/// A piece of a longer text: where it begins and how long it is, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece(pub(crate) usize, pub(crate) usize);

impl Piece {
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.0..][..self.1]
    }
}

impl<'v> Values<'v> {
    /// The arguments in a tuple.
    ///
    /// # Safety
    ///
    /// It is a tuple of arguments of the method, for as long as `'v`.
    #[inline(always)]
    pub(crate) unsafe fn of_arguments(tuple: *const (), info: &'static MethodInfo) -> Self {
        Values { tuple, info, notes: None }
    }

    /// The snapshots in a tuple, and notes on those that were not made.
    ///
    /// # Safety
    ///
    /// It is a tuple of snapshots of the method, for as long as `'v`, and each that can be made is there.
    pub(crate) unsafe fn of_snapshots(tuple: *const (), info: &'static MethodInfo, notes: CallNotes<'v>) -> Self {
        Values { tuple, info, notes: Some(notes) }
    }

    #[inline(always)]
    pub(crate) fn info(&self) -> &'static MethodInfo {
        self.info
    }

    /// Where they are.
    #[inline(always)]
    pub(crate) fn tuple(&self) -> *const () {
        self.tuple
    }

    /// Where the argument of a parameter of the method is, if that is just where it is seen.
    #[inline(always)]
    pub(crate) fn place_of(&self, param: &ParamInfo) -> Option<*const ()> {
        match self.notes {
            None => param.place_in(self.tuple),
            Some(_) => None,
        }
    }

    /// Looks at the value of a parameter of the method; `None` if it was not kept.
    ///
    /// # Safety
    ///
    /// The scratch is used for nothing else as long as what is seen is used.
    #[inline(always)]
    pub(crate) unsafe fn see(&self, param: &ParamInfo, scratch: *mut Scratch) -> Option<Seen> {
        match self.notes {
            // SAFETY: the tuple is one of the method's.
            None => Some(unsafe { param.see(self.tuple, scratch) }),
            Some((notes, call)) if param.is_kept() && notes.hole(call, param).is_none() => {
                // SAFETY: likewise, and a snapshot is there if it is kept.
                Some(unsafe { param.see_kept(self.tuple, scratch) })
            }
            Some(_) => None,
        }
    }

    /// Looks at all of them, one after another; see [`see`](Values::see).
    pub(crate) fn for_each(&self, mut look: impl FnMut(&'static ParamInfo, Option<Seen>)) {
        for param in self.info.params() {
            let mut scratch = const { Scratch::uninit() };
            // SAFETY: what is seen is not used after this turn.
            look(param, unsafe { self.see(param, &raw mut scratch) });
        }
    }

    /// Those that can't be looked at, as nothing was kept of them.
    pub(crate) fn unseen(&self) -> Differences {
        let (mut unseen, mut index) = (0, 0);
        self.for_each(|_, seen| {
            unseen |= Differences::from(seen.is_none()) << index;
            index += 1;
        });
        unseen
    }

    /// Whether each snapshot is there that can be made.
    pub(crate) fn is_whole(&self) -> bool {
        self.notes.is_none_or(|(notes, call)| notes.holes.iter().all(|hole| hole.call != call))
    }

    /// Each as text, in both styles.
    pub(crate) fn printed(&self) -> Vec<Printed> {
        let mut printed = Printed::all(self.show(Style::OnOneLine), self.show(Style::LaidOut));
        for (printed, param) in printed.iter_mut().zip(self.info.params()) {
            printed.is_ignored = param.is_ignored();
        }
        printed
    }

    /// Each as text.
    pub(crate) fn show(&self, style: Style) -> Vec<String> {
        let (mut shown, mut unkept) = (Vec::new(), 0);
        self.for_each(|param, seen| {
            shown.push(match seen {
                Some(seen) => text(style, &|out| show_seen(param.ways().show, seen, out)),
                None if param.is_kept() => {
                    let hole = self.notes.and_then(|(notes, call)| notes.hole(call, param));
                    noted(hole.unwrap_or("<not kept>"), style)
                }
                None => {
                    unkept += 1;
                    let note = self.notes.and_then(|(notes, call)| notes.get(call, unkept - 1));
                    let instead = if param.is_ignored() { IGNORED } else { "<not kept>" };
                    noted(note.unwrap_or(instead), style)
                }
            });
        });
        shown
    }

    /// A number that equal arguments of a call share, if all of them are plain.
    ///
    /// # Safety
    ///
    /// The fingerprints are of the method's parameters, and these are no snapshots, of which one may not be there.
    pub(crate) unsafe fn fingerprint(&self, fingerprints: &Fingerprints) -> Option<u64> {
        let params = self.info.params();
        let mut scratch = const { Scratch::uninit() };
        // SAFETY: as the caller says; what is seen is not used when the next is looked at.
        unsafe { fingerprints.make(|index| params[index].see(self.tuple, &raw mut scratch)) }
    }
}

/// Prints what a parameter sees: `?` if that has no `Debug`.
pub(crate) fn show_seen(show: Option<Show>, seen: Seen, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match show {
        // SAFETY: the function is that of the parameter which sees this.
        Some(show) => unsafe { show.show(seen, out) },
        None => out.write_str("?"),
    }
}

/// A value as text, through a function that prints it.
pub(crate) struct Text<'p>(pub(crate) &'p dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(out)
    }
}

/// What was noted of an argument that is not kept, as its `Debug` has it.
fn noted(note: &str, style: Style) -> String {
    brevity::legible(note.to_owned(), matches!(style, Style::LaidOut))
}

/// A value as text, or that its `Debug` has panicked.
pub(crate) fn text(style: Style, print: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> String {
    let mut text = String::new();
    let printed = shielded(&mut || {
        text = match style {
            Style::OnOneLine => format!("{}", Text(print)),
            Style::LaidOut => format!("{:#}", Text(print)),
        };
    });
    if let Err(panic) = printed {
        text = has_panicked("Debug", &panic);
    }
    match style {
        Style::OnOneLine => brevity::cut(&brevity::legible(text, false)).into_owned(),
        Style::LaidOut => brevity::legible(text, true),
    }
}

/// What stands in place of a value whose code has panicked.
pub(crate) fn has_panicked(what: &str, panic: &str) -> String {
    format!("<its {what} panicked: {panic}>")
}
