//! A while on the test's clock.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use crate::sessions::scene::Scene;
#[cfg(feature = "tokio")]
use crate::tasks::runtime;
use crate::time::alarm::{self, Alarm};

/// A while on the test's clock: one of its own, or tokio's where there is a runtime of tokio, else real time.
pub(crate) enum Sleep {
    /// On a clock of the test's own, or on tokio's.
    Virtual(Pin<Box<dyn Future<Output = ()> + Send>>),
    /// Of real time.
    Real { until: Instant, alarm: Option<Alarm> },
}

impl Sleep {
    /// Begins now.
    pub(crate) fn start(duration: Duration, scene: &Scene) -> Self {
        if let Some(clock) = &scene.clock {
            return Sleep::Virtual(clock.sleep(duration));
        }
        #[cfg(feature = "tokio")]
        if runtime::here().is_some() {
            return Sleep::Virtual(Box::pin(tokio::time::sleep(duration)));
        }
        Sleep::Real { until: alarm::after(duration), alarm: None }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut *self {
            Sleep::Virtual(sleep) => sleep.as_mut().poll(context),
            Sleep::Real { until, .. } if Instant::now() >= *until => Poll::Ready(()),
            Sleep::Real { until, alarm } => {
                *alarm = Some(Alarm::set(*until, context.waker()));
                Poll::Pending
            }
        }
    }
}
