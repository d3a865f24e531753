//! schedwalk: all orders in which woken tasks can be polled.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use fragile::Fragile;

use crate::caught;
use crate::tool::{Search, Tool};

/// Pauses are tasks that do nothing, so that those of one task come in any order, too.
#[derive(Clone, Copy)]
pub(crate) struct Tasks;

impl Tool for Tasks {
    fn pause(self) -> impl Future<Output = ()> + Send + 'static {
        self.spawn(async {})
    }

    fn spawn(self, task: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> + Send + 'static {
        let task = schedwalk::spawn(task);
        async move {
            // It is an error for a task that was aborted, which none is.
            task.await.unwrap_or_else(|_| unreachable!());
        }
    }
}

/// All schedules, from the first on.
pub(crate) struct Walk;

impl Search for Walk {
    type Tool = Tasks;

    const TOOL: Tasks = Tasks;

    fn search<F: Future<Output = ()> + 'static>(&self, body: impl Fn() -> F + Copy + Send + Sync + 'static) {
        schedwalk::for_all_schedules(move || {
            caught::begin_run();
            OnItsThread(Fragile::new(Box::pin(body())))
        });
    }
}

/// How many decisions the schedule has that it has printed, which nothing else gives: a digit each, as no more than 31 tasks are
/// woken at once.
pub(crate) fn steps_told(printed: &str) -> Option<usize> {
    let (_, schedule) = printed.split_once("SCHEDULE=")?;
    Some(schedule.chars().take_while(char::is_ascii_alphanumeric).count())
}

/// A future that is polled on its thread alone. schedwalk has no other, and asks for `Send` all the same.
struct OnItsThread<F>(Fragile<Pin<Box<F>>>);

impl<F: Future> Future for OnItsThread<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.0.get_mut().as_mut().poll(context)
    }
}
