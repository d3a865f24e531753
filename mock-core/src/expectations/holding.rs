//! Expectations whose calls are held: the test answers them. Which kinds of methods can be held is said here.

use crate::engine::answer::{Answer, Later, Reply};
use crate::engine::hold_point::HoldPoint;
use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::{Async, AsyncLocal, Awaited, Explicit, ExplicitLocal};
use crate::kinds::lent::{AsyncLent, AsyncLentLocal, AsyncLentMut, AsyncLentMutLocal};
use crate::kinds::tied::{TiedLater, Ties};
use crate::methods::method::Method;
use crate::values::frame::{Arguments, Room};
use crate::values::param::Param;
use crate::values::shape::{Shape, ShapeMut};

/// A kind whose calls can be held.
pub trait Hold: Awaited {
    /// Whether an answer may come from another thread.
    const SENDS: bool;
}

macro_rules! hold {
    ($($kind:ident<R $(: $send:ident)?>: $sends:literal;)*) => {$(
        impl<R: $($send +)? 'static> Hold for $kind<R> {
            const SENDS: bool = $sends;
        }
    )*};
}

hold! {
    Async<R: Send>: true;
    Explicit<R: Send>: true;
    AsyncLocal<R>: false;
    ExplicitLocal<R>: false;
}

macro_rules! hold_lent {
    ($($kind:ident: $shape:ident $(+ $send:ident)?, $sends:literal;)*) => {$(
        impl<T: ?Sized + $shape $(<Owned: $send>)?> Hold for $kind<T> {
            const SENDS: bool = $sends;
        }
    )*};
}

hold_lent! {
    AsyncLent: Shape + Send, true;
    AsyncLentMut: ShapeMut + Send, true;
    AsyncLentLocal: Shape, false;
    AsyncLentMutLocal: ShapeMut, false;
}

impl<X: Ties> Hold for TiedLater<X>
where
    <X::Of as Param>::Of<'static>: Send,
{
    const SENDS: bool = X::SENDS;
}

/// The answer of `hold`; its data says whether what the test gives may come from another thread.
unsafe fn hold<'c>(sends: *mut (), arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
    drop(arguments);
    // SAFETY: that is the data.
    Reply::Later(Later::Held(HoldPoint::new(unsafe { *sends.cast::<bool>() })), room)
}

impl<'m, A: Arity, K: Hold> Expectation<'m, Method<A, K>> {
    /// Holds each call: it is pending until the test answers it, with what
    /// [`next_held`](crate::Calls::next_held) gives.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> Result<bool, String>;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().hold();
    /// let go = cat.calls_to_go();
    /// let task = tokio::spawn(async move { cat.go("north").await });
    ///
    /// let held = go.next_held().await;
    /// assert_eq!(held.args().0, "north");
    /// assert!(!task.is_finished());
    /// held.respond(Ok(true)).unwrap();
    /// assert_eq!(task.await.unwrap(), Ok(true));
    /// # }
    /// ```
    pub fn hold(self) -> A::Expecting<'m, K> {
        let raw = self.raw;
        // SAFETY: it takes a `bool`.
        let held = self.answering(unsafe { Answer::new(K::SENDS, hold) });
        raw.change(|slot| slot.is_held = true);
        held
    }
}
