//! What everything stands on: a lock, places for values whose types are known elsewhere, who is to be woken, how things
//! are put in order, and how long texts may get. It knows the standard library, and nothing of mocks, tests or time that can be paused.

pub(crate) mod arena;
pub(crate) mod brevity;
pub(crate) mod catching;
pub(crate) mod caught;
pub(crate) mod colour;
pub(crate) mod debugger;
pub(crate) mod erased;
pub(crate) mod event_count;
pub(crate) mod hidden;
pub(crate) mod key;
pub(crate) mod lock;
pub(crate) mod once;
pub(crate) mod park;
pub(crate) mod quiet;
pub(crate) mod raising;
pub(crate) mod sorting;
pub(crate) mod thread;
pub(crate) mod thread_bound;
pub(crate) mod thread_end;
pub(crate) mod watchers;
