//! How many schedules there are, and which are run.

use super::*;

#[test]
fn calls_that_are_made_at_once_come_to_their_end_in_every_order() {
    let mut orders = 1;
    for count in 2..=7 {
        orders *= count as usize;
        let report = Explore::new().run(move || several(count));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} calls");
        assert_eq!(report.table().lines().count(), 1 + orders, "each has another outcome");
    }
    assert_eq!(Explore::new().run(|| several(1)).to_string(), "1 schedule, which is all there is");
}

#[test]
fn tasks_that_each_make_several_calls_are_interleaved_in_every_way() {
    // (m * n)! / (n!)^m
    for (count, calls, orders) in [(2, 2, 6), (2, 3, 20), (2, 5, 252), (3, 2, 90), (3, 3, 1680), (4, 2, 2520)] {
        let report = Explore::new().run(move || tasks(count, calls));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} tasks with {calls} calls");
        assert_eq!(report.table().lines().count(), 1 + orders);
    }
}

/// So many times; more in a row with `ASYNCMOCK_TESTS_REPETITIONS`.
fn repetitions() -> usize {
    env::var("ASYNCMOCK_TESTS_REPETITIONS").map_or(50, |text| text.parse().expect("a number of repetitions"))
}

#[test]
fn the_counts_are_the_same_each_time() {
    for _ in 0..repetitions() {
        assert_eq!(Explore::new().run(|| several(4)).schedules(), 24);
        assert_eq!(Explore::new().time(2).run(|| tasks(2, 2)).schedules(), 6, "no timer is set");
        // The answer at once, after the first timer, and after the limit.
        assert_eq!(Explore::new().time(2).run(races_a_timer).schedules(), 3);
        assert_eq!(Explore::new().replies_apart().run(|| several(3)).schedules(), 90);
    }
}

#[test]
fn time_passes_before_an_answer_as_often_as_it_may() {
    let report = Explore::new().run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     true\n");
    // The first timer alone, and the limit.
    let report = Explore::new().time(1).run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     true\n");
    let report = Explore::new().time(2).run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     true\n      1  am1:T.T   false\n");
    // There are no more timers than that.
    let report = Explore::new().time(9).run(races_a_timer);
    assert_eq!((report.schedules(), report.exhausted()), (3, true));
}

#[test]
fn a_bound_leaves_out_the_orders_that_depart_more_often() {
    let report = Explore::new().bound(1).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (11, false));
    assert_eq!(report.to_string(), "11 schedules, which are all that depart once at the most");
    let report = Explore::new().bound(4).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (120, true));
    assert_eq!(report.to_string(), "120 schedules, which are all there are");
}

#[test]
fn beyond_the_most_schedules_it_goes_on_at_random_and_says_so() {
    let report = Explore::new().max_schedules(100).run(|| several(6));
    assert_eq!((report.schedules(), report.exhausted()), (100, false));
    assert_eq!(
        report.to_string(),
        "100 schedules of those that there are: 75 in order, which are all that depart from it once at the most, and some \
         others; and 25 at random (`max_schedules` allows more)"
    );
    assert_eq!(report.table().lines().count(), 101, "none was run twice");
    // If there are no more, all are run in order.
    let report = Explore::new().max_schedules(120).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (120, true));
    let report = Explore::new().max_schedules(119).run(|| several(5));
    assert!((90..120).contains(&report.schedules()) && !report.exhausted(), "{report}");
    let report = Explore::new().max_schedules(1).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (1, false));
    assert_eq!(
        report.to_string(),
        "1 schedule of those that there are: 1 in order, among them that in which the calls are polled; and 0 at random \
         (`max_schedules` allows more)"
    );
    let report = Explore::new().bound(0).run(|| several(5));
    assert_eq!(report.to_string(), "1 schedule: that in which the calls are polled");
}

#[test]
fn a_seed_stands_for_the_same_schedules() {
    let table = |seed| Explore::new().random(seed, 40).run(|| several(4)).table();
    assert_eq!(table(7), table(7));
    assert_ne!(table(7), table(8));
    let report = Explore::new().random(7, 400).run(|| several(4));
    assert_eq!(report.schedules(), 24, "each is counted once");
    assert_eq!(report.to_string(), "24 schedules at random, of 400 runs, with the seed 7");
}

#[test]
fn a_search_has_the_parts_that_it_has() {
    let text = failure(|| Explore::new().shard(3, 2).run(|| several(2)));
    assert_eq!(text, "a search of 2 parts has no part 3: they are counted from 1");
    let text = failure(|| Explore::new().shard(0, 2).run(|| several(2)));
    assert_eq!(text, "a search of 2 parts has no part 0: they are counted from 1");
}

#[test]
fn the_parts_of_a_search_are_the_whole_of_it() {
    let mut orders = Vec::new();
    for number in 1..=3 {
        let report = Explore::new().shard(number, 3).run(|| several(5));
        assert_eq!(
            report.to_string(),
            format!("{} schedules, which are all there are in part {number} of 3", report.schedules())
        );
        orders.extend(report.table().lines().skip(1).map(str::to_owned));
    }
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 120);
}
