//! What the environment says, and searches in processes of their own.

use super::*;

#[asyncmock::test(explore)]
#[ignore = "it is run by others, once and in parts"]
async fn says_what_it_saw() {
    println!("saw {:?}", several(4).await);
}

#[test]
fn the_environment_says_which_schedule_is_run() {
    let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:3.0.1")]);
    let saw: Vec<&str> = output.lines().filter(|line| line.starts_with("saw ")).collect();
    assert_eq!((passed, saw), (true, vec!["saw [3, 0, 2, 1]"]));

    let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:0.7")]);
    let expected = "asyncmock: warning: explorer::environment::says_what_it_saw: the schedule am1:0.7 fits no further than to choice 2, where \
                    there were 3 options; from there the first option was picked\n";
    assert!(passed && output.contains(expected) && output.contains("saw [0, 1, 2, 3]\n"), "{output}");

    let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:0.0.0.1")]);
    assert!(passed && output.contains(" to choice 4, where there were no more than 3; "), "{output}");

    for (schedule, why) in [
        ("am1:0.C0", "am1:0.C0 fits no further than to choice 2, where nothing could be cancelled; "),
        ("am1:T", "am1:T fits no further than to choice 1, where time was no option (`time(..)` has it pass); "),
    ] {
        let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", schedule)]);
        assert!(passed && output.contains(why), "{output}");
    }

    let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "0.1")]);
    assert!(
        !passed && output.contains("`0.1` is no schedule: one begins with `am1:`, as in `am1:0.T.1`\n"),
        "{output}"
    );
}

#[test]
fn the_environment_says_which_part_is_run() {
    let mut orders = Vec::new();
    for part in ["1/2", "2/2"] {
        let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SHARD", part)]);
        assert!(passed, "{output}");
        orders.extend(output.lines().filter(|line| line.starts_with("saw ")).map(str::to_owned));
    }
    orders.sort();
    // Those before the parts are dealt out are run by both, and count for the first.
    assert!(orders.len() < 2 * 24, "{orders:?}");
    orders.dedup();
    assert_eq!(orders.len(), 24);

    let (passed, output) = run_alone("environment::says_what_it_saw", &[("ASYNCMOCK_SHARD", "3/2")]);
    let expected = "ASYNCMOCK_SHARD: `3/2` is no part of a search; write `2/8` for the second of eight\n";
    assert!(!passed && output.contains(expected), "{output}");
}

#[asyncmock::test(explore)]
#[ignore = "it is run by another, as it takes its time"]
async fn takes_its_time() {
    std::thread::sleep(Duration::from_millis(2700));
    several(2).await;
}

#[test]
fn a_long_search_says_how_far_it_is() {
    let (passed, output) = run_alone("environment::takes_its_time", &[]);
    let expected = "asyncmock: explorer::environment::takes_its_time: 2 schedules so far, now of those that depart once from the order of \
                    arrival\n";
    assert!(passed && output.contains(expected), "{output}");
}

#[test]
#[ignore = "it is run by another, as it ends its process"]
fn awaits_in_an_executor_of_its_own() {
    Explore::new().timeout(Duration::from_millis(300)).run(|| async {
        let store = MockStore::relaxed();
        futures::executor::block_on(store.get(1))
    });
}

#[test]
fn a_call_is_not_awaited_in_an_executor_of_its_own() {
    let (passed, output) = run_alone("environment::awaits_in_an_executor_of_its_own", &[]);
    let expected =
        "asyncmock: environment::awaits_in_an_executor_of_its_own: a thread is blocked and can't be taken back, so \
                    the process is aborted
timed out after 300ms: its thread is blocked
  test environment::awaits_in_an_executor_of_its_own
calls that were not answered:
  1. Store::get(1) at tests/tests/explorer/environment.rs:";
    let hint = " [pending]
  a test that is explored answers its calls when its thread is free: if they wait inside of a `block_on`, or of `LocalPool::run`, \
                await them instead\n";
    assert!(!passed && output.contains(expected) && output.contains(hint), "{output}");
}

#[test]
#[ignore = "it is run by another, alone in its process"]
fn grows() {
    let memory = || {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
        pages.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 4
    };
    let search = || assert_eq!(Explore::new().random(1, 2_000).run(|| tasks(2, 2)).schedules(), 6);
    search();
    let before = memory();
    search();
    println!("grew by {}", memory().saturating_sub(before));
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_is_left_of_a_run() {
    let (passed, output) = run_alone("environment::grows", &[]);
    let grew = output.lines().find_map(|line| line.strip_prefix("grew by ")).unwrap_or_else(|| panic!("{output}"));
    // A runtime that is left has nine kilobytes.
    assert!(passed && grew.parse::<usize>().unwrap() < 2_000, "2,000 runs have left {grew} kB");
}
