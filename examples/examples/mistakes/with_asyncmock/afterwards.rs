//! What a test asks when the calls were made, waits for, or leaves behind.

use std::sync::Arc;
use std::time::Duration;

use asyncmock::{Guard, automock, checked, rt};
use futures::future::join_all;
use tokio::sync::Mutex;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use super::{MockPayments, Payments as _};

/// A mock of which so many charges were asked.
async fn charged(count: u32) -> MockPayments {
    let payments = MockPayments::new();
    payments.expect_charge().return_const(true);
    for number in 0..count {
        payments.charge(&format!("acct{number}"), 100 + number).await;
    }
    payments
}

pub(crate) async fn earlier_call_matches() {
    let payments = charged(30).await;
    payments.calls_to_charge().assert_called_with("acct5", 105);
}

pub(crate) async fn near_miss() {
    let payments = charged(60).await;
    payments.calls_to_charge().assert_any_call("acct5", 501);
}

pub(crate) async fn not_only_once() {
    let payments = charged(1).await;
    payments.charge("acct0", 100).await;
    payments.calls_to_charge().assert_called_once_with("acct0", 100);
}

pub(crate) async fn not_in_a_row() {
    let payments = charged(4).await;
    payments.calls_to_charge().assert_has_calls([("acct1", 101), ("acct3", 103)]);
}

pub(crate) async fn forgotten_await_with_times() {
    let payments = MockPayments::new();
    payments.expect_charge().with_args("ada", 100).once().return_const(true);
    drop(payments.charge("ada", 100));
}

pub(crate) async fn forgotten_await() {
    let test = async {
        let payments = MockPayments::new();
        payments.expect_charge().with_args("ada", 100).return_const(true);
        drop(payments.charge("ada", 100));
    };
    checked(test).deny_unawaited().await;
}

pub(crate) async fn task_nobody_looks_at() {
    let test = async {
        let payments = MockPayments::new();
        payments.expect_charge().with_args("ada", 100).return_const(true);
        drop(tokio::spawn(async move { payments.charge("eve", 100).await }));
        yield_now().await;
    };
    checked(test).await;
}

pub(crate) async fn cancelled() {
    let payments = MockPayments::new();
    payments.expect_charge().after(Duration::from_secs(10)).return_const(true);
    let _ = timeout(Duration::from_secs(1), payments.charge("ada", 100)).await;
    payments.calls_to_charge().assert_none_cancelled();
}

pub(crate) async fn two_mutexes() {
    let test = async {
        let payments = charged(1).await;
        let (accounts, orders) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
        let (theirs, others) = (Arc::clone(&accounts), Arc::clone(&orders));
        let _task = rt::spawn(async move {
            let _orders = others.lock().await;
            yield_now().await;
            let _accounts = theirs.lock().await;
        });
        let _accounts = accounts.lock().await;
        yield_now().await;
        let _orders = orders.lock().await;
        payments.charge("ada", 100).await;
    };
    checked(test).await;
}

pub(crate) async fn wait_for_no_call() {
    let payments = charged(1).await;
    let charges = payments.calls_to_charge();
    assert_eq!(charges.next().await.args().0, "acct0");
    charges.next().await;
}

pub(crate) async fn wait_through_a_filter() {
    let payments = charged(3).await;
    payments.calls_to_charge().with_args("bob", 100).next().await;
}

#[automock(guard)]
trait Tx {
    async fn insert(&self, row: u32) -> bool;
    async fn commit(self) -> bool;
}

#[automock(type Tx = MockTx;)]
trait Db {
    type Tx: Tx;
    async fn begin(&self) -> Self::Tx;
}

/// It commits only what it could insert.
async fn book(db: &impl Db, row: u32) {
    let tx = db.begin().await;
    if tx.insert(row).await {
        tx.commit().await;
    }
}

pub(crate) async fn not_committed() {
    let (db, tx) = (MockDb::new(), MockTx::new());
    tx.expect_insert().with_args(7).return_const(false);
    db.expect_begin().returns_guard(tx);
    book(&db, 7).await;
    db.guards_of_begin().assert_released_by("commit");
}

#[automock]
trait Pool {
    async fn acquire(&self) -> Guard<u32>;
}

pub(crate) async fn held_across_an_await() {
    let (pool, payments) = (MockPool::new(), charged(0).await);
    pool.expect_acquire().returns_guard(7);
    let connection = pool.acquire().await;
    payments.charge("ada", 100).await;
    drop(connection);
    pool.guards_of_acquire().assert_not_held_during(&payments.calls_to_charge());
}

pub(crate) async fn too_many_at_once() {
    let payments = MockPayments::new();
    payments.expect_charge().after(Duration::from_secs(1)).return_const(true);
    let charge = async |number: u32| {
        sleep(Duration::from_millis(number.into())).await;
        payments.charge("ada", number).await
    };
    join_all((0..3).map(charge)).await;
    payments.calls_to_charge().assert_max_in_flight(2);
}
