//! Answers that take their time: after a while, after some polls, or for ever. One is made before, and kept until then.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::engine::answer::Later;
use crate::matching::pace::Pace;
use crate::sessions::scene::SharedScene;
use crate::waiting::sleep::Sleep;

/// An answer that was made, and is given at a pace.
pub struct Paced {
    delay: Delay,
    answer: Later,
}

/// What passes before an answer is given.
struct Delay {
    pace: Pace,
    scene: SharedScene,
    /// From the first poll on.
    sleep: Option<Sleep>,
}

impl Pace {
    /// Gives an answer at this pace.
    pub(crate) fn of(self, answer: Later, scene: &SharedScene) -> Later {
        let delay = Delay { pace: self, scene: scene.clone(), sleep: None };
        Later::Paced(Box::new(Paced { delay, answer }))
    }
}

impl Delay {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.pace.never {
            return Poll::Pending;
        }
        if !self.pace.after.is_zero() {
            let sleep = self.sleep.get_or_insert_with(|| Sleep::start(self.pace.after, &self.scene));
            if Pin::new(sleep).poll(context).is_pending() {
                return Poll::Pending;
            }
            self.pace.after = Duration::ZERO;
        }
        if self.pace.yields > 0 {
            self.pace.yields -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

impl Paced {
    /// Waits until the answer is to be given.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.delay.poll(context)
    }

    /// The answer.
    pub(crate) fn into_answer(self) -> Later {
        self.answer
    }

    pub(crate) fn answer(&self) -> &Later {
        &self.answer
    }
}
