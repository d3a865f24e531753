//! The bus with mocked subscribers, sync and async, and with paused time.

use asyncmock::{CallState, assert_in_order, mock_fn};
use tokio::time::Instant;

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const LIMIT: Duration = seconds(60);

fn order() -> Event {
    Event::new("orders", "a cup of tea")
}

#[tokio::test]
async fn subscribers_are_called_in_the_order_in_which_they_came() {
    let print = mock_fn!(print: fn(event: &Event));
    let store = mock_fn!(store: async fn(event: &Event));
    let mail = mock_fn!(mail: async fn(event: &Event));
    print.expect().once();
    store.expect().once();
    mail.expect().once();
    let mut bus = Bus::new(LIMIT);
    bus.on_async("orders", store.as_fn());
    bus.on("orders", print.as_fn());
    bus.on_async("orders", mail.as_fn());

    assert_eq!(bus.publish(&order()).await, 0);

    assert_in_order!(
        awaited: store.calls().with_args(&order()),
        print.calls().with_args(&order()),
        mail.calls().with_args(&order())
    );
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_is_called_when_the_one_before_is_done() {
    let print = mock_fn!(print: fn(event: &Event));
    let store = mock_fn!(store: async fn(event: &Event));
    let mail = mock_fn!(mail: async fn(event: &Event));
    print.expect();
    store.expect().after(seconds(50));
    mail.expect().after(seconds(40));
    let mut bus = Bus::new(LIMIT);
    bus.on_async("orders", store.as_fn());
    bus.on_async("orders", mail.as_fn());
    bus.on("orders", print.as_fn());
    let start = Instant::now();

    bus.publish(&order()).await;

    assert_in_order!(completed: store.calls(), mail.calls(), print.calls());
    store.calls().assert_finished_before(&mail.calls());
    mail.calls().assert_finished_before(&print.calls());
    assert_eq!(start.elapsed(), seconds(50 + 40));
}

#[tokio::test]
async fn nobody_is_told_of_what_is_about_something_else() {
    let print = mock_fn!(print: fn(event: &Event));
    let store = mock_fn!(store: async fn(event: &Event));
    print.expect().with_args(&order());
    store.expect().never();
    let mut bus = Bus::new(LIMIT);
    bus.on("orders", print.as_fn());
    bus.on_async("payments", store.as_fn());

    bus.publish(&order()).await;
    bus.publish(&Event::new("complaints", "it was cold")).await;

    print.calls().assert_called_once();
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_that_takes_too_long_is_left_behind() {
    let store = mock_fn!(store: async fn(event: &Event));
    let mail = mock_fn!(mail: async fn(event: &Event));
    store.expect().pending();
    mail.expect().after(LIMIT / 2);
    let mut bus = Bus::new(LIMIT);
    bus.on_async("orders", store.as_fn());
    bus.on_async("orders", mail.as_fn());

    // Bounded, so that this fails and doesn't hang if the bus still waits for the first subscriber.
    assert_eq!(timeout(2 * LIMIT, bus.publish(&order())).await, Ok(1));

    let left = store.calls().last().unwrap();
    assert_eq!((left.state(), left.elapsed()), (CallState::Cancelled, LIMIT));
    store.calls().assert_finished_before(&mail.calls());
    mail.calls().assert_none_cancelled();
}

#[tokio::test(start_paused = true)]
async fn the_second_subscriber_waits_for_the_first() {
    let store = mock_fn!(store: async fn(event: &Event));
    let print = mock_fn!(print: fn(event: &Event));
    store.expect().hold();
    print.expect();
    let mut bus = Bus::new(LIMIT);
    bus.on_async("orders", store.as_fn());
    bus.on("orders", print.as_fn());
    let task = tokio::spawn(async move { bus.publish(&order()).await });

    let held = store.calls().next_held().await;
    // Neither by now nor while the first takes its time.
    print.calls().assert_not_called();
    print.calls().none_within(LIMIT / 2).await;
    held.respond(()).unwrap();

    assert_eq!(print.calls().next().await.args().0, order());
    assert_eq!(task.await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn events_are_published_in_the_order_in_which_they_come() {
    let store = mock_fn!(store: async fn(event: &Event));
    let print = mock_fn!(print: fn(event: &Event));
    store.expect().after(seconds(30));
    print.expect();
    // One view for all waits: each call is given out once.
    let (stored, printed) = (store.calls(), print.calls());
    let mut bus = Bus::new(LIMIT);
    bus.on_async("orders", store.as_fn());
    bus.on("orders", print.as_fn());
    let (sender, events) = mpsc::channel(10);
    let task = tokio::spawn(async move { bus.serve(events).await });

    let drinks = ["tea", "coffee", "milk"].map(|drink| Event::new("orders", drink));
    for event in &drinks {
        sender.send(event.clone()).await.unwrap();
    }

    let start = Instant::now();
    for (event, before) in drinks.iter().zip(0..) {
        let (stored, printed) = (stored.next().await, printed.next().await);
        assert_eq!((&stored.args().0, &printed.args().0), (event, event));
        assert_eq!(stored.started() - start, before * seconds(30));
        assert_eq!(printed.started() - stored.started(), seconds(30));
    }
    stored.assert_max_in_flight(1);
    drop(sender);
    task.await.unwrap();
}
