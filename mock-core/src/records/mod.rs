//! What is written down: calls and their events, the arguments that are kept, and how guards stand. It knows nothing of
//! the expectations that the calls met, and nobody who waits.

pub(crate) mod cursor;
pub(crate) mod event;
pub(crate) mod guard_state;
pub(crate) mod record;
pub(crate) mod snapshot;
pub(crate) mod stamp;
