//! What a double tells those who know no types of it: tasks that wait for it, its mock, and its session. Here is what they
//! may ask; how it is answered is the engine's, and that of the records of guards and streams.

use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::task::Waker;

use crate::journal::call::JournalCall;
use crate::records::record::{CallState, Record};
use crate::report::{Complaint, Entry};
use crate::sessions::guard_record::GuardRecord;
use crate::sessions::mock::MockInfo;
use crate::sessions::moments::Moments;
use crate::values::call_values::Values;
use crate::values::description::MethodInfo;

/// What a task can wait for.
pub(crate) trait Attended: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// Adds a task that is to be woken when something happens next.
    fn attend(&self, task: Waker) -> u64;
    /// Takes such a task out, if it has not been woken.
    fn stop_attending(&self, number: u64);
}

/// What the session and the mock ask of a method, without its types.
pub(crate) trait Recorded: Attended {
    /// The calls in some states, in the order of calls.
    fn entries(&self, wanted: fn(CallState) -> bool) -> Vec<Entry>;
    /// All calls, with the arguments that it takes no code of the user's to print.
    fn entries_in_brief(&self) -> Vec<Entry>;
    /// All calls as rows of the journal.
    fn rows(&self, moments: &Moments) -> Vec<JournalCall>;
    /// The same without their arguments.
    fn rows_in_brief(&self, moments: &Moments) -> Vec<JournalCall>;
    /// The calls that were never awaited, though they should have been.
    fn unawaited(&self) -> Vec<Entry>;
    /// One call.
    fn record(&self, index: usize) -> Record;
    /// `Cat::go("north", 3) at src/herd.rs:12`, of one call.
    fn called(&self, index: usize) -> String;
    /// The guards that its calls gave, or may yet give.
    fn guards(&self) -> Vec<Arc<GuardRecord>>;
    /// Adds such a guard.
    fn keep_guard(&self, guard: Arc<GuardRecord>);
    /// What there is to say of each expectation that is not met. One that was never used is warned of, or is not met either if
    /// the mock is strict.
    fn unmet(&self) -> Vec<Complaint>;
    /// Says what there is to say, once: whoever ends later has been told of.
    fn verify(&self) -> Vec<Complaint>;
    /// Drops every expectation, and says of each that is not met what there is to say; as [`unmet`](Recorded::unmet). It may be a
    /// checkpoint in the test that drops them.
    fn retire(&self, checkpoint: Option<&'static Location<'static>>) -> Vec<Complaint>;
    /// The same when the mock is gone, but for what calls that are on their way still need: the last of those verifies it.
    /// Calls that are made later are refused if it is said that there may be some.
    fn end(&self, is_closed: bool) -> Vec<Complaint>;
    /// The mock whose method it is.
    fn mock(&self) -> &MockInfo;
    /// How many calls its expectations lack, at the least; [`MORE_THAN_WANTED`] if there were too many of one.
    fn lack(&self) -> usize;
    /// What each expectation lacks that is not met: a line of text.
    fn lacking(&self) -> Vec<String>;
    /// Which expectation would accept a call of a method with these arguments, if it is this method:
    /// `MockCat#2 (made at src/herd.rs:3), at src/herd.rs:12`.
    fn expects(&self, method: &'static MethodInfo, values: &Values<'_>) -> Option<String>;
    /// Where it expects calls, if it is another of the methods that the generic method stands for of which this is one:
    /// `go::<u32> at src/herd.rs:12`.
    fn expects_types_beside(&self, method: &'static MethodInfo) -> Option<String>;
    /// Drops every expectation. It does not panic; so it does nothing inside a matcher of the method.
    fn clear(&self);
}

/// So many calls are lacking as will never be made: there were too many.
pub(crate) const MORE_THAN_WANTED: usize = usize::MAX;

/// Calls in whichever state.
pub(crate) fn any(_: CallState) -> bool {
    true
}

impl dyn Recorded + '_ {
    /// Every call, and every guard that a call gave.
    pub(crate) fn all(&self) -> Vec<Entry> {
        let mut entries = self.entries(any);
        entries.append(&mut entries_of(&self.guards()));
        entries
    }
}

/// The lines of those guards that were entered.
pub(crate) fn entries_of(guards: &[Arc<GuardRecord>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for guard in guards {
        if let Some(visit) = guard.visit() {
            entries.push(visit.entry);
        }
    }
    entries
}
