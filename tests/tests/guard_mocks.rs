//! Mocks that are guards themselves: transactions and their like, which methods finish that take them by value.

use std::pin::Pin;

use asyncmock::{CallState, Guard, GuardState, automock, mock};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime, untimed};
use futures::FutureExt as _;
use futures::poll;

#[automock(guard)]
trait Tx {
    async fn execute(&mut self, sql: &str) -> Result<u64, String>;
    async fn commit(self) -> Result<(), String>;
    async fn rollback(self);
    fn abandon(self) -> u32;
}

#[automock(type Tx = MockTx;)]
trait Db {
    type Tx;
    async fn begin(&self) -> Result<Self::Tx, String>;
}

#[automock(guard(finish))]
trait Strict {
    fn commit(self);
    async fn rollback(self: Box<Self>);
    fn look(&self);
}

#[automock(guard)]
#[async_trait::async_trait]
trait Session: Send {
    async fn query(&self, sql: &str) -> u32;
    async fn close(self: Box<Self>) -> u32;
}

#[automock]
#[async_trait::async_trait]
trait Server {
    async fn connect(&self, user: &str) -> Result<Box<dyn Session>, String>;
}

mock! {
    #[guard]
    pub Lease {
        pub fn renew(&self) -> bool;
        pub async fn release(self);
    }
}

fn db_with(tx: MockTx) -> MockDb {
    let db = MockDb::new();
    db.expect_begin().returns_guard(tx);
    db
}

on_every_runtime! {
    async fn a_transaction_is_finished_by_the_method_that_takes_it(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_execute().return_const(Ok(1_u64));
        tx.expect_commit().return_const(Ok(()));
        let (probe, commit) = (tx.probe(), tx.calls_to_commit());
        let db = db_with(tx);
        let begins = db.guards_of_begin();
        let at = next_line!();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.execute("insert").await, Ok(1));
        assert_eq!((probe.state(), begins.held()), (GuardState::Held, 1));
        assert_eq!(tx.commit().await, Ok(()));
        assert_eq!(probe.state(), GuardState::Finished("commit"));
        begins.assert_released_by("commit");
        begins.assert_all_released();
        commit.assert_awaited_once();
        assert_eq!(untimed(format!("{probe:?}")), format!("guard of Db::begin() at {at} [finished by commit]"));
    }

    async fn a_transaction_that_is_dropped_is_released(_runtime: Runtime) {
        let db = db_with(MockTx::new());
        let begins = db.guards_of_begin();
        let at = next_line!();
        drop(db.begin().await.unwrap());
        let asserted = next_line!();
        let text = failure(|| begins.assert_released_by("commit"));
        assert_eq!(
            text,
            format!(
                "Db::begin: assert_released_by(\"commit\"): 1 of 1 guard was not finished by commit
  asserted at {asserted}
guards so far:
  1. guard of Db::begin() at {at} [released]"
            )
        );
    }

    async fn a_transaction_that_is_dropped_by_a_panic_has_panicked(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_execute().returning(|_| panic!("on purpose"));
        let db = db_with(tx);
        let text = failure_of(async {
            let mut tx = db.begin().await.unwrap();
            let _never = tx.execute("insert").await;
        });
        assert_eq!(text.await, "on purpose");
        assert_eq!(db.guards_of_begin().all()[0].state(), GuardState::Panicked);
    }

    async fn a_transaction_whose_future_is_dropped_is_cancelled(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_execute().pending();
        let db = db_with(tx);
        let mut work = Box::pin(async {
            let mut tx = db.begin().await.unwrap();
            tx.execute("insert").await
        });
        assert!(poll!(&mut work).is_pending());
        drop(work);
        assert_eq!(db.guards_of_begin().all()[0].state(), GuardState::Cancelled);
    }

    /// A commit that was given up is none.
    async fn a_transaction_whose_commit_is_dropped_is_cancelled(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_commit().pending();
        let (probe, commit) = (tx.probe(), tx.calls_to_commit());
        assert!(tx.commit().now_or_never().is_none());
        assert_eq!(probe.state(), GuardState::Cancelled);
        commit.assert_cancelled(1);
    }

    /// A commit that nobody awaited is none, either.
    async fn a_transaction_whose_commit_is_not_awaited_is_released(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_commit().return_const(Ok(())).optional();
        let (probe, commit) = (tx.probe(), tx.calls_to_commit());
        drop(tx.commit());
        assert_eq!(probe.state(), GuardState::Released);
        assert_eq!(commit.in_state(CallState::NeverAwaited).count(), 1);
    }

    async fn a_transaction_says_by_which_method_it_was_finished(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_rollback().return_const(());
        let probe = tx.probe();
        tx.rollback().await;
        assert_eq!(probe.state(), GuardState::Finished("rollback"));
        let text = failure(|| probe.assert_released_by("commit"));
        assert!(text.starts_with("Tx: assert_released_by(\"commit\"): the guard was not finished by commit\n"), "{text}");
    }

    /// One that fails has consumed the transaction all the same.
    async fn a_transaction_whose_commit_fails_is_finished(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_commit().return_const(Err("conflict".to_owned()));
        let probe = tx.probe();
        assert_eq!(tx.commit().await, Err("conflict".to_owned()));
        assert_eq!(probe.state(), GuardState::Finished("commit"));
    }

    async fn a_transaction_whose_commit_panics_has_panicked(_runtime: Runtime) {
        let tx = MockTx::new();
        tx.expect_commit().returning(|| panic!("on purpose"));
        let probe = tx.probe();
        assert_eq!(failure_of(tx.commit()).await, "on purpose");
        assert_eq!(probe.state(), GuardState::Panicked);
    }

    /// It has no connection with the method that gives it but that.
    async fn a_transaction_can_be_an_object(_runtime: Runtime) {
        let session = MockSession::new();
        session.expect_query().return_const(3_u32);
        session.expect_close().return_const(0_u32);
        let server = MockServer::new();
        server.expect_connect().returns_guard(session);
        let connections = server.guards_of_connect();
        let session = server.connect("me").await.unwrap();
        assert_eq!(session.query("select 3").await, 3);
        assert_eq!(connections.held(), 1);
        assert_eq!(session.close().await, 0);
        connections.assert_released_by("close");
        let text = failure_of(server.connect("you")).await;
        assert!(text.starts_with("MockServer::connect: returns_guard() has given its value away"), "{text}");
    }
}

#[test]
fn a_sync_method_finishes_a_guard_as_well() {
    let at = next_line!();
    let tx = MockTx::new();
    tx.expect_abandon().return_const(7_u32);
    let probe = tx.probe();
    assert_eq!(format!("{probe:?}"), format!("guard of Tx at {at} [still held]"));
    assert_eq!(tx.abandon(), 7);
    probe.assert_released_by("abandon");
}

#[tokio::test]
async fn a_guard_that_must_be_finished_fails_when_it_is_not() {
    let tx = MockStrict::new();
    tx.expect_commit().return_const(());
    tx.commit();

    let tx = Box::new(MockStrict::new());
    tx.expect_rollback().return_const(());
    tx.rollback().await;

    let at = next_line!();
    let tx = MockStrict::new();
    tx.expect_look().return_const(());
    tx.look();
    let text = failure(|| drop(tx));
    assert_eq!(
        text,
        format!(
            "MockStrict: the guard of Strict at {at} [released] was dropped, but is to be finished by `commit` or `rollback`"
        )
    );
}

/// Cancellation and panics are no fault of whoever holds it.
#[tokio::test]
async fn a_guard_that_must_be_finished_may_be_cancelled() {
    let tx = Box::new(MockStrict::new());
    tx.expect_rollback().pending();
    let probe = tx.probe();
    assert!(tx.rollback().now_or_never().is_none());
    assert_eq!(probe.state(), GuardState::Cancelled);
    let text = failure(|| {
        let _tx = MockStrict::new();
        panic!("on purpose");
    });
    assert_eq!(text, "on purpose");
}

/// Nor is whoever is cancelled where no mock is waited for.
#[tokio::test(start_paused = true)]
async fn a_guard_that_must_be_finished_may_be_cancelled_anywhere() {
    let tx = MockStrict::new();
    let probe = tx.probe();
    let work = async move {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        tx.commit();
    };
    assert!(tokio::time::timeout(std::time::Duration::from_secs(1), work).await.is_err());
    assert_eq!(probe.state(), GuardState::Cancelled);
}

/// What a future has given is not the future.
#[tokio::test]
async fn a_guard_that_a_future_has_given_must_be_finished() {
    let at = next_line!();
    let mut given = Box::pin(futures::future::maybe_done(async { MockStrict::new() }));
    (&mut given).await;
    let text = failure(|| drop(given));
    assert_eq!(
        text,
        format!(
            "MockStrict: the guard of Strict at {at} [released] was dropped, but is to be finished by `commit` or `rollback`"
        )
    );
}

#[tokio::test]
async fn a_mock_that_is_written_out_can_be_a_guard() {
    let lease = MockLease::new();
    lease.expect_renew().return_const(true);
    lease.expect_release().return_const(());
    let probe = lease.probe();
    assert!(lease.renew());
    lease.release().await;
    probe.assert_released_by("release");
}

/// A guard that has a trait of its own, behind a pointer.
#[tokio::test]
async fn a_guard_can_be_pinned() {
    #[automock(guard)]
    trait Permit: Send {
        fn number(&self) -> u32;
    }
    #[automock]
    trait Permits {
        async fn acquire(&self) -> Pin<Box<dyn Permit>>;
        fn boxed(&self) -> Option<Box<dyn Permit + Send>>;
    }
    let permits = MockPermits::new();
    let permit = MockPermit::new();
    permit.expect_number().return_const(3_u32);
    permits.expect_acquire().returns_guard(permit);
    permits.expect_boxed().returns_guard(MockPermit::new());
    let permit = permits.acquire().await;
    assert_eq!((permit.number(), permits.guards_of_acquire().held()), (3, 1));
    drop((permit, permits.boxed()));
    permits.guards_of_acquire().assert_all_released();
    permits.guards_of_boxed().assert_all_released();
}

/// A trait of which there are no objects can be a guard all the same.
#[test]
fn a_guard_need_not_have_objects() {
    #[automock(guard)]
    #[allow(dead_code)]
    trait Permit: Sized {
        fn number(&self) -> u32;
        fn split(self, at: u32) -> u32;
    }
    let permit = MockPermit::new();
    permit.expect_split().returning(|at| at + 1);
    let probe = permit.probe();
    assert_eq!(permit.split(1), 2);
    probe.assert_released_by("split");
}

/// A guard mock may be inside a guard, too.
#[test]
fn a_guard_mock_can_be_the_value_of_a_guard() {
    #[automock]
    trait Locks {
        fn lock(&self) -> Guard<MockTx>;
    }
    let locks = MockLocks::new();
    locks.expect_lock().returns_guard(MockTx::new());
    drop(locks.lock());
    locks.guards_of_lock().assert_all_released();
}

/// It is known to itself, and to the method that gives it.
#[tokio::test]
async fn a_guard_mock_is_in_the_journal_once() {
    let db = db_with(MockTx::new());
    drop(db.begin().await.unwrap());
    let lines: Vec<String> = asyncmock::journal().lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("guard of Db::begin()")).count(), 1, "{lines:?}");
}
