//! The transfer against a mocked database: how its transaction is left, whatever happens.

use asyncmock::{GuardState, assert_in_order};
use tokio::task::JoinHandle;

use super::*;

const ORDER: Order = Order { from: "ann", to: "bob", cents: 500 };

/// A transaction in which Ann has enough.
fn solvent() -> MockTx {
    let tx = MockTx::new();
    tx.expect_debit().with_args("ann", 500).once().resolve_const(Ok(200));
    tx
}

/// A transaction in which everything can be booked.
fn booked() -> MockTx {
    let tx = solvent();
    tx.expect_credit().with_args("bob", 500).once().resolve_const(Ok(()));
    tx
}

/// A database that gives these transactions, one after the other.
fn db<const N: usize>(transactions: [MockTx; N]) -> MockDb {
    let db = MockDb::new();
    for tx in transactions {
        db.expect_begin().once().returns_guard(tx);
    }
    db
}

/// A transfer in a task of its own.
fn spawn(db: MockDb) -> JoinHandle<Result<(), Refused>> {
    tokio::spawn(async move { transfer(&db, ORDER).await })
}

#[tokio::test]
async fn a_transfer_is_committed_when_both_accounts_are_booked() {
    let tx = booked();
    tx.expect_commit().resolve_const(Ok(()));
    let (debit, credit, commit) = (tx.calls_to_debit(), tx.calls_to_credit(), tx.calls_to_commit());
    let db = db([tx]);

    assert_eq!(transfer(&db, ORDER).await, Ok(()));

    let begun = db.guards_of_begin();
    begun.assert_released_by("commit");
    begun.assert_covers(&debit);
    begun.assert_covers(&credit);
    assert_in_order!(completed: debit, credit, commit);
}

#[tokio::test]
async fn a_transfer_from_an_empty_account_is_rolled_back() {
    let tx = MockTx::new();
    tx.expect_debit().resolve_const(Ok(-300));
    tx.expect_rollback().resolve_const(Ok(()));
    let credit = tx.calls_to_credit();
    let db = db([tx]);

    assert_eq!(transfer(&db, ORDER).await, Err(Refused::Overdrawn));

    db.guards_of_begin().assert_released_by("rollback");
    credit.assert_not_called();
}

#[tokio::test]
async fn a_transfer_is_rolled_back_when_the_database_fails_half_way() {
    let tx = solvent();
    tx.expect_credit().once().resolve_const(Err(DbError::Disconnected));
    // Nor can that be told any more.
    tx.expect_rollback().resolve_const(Err(DbError::Disconnected));
    let db = db([tx]);

    assert_eq!(transfer(&db, ORDER).await, Err(Refused::Db(DbError::Disconnected)));

    db.guards_of_begin().assert_released_by("rollback");
}

#[tokio::test(start_paused = true)]
async fn accounts_are_not_locked_for_longer_than_the_limit() {
    let tx = solvent();
    tx.expect_credit().once().pending();
    tx.expect_rollback().resolve_const(Ok(()));
    let credit = tx.calls_to_credit();
    let db = db([tx]);

    // Bounded, so that this fails and doesn't hang if the accounts are still locked.
    let transferred = timeout(2 * LIMIT, transfer(&db, ORDER)).await.expect("the transfer is given up");

    assert_eq!(transferred, Err(Refused::TooLate));
    // The query was cancelled, but not the transaction.
    credit.assert_cancelled(1);
    db.guards_of_begin().assert_released_by("rollback");
}

#[tokio::test(start_paused = true)]
async fn a_commit_is_waited_for_however_long_it_takes() {
    let tx = booked();
    tx.expect_commit().after(10 * LIMIT).resolve_const(Ok(()));
    let db = db([tx]);

    assert_eq!(transfer(&db, ORDER).await, Ok(()));

    db.guards_of_begin().assert_released_by("commit");
}

#[tokio::test]
async fn a_conflict_is_tried_again_in_a_transaction_of_its_own() {
    let (first, second) = (booked(), booked());
    first.expect_commit().resolve_const(Err(DbError::Conflict));
    second.expect_commit().resolve_const(Ok(()));
    let db = db([first, second]);

    assert_eq!(transfer(&db, ORDER).await, Ok(()));

    let begun = db.guards_of_begin();
    begun.assert_entered_times(2);
    // One after the other, and the second attempt begins anew.
    begun.assert_max_held(1);
    begun.assert_released_by("commit");
}

#[tokio::test]
async fn a_transfer_is_given_up_after_too_many_conflicts() {
    let transactions = [booked(), booked(), booked()];
    for tx in &transactions {
        tx.expect_commit().resolve_const(Err(DbError::Conflict));
    }
    let db = db(transactions);

    assert_eq!(transfer(&db, ORDER).await, Err(Refused::Db(DbError::Conflict)));

    db.guards_of_begin().assert_entered_times(ATTEMPTS as usize);
}

#[tokio::test]
async fn a_panic_commits_nothing() {
    let tx = solvent();
    tx.expect_credit().once().resolving(|_, _| panic!("the driver has a bug"));
    let (commit, rollback) = (tx.calls_to_commit(), tx.calls_to_rollback());
    let db = db([tx]);
    let begun = db.guards_of_begin();

    assert!(spawn(db).await.unwrap_err().is_panic());

    let [tx] = &begun.all()[..] else { panic!("there is one transaction: {begun:?}") };
    assert_eq!(tx.state(), GuardState::Panicked, "{tx:?}");
    commit.assert_not_called();
    rollback.assert_not_called();
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_commits_nothing() {
    let tx = solvent();
    tx.expect_credit().once().hold();
    let (credit, commit) = (tx.calls_to_credit(), tx.calls_to_commit());
    let db = db([tx]);
    let begun = db.guards_of_begin();
    let task = spawn(db);

    let held = credit.next_held().await;
    assert_eq!(begun.held(), 1);
    task.abort();
    begun.released().await;

    assert!(held.is_cancelled());
    let [tx] = &begun.all()[..] else { panic!("there is one transaction: {begun:?}") };
    assert_eq!(tx.state(), GuardState::Cancelled, "{tx:?}");
    commit.assert_not_called();
}

#[tokio::test]
async fn nothing_is_booked_without_a_transaction() {
    let db = MockDb::new();
    db.expect_begin().once().resolving(|| Err(DbError::Disconnected));

    assert_eq!(transfer(&db, ORDER).await, Err(Refused::Db(DbError::Disconnected)));

    db.guards_of_begin().assert_entered_times(0);
}
