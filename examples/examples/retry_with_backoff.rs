//! Has a client try again for minutes of virtual time, prints when it did, and shows what a failure looks like.

use std::time::Duration;

use asyncmock_examples::failure;
use asyncmock_examples::retry_with_backoff::{Backoff, Client, Failure, MockService};
use tokio::time::Instant;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let service = MockService::new();
    service.expect_get().times(5).after(Duration::from_millis(200)).resolve_const(Err(Failure::Unavailable));
    service.expect_get().times(1).pending();
    service.expect_get().resolve_const(Ok("tea, coffee".to_owned()));
    let get = service.calls_to_get();
    let [first, longest, limit] = [1, 60, 10].map(Duration::from_secs);
    let client = Client::new(service, Backoff { attempts: 8, limit, first, longest });

    let start = Instant::now();
    let menu = client.get("/menu").await.expect("the seventh attempt is answered");
    println!("The menu came after {:?} of virtual time: {menu}\n", start.elapsed());
    for call in get.all() {
        println!("{:>8.1?}  {call}", call.started() - start);
    }

    println!("\n--- What it looks like when there were more attempts than a test allows ---\n");
    println!("{}", failure::of(|| get.assert_awaited_times(..=5)));
}
