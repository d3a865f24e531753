//! What a wait wants of held calls: the next of them, and that one was cancelled.

use std::sync::Arc;
use std::task::Context;

use crate::engine::hold_point::HoldPoint;
use crate::engine::inspection::Sighting;
use crate::records::record::CallState;
use crate::views::view::View;
use crate::views::viewed_call::ViewedCall;
use crate::waiting::wait::{Goal, Look};

/// Whether a held call was dropped, be it that it was held when it was made, and never awaited.
pub(crate) fn is_cancelled(state: CallState) -> bool {
    matches!(state, CallState::Cancelled | CallState::NeverAwaited)
}

/// The next call that is held.
pub(crate) struct NextHeld;

impl Goal<View> for NextHeld {
    type Output = (Sighting, Arc<HoldPoint>);

    fn reach(&mut self, view: &View, _: &mut Context<'_>) -> Look<Self::Output> {
        // Filters are the user's: they are asked without a lock.
        for index in view.engine.held_calls() {
            let seen = view.sighting(index);
            if view.accepts(&seen)
                && let Some(point) = view.engine.take_held(index)
            {
                return Look::Reached((seen, point));
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &View) -> String {
        "there was no held call that was not given out".to_owned()
    }
}

/// A call is cancelled.
pub(crate) struct IsCancelled(pub(crate) ViewedCall);

impl Goal<View> for IsCancelled {
    type Output = ();

    fn reach(&mut self, _: &View, _: &mut Context<'_>) -> Look<()> {
        match self.0.state() {
            state if is_cancelled(state) => Look::Reached(()),
            CallState::Called | CallState::Pending => Look::NotYet,
            _ => Look::Missed(format!("it never will be: {}", self.0)),
        }
    }

    fn lack(&self, _: &View) -> String {
        self.0.to_string()
    }
}
