//! How many schedules the explorer runs in a second, on one core: `cargo run --release --example schedules [calls [seconds]]`.
//!
//! The test makes so many calls at once (5 if nothing is said), all of which can come to their end in any order.

use std::time::{Duration, Instant};

use asyncmock::{Explore, automock};
use futures::future::join_all;

#[automock]
trait Store {
    async fn get(&self, key: u32) -> u32;
}

async fn several(calls: u32) -> u32 {
    let store = MockStore::new();
    store.expect_get().returning(|key| key);
    join_all((0..calls).map(|key| store.get(key))).await.iter().sum()
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u32>().expect("a number"));
    let calls = arguments.next().unwrap_or(5);
    let limit = Duration::from_secs(u64::from(arguments.next().unwrap_or(2)));
    let (began, mut schedules) = (Instant::now(), 0);
    while began.elapsed() < limit {
        let report = Explore::new().max_schedules(usize::MAX).run(|| several(calls));
        report.assert_same();
        schedules += report.schedules();
    }
    let rate = schedules as f64 / began.elapsed().as_secs_f64();
    println!("{calls} calls: {schedules} schedules, {rate:.0} a second");
}
