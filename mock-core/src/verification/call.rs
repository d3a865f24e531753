//! One recorded call.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::time::Duration;

use crate::base::erased::Exactly;
use crate::kinds::kind::Kind;
use crate::records::record::CallState;
use crate::time::clock::Instant;
use crate::values::args::Args;
use crate::views::viewed_call::ViewedCall;

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
    pub(crate) raw: ViewedCall,
    _of: Exactly<(A, K)>,
}

impl<A: Args, K: Kind> Call<A, K> {
    /// A call of a method with these types.
    pub(crate) fn of(raw: ViewedCall) -> Self {
        Call { raw, _of: PhantomData }
    }

    pub(crate) fn index(&self) -> usize {
        self.raw.index
    }

    /// The arguments as they were at the call: a tuple of owned snapshots, `String` for `&str`, `Vec<T>` for `&[T]`,
    /// `T` for `&T` and `&mut T`. Text, numbers and their like in slices, tuples, options, vectors and hash maps are owned as
    /// well: of a `&[&str]` it is a `Vec<String>` that this derefs to. In place of whatever else may borrow, or is a trait
    /// object, stands something that prints as `<not kept>`.
    ///
    /// # Panics
    ///
    /// If another of them was not kept:
    /// ``Cat::adopt: args(): argument `home` was not kept, as its type is not `Clone + PartialEq + Send + Sync` ``, or
    /// ``Door::open: args(): argument `password` is ignored``.
    #[track_caller]
    pub fn args(&self) -> &A::Kept {
        // SAFETY: it is a tuple of snapshots of the method, all of which were made but for those that are nothing.
        unsafe { &*self.raw.kept().cast::<A::Kept>() }
    }

    /// How far the call has come by now.
    pub fn state(&self) -> CallState {
        self.raw.state()
    }

    /// Where the call was made.
    pub fn location(&self) -> &'static Location<'static> {
        self.raw.location
    }

    /// When the call was made, on the test's clock.
    pub fn started(&self) -> Instant {
        self.raw.started()
    }

    /// How long the call took, from the call itself to its end, on the test's clock; until now if it has not ended.
    /// Zero if calls are not timed: `ASYNCMOCK_CLOCK=off`.
    pub fn elapsed(&self) -> Duration {
        self.raw.elapsed()
    }
}

impl<A: Args, K: Kind> Clone for Call<A, K> {
    fn clone(&self) -> Self {
        Call::of(self.raw.clone())
    }
}

impl<A: Args, K: Kind> fmt::Display for Call<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.raw, out)
    }
}

impl<A: Args, K: Kind> fmt::Debug for Call<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.raw, out)
    }
}
