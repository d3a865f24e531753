//! What a test expects of static methods is its own, wherever its code runs, and nobody else's.

use std::sync::{Arc, Barrier};
use std::thread;

use asyncmock::SessionHandle;
use asyncmock_tests::failure;
use mocked::own_mock;

mod mocked;

#[test]
fn tests_in_parallel_have_expectations_of_their_own() {
    own_mock!(Mock);
    let all_have_theirs = Barrier::new(200);
    thread::scope(|scope| {
        for n in 0..200 {
            let all_have_theirs = &all_have_theirs;
            scope.spawn(move || {
                let bar = Mock::bar_context();
                bar.expect().with_args(n).times(20).returning(move |x| x + n);
                all_have_theirs.wait();
                for _ in 0..20 {
                    assert_eq!(Mock::bar(n), n + n);
                }
                assert_eq!(bar.calls().count(), 20);
            });
        }
    });
    assert!(failure(|| Mock::bar(5)).contains("\nthere is no context of MockFoo::bar; "), "all of them are gone");
}

#[test]
fn runtimes_in_parallel_have_expectations_of_their_own() {
    own_mock!(Mock);
    let all_have_theirs = Arc::new(Barrier::new(20));
    let test = |n: u32, all_have_theirs: Arc<Barrier>| async move {
        let load = Mock::load_context();
        load.expect().times(10).returning(move |_| n);
        all_have_theirs.wait();
        for _ in 0..10 {
            assert_eq!(tokio::spawn(Mock::load("Tom")).await.unwrap(), n);
        }
        load.calls().assert_all_awaited();
    };
    thread::scope(|scope| {
        for n in 0..20 {
            let all_have_theirs = Arc::clone(&all_have_theirs);
            scope.spawn(move || {
                let mut builder = match n % 2 {
                    0 => tokio::runtime::Builder::new_current_thread(),
                    _ => tokio::runtime::Builder::new_multi_thread(),
                };
                builder.worker_threads(2).build().unwrap().block_on(test(n, all_have_theirs));
            });
        }
    });
}

#[tokio::test]
async fn tasks_and_blocking_threads_see_what_their_runtime_expects() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().times(3).returning(|x| x + 1);
    assert_eq!(Mock::bar(1), 2);
    assert_eq!(tokio::spawn(async { Mock::bar(2) }).await.unwrap(), 3);
    assert_eq!(tokio::task::spawn_blocking(|| Mock::bar(3)).await.unwrap(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn worker_threads_see_what_their_runtime_expects() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().times(50).returning(|x| x + 1);
    let tasks: Vec<_> = (0..50).map(|n| tokio::spawn(async move { (n, Mock::bar(n)) })).collect();
    for task in tasks {
        let (n, answer) = task.await.unwrap();
        assert_eq!(answer, n + 1);
    }
}

#[tokio::test]
async fn a_context_may_be_made_in_a_task() {
    own_mock!(Mock);
    let bar = tokio::spawn(async {
        let bar = Mock::bar_context();
        bar.expect().return_const(1_u32);
        bar
    });
    let _bar = bar.await.unwrap();
    assert_eq!(Mock::bar(1), 1);
}

#[test]
fn what_a_thread_expects_is_seen_in_a_runtime_that_blocks_it() {
    own_mock!(Mock);
    let load = Mock::load_context();
    load.expect().times(2).return_const(1_u32);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(Mock::load("Tom")), 1);
    assert_eq!(runtime.block_on(async { tokio::spawn(Mock::load("Tom")).await.unwrap() }), 1);
    assert_eq!(futures::executor::block_on(async { load.calls().count() }), 2);
}

#[test]
fn a_runtime_that_blocks_a_thread_is_of_the_test_that_the_thread_is_of() {
    own_mock!(Mock);
    let outer = Mock::bar_context();
    outer.expect().with_args(0).return_const(1_u32);
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let inner = Mock::bar_context();
        inner.expect().return_const(2_u32);
        assert_eq!([Mock::bar(0), Mock::bar(1)], [1, 2]);
        assert_eq!(tokio::spawn(async { [Mock::bar(0), Mock::bar(1)] }).await.unwrap(), [1, 2]);
    });
    assert!(
        failure(|| Mock::bar(0)).contains("no expectation was set"),
        "the inner one has cleared all, as in mockall"
    );
}

#[test]
fn a_thread_that_is_bound_sees_what_its_test_expects() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().times(4).returning(|x| x + 1);
    let session = SessionHandle::current();
    thread::scope(|scope| {
        for n in 0..4 {
            let session = session.clone();
            scope.spawn(move || {
                let _bound = session.enter();
                assert_eq!(Mock::bar(n), n + 1);
            });
        }
    });
}

#[tokio::test]
async fn a_thread_that_is_bound_to_a_runtime_sees_what_its_test_expects() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().returning(|x| x + 1);
    let (session, runtime) = (SessionHandle::current(), tokio::runtime::Handle::current());
    let bound = move || {
        let _bound = session.enter();
        Mock::bar(1)
    };
    assert_eq!(thread::spawn(bound).join().unwrap(), 2);
    let entered = move || {
        let _entered = runtime.enter();
        Mock::bar(2)
    };
    assert_eq!(thread::spawn(entered).join().unwrap(), 3, "tokio's own way does as well");
}

#[test]
fn a_thread_is_bound_for_as_long_as_the_guard_lives() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().times(2).returning(|x| x + 1);
    let session = SessionHandle::current();
    let unbound = thread::spawn(move || {
        let outer = session.enter();
        drop(session.enter());
        assert_eq!(Mock::bar(1), 2, "it is bound as it was before");
        assert_eq!(thread::spawn(Mock::done_context).join().unwrap().calls().count(), 0);
        let inner = SessionHandle::current();
        drop(outer);
        let text = failure(|| Mock::bar(1));
        let _bound = inner.enter();
        Mock::bar(1);
        text
    });
    assert!(unbound.join().unwrap().contains("this thread belongs to no test"));
}

#[test]
fn a_context_made_on_a_bound_thread_is_its_tests() {
    own_mock!(Mock);
    let session = SessionHandle::current();
    let made = thread::spawn(move || {
        let _bound = session.enter();
        let bar = Mock::bar_context();
        bar.expect().return_const(1_u32);
        bar
    });
    let _bar = made.join().unwrap();
    assert_eq!(Mock::bar(1), 1);
}

#[test]
fn what_a_thread_is_bound_to_comes_before_its_own() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().return_const(1_u32);
    let session = SessionHandle::current();
    thread::spawn(move || {
        let own = Mock::bar_context();
        own.expect().return_const(2_u32);
        assert_eq!(Mock::bar(0), 2);
        let bound = session.enter();
        assert_eq!(Mock::bar(0), 1);
        drop(bound);
        assert_eq!(Mock::bar(0), 2);
    })
    .join()
    .unwrap();
}

#[test]
fn a_context_that_is_moved_to_another_thread_stays_its_tests() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().return_const(1_u32);
    let bar = thread::spawn(move || {
        bar.expect().with_args(2).return_const(2_u32);
        bar
    });
    let bar = bar.join().unwrap();
    assert_eq!(Mock::bar(1), 1);
    thread::spawn(move || drop(bar)).join().unwrap();
    assert!(failure(|| Mock::bar(1)).contains("there is no context of MockFoo::bar;"));
}

#[test]
fn a_context_may_outlive_its_runtime() {
    own_mock!(Mock);
    let bar = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let bar = Mock::bar_context();
        bar.expect().times(2).return_const(1_u32);
        Mock::bar(1);
        bar
    });
    let elsewhere = || failure(|| Mock::bar(1)).contains("there are contexts of it elsewhere");
    assert!(thread::spawn(elsewhere).join().unwrap());
    assert_eq!(Mock::bar(1), 1, "its thread is the test's still");
    bar.expect().times(1).return_const(1_u32);
    assert!(failure(|| drop(bar)).starts_with("MockFoo::bar: Expectation(<anything>) called 0 time(s)"));
    assert!(failure(|| Mock::bar(1)).contains("\nthere is no context of MockFoo::bar; "));
}

#[test]
fn a_context_that_is_leaked_breaks_no_later_test() {
    own_mock!(Mock);
    let leak = || {
        let bar = Mock::bar_context();
        bar.expect().never();
        std::mem::forget(bar);
    };
    thread::spawn(leak).join().unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime().block_on(async { leak() });
    let test = || {
        let bar = Mock::bar_context();
        bar.expect().once().return_const(1_u32);
        assert_eq!(Mock::bar(1), 1);
    };
    for _ in 0..20 {
        thread::spawn(test).join().unwrap();
        runtime().block_on(async { test() });
    }
}
