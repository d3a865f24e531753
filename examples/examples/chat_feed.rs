//! Follows a mocked chat in virtual time, prints what was shown and when it came back, and shows what a failure looks like.

use std::time::Duration;

use asyncmock_examples::chat_feed::{Lost, Message, MockChat, MockScreen, follow};
use asyncmock_examples::failure;
use tokio::time::{Instant, sleep};

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    failure::print_no_panics();

    let said = |id, text: &str| Ok(Message { id, text: text.to_owned() });
    let chat = MockChat::new();
    // A few words, then no connection for a while, then somebody who does not stop talking.
    let words = [said(1, "hello"), said(2, "is anybody there?"), Err(Lost)];
    chat.expect_subscribe().once().with_args("lobby", None).return_stream(words);
    chat.expect_subscribe().times(3).with_args("lobby", Some(2)).return_stream([Err(Lost)]);
    let talk = (3..).map(move |id| said(id, "and another thing"));
    chat.expect_subscribe().with_args("lobby", Some(2)).return_stream_every(Duration::from_secs(10), talk);
    let screen = MockScreen::new();
    screen.expect_show().after(Duration::from_secs(2)).resolve_const(());
    let (subscribe, show) = (chat.calls_to_subscribe(), screen.calls_to_show());

    let start = Instant::now();
    let over = follow(&chat, &screen, "lobby", sleep(Duration::from_secs(60))).await;
    println!("{over:?} after {:?} of virtual time.\n", start.elapsed());
    for call in show.all() {
        println!("  {:>3?}: {:?}, {}", call.started() - start, call.args().0.text, call.state());
    }
    println!();
    for (call, messages) in subscribe.all().iter().zip(subscribe.streams()) {
        println!("  {:>3?}: {messages:?}", call.started() - start);
    }

    println!("\n--- What it looks like when the last subscription should have been read to its end ---\n");
    let last = subscribe.streams().pop().expect("there were some");
    println!("{}", failure::of(|| last.assert_ended()));
}
