//! Methods that take `AsyncFn`, `AsyncFnMut` or `AsyncFnOnce`: an answer calls the caller's closure, and awaits it.

use asyncmock::automock;
use asyncmock_tests::{failure, on_every_runtime};
use futures::FutureExt as _;
use futures::executor::block_on;

pub struct Tx<'c> {
    rows: &'c mut Vec<u32>,
}

#[automock]
trait Db {
    async fn once<T: 'static, F: AsyncFnOnce(u32) -> T + 'static>(&self, work: F) -> T;
    async fn transaction<T, F>(&mut self, name: &str, work: F) -> Result<T, String>
    where
        T: 'static,
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, String> + Send + 'static;
    async fn in_turn<F: AsyncFnMut(u32) -> u32 + Send + 'static>(&self, work: F) -> Vec<u32>;
    async fn at_once<T: 'static>(&self, work: impl AsyncFn(&str, u32) -> T + Send + Sync + 'static) -> (T, T);
    async fn gives_back<F>(&self, work: F) -> usize
    where
        F: for<'x> AsyncFn(&'x str) -> &'x str + 'static;
    async fn nothing<F: AsyncFn() + 'static>(&self, work: F);
    fn sync<F: AsyncFnOnce(u32) -> u32 + 'static>(&self, work: F) -> u32;
    fn stored<F: AsyncFn(u32) -> u32 + 'static>(work: F) -> u32;
    async fn borrows(&self, work: impl AsyncFnOnce(u32) -> u32) -> u32;
    async fn borrows_in_turn<F: AsyncFnMut() -> u32>(&self, work: F) -> u32;
    async fn borrows_at_once<F>(&self, work: F, times: u32) -> u32
    where
        F: AsyncFn(u32) -> u32;
}

on_every_runtime! {
    async fn an_answer_awaits_the_closure(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_once::<u8>().returning_async(|work| work(3));
        db.expect_once::<String>().returning_async(|work| async move { work(4).await + "!" });
        assert_eq!(db.once(async |n| n as u8).await, 3);
        assert_eq!(db.once(async |n: u32| n.to_string()).await, "4!");
        assert_eq!(db.calls_to_once::<u8>().await_count(), 1);
    }

    async fn the_closure_is_lent_what_the_answer_has(_runtime: Runtime) {
        let mut db = MockDb::new();
        db.expect_transaction::<usize>().withf(|name, _| name == "insert").returning_async(|_, work| async move {
            let mut rows = vec![1];
            let done = work(&mut Tx { rows: &mut rows }).await;
            assert_eq!(rows, [1, 2]);
            done
        });
        let done = db.transaction("insert", async |tx: &mut Tx<'_>| {
            tx.rows.push(2);
            Ok(tx.rows.len())
        });
        assert_eq!(done.await, Ok(2));
    }

    async fn one_that_changes_is_called_in_turn(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_in_turn().returning_async(|mut work| async move { vec![work(1).await, work(2).await] });
        let mut sum = 0;
        let sums = db.in_turn(async move |n| {
            sum += n;
            sum
        });
        assert_eq!(sums.await, [1, 3]);
    }

    async fn one_that_does_not_is_called_several_times_at_once(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_at_once::<usize>().returning_async(|work| async move { futures::join!(work("a", 1), work("bc", 2)) });
        assert_eq!(db.at_once(async |text: &str, n| text.len() + n as usize).await, (2, 4));
    }

    async fn the_future_may_give_back_what_the_closure_was_lent(_runtime: Runtime) {
        async fn tail(text: &str) -> &str {
            &text[1..]
        }
        let db = MockDb::new();
        db.expect_gives_back().returning_async(|work| async move { work("abc").await.len() });
        assert_eq!(db.gives_back(tail).await, 2);
        db.expect_nothing().returning_async(|work| async move { work().await });
        db.nothing(async || {}).await;
    }

    async fn the_closure_may_borrow(_runtime: Runtime) {
        let db = MockDb::new();
        db.expect_borrows().returning(|work| work(3).now_or_never().unwrap());
        db.expect_borrows_in_turn().returning(|mut work| work().now_or_never().unwrap() + work().now_or_never().unwrap());
        db.expect_borrows_at_once().returning(|work, times| work(times).now_or_never().unwrap());
        let (one, mut count) = (String::from("a"), 0);
        assert_eq!(db.borrows(async |n| n + one.len() as u32).await, 4);
        let counts = db.borrows_in_turn(async || {
            count += 1;
            count
        });
        assert_eq!(counts.await, 3);
        assert_eq!(db.borrows_at_once(async |n| n + one.len() as u32, 5).await, 6);
    }
}

#[test]
fn a_method_need_not_be_async() {
    let db = MockDb::new();
    db.expect_sync().returning(|work| block_on(work(3)));
    assert_eq!(db.sync(async |n| n + 1), 4);
    let stored = MockDb::stored_context();
    stored.expect().returning(|work| block_on(work(5)));
    assert_eq!(MockDb::stored(async |n| n + 1), 6);
}

#[test]
fn one_that_changes_is_not_called_again_while_it_is_under_way() {
    let db = MockDb::new();
    db.expect_in_turn().returning_async(|mut work| async move {
        let (first, second) = (work(1), work(2));
        vec![first.await, second.await]
    });
    let text = failure(|| block_on(db.in_turn(async |n| n)));
    assert_eq!(
        text,
        "MockDb::in_turn: the answer called `work` again before the future of its last call was done; await each call \
         before the next, or declare it as `AsyncFn`"
    );
}

mod elsewhere {
    use super::*;

    #[allow(dead_code, reason = "its mock is used")]
    pub struct Pool;

    #[automock]
    #[allow(dead_code, reason = "the mock's are used")]
    impl Pool {
        pub async fn run<T: 'static, F: AsyncFnOnce(u32) -> T + 'static>(&self, work: F) -> T {
            work(1).await
        }
    }

    #[automock]
    #[allow(dead_code, reason = "the mock's are used")]
    pub mod pools {
        pub async fn run<T: 'static, F: AsyncFnOnce(u32) -> T + 'static>(work: F) -> T {
            work(1).await
        }
    }

    #[async_trait::async_trait]
    trait Sent {
        async fn run<F: AsyncFnOnce(u32) -> u32 + Send + 'static>(&self, work: F) -> bool;
        async fn run_often<F: AsyncFn(u32) -> u32 + Send + Sync + 'static>(&self, work: F) -> bool;
    }

    asyncmock::mock! {
        Sender {}
        #[async_trait::async_trait]
        impl Sent for Sender {
            async fn run<F: AsyncFnOnce(u32) -> u32 + Send + 'static>(&self, work: F) -> bool;
            async fn run_often<F: AsyncFn(u32) -> u32 + Send + Sync + 'static>(&self, work: F) -> bool;
        }
    }

    #[test]
    fn in_impl_blocks_modules_and_async_trait() {
        let pool = MockPool::new();
        pool.expect_run::<u8>().returning_async(|work| async move { work(2).await + 1 });
        assert_eq!(block_on(pool.run(async |n| n as u8)), 3);
        let run = mock_pools::run_context();
        run.expect::<u16>().returning_async(|work| work(4));
        assert_eq!(block_on(mock_pools::run(async |n| n as u16)), 4);
        let sender = MockSender::new();
        sender.expect_run().returning(|work| work(1).now_or_never() == Some(2));
        sender.expect_run_often().returning(|work| work(1).now_or_never() == Some(2));
        let future = async { sender.run(async |n| n + 1).await && sender.run_often(async |n| n + 1).await };
        fn sent<F: Future + Send>(future: F) -> F {
            future
        }
        assert!(block_on(sent(future)));
    }
}
