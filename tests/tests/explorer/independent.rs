//! Calls whose order doesn't matter, as the test says.

use super::*;

/// So many calls of one kind, and so many of another, all at once: in which order they came to their end.
async fn of_two_kinds(gets: u32, puts: u32) -> Vec<String> {
    let mut seen = of_two_kinds_in_order(gets, puts).await;
    // Stable: the order of each kind stays.
    seen.sort_by_key(|what| what.starts_with("put"));
    seen
}

/// The same, with the order of both kinds, which is said not to matter.
async fn of_two_kinds_in_order(gets: u32, puts: u32) -> Vec<String> {
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
    seen.take()
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
    let report = Explore::new().run(|| of_two_kinds(1, 1));
    assert_eq!(report.to_string(), "1 schedule, which is all there is, but for the order of independent calls");
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

/// A random program: tasks add to the texts of keys, and whether they do once more depends on what is there. Calls of different
/// keys are independent, if that is declared.
async fn random_program(seed: u32, tasks: u32, declares: bool) -> [String; 3] {
    let (store, texts) = (MockStore::new(), Arc::new(std::sync::Mutex::new([const { String::new() }; 3])));
    let adds = Arc::clone(&texts);
    store.expect_put().returning(move |key, value| {
        let text = &mut adds.lock().unwrap()[key.parse::<usize>().unwrap()];
        text.push_str(value);
        text.len() % 2 == 0
    });
    let puts = store.calls_to_put();
    for (one, other) in [("0", "1"), ("0", "2"), ("1", "2")] {
        if declares {
            explore::independent(&puts.matching(move |key, _| key == one), &puts.matching(move |key, _| key == other));
        }
    }
    let tasks = (0..tasks).map(|task| {
        let store = &store;
        async move {
            let mut key = (seed >> task) % 3;
            for call in 0..1 + (seed * 7 + task * 3) % 2 {
                let is_even = store.put(&key.to_string(), &task.to_string()).await;
                // Another key, or one call more.
                key = (key + 1 + call) % 3;
                if is_even {
                    store.put(&((seed + task) % 3).to_string(), &task.to_string()).await;
                }
            }
        }
    });
    join_all(tasks).await;
    let texts = texts.lock().unwrap();
    texts.clone()
}

#[test]
fn nothing_is_lost_of_what_calls_do_that_depend_on_each_other() {
    let outcomes = |report: &explore::Report| {
        let table = report.table();
        let mut outcomes: Vec<String> =
            table.lines().skip(1).map(|line| line.split_once('[').unwrap().1.to_owned()).collect();
        outcomes.sort();
        outcomes
    };
    let mut sums = (0, 0);
    for seed in 0..40_u32 {
        for tasks in [2, 3] {
            let explore = || Explore::new().max_schedules(100_000);
            let all = explore().run(|| random_program(seed, tasks, false));
            let fewer = explore().run(|| random_program(seed, tasks, true));
            assert!(all.exhausted() && fewer.exhausted());
            assert_eq!(outcomes(&all), outcomes(&fewer), "seed {seed}, {tasks} tasks");
            sums = (sums.0 + all.schedules(), sums.1 + fewer.schedules());
        }
    }
    assert!(sums.1 * 3 < sums.0, "{} of {} schedules", sums.1, sums.0);
}

#[test]
fn what_branches_off_before_what_is_left_out_is_run() {
    let body = |declares: bool| {
        move || async move {
            let (store, log) = (MockStore::new(), Arc::new(std::sync::Mutex::new(String::new())));
            let (gets, firsts) = (Arc::clone(&log), Arc::clone(&log));
            store.expect_get().returning(move |key| {
                gets.lock().unwrap().push('g');
                key
            });
            store.expect_first().returning(move |_, _| {
                firsts.lock().unwrap().push('f');
                None
            });
            store.expect_put().returning(|_, _| explore::choose([false, true]));
            if declares {
                explore::independent(&store.calls_to_get(), &store.calls_to_put());
            }
            let two = async {
                if store.put("a", "b").await {
                    store.first(&[], &[]).await;
                }
            };
            futures::join!(store.get(1), two);
            let log = log.lock().unwrap();
            log.clone()
        }
    };
    for time in [0, 1] {
        let table = |declares| Explore::new().time(time).run(body(declares)).table();
        for outcome in ["\"g\"", "\"gf\"", "\"fg\""] {
            assert!(table(false).contains(outcome), "{}", table(false));
            assert!(table(true).contains(outcome), "{}", table(true));
        }
        let count = |declares| Explore::new().time(time).run(body(declares)).schedules();
        assert!(count(true) < count(false), "{} of {}", count(true), count(false));
    }
}

#[test]
fn what_is_found_at_random_is_run_again() {
    // The order matters here, whatever is said: the same one is to come again.
    let report = Explore::new().random(1, 300).run(|| of_two_kinds_in_order(2, 2));
    assert!(report.schedules() > 4, "{report}");
    for line in report.table().lines().skip(1) {
        let (count_and_schedule, outcome) = line.split_once('[').unwrap();
        let schedule = count_and_schedule.split_whitespace().nth(1).unwrap().to_owned();
        let again = Explore::replay(schedule.clone()).run(|| of_two_kinds_in_order(2, 2)).table();
        assert!(again.contains(outcome), "{schedule}: {outcome}, and then {again}");
    }
    let fails = || async {
        let seen = of_two_kinds_in_order(2, 2).await;
        assert_ne!(seen, ["put 1", "get 0", "get 1", "put 0"]);
    };
    for seed in 0..20 {
        let found = Explore::new().random(seed, 300).try_run(fails).unwrap_err();
        let again = Explore::replay(found.schedule().to_owned()).try_run(fails);
        assert!(again.is_err(), "seed {seed}: {}", found.schedule());
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
