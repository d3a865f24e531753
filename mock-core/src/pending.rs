//! A call that is under way: from the moment when it is written down to its end. Its arguments are elsewhere, or gone.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::args::Args;
use crate::cancellation;
use crate::future::CallFuture;
use crate::inspect::Recorded;
use crate::kind::{Awaited, Progress};
use crate::mock::Mode;
use crate::real::{Passing, RealFuture};
use crate::record::CallState;
use crate::shared::SharedMethod;

/// A call that is a future. Dropping it ends the call: it is cancelled, or was never awaited.
#[must_use = "futures do nothing unless polled"]
pub struct PendingCall<A: Args, K: Awaited> {
    shared: SharedMethod<A, K>,
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
    /// The answer is under way.
    Going(Progress<K::Value, K::Running>),
    /// At its end, by whichever way.
    Ended,
}

// Nothing is ever pinned in place: the answer's future is `Unpin`.
impl<A: Args, K: Awaited> Unpin for PendingCall<A, K> {}

impl<A: Args, K: Awaited> PendingCall<A, K> {
    /// Writes a call down.
    pub(crate) fn new(shared: SharedMethod<A, K>, arguments: &A::Of<'_>, place: &'static Location<'static>) -> Self {
        let record = shared.call_later(arguments, place);
        PendingCall { shared, record, stage: Stage::Called }
    }

    /// The same for a method that is declared with its future: the call is due if its expectation answers at the call.
    pub(crate) fn explicit(
        shared: SharedMethod<A, K>,
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
            // The call has ended, too.
            Progress::Ready(value) => Poll::Ready(value),
            progress => self.go_on(progress, context),
        }
    }

    /// Whether the mock is a spy.
    #[inline(always)]
    pub(crate) fn is_spied(&self) -> bool {
        matches!(self.shared.info.mode, Mode::Spy)
    }

    /// Goes on with the arguments in the future of the call, as a spy may need them longer.
    /// Nothing of the method's types is in the future's own, which the compiler must be able to send without a look at
    /// their lifetimes.
    pub fn pass<'a>(self, arguments: A::Of<'a>) -> RealFuture<'a, K::Value>
    where
        A: 'a,
        K: 'a,
    {
        RealFuture::here(CallFuture::noted(self, arguments))
    }

    /// The same where the future can be sent.
    pub fn pass_sent<'a>(self, arguments: A::Of<'a>) -> RealFuture<'a, K::Value>
    where
        A: 'a,
        K: 'a,
        CallFuture<'a, A, K>: Send,
    {
        RealFuture::sent(CallFuture::noted(self, arguments))
    }

    /// The first poll of a call of a spy. What the real object is to answer comes back.
    pub(crate) fn first_poll_spied<'a>(
        &mut self,
        arguments: A::Of<'a>,
        context: &mut Context<'_>,
    ) -> Result<Poll<K::Value>, Box<Passing<'a, K::Value>>> {
        self.stage = Stage::Ended;
        match self.shared.first_poll_spied(arguments, self.record) {
            // The call has ended, too.
            Ok(Progress::Ready(value)) => Ok(Poll::Ready(value)),
            Ok(progress) => Ok(self.go_on(progress, context)),
            Err(passed) => {
                let unwinding = Unwinding(self);
                let future = passed.real.call(passed.arguments);
                std::mem::forget(unwinding);
                self.stage = Stage::Going(Progress::Never);
                let delay = passed.pace.map(|pace| pace.delay(&self.shared.info.scene));
                Err(Box::new(Passing { delay, future }))
            }
        }
    }

    /// A poll of a call that the real object answers.
    pub(crate) fn poll_passing(
        &mut self,
        passing: &mut Passing<'_, K::Value>,
        context: &mut Context<'_>,
    ) -> Poll<K::Value> {
        self.stage = Stage::Ended;
        let unwinding = Unwinding(self);
        let poll = passing.poll(context);
        std::mem::forget(unwinding);
        match poll {
            Poll::Ready(_) => self.shared.close(self.record, CallState::Completed),
            Poll::Pending => self.stage = Stage::Going(Progress::Never),
        }
        poll
    }

    /// A poll for which no arguments are needed.
    pub(crate) fn poll_again(&mut self, context: &mut Context<'_>) -> Poll<K::Value> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Answered(progress) => {
                self.shared.awaited(self.record);
                self.go_on(progress, context)
            }
            // The first poll has ended the call.
            Stage::Begun(Progress::Ready(value)) => Poll::Ready(value),
            Stage::Begun(progress) | Stage::Going(progress) => self.go_on(progress, context),
            Stage::Called | Stage::Due | Stage::Ended => {
                panic!("`async fn` resumed after completion: a call's future was polled again after its end")
            }
        }
    }

    /// Follows the answer as far as it goes.
    fn go_on(&mut self, progress: Progress<K::Value, K::Running>, context: &mut Context<'_>) -> Poll<K::Value> {
        let unwinding = Unwinding(self);
        let followed = progress.follow(context);
        std::mem::forget(unwinding);
        match followed {
            Ok(value) => {
                self.shared.close(self.record, CallState::Completed);
                Poll::Ready(value)
            }
            Err(progress) => {
                self.stage = Stage::Going(progress);
                Poll::Pending
            }
        }
    }
}

impl<A: Args, K: Awaited> Future for PendingCall<A, K> {
    type Output = K::Value;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<K::Value> {
        self.poll_again(context)
    }
}

/// Ends the call if the answer panics.
struct Unwinding<'f, A: Args, K: Awaited>(&'f PendingCall<A, K>);

impl<A: Args, K: Awaited> Drop for Unwinding<'_, A, K> {
    fn drop(&mut self) {
        self.0.shared.close(self.0.record, CallState::Panicked);
    }
}

impl<A: Args, K: Awaited> Drop for PendingCall<A, K> {
    #[inline(always)]
    fn drop(&mut self) {
        if !matches!(self.stage, Stage::Ended) {
            self.drop_early();
        }
    }
}

impl<A: Args, K: Awaited> PendingCall<A, K> {
    /// Ends a call whose future is dropped before its end.
    #[cold]
    fn drop_early(&mut self) {
        // Before anybody can see that the call has ended: whoever answers it from then on is told.
        if let Stage::Answered(progress) | Stage::Begun(progress) | Stage::Going(progress) = &self.stage
            && let Some(point) = progress.held()
        {
            point.close();
        }
        match self.stage {
            Stage::Called | Stage::Due | Stage::Answered(_) => self.shared.never_awaited(self.record),
            Stage::Begun(Progress::Ready(_)) | Stage::Ended => {}
            Stage::Begun(_) | Stage::Going(_) => {
                self.shared.close(self.record, CallState::Cancelled);
                let method: Arc<dyn Recorded> = Arc::clone(self.shared.arc()) as Arc<_>;
                cancellation::note(&self.shared.info.scene, &method, self.record);
            }
        }
    }
}
