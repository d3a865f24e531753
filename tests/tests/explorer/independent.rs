//! Calls whose order doesn't matter, as the test says.

use super::*;

/// So many calls of one kind, and so many of another, all at once: in which order they came to their end.
async fn of_two_kinds(gets: u32, puts: u32) -> Vec<String> {
    let (store, seen) = (MockStore::new(), Seen::default());
    store.expect_get().returning(|key| key);
    store.expect_put().returning(|_, _| true);
    explore::independent(&store.calls_to_get(), &store.calls_to_put());
    let get = async |key| {
        store.get(key).await;
        seen.borrow_mut().push(format!("get {key}"));
    };
    let put = async |key: String| {
        store.put(&key, "").await;
        seen.borrow_mut().push(format!("put {key}"));
    };
    let puts = (0..puts).map(|key| put(key.to_string()));
    futures::join!(join_all((0..gets).map(get)), join_all(puts));
    let mut seen = seen.take();
    // Stable: the order of each kind stays.
    seen.sort_by_key(|what| what.starts_with("put"));
    seen
}

#[test]
fn orders_that_differ_in_independent_calls_alone_are_run_once() {
    for (gets, puts, orders) in [(1, 1, 1), (2, 1, 2), (1, 3, 6), (2, 2, 4), (3, 2, 12), (3, 3, 36)] {
        let report = Explore::new().run(move || of_two_kinds(gets, puts));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{gets} and {puts}");
        assert_eq!(report.table().lines().count(), 1 + orders, "each has another outcome");
    }
    let report = Explore::new().run(|| of_two_kinds(2, 2));
    assert_eq!(report.to_string(), "4 schedules, which are all there are, but for the order of independent calls");
}

/// Tasks that each make several calls, one after the other; those of different keys are independent.
async fn of_several_keys(keys: u32, calls: usize) -> Vec<u32> {
    let (store, seen) = (MockStore::new(), Seen::default());
    store.expect_get().returning(|key| key);
    let gets = store.calls_to_get();
    for one in 0..keys {
        for other in 0..one {
            explore::independent(&gets.with_args(one), &gets.with_args(other));
        }
    }
    let asks = (0..2 * keys).map(|task| {
        let (store, seen) = (&store, &seen);
        async move {
            for _ in 0..calls {
                store.get(task % keys).await;
                seen.borrow_mut().push(task);
            }
        }
    });
    join_all(asks).await;
    let mut seen = seen.take();
    seen.sort_by_key(|task| task % keys);
    seen
}

#[test]
fn what_views_have_may_be_told_by_arguments() {
    // Of each key two tasks, with so many calls: the orders of each key, multiplied.
    for (keys, calls, orders) in [(1, 1, 2), (2, 1, 4), (3, 1, 8), (1, 2, 6), (2, 2, 36)] {
        let report = Explore::new().run(move || of_several_keys(keys, calls));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{keys} keys, {calls} calls");
        assert_eq!(report.table().lines().count(), 1 + orders, "each has another outcome");
    }
}

#[test]
fn calls_of_one_view_may_be_independent_of_each_other() {
    let report = Explore::new().run(|| async {
        let store = MockStore::relaxed();
        let gets = store.calls_to_get();
        explore::independent(&gets, &gets);
        futures::join!(store.get(1), store.get(2), store.get(3), store.get(4));
    });
    assert_eq!(report.schedules(), 1);
}

#[test]
fn nothing_is_lost_of_what_calls_do_that_depend_on_each_other() {
    // Random programs: each call adds itself to the text of its key. Whatever is left out differs in nothing.
    for seed in 0..30_u32 {
        let run = move |declares: bool| {
            Explore::new().max_schedules(100_000).run(move || async move {
                let (store, texts) = (MockStore::new(), Arc::new(std::sync::Mutex::new([const { String::new() }; 3])));
                let adds = Arc::clone(&texts);
                store.expect_put().returning(move |key, value| {
                    adds.lock().unwrap()[key.parse::<usize>().unwrap()].push_str(value);
                    true
                });
                let puts = store.calls_to_put();
                for (one, other) in [("0", "1"), ("0", "2"), ("1", "2")] {
                    if declares {
                        explore::independent(
                            &puts.matching(move |key, _| key == one),
                            &puts.matching(move |key, _| key == other),
                        );
                    }
                }
                let tasks = (0..3_u32).map(|task| {
                    let store = &store;
                    async move {
                        for call in 0..1 + (seed >> task) % 2 + task % 2 {
                            let key = ((seed * 7 + task * 5 + call * 3) % 3).to_string();
                            store.put(&key, &format!("{task}{call} ")).await;
                        }
                    }
                });
                join_all(tasks).await;
                let texts = texts.lock().unwrap();
                texts.clone()
            })
        };
        let outcomes = |report: &explore::Report| {
            let table = report.table();
            let mut outcomes: Vec<String> =
                table.lines().skip(1).map(|line| line.split_once('[').unwrap().1.to_owned()).collect();
            outcomes.sort();
            outcomes
        };
        let (all, fewer) = (run(false), run(true));
        assert!(all.exhausted() && fewer.exhausted());
        assert_eq!(outcomes(&all), outcomes(&fewer), "seed {seed}");
        assert_eq!(fewer.schedules(), outcomes(&all).len(), "seed {seed}: one of each");
        assert!(fewer.schedules() <= all.schedules());
    }
}

#[test]
fn what_fails_among_them_is_found_and_run_again() {
    let fails = || async {
        let seen = of_two_kinds(2, 2).await;
        assert_ne!(seen, ["get 1", "get 0", "put 1", "put 0"]);
    };
    let found = Explore::new().try_run(fails).unwrap_err();
    assert_eq!((found.schedule(), found.departures(), found.schedules()), ("am1:1.2", 2, 4));
    let again = Explore::replay(found.schedule().to_owned()).try_run(fails).unwrap_err();
    assert_eq!(again.to_string().lines().next(), found.to_string().lines().next());
}

#[test]
fn what_is_cancelled_and_time_depend_on_all() {
    let count = |declares: bool| {
        let report = Explore::new().time(1).run(move || async move {
            let store = MockStore::relaxed();
            if declares {
                explore::independent(&store.calls_to_get(), &store.calls_to_put());
            }
            let limited = timeout(Duration::from_secs(1), store.put("a", "b"));
            let (got, put) = futures::join!(explore::cancellable(store.get(1)), limited);
            (got.is_some(), put.is_ok())
        });
        assert!(report.exhausted());
        (report.schedules(), report.table().lines().count())
    };
    let (all, fewer) = (count(false), count(true));
    assert_eq!(all.1, fewer.1, "the same outcomes");
    assert!(fewer.0 < all.0, "{fewer:?} of {all:?}");
}

#[tokio::test]
async fn without_an_explorer_it_does_nothing() {
    let store = MockStore::relaxed();
    explore::independent(&store.calls_to_get(), &store.calls_to_put());
    assert_eq!(store.get(1).await, 0);
}
