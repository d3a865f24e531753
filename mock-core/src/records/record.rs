//! What is written down of each call: its place in the order of events, its times, where it was made, and how far it
//! has come, and who made and polled it. 48 bytes a call; the arguments are kept [beside](crate::records::snapshot).

use std::fmt;
use std::mem::{self, MaybeUninit};
use std::panic::Location;
use std::ptr;
use std::slice;

use crate::time::span::Span;

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CallState {
    /// Called; the future has not been polled yet.
    Called,
    /// Awaited, without an end so far; or a sync call whose answer is running.
    Pending,
    /// Ended with a value.
    Completed,
    /// The future was dropped while it was pending.
    Cancelled,
    /// The answer panicked, or the mock did.
    Panicked,
    /// The future was dropped without ever having been polled.
    NeverAwaited,
}

impl CallState {
    const ALL: [CallState; 7] = [
        CallState::Called,
        CallState::Pending,
        CallState::Completed,
        CallState::Cancelled,
        CallState::Panicked,
        CallState::NeverAwaited,
        // What is answered before it is polled; see `ANSWERED`.
        CallState::Called,
    ];
}

impl fmt::Display for CallState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            CallState::Called => "not awaited yet",
            CallState::Pending => "pending",
            CallState::Completed => "completed",
            CallState::Cancelled => "cancelled",
            CallState::Panicked => "panicked",
            CallState::NeverAwaited => "never awaited",
        })
    }
}

const STATE_BITS: u32 = 3;
const STATE_MASK: u32 = (1 << STATE_BITS) - 1;

/// In place of `Called`: the call was answered when it was made, and needs no expectation when it is polled.
const ANSWERED: u32 = 6;

/// One call, as it stands now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    /// Nanoseconds from the origin of the scene to the call.
    pub(crate) started: u64,
    /// The call's place among all events of the scene.
    pub(crate) called: u32,
    /// The place of the first poll, 0 if there was none.
    pub(crate) awaited: u32,
    /// The place of the end, 0 if there is none.
    pub(crate) ended: u32,
    /// From the call to its first poll, if that is timed.
    pub(crate) unpolled: Span,
    /// From the call to its end.
    pub(crate) elapsed: Span,
    /// Who made the call, by a number that its scene knows; 0 if that is not known.
    pub(crate) caller: u32,
    /// Who polled it first; likewise.
    pub(crate) poller: u32,
    /// The index of the caller's place, and the state in the lowest bits.
    place_and_state: u32,
}

impl Record {
    pub(crate) fn state(&self) -> CallState {
        CallState::ALL[(self.place_and_state & STATE_MASK) as usize]
    }

    #[inline(always)]
    fn set_state(&mut self, state: CallState) {
        self.place_and_state = self.place_and_state & !STATE_MASK | state as u32;
    }
}

/// Room for records, of which the first `length` are written. As `Vec` has it, but that writing one into room that is there
/// costs a store or two, unoptimised as well; blank records to write over would cost a twentieth of a call.
#[derive(Default)]
struct Chunk {
    room: Box<[MaybeUninit<Record>]>,
    length: usize,
}

impl Chunk {
    fn with_room(records: usize) -> Self {
        Chunk { room: Box::new_uninit_slice(records), length: 0 }
    }

    /// Moves the records to twice the room.
    fn grow(&mut self) {
        let mut more = Chunk::with_room(2 * self.length);
        // SAFETY: so many are written here, and there is room for as many there.
        unsafe { ptr::copy_nonoverlapping(self.room.as_ptr(), more.room.as_mut_ptr(), self.length) };
        more.length = self.length;
        *self = more;
    }

    /// Adds a record, for which there is room.
    #[inline(always)]
    fn push(&mut self, record: Record) {
        let room: *mut MaybeUninit<Record> = &raw mut self.room[self.length];
        // SAFETY: it is a place for a record.
        unsafe { *room.cast() = record };
        self.length += 1;
    }

    /// How many of these calls are ahead of their first poll, and were not answered before.
    fn ahead(&self) -> usize {
        // SAFETY: so many are written.
        let records: &[Record] = unsafe { slice::from_raw_parts(self.room.as_ptr().cast(), self.length) };
        let mut ahead = 0;
        for record in records {
            ahead += usize::from(record.place_and_state & STATE_MASK == CallState::Called as u32);
        }
        ahead
    }

    fn get(&self, index: usize) -> &Record {
        assert!(index < self.length, "a call is looked up that was written down");
        // SAFETY: it is written.
        unsafe { self.room[index].assume_init_ref() }
    }

    #[inline(always)]
    fn get_mut(&mut self, index: usize) -> &mut Record {
        assert!(index < self.length, "a call is changed that was written down");
        let room: *mut MaybeUninit<Record> = &raw mut self.room[index];
        // SAFETY: as above.
        unsafe { &mut *room.cast() }
    }
}

/// The calls of one method, in the order in which they were made.
#[derive(Default)]
pub(crate) struct Records {
    /// The newest calls, never more than [`CHUNK`] of them, so that little is spent on room to grow.
    newest: Chunk,
    /// How many calls are older than those.
    older: usize,
    /// The older ones, in full chunks.
    chunks: Vec<Chunk>,
    /// Where the method was first called from; mostly it is called from there again.
    first_place: Option<Place>,
    /// The other places, the latest of which is likely to be the next.
    places: Vec<Place>,
}

type Place = &'static Location<'static>;

const CHUNK_BITS: usize = 8;
const CHUNK: usize = 1 << CHUNK_BITS;

impl Records {
    pub(crate) fn len(&self) -> usize {
        self.older + self.newest.length
    }

    /// Whether there is a call that was never awaited, or not yet.
    pub(crate) fn any_unpolled(&self) -> bool {
        (0..self.len()).any(|index| matches!(self.get(index).state(), CallState::Called | CallState::NeverAwaited))
    }

    pub(crate) fn get(&self, index: usize) -> &Record {
        match index.checked_sub(self.older) {
            Some(index) => self.newest.get(index),
            None => self.chunks[index >> CHUNK_BITS].get(index & (CHUNK - 1)),
        }
    }

    #[inline(always)]
    fn get_mut(&mut self, index: usize) -> &mut Record {
        if index >= self.older {
            self.newest.get_mut(index - self.older)
        } else {
            self.chunks[index >> CHUNK_BITS].get_mut(index & (CHUNK - 1))
        }
    }

    pub(crate) fn location(&self, record: &Record) -> Place {
        match (record.place_and_state >> STATE_BITS, self.first_place) {
            (0, Some(first)) => first,
            (index, _) => self.places[index as usize - 1],
        }
    }

    /// Writes down a call, and says under which index.
    #[inline(always)]
    pub(crate) fn open(&mut self, called: u32, started: u64, place: Place, state: CallState, caller: u32) -> usize {
        let place = match self.first_place {
            Some(first) if ptr::eq(first, place) => 0,
            _ => self.find_place(place),
        };
        if self.newest.length == self.newest.room.len() {
            self.make_room();
        }
        let place_and_state = place << STATE_BITS | state as u32;
        let (unpolled, elapsed) = (Span::ZERO, Span::ZERO);
        let record =
            Record { started, called, awaited: 0, ended: 0, unpolled, elapsed, caller, poller: 0, place_and_state };
        self.newest.push(record);
        self.older + self.newest.length - 1
    }

    /// Makes room for another record: the first chunk grows, as most mocks see a handful of calls; a full one is put
    /// away.
    #[cold]
    fn make_room(&mut self) {
        match self.newest.length {
            CHUNK => {
                self.chunks.push(mem::replace(&mut self.newest, Chunk::with_room(CHUNK)));
                self.older += CHUNK;
            }
            0 => self.newest = Chunk::with_room(4),
            _ => self.newest.grow(),
        }
    }

    /// The number of a place that is not the first.
    fn find_place(&mut self, place: Place) -> u32 {
        if self.first_place.is_none() {
            self.first_place = Some(place);
            return 0;
        }
        // Past so many places, finding one again costs more than writing it down again.
        for back in 0..self.places.len().min(64) {
            let number = self.places.len() - back;
            if ptr::eq(self.places[number - 1], place) {
                return number as u32;
            }
        }
        self.places.push(place);
        self.places.len() as u32
    }

    /// How many calls have neither been polled nor answered nor dropped.
    pub(crate) fn ahead(&self) -> usize {
        let mut ahead = self.newest.ahead();
        for chunk in &self.chunks {
            ahead += chunk.ahead();
        }
        ahead
    }

    /// The call is answered, though it has not been polled.
    #[inline(always)]
    pub(crate) fn answered(&mut self, index: usize) {
        let record = self.get_mut(index);
        record.place_and_state = record.place_and_state & !STATE_MASK | ANSWERED;
    }

    /// The call has been polled for the first time.
    #[inline(always)]
    pub(crate) fn awaited(&mut self, index: usize, order: u32, now: Option<u64>, poller: u32) {
        let record = self.get_mut(index);
        record.awaited = order;
        record.unpolled = match now {
            Some(now) => Span::from_nanos(now.wrapping_sub(record.started)),
            None => Span::UNKNOWN,
        };
        record.poller = poller;
        record.set_state(CallState::Pending);
    }

    /// The call has come to an end.
    #[inline(always)]
    pub(crate) fn close(&mut self, index: usize, order: u32, now: u64, state: CallState) {
        let record = self.get_mut(index);
        record.ended = order;
        // Wrapping: a span takes what is below zero as no time.
        record.elapsed = Span::from_nanos(now.wrapping_sub(record.started));
        record.set_state(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, CallState, Records};
    use std::panic::Location;

    #[test]
    fn a_call_is_ahead_until_it_is_polled_answered_or_dropped() {
        let mut records = Records::default();
        for _ in 0..CHUNK + 5 {
            records.open(1, 0, Location::caller(), CallState::Called, 0);
        }
        records.open(1, 0, Location::caller(), CallState::Pending, 0);
        assert_eq!(records.ahead(), CHUNK + 5);
        records.awaited(0, 2, None, 0);
        records.answered(1);
        records.close(CHUNK + 1, 3, 0, CallState::NeverAwaited);
        assert_eq!(records.ahead(), CHUNK + 2);
        assert_eq!(records.get(1).state(), CallState::Called);
        records.awaited(1, 4, None, 0);
        assert_eq!(records.get(1).state(), CallState::Pending);
    }
}
