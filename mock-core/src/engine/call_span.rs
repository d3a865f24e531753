//! The span of a call for `tracing`: it is there from the call to its end, and entered while the call is answered or polled. It is
//! made for those who want it alone, so that arguments are not printed for nobody.

use std::panic::Location;
use std::thread;

use tracing::span::EnteredSpan;
use tracing::{Level, Span, debug_span, field, span_enabled};

use crate::engine::state::Engine;
use crate::records::record::CallState;
use crate::report;
use crate::values::args::Style;
use crate::values::call_values::Values;

/// The span of a call, if anybody wants it.
pub(crate) struct CallSpan(Option<Span>);

impl CallSpan {
    /// Of a call that is about to be made.
    pub(crate) fn new(engine: &Engine, values: &Values<'_>, place: &'static Location<'static>) -> Self {
        if !span_enabled!(target: "asyncmock", Level::DEBUG, mock, method, call, place, state) {
            return CallSpan(None);
        }
        let (mock, place) = (engine.info.name(), report::place(place));
        let call = format!("{}({})", engine.title(), values.show(Style::OnOneLine).join(", "));
        CallSpan(Some(debug_span!(
            target: "asyncmock",
            "mock_call",
            mock,
            method = engine.name(),
            call,
            place,
            state = field::Empty
        )))
    }

    /// Enters it, until what this gives is dropped.
    pub(crate) fn enter(&self) -> Option<EnteredSpan> {
        Some(self.0.as_ref()?.clone().entered())
    }

    /// Enters it for as long as a sync call lasts, which has ended when what this gives is dropped.
    pub(crate) fn enter_to_the_end(self) -> SyncCall {
        let entered = self.enter();
        SyncCall { _entered: entered, span: self, was_panicking: thread::panicking() }
    }

    /// The call has come to an end.
    pub(crate) fn end(&mut self, state: CallState) {
        if let Some(span) = self.0.take() {
            span.record("state", field::display(state));
        }
    }
}

/// A sync call in its span.
pub(crate) struct SyncCall {
    _entered: Option<EnteredSpan>,
    span: CallSpan,
    /// Whether the thread was, so that a panic is another's.
    was_panicking: bool,
}

impl Drop for SyncCall {
    fn drop(&mut self) {
        let has_panicked = thread::panicking() && !self.was_panicking;
        self.span.end(if has_panicked { CallState::Panicked } else { CallState::Completed });
    }
}
