//! The arguments of the calls of one method, kept as they were at the call, in tuples of what is kept of each.
//!
//! Writing must be cheap, for a mock may stand in a load test; reading happens when a test verifies. So text is written
//! into one string, and made into what users read when somebody does: then a chunk is sealed and shared, so that reading
//! takes no lock and copies nothing. Of what can't be kept there is a note: how it printed at the call.

use std::alloc::Layout;
use std::mem::{self, MaybeUninit};
use std::ptr;
use std::sync::Arc;

use crate::base::caught::shielded;
use crate::base::erased::Place;
use crate::values::call_values::{Hole, Notes, Piece, Text, Values, has_panicked, show_seen};
use crate::values::description::{Keep, KeptLayout, MethodInfo, ParamInfo};
use crate::values::seen::Scratch;

/// As many snapshots are gathered before a new chunk is begun.
const CHUNK: usize = 256;

/// As long a note is in bytes, at the most.
const NOTE: usize = 200;

/// How the snapshots of a method's calls are written down.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    info: &'static MethodInfo,
    /// Whether what is written needs no code of the user's.
    pub(crate) is_plain: bool,
    /// If the snapshots are the arguments' own words, how many.
    words: usize,
    /// If they are halves of words, none of them part of a pointer, how many.
    halves: usize,
    has_text: bool,
    /// How many arguments have notes.
    noted: usize,
}

impl Writing {
    pub(crate) fn of(info: &'static MethodInfo) -> Self {
        let mut writing = Writing { info, is_plain: true, words: 0, halves: 0, has_text: false, noted: 0 };
        let mut is_verbatim = true;
        for param in info.params() {
            is_verbatim &= param.is_verbatim();
            match param.ways().keep {
                Keep::Bits | Keep::Reference => {}
                Keep::Text => writing.has_text = true,
                Keep::By(_) => writing.is_plain = false,
                Keep::Not => {
                    writing.is_plain &= param.noted().is_none();
                    writing.noted += 1;
                }
            }
        }
        if is_verbatim && info.kept.align == WORD {
            writing.words = info.kept.size / WORD;
        } else if is_verbatim && info.kept.align == HALF {
            writing.halves = info.kept.size / HALF;
        }
        writing
    }
}

/// The size of a word in bytes.
const WORD: usize = size_of::<Word>();

/// Whatever it is: part of it may be a gap.
type Word = MaybeUninit<*const ()>;

/// The size of half a word in bytes, as most machines have it.
const HALF: usize = size_of::<Half>();

type Half = MaybeUninit<u32>;

/// A growing list of tuples whose layout is known when it is made.
struct Tuples {
    layout: KeptLayout,
    /// Room for so many, of which `length` are there.
    place: Place,
    room: usize,
    length: usize,
}

impl Tuples {
    fn new(layout: KeptLayout) -> Self {
        let room = if layout.size == 0 { usize::MAX } else { 0 };
        Tuples { layout, place: Place::new(Self::layout(layout, 0)), room, length: 0 }
    }

    fn layout(KeptLayout { size, align }: KeptLayout, room: usize) -> Layout {
        Layout::from_size_align(size * room, align).expect("snapshots fit into memory")
    }

    /// Room for one more, which is to be filled before the next is asked for.
    #[inline(always)]
    fn add(&mut self) -> *mut () {
        if self.length == self.room {
            self.grow();
        }
        self.length += 1;
        self.at(self.length - 1)
    }

    #[cold]
    fn grow(&mut self) {
        // A few at once: most methods are called a handful of times.
        let room = if self.room == 0 { 4 } else { self.room * 2 };
        let place = Place::new(Self::layout(self.layout, room));
        // SAFETY: the new place has room for all that is in the old one.
        unsafe {
            let (from, to) = (self.place.as_ptr().cast::<u8>(), place.as_ptr().cast::<u8>());
            ptr::copy_nonoverlapping(from, to, self.layout.size * self.length);
        }
        self.place = place;
        self.room = room;
    }

    #[inline(always)]
    fn at(&self, index: usize) -> *mut () {
        (self.place.as_ptr() as *mut u8).wrapping_add(index * self.layout.size) as *mut ()
    }
}

/// Snapshots of calls one after another.
struct Chunk {
    writing: Writing,
    tuples: Tuples,
    /// The notes on what can't be kept, and the text in the snapshots.
    notes: Notes,
    /// Whether text is in the snapshots, rather than pieces of it.
    is_sealed: bool,
}

// SAFETY: a snapshot is made of what `Keepable` and `Unshared` say can be sent and shared; a chunk is changed only by who
// has it for himself.
unsafe impl Send for Chunk {}
// SAFETY: as above.
unsafe impl Sync for Chunk {}

impl Chunk {
    fn new(writing: Writing) -> Self {
        let tuples = Tuples::new(writing.info.kept);
        let notes = Notes { of_each: writing.noted, ..Notes::default() };
        Chunk { writing, tuples, notes, is_sealed: false }
    }

    /// Adds the snapshots of a call, for which no code of the user's is needed.
    #[inline(always)]
    fn push(&mut self, values: &Values<'_>) {
        let to = self.tuples.add();
        let from = values.tuple();
        // SAFETY: the arguments are as many words, or halves of words, as there is room for.
        unsafe {
            if self.writing.words > 0 {
                copy_pieces(from as *const Word, to as *mut Word, self.writing.words);
            } else if self.writing.halves > 0 {
                copy_pieces(from as *const Half, to as *mut Half, self.writing.halves);
            } else {
                self.write(to, values);
            }
        }
    }

    /// The same, where what needs the user's code has been made before.
    fn push_taken(&mut self, values: &Values<'_>, taken: Taken) {
        let to = self.tuples.add();
        taken.move_to(to, self.tuples.length - 1, &mut self.notes);
        self.write(to, values);
    }

    /// Writes the snapshots that need no code of the user's into a tuple.
    fn write(&mut self, to: *mut (), values: &Values<'_>) {
        let params = values.info().params();
        let mut index = 0;
        while index < params.len() {
            let param = &params[index];
            index += 1;
            let keep = param.ways().keep;
            if let Keep::By(_) | Keep::Not = keep {
                continue;
            }
            let mut scratch = const { Scratch::uninit() };
            // SAFETY: what is seen is not used after this turn.
            let Some(seen) = (unsafe { values.see(param, &raw mut scratch) }) else {
                unreachable!("arguments are seen")
            };
            let to = (to as *mut u8).wrapping_add(param.kept_at);
            // SAFETY: of an argument that is kept bit by bit the very value is seen, of whose size its snapshot is; of one
            // that is a reference that is the snapshot; of the others text is seen, and a snapshot, a `String`, has room for
            // a piece.
            unsafe {
                match keep {
                    Keep::Bits => copy(seen.data() as *const u8, to, param.kept_size),
                    Keep::Reference => copy(&raw const seen as *const u8, to, param.kept_size),
                    _ => *(to as *mut Piece) = add(&mut self.notes.text, seen.get()),
                }
            }
        }
    }

    /// Makes text of the pieces.
    fn seal(&mut self) {
        self.is_sealed = true;
        if !self.writing.has_text {
            return;
        }
        for index in 0..self.tuples.length {
            for param in self.writing.info.params() {
                if let Keep::Text = param.ways().keep {
                    // SAFETY: a piece is there, and there is room for the text, which is dropped with the chunk.
                    unsafe {
                        let place = self.tuples.at(index).byte_add(param.kept_at);
                        let text = place.cast::<Piece>().read().of(&self.notes.text).to_owned();
                        place.cast::<String>().write(text);
                    }
                }
            }
        }
        if self.writing.noted == 0 {
            self.notes.text = String::new();
        }
    }

    fn values(&self, offset: usize) -> Values<'_> {
        // SAFETY: a tuple is there, which is sealed before it can be read.
        unsafe { Values::of_snapshots(self.tuples.at(offset), self.writing.info, (&self.notes, offset)) }
    }
}

/// Copies so many pieces. Unoptimised, two cost no more than one.
#[inline(always)]
unsafe fn copy_pieces<T: Copy>(mut from: *const T, mut to: *mut T, mut left: usize) {
    // SAFETY: as many can be read and written.
    unsafe {
        while left > 1 {
            *(to as *mut [T; 2]) = *(from as *const [T; 2]);
            (from, to) = (from.wrapping_add(2), to.wrapping_add(2));
            left -= 2;
        }
        if left == 1 {
            *to = *from;
        }
    }
}

/// Copies as many bytes, at places for a value of that size. The common sizes at once, as unoptimised code goes a long way
/// for others.
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8, size: usize) {
    // SAFETY: as many bytes can be read and written, and they may have gaps. No basic type of these sizes is aligned less.
    unsafe {
        if size == WORD {
            // It may be a pointer, and is copied as one.
            *(to as *mut Word) = *(from as *const Word);
        } else if size == HALF {
            *(to as *mut Half) = *(from as *const Half);
        } else {
            ptr::copy_nonoverlapping(from, to, size);
        }
    }
}

/// Adds text, and says where. What is short is copied here: unoptimised, `push_str` takes a tenth of a call.
fn add(text: &mut String, more: &str) -> Piece {
    let (start, length) = (text.len(), more.len());
    if length > SHORT || text.capacity() - start < length {
        text.push_str(more);
    } else {
        // SAFETY: there is room for these bytes after the others, and they are text.
        unsafe {
            let bytes = text.as_mut_vec();
            copy_short(more.as_ptr(), bytes.as_mut_ptr().wrapping_add(start), length);
            bytes.set_len(start + length);
        }
    }
    Piece(start, length)
}

/// The length in bytes of a text that is short.
const SHORT: usize = 64;

/// Copies bytes in pieces of eight or four, the last of which may have some of the one before.
#[inline(always)]
unsafe fn copy_short(from: *const u8, to: *mut u8, length: usize) {
    /// Copies from as far as this.
    #[inline(always)]
    unsafe fn copy<T: Copy>(from: *const u8, to: *mut u8, at: usize) {
        // SAFETY: as the caller says.
        unsafe { *(to.wrapping_add(at) as *mut T) = *(from.wrapping_add(at) as *const T) };
    }
    let mut at = 0;
    // SAFETY: no piece begins before the first byte or ends after the last.
    unsafe {
        if length >= 8 {
            while at + 8 < length {
                copy::<[u8; 8]>(from, to, at);
                at += 8;
            }
            copy::<[u8; 8]>(from, to, length - 8);
        } else if length >= 4 {
            copy::<[u8; 4]>(from, to, 0);
            copy::<[u8; 4]>(from, to, length - 4);
        } else {
            while at < length {
                copy::<u8>(from, to, at);
                at += 1;
            }
        }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        // Text is a piece of the chunk's until that is sealed.
        if !self.writing.is_plain || self.is_sealed && self.writing.has_text {
            drop(Remains { chunk: self, call: 0, param: 0 });
        }
    }
}

/// What is still to be dropped of a chunk: a drop that panics does not keep the others.
struct Remains<'c> {
    chunk: &'c Chunk,
    call: usize,
    param: usize,
}

impl Drop for Remains<'_> {
    fn drop(&mut self) {
        let Chunk { writing, tuples, notes, is_sealed } = self.chunk;
        while self.call < tuples.length {
            let Some(param) = writing.info.params().get(self.param) else {
                (self.call, self.param) = (self.call + 1, 0);
                continue;
            };
            self.param += 1;
            let is_piece = matches!(param.ways().keep, Keep::Text) && !is_sealed;
            let is_there = !is_piece && notes.hole(self.call, param).is_none();
            if let Some(drop_kept) = param.drop_kept().filter(|_| is_there) {
                let rest = Remains { ..*self };
                // SAFETY: the snapshot was made, and is dropped here alone.
                unsafe { drop_kept(tuples.at(self.call).byte_add(param.kept_at)) };
                mem::forget(rest);
            }
        }
    }
}

/// What is taken of the arguments of a call before the journal is locked, as that may run the user's code.
pub(crate) struct Taken {
    info: &'static MethodInfo,
    place: Place,
    /// So many parameters have been seen to.
    done: usize,
    text: String,
    notes: Vec<Piece>,
    /// Snapshots that could not be made, and what stands in their place.
    holes: Vec<(&'static ParamInfo, String)>,
}

impl Taken {
    /// Makes the snapshots, and the notes on what can't be kept.
    pub(crate) fn of(values: &Values<'_>) -> Self {
        let info = values.info();
        let place = Place::new(Tuples::layout(info.kept, 1));
        let mut taken = Taken { info, place, done: 0, text: String::new(), notes: Vec::new(), holes: Vec::new() };
        for param in info.params() {
            let mut scratch = Scratch::uninit();
            // SAFETY: what is seen is not used after this turn.
            let Some(seen) = (unsafe { values.see(param, &raw mut scratch) }) else { continue };
            match param.ways().keep {
                Keep::By(keep) => {
                    // SAFETY: there is room for the snapshot.
                    let kept = shielded(&mut || unsafe { keep(seen, taken.place.as_ptr().byte_add(param.kept_at)) });
                    if let Err(panic) = kept {
                        taken.holes.push((param, has_panicked("Clone", &panic)));
                    }
                }
                Keep::Not => {
                    let note = match param.noted() {
                        Some(show) => note(&|out| show_seen(Some(show), seen, out)),
                        None => String::new(),
                    };
                    taken.notes.push(add(&mut taken.text, &note));
                }
                Keep::Bits | Keep::Reference | Keep::Text => {}
            }
            taken.done += 1;
        }
        taken
    }

    /// Moves the snapshots to the tuple of a call, and the notes to the others.
    fn move_to(mut self, to: *mut (), call: usize, notes: &mut Notes) {
        let start = notes.text.len();
        notes.text.push_str(&self.text);
        for Piece(at, length) in &self.notes {
            notes.pieces.push(Piece(start + at, *length));
        }
        for (param, text) in self.holes.drain(..) {
            notes.holes.push(Hole { call, param, text });
        }
        self.done = 0;
        // SAFETY: either place has room for a tuple, and what has been made is not used here any more.
        unsafe { ptr::copy_nonoverlapping(self.place.as_ptr().cast::<u8>(), to.cast::<u8>(), self.info.kept.size) };
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        for param in &self.info.params()[..self.done] {
            let is_there = self.holes.iter().all(|(hole, _)| !ptr::eq(*hole, param));
            if let (Keep::By(_), Some(drop_kept), true) = (param.ways().keep, param.drop_kept(), is_there) {
                // SAFETY: it was made, and is not used any more.
                unsafe { drop_kept(self.place.as_ptr().byte_add(param.kept_at)) };
            }
        }
    }
}

/// How a value prints, or as much of that as a note has room for.
fn note(print: &dyn Fn(&mut std::fmt::Formatter<'_>) -> std::fmt::Result) -> String {
    use std::fmt::Write as _;
    let mut short = Short(String::new());
    // It is the user's, and printing is not what the call is for.
    let mut write = || {
        let _is_full = write!(short, "{}", Text(print));
    };
    match shielded(&mut write) {
        Ok(()) => short.0,
        Err(panic) => has_panicked("Debug", &panic),
    }
}

/// Text that ends where a note does.
struct Short(String);

impl std::fmt::Write for Short {
    fn write_str(&mut self, more: &str) -> std::fmt::Result {
        let left = NOTE.saturating_sub(self.0.len());
        if more.len() <= left {
            self.0.push_str(more);
            return Ok(());
        }
        self.0.push_str(&more[..more.floor_char_boundary(left)]);
        self.0.push_str("..");
        Err(std::fmt::Error)
    }
}

/// The arguments of one call, sealed.
#[derive(Clone)]
pub(crate) struct Snapshot {
    chunk: Arc<Chunk>,
    offset: usize,
}

impl Snapshot {
    /// What is kept of them.
    pub(crate) fn values(&self) -> Values<'_> {
        self.chunk.values(self.offset)
    }
}

/// The snapshots of one method.
pub(crate) struct Snapshots {
    pub(crate) writing: Writing,
    /// The newest.
    draft: Chunk,
    /// Older ones that nobody has read.
    drafts: Vec<Chunk>,
    /// The oldest, with the index of each chunk's first call.
    sealed: Vec<(usize, Arc<Chunk>)>,
    /// How many are sealed.
    length: usize,
}

impl Snapshots {
    pub(crate) fn new(writing: Writing) -> Self {
        Snapshots { writing, draft: Chunk::new(writing), drafts: Vec::new(), sealed: Vec::new(), length: 0 }
    }

    /// Adds those of a call, for which no code of the user's is needed.
    #[inline(always)]
    pub(crate) fn push(&mut self, values: &Values<'_>) {
        self.draft.push(values);
        if self.draft.tuples.length == CHUNK {
            self.begin_draft();
        }
    }

    /// The same, where what needs the user's code was taken before.
    pub(crate) fn push_taken(&mut self, values: &Values<'_>, taken: Taken) {
        self.draft.push_taken(values, taken);
        if self.draft.tuples.length == CHUNK {
            self.begin_draft();
        }
    }

    #[cold]
    fn begin_draft(&mut self) {
        let mut new = Chunk::new(self.writing);
        new.notes.text.reserve(self.draft.notes.text.len());
        new.notes.pieces.reserve(self.draft.notes.pieces.len());
        self.drafts.push(mem::replace(&mut self.draft, new));
    }

    /// Seals what was written down, so that it can be read.
    pub(crate) fn seal(&mut self) {
        // The newest draft is empty after the last call that an older one had room for.
        if self.draft.tuples.length == 0 && self.drafts.is_empty() {
            return;
        }
        let newest = mem::replace(&mut self.draft, Chunk::new(self.writing));
        let mut drafts = mem::take(&mut self.drafts);
        drafts.push(newest);
        for mut draft in drafts {
            if draft.tuples.length > 0 {
                draft.seal();
                let start = self.length;
                self.length += draft.tuples.length;
                self.sealed.push((start, Arc::new(draft)));
            }
        }
    }

    /// Seals what was written down up to a call.
    pub(crate) fn seal_to(&mut self, index: usize) {
        if index >= self.length {
            self.seal();
        }
    }

    /// The snapshot of a call, which is sealed.
    pub(crate) fn get(&self, index: usize) -> Snapshot {
        let (start, chunk) = &self.sealed[self.sealed.partition_point(|(start, _)| *start <= index) - 1];
        Snapshot { chunk: Arc::clone(chunk), offset: index - start }
    }
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;

    use super::{add, copy};

    /// Copies a value as it is kept.
    fn copied<T: Copy>(value: T) -> T {
        let mut to = MaybeUninit::<T>::uninit();
        // SAFETY: there is a value of this size, and room for it.
        unsafe {
            copy((&raw const value).cast(), to.as_mut_ptr().cast(), size_of::<T>());
            to.assume_init()
        }
    }

    #[test]
    fn texts_of_all_lengths_are_added_whole() {
        let (mut text, mut expected) = (String::with_capacity(8), String::new());
        for length in 0..200 {
            let more: String = ('a'..='z').cycle().skip(length).take(length).collect();
            let piece = add(&mut text, &more);
            expected.push_str(&more);
            assert_eq!((piece.of(&text), &text), (&*more, &expected));
        }
    }

    #[test]
    fn numbers_and_references_of_all_sizes_are_copied_whole() {
        assert_eq!((copied(0x12_u8), copied(0x1234_u16), copied(0x1234_5678_u32)), (0x12, 0x1234, 0x1234_5678));
        assert_eq!(copied(0x1234_5678_9abc_def0_u64), 0x1234_5678_9abc_def0);
        assert_eq!(copied(u128::MAX - 1), u128::MAX - 1);
        assert_eq!((copied("north"), copied(&7), copied('x')), ("north", &7, 'x'));
    }
}
