//! The guards that calls gave, from the calls that a test has, and during those.

use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::values::args::Args;
use crate::verification::calls::Calls;
use crate::views::guards::Guards;

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// The guards that the calls of the view gave.
    pub fn guards(&self) -> Guards {
        self.raw.guards()
    }
}

impl Guards {
    /// Asserts that there were calls of a view, and that each ran while a guard was held: from its beginning to its end. An
    /// async call begins when it is first polled.
    ///
    /// ```
    /// use asyncmock::{Guard, automock};
    ///
    /// #[automock]
    /// trait Db {
    ///     async fn lock(&self) -> Guard<()>;
    ///     async fn insert(&self, row: u32);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let db = MockDb::relaxed();
    /// db.expect_lock().returns_guard(());
    /// let lock = db.lock().await;
    /// db.insert(1).await;
    /// drop(lock);
    /// db.guards_of_lock().assert_covers(&db.calls_to_insert());
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// With all guards and calls:
    /// `Db::lock: assert_covers Db::insert: no guard was held during Db::insert(1) at src/db.rs:12 [completed]`.
    #[track_caller]
    pub fn assert_covers<B: Args, L: Kind>(&self, calls: &Calls<Method<B, L>>) {
        self.verify_during("assert_covers", &calls.raw, |visits, call| {
            let is_covered = visits.iter().any(|visit| visit.covers(call.begin, call.end));
            (!is_covered).then(|| format!("no guard was held during {}", call.text))
        });
    }

    /// Asserts that there were calls of a view, and that no guard was held while one of them was under way: that none was
    /// held across that `.await`.
    ///
    /// # Panics
    ///
    /// With all guards and calls: `Pool::acquire: assert_not_held_during Api::fetch: the guard of Pool::acquire() at
    /// src/api.rs:7 [released] was held during Api::fetch(1) at src/api.rs:8 [completed]`.
    #[track_caller]
    pub fn assert_not_held_during<B: Args, L: Kind>(&self, calls: &Calls<Method<B, L>>) {
        self.verify_during("assert_not_held_during", &calls.raw, |visits, call| {
            let held = visits.iter().find(|visit| visit.overlaps(call.begin, call.end))?;
            Some(format!("the {} was held during {}", held.entry, call.text))
        });
    }
}
