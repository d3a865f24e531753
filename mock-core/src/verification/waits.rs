//! What a test waits for: calls, by the names that it knows.

use std::future::Future;
use std::time::Duration;

use crate::kinds::kind::{Awaited, Kind};
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::values::args::Args;
use crate::verification::call::Call;
use crate::verification::calls::Calls;
use crate::views::call_waits::{AtLeast, Next};

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// Waits for the next call that this view has not seen yet, and gives it out.
    ///
    /// A view begins before the first call, so that a call that was made before the wait is not missed; each call is
    /// given out once. Clones begin where their original stands; a filter is a new view.
    ///
    /// The future may be dropped at any time: what it has not given out, the next one will. It belongs to no runtime,
    /// and can be sent.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().return_const(true);
    /// let go = cat.calls_to_go();
    /// tokio::spawn(async move { cat.go("north").await });
    ///
    /// let call = go.next().await;
    /// assert_eq!(call.args().0, "north");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// With the journal, if there is none [within](Calls::within) the limit of real time:
    /// `Cat::go: next: timed out after 5s: no further call came`. Within a second, if a
    /// paused clock of tokio shows that nothing can run: `Cat::go: next: deadlock: ..`. With its own text, if a mock has failed
    /// in another task meanwhile.
    #[track_caller]
    pub fn next(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next", Next(Event::Called)).map(Call::of)
    }

    /// Waits for the next call that has completed and that this view has not seen complete. The order is that of
    /// completions.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_completed: timed out after 5s: no further completion came`.
    #[track_caller]
    pub fn next_completed(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next_completed", Next(Event::Completed)).map(Call::of)
    }

    /// Waits until there have been so many calls in all, whether the view has seen them or not.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for: timed out after 5s: expected 3 calls, but there was 1`.
    #[track_caller]
    pub fn wait_for(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for", AtLeast::new(Event::Called, calls))
    }

    /// Waits until so many calls have completed in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: wait_for_completed: timed out after 5s: expected 3 completions, but there was 1`.
    #[track_caller]
    pub fn wait_for_completed(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for_completed", AtLeast::new(Event::Completed, calls))
    }

    /// Waits until there have been so many calls in all, on a thread that runs no tasks; `limit` is real time.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn pet(&self);
    /// }
    ///
    /// let cat = MockCat::new();
    /// cat.expect_pet().return_const(());
    /// let pet = cat.calls_to_pet();
    /// let owner = std::thread::spawn(move || cat.pet());
    /// pet.wait_for_blocking(1, Duration::from_secs(1));
    /// # owner.join().unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// With the journal, if there are fewer by then:
    /// `Cat::pet: wait_for_blocking: timed out after 1s: expected 3 calls, but there was 1`.
    #[track_caller]
    pub fn wait_for_blocking(&self, calls: usize, limit: Duration) {
        self.raw.wait_for_blocking(calls, limit);
    }

    /// Waits for a while, on the test's clock, and asserts that there is no call from now until then.
    ///
    /// The clock is tokio's, virtual while it is paused; it is real time without a runtime.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[cfg(not(feature = "tokio"))]
    /// # fn main() {}
    /// # #[cfg(feature = "tokio")]
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// let go = cat.calls_to_go();
    /// // An hour of virtual time.
    /// go.none_within(Duration::from_secs(3600)).await;
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// At the first call, with the journal:
    /// `Cat::go: none_within: expected no call within 1s, but there was Cat::go("north") at src/herd.rs:12 [completed]`.
    #[track_caller]
    pub fn none_within(&self, duration: Duration) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.none_within(duration)
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// Waits for the next call that was awaited and that this view has not seen awaited. The order is that of awaits.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_awaited: timed out after 5s: no further await came`.
    #[track_caller]
    pub fn next_awaited(&self) -> impl Future<Output = Call<A, K>> + Send + Unpin + use<A, K> {
        self.raw.wait("next_awaited", Next(Event::Awaited)).map(Call::of)
    }

    /// Waits until so many calls have been awaited in all.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next): `Cat::go: wait_for_awaited: timed out after 5s: expected 3 awaits, but there was 1`.
    #[track_caller]
    pub fn wait_for_awaited(&self, calls: usize) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.raw.wait("wait_for_awaited", AtLeast::new(Event::Awaited, calls))
    }
}
