//! A call that is under way: from the moment when it is written down to its end. Its arguments are elsewhere, or gone.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::args::Args;
use crate::kind::{Awaited, Progress};
use crate::record::CallState;
use crate::shared::Shared;

/// A call that is a future. Dropping it ends the call: it is cancelled, or was never awaited.
#[must_use = "futures do nothing unless polled"]
pub struct PendingCall<A: Args, K: Awaited> {
    shared: Arc<Shared<A, K>>,
    record: usize,
    stage: Stage<K>,
}

enum Stage<K: Awaited> {
    /// Not polled yet.
    Called,
    /// Not polled yet, and to be answered before that.
    Due,
    /// Not polled yet, but answered at the call.
    Answered(Progress<K::Value, K::Running>),
    /// Polled once, by whoever had the arguments; this is what came of it.
    Begun(Progress<K::Value, K::Running>),
    /// The answer is a future, under way.
    Running(K::Running),
    /// At its end, by whichever way.
    Ended,
}

// Nothing is ever pinned in place: the answer's future is `Unpin`.
impl<A: Args, K: Awaited> Unpin for PendingCall<A, K> {}

impl<A: Args, K: Awaited> PendingCall<A, K> {
    /// Writes a call down.
    pub(crate) fn new(shared: Arc<Shared<A, K>>, arguments: &A::Of<'_>, place: &'static Location<'static>) -> Self {
        let record = shared.call_later(arguments, place);
        PendingCall { shared, record, stage: Stage::Called }
    }

    /// The same for a method that is declared with its future: the call is due if its expectation answers at the call.
    pub(crate) fn explicit(
        shared: Arc<Shared<A, K>>,
        arguments: &A::Of<'_>,
        place: &'static Location<'static>,
    ) -> Self {
        let mut call = Self::new(shared, arguments, place);
        if call.shared.answers_at_call(arguments) {
            call.stage = Stage::Due;
        }
        call
    }

    /// Whether it is to be answered now, rather than when it is polled.
    pub(crate) fn is_due(&self) -> bool {
        matches!(self.stage, Stage::Due)
    }

    /// Does what is done with the arguments, at the first poll or now.
    pub fn begin(mut self, arguments: A::Of<'_>) -> Self {
        if self.is_due() {
            return self.answer(arguments);
        }
        self.stage = Stage::Ended;
        self.stage = Stage::Begun(self.shared.first_poll(arguments, self.record));
        self
    }

    /// Answers the call now; it is awaited later, if at all.
    pub(crate) fn answer(mut self, arguments: A::Of<'_>) -> Self {
        self.stage = Stage::Ended;
        self.stage = Stage::Answered(self.shared.answer_now(arguments, self.record));
        self
    }

    /// The first poll.
    #[inline(always)]
    pub(crate) fn first_poll(&mut self, arguments: A::Of<'_>, context: &mut Context<'_>) -> Poll<K::Value> {
        // Whatever panics from here on leaves the call ended.
        self.stage = Stage::Ended;
        match self.shared.first_poll(arguments, self.record) {
            Progress::Ready(value) => Poll::Ready(value),
            Progress::Later(running) => self.run(running, context),
        }
    }

    /// A poll for which no arguments are needed.
    pub(crate) fn poll_again(&mut self, context: &mut Context<'_>) -> Poll<K::Value> {
        let progress = match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Answered(progress) => {
                self.shared.awaited(self.record);
                if let Progress::Ready(_) = progress {
                    self.shared.close(self.record, CallState::Completed);
                }
                progress
            }
            Stage::Begun(progress) => progress,
            Stage::Running(running) => Progress::Later(running),
            Stage::Called | Stage::Due | Stage::Ended => {
                panic!("`async fn` resumed after completion: a call's future was polled again after its end")
            }
        };
        match progress {
            Progress::Ready(value) => Poll::Ready(value),
            Progress::Later(running) => self.run(running, context),
        }
    }

    fn run(&mut self, mut running: K::Running, context: &mut Context<'_>) -> Poll<K::Value> {
        let unwinding = Unwinding(self);
        let poll = Pin::new(&mut running).poll(context);
        std::mem::forget(unwinding);
        match poll {
            Poll::Ready(_) => self.shared.close(self.record, CallState::Completed),
            Poll::Pending => self.stage = Stage::Running(running),
        }
        poll
    }
}

impl<A: Args, K: Awaited> Future for PendingCall<A, K> {
    type Output = K::Value;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<K::Value> {
        self.poll_again(context)
    }
}

/// Ends the call if the answer's future panics.
struct Unwinding<'f, A: Args, K: Awaited>(&'f PendingCall<A, K>);

impl<A: Args, K: Awaited> Drop for Unwinding<'_, A, K> {
    fn drop(&mut self) {
        self.0.shared.close(self.0.record, CallState::Panicked);
    }
}

impl<A: Args, K: Awaited> Drop for PendingCall<A, K> {
    fn drop(&mut self) {
        match self.stage {
            Stage::Called | Stage::Due | Stage::Answered(_) => self.shared.never_awaited(self.record),
            Stage::Running(_) | Stage::Begun(Progress::Later(_)) => {
                self.shared.close(self.record, CallState::Cancelled)
            }
            Stage::Begun(Progress::Ready(_)) | Stage::Ended => {}
        }
    }
}
