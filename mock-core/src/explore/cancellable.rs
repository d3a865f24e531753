//! Futures of which a test says that they may be cancelled.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::explore::inside::scheduler;
use crate::report::{self, Complaint};
use crate::sessions::scheduler::SharedScheduler;

/// Has a future that may be cancelled: the explorer drops it in some of the runs, as whoever has called may go away.
///
/// It may happen at each step at which a call would be answered, of this future or another, until this has come to its end; it
/// gives `None` then. In a test that is not explored it always gives what the future does.
///
/// ```
/// use asyncmock::{Explore, automock, explore};
///
/// #[automock]
/// trait Bank {
///     async fn withdraw(&self, amount: u32);
/// }
///
/// let report = Explore::new().run(|| async {
///     let bank = MockBank::new();
///     bank.expect_withdraw().returning(|_| ());
///     explore::cancellable(bank.withdraw(10)).await
/// });
/// assert_eq!(
///     report.table(),
///     "  count  schedule  outcome
///       1  am1:0     Some(())
///       1  am1:C0    None
/// "
/// );
/// ```
#[track_caller]
pub fn cancellable<F: Future>(future: F) -> Cancellable<F> {
    Cancellable { future: Some(Box::pin(future)), place: Location::caller(), number: None }
}

/// A future that may be cancelled: made by [`cancellable`].
#[must_use = "futures do nothing unless polled"]
pub struct Cancellable<F> {
    /// Until it has ended.
    future: Option<Pin<Box<F>>>,
    place: &'static Location<'static>,
    /// Once it has waited.
    number: Option<(SharedScheduler, u32)>,
}

impl<F: Future> Future for Cancellable<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<F::Output>> {
        let this = &mut *self;
        let Some(future) = &mut this.future else {
            let place = report::place(this.place);
            let text = format!("explore::cancellable at {place} was polled again after its end");
            Complaint::new(text, this.place).raise();
        };
        if let Some((scheduler, number)) = &this.number
            && scheduler.is_cancelled(*number, context.waker())
        {
            this.number = None;
            this.future = None;
            return Poll::Ready(None);
        }
        let polled = future.as_mut().poll(context);
        if polled.is_ready() {
            this.end();
            this.future = None;
        } else if this.number.is_none() {
            this.number = scheduler().map(|scheduler| {
                let number = scheduler.may_cancel(this.place, context.waker().clone());
                (scheduler, number)
            });
        }
        polled.map(Some)
    }
}

impl<F> Cancellable<F> {
    fn end(&mut self) {
        if let Some((scheduler, number)) = self.number.take() {
            scheduler.is_over(number);
        }
    }
}

impl<F> Drop for Cancellable<F> {
    fn drop(&mut self) {
        self.end();
    }
}
