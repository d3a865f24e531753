//! Loads users in batches from a mock, prints what the backend saw, and shows what a failure looks like.

use std::collections::HashMap;
use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::batching::{Batch, Loader, MockBackend};
use asyncmock_examples::failure;
use futures::future::join_all;
use tokio::time::sleep;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let backend = MockBackend::new();
    // `fetch` is declared with an explicit future, so `returning` gives one.
    backend.expect_fetch().returning(|keys| {
        let users: HashMap<u32, String> = keys.iter().map(|key| (*key, format!("user {key}"))).collect();
        Box::pin(async {
            sleep(Duration::from_millis(30)).await;
            Ok(users)
        })
    });
    // The view is taken before the mock is moved away.
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, Batch { window: Duration::from_millis(10), limit: 3 });

    let loaded = join_all([5, 3, 5, 8, 1].map(|key| loader.load(key))).await;
    fetch.assert_has_awaits([(&[3, 5][..],), (&[1, 8][..],)]);
    fetch.assert_max_in_flight(1);

    println!("{} users were loaded in {} calls of the backend:\n", loaded.len(), fetch.count());
    println!("{}", journal());

    println!("\n--- What a failed assertion looks like ---\n");
    println!("{}", failure::of(|| fetch.assert_awaited_once_with(&[1, 3, 5, 8][..])));
}
