//! Has two sources race, prints who was cancelled, and shows what a failure looks like.

use std::sync::Arc;
use std::time::Duration;

use asyncmock::journal;
use asyncmock_examples::failure;
use asyncmock_examples::timeout_and_cancel::{MockSource, Pair, Patience};

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let (primary, replica) = (Arc::new(MockSource::new()), Arc::new(MockSource::new()));
    primary.expect_look_up().with_args("tea").after(Duration::from_secs(1)).resolve_const(Ok("green".to_owned()));
    primary.expect_look_up().pending();
    replica.expect_look_up().with_args("coffee").after(Duration::from_secs(5)).resolve_const(Ok("black".to_owned()));
    replica.expect_look_up().pending();
    let (asked, asked_too) = (primary.calls_to_look_up(), replica.calls_to_look_up());
    let patience = Patience { hedge: Duration::from_secs(20), total: Duration::from_secs(120) };
    let pair = Pair::new(primary, replica, patience);

    for key in ["tea", "coffee", "milk"] {
        match pair.look_up(key).await {
            Ok(value) => println!("{key}: {value}"),
            Err(missed) => println!("{key}: {missed}"),
        }
    }
    asked.assert_cancelled(2);
    asked_too.assert_cancelled(1);
    println!("\n{}", journal());

    println!("\n--- What it looks like when nothing should have been cancelled ---\n");
    println!("{}", failure::of(|| asked.assert_none_cancelled()));
}
