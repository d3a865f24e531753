//! Methods that take a closure and run it in a scope: an answer runs the caller's closure, with a mock inside.

use std::future::Future;

use asyncmock::{GuardState, automock};
use asyncmock_tests::on_every_runtime;
use futures::FutureExt as _;
use futures::future::BoxFuture;

#[automock(guard)]
trait Tx {
    async fn insert(&self, row: u32) -> Result<(), String>;
    async fn commit(self) -> Result<(), String>;
}

type Work<T> = Result<T, String>;

#[automock]
trait Db {
    /// The closure and its future have no names.
    async fn transaction<F, Fut, T>(&self, work: F) -> Work<T>
    where
        F: FnOnce(MockTx) -> Fut + Send + 'static,
        Fut: Future<Output = Work<T>> + Send + 'static,
        T: Send + 'static;
    async fn boxed<T: 'static>(
        &self,
        work: impl FnOnce(MockTx) -> BoxFuture<'static, Work<T>> + Send + 'static,
    ) -> Work<T>;
    async fn lent<T: 'static>(
        &self,
        work: impl for<'a> FnOnce(&'a MockTx) -> BoxFuture<'a, Work<T>> + Send + 'static,
    ) -> Work<T>;
    fn retry<F, Fut>(&self, times: u32, work: F) -> BoxFuture<'static, Vec<u32>>
    where
        F: FnMut(u32, u32) -> Fut + Send + 'static,
        Fut: Future<Output = u32> + Send + 'static;
    async fn local<F: Fn() -> Fut + 'static, Fut: Future<Output = u32> + 'static>(&self, work: F) -> u32;
    fn locked<T: 'static>(&self, work: impl FnOnce(&mut u32) -> T + 'static) -> T;
}

/// A transaction that expects one row, and what becomes of it.
fn tx() -> MockTx {
    let tx = MockTx::new();
    tx.expect_insert().with_args(1).return_const(Ok(()));
    tx.expect_commit().return_const(Ok(())).optional();
    tx
}

on_every_runtime! {
    async fn an_answer_runs_the_callers_closure_with_a_mock_inside(_runtime: Runtime) {
        let db = MockDb::new();
        let tx = tx();
        let probe = tx.probe();
        db.expect_transaction::<u32>().return_once_async(|work| async move { work(tx).await });
        let done = db.transaction(|tx| async move {
            tx.insert(1).await?;
            tx.commit().await?;
            Ok(7_u32)
        });
        assert_eq!(done.await, Ok(7));
        probe.assert_released_by("commit");
    }

    /// Expectations are told apart by what the closures give.
    async fn expectations_are_of_a_type_of_value(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_transaction::<u32>().returning_async(|work| work(tx()));
        db.expect_transaction::<String>().times(1).return_const(Err("read only".to_owned()));
        assert_eq!(db.transaction(|tx| async move { tx.insert(1).await.map(|()| 3_u32) }).await, Ok(3));
        let failed = db.transaction(|_| async { Ok("never run".to_owned()) });
        assert_eq!(failed.await, Err("read only".to_owned()));
        assert_eq!(db.calls_to_transaction::<u32>().await_count(), 1);
    }

    /// What the closure does with the mock is on record.
    async fn a_closure_that_fails_leaves_the_transaction(_runtime: Runtime) {
        let db = MockDb::new();
        let tx = tx();
        let probe = tx.probe();
        db.expect_transaction::<()>().return_once_async(|work| work(tx));
        let done = db.transaction(|tx| async move {
            tx.insert(1).await?;
            Err::<(), _>("no".to_owned())
        });
        assert_eq!(done.await, Err("no".to_owned()));
        assert_eq!(probe.state(), GuardState::Released);
    }

    async fn a_closure_may_be_lent_the_mock(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_lent::<u32>().returning_async(|work| async move {
            let tx = tx();
            let done = work(&tx).await;
            tx.commit().await?;
            done
        });
        let done = db.lent(|tx| Box::pin(async move { tx.insert(1).await.map(|()| 5_u32) }));
        assert_eq!(done.await, Ok(5));
        db.expect_boxed::<u32>().returning_async(|work| work(tx()));
        let done = db.boxed(|tx| Box::pin(async move { tx.insert(1).await.map(|()| 6_u32) }));
        assert_eq!(done.await, Ok(6));
    }

    async fn a_closure_may_be_run_several_times(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_retry().returning(|times, mut work| {
            Box::pin(async move {
                let mut all = Vec::new();
                for attempt in 0..times {
                    all.push(work(attempt, 10).await);
                }
                all
            })
        });
        let mut sum = 0;
        let done = db.retry(3, move |attempt, factor| {
            sum += attempt * factor;
            async move { sum }
        });
        assert_eq!(done.await, [0, 10, 30]);
    }
}

/// Neither the closure nor its future need be `Send`.
#[test]
fn a_closure_may_stay_on_its_thread() {
    let db = MockDb::new();
    db.expect_local().resolving(|work| work().now_or_never().expect("it is ready") + 1);
    let number = std::rc::Rc::new(4);
    let done = db.local(move || {
        let number = std::rc::Rc::clone(&number);
        async move { *number }
    });
    assert_eq!(futures::executor::block_on(done), 5);
}

#[test]
fn a_sync_closure_may_be_run_as_well() {
    let db = MockDb::new();
    db.expect_locked::<String>().returning(|work| {
        let mut value = 6;
        work(&mut value) + &value.to_string()
    });
    let done = db.locked(|value| {
        *value += 1;
        "value: ".to_owned()
    });
    assert_eq!(done, "value: 7");
}
