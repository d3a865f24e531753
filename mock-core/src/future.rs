//! The future of one call.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::args::Args;
use crate::kind::{Awaited, Progress};
use crate::record::CallState;
use crate::shared::Shared;

/// The future that an awaited method returns. It may be dropped at any point: the call is then cancelled, or was never
/// awaited.
#[must_use = "futures do nothing unless polled"]
pub struct CallFuture<'a, A: Args, K: Awaited> {
    shared: Arc<Shared<A, K>>,
    record: usize,
    stage: Stage<'a, A, K>,
}

enum Stage<'a, A: Args, K: Awaited> {
    /// Not polled yet.
    Called(A::Of<'a>),
    /// Not polled yet, but answered at the call.
    Answered(Progress<K::Value, K::Running>),
    /// The answer is a future, under way.
    Running(K::Running),
    /// At its end, by whichever way.
    Ended,
}

// Nothing is ever pinned in place: arguments are moved out, and the answer's future is `Unpin`.
impl<A: Args, K: Awaited> Unpin for CallFuture<'_, A, K> {}

impl<'a, A: Args, K: Awaited> CallFuture<'a, A, K> {
    pub(crate) fn new(shared: Arc<Shared<A, K>>, arguments: A::Of<'a>, place: &'static Location<'static>) -> Self {
        let record = shared.call_later(&arguments, place);
        CallFuture { shared, record, stage: Stage::Called(arguments) }
    }

    pub(crate) fn eager(shared: Arc<Shared<A, K>>, arguments: A::Of<'a>, place: &'static Location<'static>) -> Self {
        let record = shared.call_later(&arguments, place);
        let stage = if shared.answers_at_call(&arguments) {
            Stage::Answered(shared.answer_now(arguments, record))
        } else {
            Stage::Called(arguments)
        };
        CallFuture { shared, record, stage }
    }
}

impl<A: Args, K: Awaited> Future for CallFuture<'_, A, K> {
    type Output = K::Value;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<K::Value> {
        let this = &mut *self;
        // Whatever panics from here on leaves the call ended.
        let progress = match std::mem::replace(&mut this.stage, Stage::Ended) {
            Stage::Called(arguments) => this.shared.first_poll(arguments, this.record),
            Stage::Answered(progress) => {
                this.shared.awaited(this.record);
                if let Progress::Ready(_) = progress {
                    this.shared.close(this.record, CallState::Completed);
                }
                progress
            }
            Stage::Running(running) => Progress::Later(running),
            Stage::Ended => {
                panic!("`async fn` resumed after completion: a call's future was polled again after its end")
            }
        };
        match progress {
            Progress::Ready(value) => Poll::Ready(value),
            Progress::Later(running) => this.run(running, context),
        }
    }
}

impl<A: Args, K: Awaited> CallFuture<'_, A, K> {
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

/// Ends the call if the answer's future panics.
struct Unwinding<'f, 'a, A: Args, K: Awaited>(&'f CallFuture<'a, A, K>);

impl<A: Args, K: Awaited> Drop for Unwinding<'_, '_, A, K> {
    fn drop(&mut self) {
        self.0.shared.close(self.0.record, CallState::Panicked);
    }
}

impl<A: Args, K: Awaited> Drop for CallFuture<'_, A, K> {
    fn drop(&mut self) {
        match self.stage {
            Stage::Called(_) | Stage::Answered(_) => self.shared.never_awaited(self.record),
            Stage::Running(_) => self.shared.close(self.record, CallState::Cancelled),
            Stage::Ended => {}
        }
    }
}

/// A call's future together with the mock that the method was given by value: the mock ends with the call.
#[must_use = "futures do nothing unless polled"]
pub struct Keeping<F, M> {
    // In this order: the call ends before its mock does.
    call: F,
    _mock: M,
}

impl<F: Unpin, M> Keeping<F, M> {
    /// Puts them together.
    pub fn new(call: F, mock: M) -> Self {
        Keeping { call, _mock: mock }
    }
}

// The mock is never pinned in place.
impl<F: Unpin, M> Unpin for Keeping<F, M> {}

impl<F: Future + Unpin, M> Future for Keeping<F, M> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        Pin::new(&mut self.call).poll(context)
    }
}

/// A call's future whose value is a more general one than the caller wants: of a longer life, say.
#[must_use = "futures do nothing unless polled"]
pub struct Adapted<F: Future, T> {
    call: F,
    adapt: fn(F::Output) -> T,
}

impl<F: Future + Unpin, T> Adapted<F, T> {
    /// Puts them together.
    pub fn new(call: F, adapt: fn(F::Output) -> T) -> Self {
        Adapted { call, adapt }
    }
}

impl<F: Future + Unpin, T> Future for Adapted<F, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        Pin::new(&mut self.call).poll(context).map(self.adapt)
    }
}
