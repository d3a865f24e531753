//! Doubles of what methods give: guards and streams, what is known of each, and in which forms they reach the caller. They
//! know the session, and nothing of the methods that give them.

pub(crate) mod guard;
pub(crate) mod guard_exit;
pub(crate) mod guard_forms;
pub(crate) mod guard_part;
pub(crate) mod guard_probe;
pub(crate) mod stream_double;
pub(crate) mod stream_forms;
pub(crate) mod stream_record;
