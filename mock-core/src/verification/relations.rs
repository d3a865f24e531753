//! How the calls of several views lie to each other, by the names that a test knows.

use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::values::args::Args;
use crate::verification::calls::Calls;
use crate::views::relation::Ordered;

impl<A: Args, K: Kind> Calls<Method<A, K>> {
    /// Asserts that every call of this view had ended before any of the other view began, and that there were such
    /// calls. An async call begins when it is first polled.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Db {
    ///     async fn insert(&self, row: u32);
    ///     async fn commit(&self);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let db = MockDb::relaxed();
    /// futures::join!(db.insert(1), db.insert(2));
    /// db.commit().await;
    /// db.calls_to_insert().assert_finished_before(&db.calls_to_commit());
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// With both views' calls: `Db::insert: assert_finished_before Db::commit: Db::insert(2) at src/db.rs:12 [pending] had
    /// not ended when Db::commit() at src/db.rs:13 [completed] began`. If one of the views has no such calls:
    /// `.. there was no await of Db::commit`. If the mocks were made on different threads:
    /// `.. their mocks are not of one session, so nobody knows the order of their calls`.
    #[track_caller]
    pub fn assert_finished_before<B: Args, L: Kind>(&self, other: &Calls<Method<B, L>>) {
        self.raw.verify_relation("assert_finished_before", &other.raw, |these, others| {
            let first = others.iter().min_by_key(|call| call.begin)?;
            let late = these.iter().find(|call| call.end >= first.begin)?;
            Some(format!("{} had not ended when {} began", late.text, first.text))
        });
    }

    /// Asserts that some call of this view and some other call of the other view were under way at the same time.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let cat = MockCat::new();
    /// cat.expect_go().yielding(1).return_const(true);
    /// futures::join!(cat.go("north"), cat.go("south"));
    /// let go = cat.calls_to_go();
    /// go.with_args("north").assert_overlapped(&go.with_args("south"));
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// With both views' calls: `Cat::go: assert_overlapped Cat::go: no two calls were under way at the same time`.
    /// Otherwise as [`assert_finished_before`](Calls::assert_finished_before).
    #[track_caller]
    pub fn assert_overlapped<B: Args, L: Kind>(&self, other: &Calls<Method<B, L>>) {
        self.raw.verify_relation("assert_overlapped", &other.raw, |these, others| {
            let any = these.iter().any(|this| others.iter().any(|other| this.overlaps(other)));
            (!any).then(|| "no two calls were under way at the same time".to_owned())
        });
    }
}

impl Ordered {
    /// A view, in the order of an event.
    #[track_caller]
    pub fn by<A: Args, K: Kind>(event: Event, view: &Calls<Method<A, K>>) -> Self {
        Self::by_view(event, &view.raw)
    }
}

/// Asserts that calls of several views were made in this order: one call of each, whatever else was called in between.
///
/// The views may be of different mocks, and a view may come several times. After `awaited:`, the order is that of awaits
/// (a sync call counts as awaited when it is made); after `completed:`, that of completions.
///
/// ```
/// use asyncmock::{assert_in_order, automock};
///
/// #[automock]
/// trait Db {
///     async fn begin(&self);
///     async fn insert(&self, row: &str);
///     async fn commit(&self);
/// }
///
/// # futures::executor::block_on(async {
/// let db = MockDb::relaxed();
/// db.begin().await;
/// db.insert("x").await;
/// db.commit().await;
/// assert_in_order!(db.calls_to_begin(), db.calls_to_insert().with_args("x"), db.calls_to_commit());
/// assert_in_order!(completed: db.calls_to_insert(), db.calls_to_commit());
/// # });
/// ```
///
/// # Panics
///
/// With the first view that is out of order, and the journal:
/// `assert_in_order: 2 of 3: there was no call of Db::insert("x") after the call of Db::begin`.
#[macro_export]
macro_rules! assert_in_order {
    (called: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Called $($view,)+)
    };
    (awaited: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Awaited $($view,)+)
    };
    (completed: $($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Completed $($view,)+)
    };
    (@ $event:ident $($view:expr,)+) => {
        $crate::__private::assert_in_order(
            $crate::__private::Event::$event,
            &[$($crate::__private::Ordered::by($crate::__private::Event::$event, &$view)),+],
        )
    };
    ($($view:expr),+ $(,)?) => {
        $crate::assert_in_order!(@ Called $($view,)+)
    };
}
