//! Publishes events to mocked callbacks, prints who was told when, and shows what a failure looks like.

use std::time::Duration;

use asyncmock::{assert_in_order, journal, mock_fn};
use asyncmock_examples::events::{Bus, Event};
use asyncmock_examples::failure;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let store = mock_fn!(store: async fn(event: &Event));
    let print = mock_fn!(print: fn(event: &Event));
    let mail = mock_fn!(mail: async fn(event: &Event));
    store.expect().after(Duration::from_secs(2));
    print.expect().times(2);
    mail.expect().times(1).after(Duration::from_secs(5));
    mail.expect().pending();

    let mut bus = Bus::new(Duration::from_secs(60));
    bus.on_async("orders", store.as_fn());
    bus.on("orders", print.as_fn());
    bus.on_async("orders", mail.as_fn());
    for drink in ["tea", "coffee"] {
        let late = bus.publish(&Event::new("orders", drink)).await;
        println!("{drink}: {late} subscriber(s) were left behind");
    }
    assert_in_order!(store.calls(), print.calls(), mail.calls());
    println!("\n{}", journal());

    println!("\n--- What it looks like when callbacks were called in another order ---\n");
    let tea = Event::new("orders", "tea");
    println!("{}", failure::of(|| assert_in_order!(print.calls(), store.calls().with_args(&tea))));
}
