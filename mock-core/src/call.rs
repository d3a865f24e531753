//! One recorded call.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::args::Args;
use crate::clock::Instant;
use crate::kind::Kind;
use crate::record::{CallState, Record};
use crate::report;
use crate::shared::SharedMethod;
use crate::snapshot::Snapshot;

/// One call that a mock has seen. It is live: its [`state`](Call::state) moves on as the call does.
///
/// It prints as `Cat::go("north", 3) at src/herd.rs:12 [completed in 20ms]`.
///
/// ```
/// use asyncmock::{CallState, automock};
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str, steps: u32) -> bool;
/// }
///
/// # futures::executor::block_on(async {
/// let cat = MockCat::new();
/// cat.expect_go().return_const(true);
/// let future = cat.go("north", 3);
/// let call = cat.calls_to_go().last().unwrap();
/// assert_eq!(call.state(), CallState::Called);
/// future.await;
/// assert_eq!(call.state(), CallState::Completed);
/// assert_eq!(call.args().0, "north");
/// # });
/// ```
pub struct Call<A: Args, K: Kind> {
    shared: SharedMethod<A, K>,
    index: usize,
    location: &'static Location<'static>,
    snapshot: Snapshot<A>,
}

impl<A: Args, K: Kind> Call<A, K> {
    pub(crate) fn new(
        shared: SharedMethod<A, K>,
        index: usize,
        location: &'static Location<'static>,
        snapshot: Snapshot<A>,
    ) -> Self {
        Call { shared, index, location, snapshot }
    }

    pub(crate) fn index(&self) -> usize {
        self.index
    }

    fn record(&self) -> Record {
        *self.shared.state.lock().records.get(self.index)
    }

    /// The arguments as they were at the call: a tuple of owned snapshots, `String` for `&str`, `Vec<T>` for `&[T]`,
    /// `T` for `&T` and `&mut T`.
    ///
    /// # Panics
    ///
    /// If one of them could not be kept:
    /// ``Cat::adopt: args(): argument `home` was not kept, as its type is not `Clone + Send + Sync` ``.
    #[track_caller]
    pub fn args(&self) -> &A::Kept {
        match self.snapshot.get() {
            Ok(kept) => kept,
            Err(_) => report::raise(report::args_not_kept(
                &format!("{}::{}", self.shared.info.trait_name, self.shared.name()),
                &self.shared.unkept(),
            )),
        }
    }

    /// How far the call has come by now.
    pub fn state(&self) -> CallState {
        self.record().state()
    }

    /// Where the call was made.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// When the call was made, on the test's clock.
    pub fn started(&self) -> Instant {
        self.shared.info.scene.at(self.record().started)
    }

    /// How long the call took, from the call itself to its end, on the test's clock; until now if it has not ended.
    /// Zero if calls are not timed: `ASYNCMOCK_CLOCK=off`.
    pub fn elapsed(&self) -> Duration {
        let record = self.record();
        if record.ended == 0 && self.shared.info.scene.timed {
            Duration::from_nanos(self.shared.info.scene.now().saturating_sub(record.started))
        } else {
            record.elapsed.duration()
        }
    }
}

impl<A: Args, K: Kind> Clone for Call<A, K> {
    fn clone(&self) -> Self {
        Call { shared: self.shared.clone(), snapshot: self.snapshot.clone(), ..*self }
    }
}

impl<A: Args, K: Kind> fmt::Display for Call<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.entry(&self.record(), self.location, &self.snapshot).fmt(out)
    }
}

impl<A: Args, K: Kind> fmt::Debug for Call<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
