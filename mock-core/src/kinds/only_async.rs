//! What no method has that is not async. What is for async methods alone others have in name, hidden, with a bound that never
//! holds, so that a test that asks for it is told why it can't be had: an unmet bound on all of an implementation would be
//! told by the names of kinds.

/// What no plain value is.
#[diagnostic::on_unimplemented(
    message = "this method is not async: its calls are answered at once",
    label = "for methods that are async, or declared with their futures",
    note = "write `returning` or `return_const` to answer, and ask for calls rather than for awaits: `assert_called`"
)]
pub trait IsFuture {}
