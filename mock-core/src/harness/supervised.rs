//! The body of a test that is a future, and who may stop it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::base::caught::caught;
use crate::harness::findings::Ended;
use crate::harness::trial::Trial;
use crate::sessions::panics;
use crate::tasks::test_body::Verdict;

/// The body of a test, whatever it gives.
pub(crate) trait Body {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()>;

    /// Whether it has given an error.
    fn has_failed(&self) -> bool;

    /// Whether it has not come to its end.
    fn goes_on(&self) -> bool;

    /// Drops it before its end.
    fn give_up(&mut self);
}

/// The body of a test, until it has given its value.
pub(crate) struct Unfinished<'f, T> {
    future: Option<Pin<Box<dyn Future<Output = T> + 'f>>>,
    pub(crate) output: Option<T>,
    has_failed: fn(&T) -> bool,
}

impl<'f, T> Unfinished<'f, T> {
    /// One that has not begun; a function tells whether what it gives is an error.
    pub(crate) fn new(future: Pin<Box<dyn Future<Output = T> + 'f>>, has_failed: fn(&T) -> bool) -> Self {
        Unfinished { future: Some(future), output: None, has_failed }
    }
}

impl<T> Body for Unfinished<'_, T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(future) = &mut self.future else { return Poll::Pending };
        let Poll::Ready(output) = future.as_mut().poll(context) else { return Poll::Pending };
        self.output = Some(output);
        self.future = None;
        Poll::Ready(())
    }

    fn has_failed(&self) -> bool {
        self.output.as_ref().is_some_and(self.has_failed)
    }

    fn goes_on(&self) -> bool {
        self.future.is_some()
    }

    fn give_up(&mut self) {
        self.future = None;
    }
}

/// The body of a test, and who may stop it.
pub(crate) struct Supervised<'t> {
    pub(crate) trial: &'t Arc<Trial>,
    pub(crate) body: &'t mut dyn Body,
}

impl Future for Supervised<'_> {
    type Output = Ended;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended> {
        let Supervised { trial, body } = &mut *self;
        let test_body = &trial.test_body;
        if test_body.verdict().is_none() {
            let is_first = test_body.turns() == 0;
            let polled = test_body.poll(context, &mut |context| body.poll(context));
            // Many a test begins with a hook of its own. Where it is run over and over, that is not looked for each time: for a
            // moment others have none.
            if !trial.is_explored() && (is_first || !matches!(polled, Ok(Poll::Pending))) {
                panics::notice();
            }
            let has_panicked = polled.is_err();
            let ended = match polled {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(())) => Ended::with(body.has_failed()),
                Err(panic) => {
                    trial.fall_silent();
                    body.give_up();
                    Ended::Panicked(panic)
                }
            };
            match test_body.verdict() {
                None if !has_panicked && let Some(verdict) = trial.verdict_at_end() => test_body.condemn(verdict),
                None => return Poll::Ready(ended),
                // It was about to say so itself.
                Some(Verdict::Deadlock) if has_panicked && test_body.report.get().is_none() => {
                    return Poll::Ready(ended);
                }
                // It blocked its thread until it was stopped, or for longer.
                Some(_) => {}
            }
        }
        let Some(verdict) = test_body.verdict() else { return Poll::Pending };
        let waits = match body.goes_on() {
            true => test_body.look_into(context, trial.place.file(), &mut |context| body.poll(context)),
            false => Vec::new(),
        };
        let ended = trial.stop(verdict, &waits);
        // Whatever panics now comes of that.
        let _dropped = caught(&mut || body.give_up());
        Poll::Ready(ended)
    }
}
