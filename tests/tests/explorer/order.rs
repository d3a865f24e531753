//! What is explored, and in which order it happens.

use super::*;
use ::futures::task::LocalSpawnExt as _;

#[test]
fn answers_are_run_in_the_order_of_the_schedule() {
    let report = Explore::new().run(|| async {
        let (store, balance) = (MockStore::new(), Arc::new(std::sync::Mutex::new(Vec::new())));
        let kept = Arc::clone(&balance);
        // Of arguments with two lifetimes.
        store.expect_put().returning(move |key, value| {
            kept.lock().unwrap().push(format!("{key}={value}"));
            true
        });
        let (a, b) = ("a".to_owned(), "b".to_owned());
        futures::join!(store.put(&a, "1"), store.put(&b, "2"));
        let balance = balance.lock().unwrap();
        balance.join(" ")
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      1  am1:0     \"a=1 b=2\"\n      1  am1:1     \"b=2 a=1\"\n"
    );
}

#[test]
fn expectations_are_met_in_the_order_of_the_calls() {
    let report = Explore::new().run(|| async {
        let (store, mut sequence) = (MockStore::new(), Sequence::new());
        store.expect_get().with_args(1).once().in_sequence(&mut sequence).return_const(10_u32);
        store.expect_get().with_args(2).once().in_sequence(&mut sequence).return_const(20_u32);
        store.expect_put().with_args("x", "1").once().in_sequence(&mut sequence).return_const(true);
        store.expect_put().once().in_sequence(&mut sequence).return_const(false);
        let key = "x".to_owned();
        futures::join!(store.get(1), store.get(2), store.put(&key, "1"), store.put("y", "2"))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n     24  am1:0     (10, 20, true, false)\n");
}

#[test]
fn explicit_futures_are_explored_as_well() {
    let report = Explore::new().run(two_explicit_futures);
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     [1, 2]\n      1  am1:1     [2, 1]\n");
}

#[test]
fn what_the_test_or_the_clock_answers_is_not() {
    let report = Explore::new().run(what_has_no_turn);
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     ((10, 20), true)\n");
}

#[test]
fn defaults_and_real_objects_are_explored_as_well() {
    struct Real;
    impl Store for Real {
        async fn get(&self, key: u32) -> u32 {
            key + 100
        }
        async fn put(&self, _: &str, _: &str) -> bool {
            true
        }
        async fn first(&self, keys: &[u32], _: &[u32]) -> Option<u32> {
            keys.first().copied()
        }
    }
    let report = Explore::new().run(|| async {
        let (relaxed, spy) = (MockStore::relaxed(), MockStore::wrapping(Real));
        futures::join!(relaxed.get(1), spy.get(1), relaxed.put("a", "b"), spy.first(&[7], &[8]))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n     24  am1:0     (0, 101, false, Some(7))\n");
}

#[test]
fn a_call_that_is_dropped_while_it_waits_has_used_its_expectation() {
    let report = Explore::new().time(1).run(|| async {
        let store = MockStore::new();
        store.expect_get().once().return_const(1_u32);
        store.expect_put().once().return_const(true);
        let (get, put) = (store.calls_to_get(), store.calls_to_put());
        let second = Duration::from_secs(1);
        let _in_time = futures::join!(timeout(second, store.get(1)), timeout(second, store.put("a", "b")));
        (get.last().unwrap().state() == CallState::Cancelled, put.last().unwrap().state() == CallState::Cancelled)
    });
    let table = report.table();
    for outcome in ["(false, false)", "(true, true)", "(true, false)", "(false, true)"] {
        assert!(table.contains(outcome), "{table}");
    }
}

#[test]
fn a_call_that_is_never_polled_has_not() {
    let report = Explore::new().run(|| async {
        let store = MockStore::new();
        store.expect_put().once().may_be_unawaited().return_const(true);
        drop(store.put("a", "b"));
        store.put("c", "d").await
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     true\n");
}

#[test]
fn a_call_outlives_its_mock() {
    let report = Explore::new().run(|| async {
        let boxed = MockBoxed::new();
        boxed.expect_get().once().resolving(|key| key);
        let call = boxed.get(4);
        drop(boxed);
        call.await
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     4\n");
}

#[test]
fn who_waits_until_nothing_can_run_goes_on_before_a_call_is_picked() {
    let report = Explore::new().run(|| async {
        let (store, seen) = (MockStore::new(), Arc::new(std::sync::Mutex::new(Vec::new())));
        let (answers, settles) = (Arc::clone(&seen), Arc::clone(&seen));
        store.expect_get().returning(move |key| {
            answers.lock().unwrap().push("answered");
            key
        });
        let task = rt::spawn(async move {
            rt::settle().await;
            settles.lock().unwrap().push("settled");
        });
        let _answers = futures::join!(store.get(1), store.get(2));
        task.await.unwrap();
        seen.lock().unwrap().clone()
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      2  am1:0     [\"settled\", \"answered\", \"answered\"]\n"
    );
}

#[test]
fn who_settles_again_and_again_does_not_keep_calls_from_their_turn() {
    let report = Explore::new().run(|| async {
        let (store, is_answered) = (MockStore::relaxed(), Cell::new(false));
        let settles = async {
            while !is_answered.get() {
                rt::settle().await;
            }
        };
        let asks = async {
            store.get(1).await;
            is_answered.set(true);
        };
        futures::join!(settles, asks);
    });
    assert_eq!(report.schedules(), 1);
}

#[test]
fn blocking_work_is_waited_for() {
    let report = Explore::new().run(|| async {
        let store = MockStore::relaxed();
        let seen = Cell::new(0);
        let blocks = async {
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(5))).await.unwrap();
            seen.set(store.get(1).await + 1);
        };
        futures::join!(blocks, store.get(2));
        seen.get()
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     1\n");
}

#[test]
fn mocks_that_are_leaked_cost_no_time() {
    let began = std::time::Instant::now();
    let report = Explore::new().run(|| async {
        let store: &'static MockStore = Box::leak(Box::new(MockStore::relaxed()));
        futures::join!(store.get(1), store.get(2), store.get(3), store.get(4))
    });
    assert_eq!(report.schedules(), 24);
    assert!(began.elapsed() < Duration::from_millis(24 * 250), "{:?}", began.elapsed());
}

#[asyncmock::test]
fn it_is_run_in_a_test_that_is_looked_after() {
    let store = MockStore::new();
    store.expect_get().once().return_const(7_u32);
    assert_eq!(Explore::new().run(|| several(3)).schedules(), 6);
    assert_eq!(futures::executor::block_on(store.get(1)), 7, "which is not explored");
}

#[test]
fn static_methods_belong_to_the_run() {
    let report = Explore::new().run(|| async {
        let context = MockLoader::load_context();
        context.expect().times(2).returning(|key| key);
        futures::join!(MockLoader::load(1), MockLoader::load(2))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     (1, 2)\n");
}

#[test]
fn a_run_finds_nothing_of_the_one_before() {
    // A task that never ends, time that passes, a thread that blocks, and a waker that is kept: each in some of the runs.
    static KEPT: std::sync::Mutex<Vec<std::task::Waker>> = std::sync::Mutex::new(Vec::new());
    let report = Explore::new().run(|| async {
        let metrics = tokio::runtime::Handle::current().metrics();
        let before = metrics.num_alive_tasks();
        for waker in KEPT.lock().unwrap().drain(..) {
            waker.wake();
        }
        let (began, seen) = (tokio::time::Instant::now(), several(3).await);
        match seen[0] {
            0 => _ = tokio::spawn(std::future::pending::<()>()),
            1 => sleep(Duration::from_millis(37)).await,
            _ => tokio::task::spawn_blocking(|| ()).await.unwrap(),
        }
        std::future::poll_fn(|context| {
            KEPT.lock().unwrap().push(context.waker().clone());
            std::task::Poll::Ready(())
        })
        .await;
        (before, began.elapsed().as_millis())
    });
    assert_eq!((report.schedules(), report.exhausted()), (6, true));
    KEPT.lock().unwrap().clear();
    assert_eq!(report.table(), "  count  schedule  outcome\n      4  am1:0     (0, 0)\n      2  am1:1     (0, 37)\n");
}

/// Three calls at once, each by a task that another executor has spawned.
async fn of_three(spawn: impl Fn(futures::future::LocalBoxFuture<'static, ()>), seen: Seen<u32>) {
    let store = Rc::new(MockStore::new());
    store.expect_get().returning(|key| key);
    for key in 0..3 {
        let (store, seen) = (Rc::clone(&store), Rc::clone(&seen));
        spawn(Box::pin(async move {
            let got = store.get(key).await;
            seen.borrow_mut().push(got);
        }));
    }
    while seen.borrow().len() < 3 {
        tokio::task::yield_now().await;
        rt::settle().await;
    }
}

#[test]
fn executors_that_are_futures_are_explored_as_well() {
    // smol's, tokio's for tasks of one thread, and the pool of futures, which is none, but can be run step by step.
    let of_smol = Explore::new().run(|| async {
        let (executor, seen) = (Rc::new(smol::LocalExecutor::new()), Seen::default());
        let spawn = |task| executor.spawn(task).detach();
        executor.run(of_three(spawn, Rc::clone(&seen))).await;
        seen.take()
    });
    let of_tokio = Explore::new().run(|| async {
        let (tasks, seen) = (tokio::task::LocalSet::new(), Seen::default());
        let spawn = |task| _ = tokio::task::spawn_local(task);
        tasks.run_until(of_three(spawn, Rc::clone(&seen))).await;
        seen.take()
    });
    let of_futures = Explore::new().run(|| async {
        let (mut pool, seen) = (futures::executor::LocalPool::new(), Seen::default());
        let spawner = pool.spawner();
        let spawn = |task| spawner.spawn_local(task).unwrap();
        let mut tasks = Box::pin(of_three(spawn, Rc::clone(&seen)));
        // It is a stepper: it goes on whenever nothing else can.
        while futures::poll!(tasks.as_mut()).is_pending() {
            pool.run_until_stalled();
            rt::settle().await;
        }
        seen.take()
    });
    for report in [of_smol, of_tokio, of_futures] {
        assert_eq!((report.schedules(), report.exhausted()), (6, true));
        assert_eq!(report.table().lines().count(), 1 + 6, "each has another outcome: {}", report.table());
    }
}
