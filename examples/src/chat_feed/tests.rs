//! The client against a chat whose messages come from the test, with paused time: when it subscribes, from where, and how
//! much it takes.

use asyncmock::StreamState;
use futures::future::pending;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn message(id: u64) -> Message {
    Message { id, text: format!("message {id}") }
}

/// A screen that needs no time.
fn quick() -> MockScreen {
    let screen = MockScreen::new();
    screen.expect_show().optional().resolve_const(());
    screen
}

/// Follows the lobby.
async fn follow_lobby(chat: &MockChat, screen: &MockScreen, leaves: impl Future<Output = ()>) -> Over {
    // Bounded, so that a test fails and doesn't hang if the client goes on for ever.
    let followed = timeout(seconds(3_600), follow(chat, screen, "lobby", leaves));
    followed.await.expect("the client comes to an end")
}

/// Follows the lobby in a task, until the test says that the user leaves.
fn spawn_follower(chat: MockChat, screen: MockScreen) -> (JoinHandle<Over>, oneshot::Sender<()>) {
    let (leave, left) = oneshot::channel();
    let leaves = async { left.await.expect("the test says when the user leaves") };
    (tokio::spawn(async move { follow_lobby(&chat, &screen, leaves).await }), leave)
}

/// The pauses between subscriptions that fail at once.
fn pauses(chat: &MockChat) -> Vec<Duration> {
    let started: Vec<Instant> = chat.calls_to_subscribe().all().iter().map(|call| call.started()).collect();
    started.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn all_is_shown_in_order_until_the_server_closes() {
    let chat = MockChat::new();
    chat.expect_subscribe().once().with_args("lobby", None).return_stream([1, 2, 3].map(|id| Ok(message(id))));
    let screen = quick();
    let show = screen.calls_to_show();

    assert_eq!(follow_lobby(&chat, &screen, pending()).await, Over::Closed);

    show.assert_has_calls([(message(1),), (message(2),), (message(3),)]);
    chat.calls_to_subscribe().streams()[0].assert_ended();
}

#[tokio::test(start_paused = true)]
async fn after_an_error_it_goes_on_behind_the_last_message() {
    let chat = MockChat::new();
    let scripts = [vec![Ok(message(1)), Ok(message(2)), Err(Lost)], vec![Err(Lost)], vec![Ok(message(5))]];
    chat.expect_subscribe().return_stream_each(scripts);

    assert_eq!(follow_lobby(&chat, &quick(), pending()).await, Over::Closed);

    let after: Vec<_> = chat.calls_to_subscribe().all().iter().map(|call| call.args().1).collect();
    assert_eq!(after, [None, Some(2), Some(2)]);
}

#[tokio::test(start_paused = true)]
async fn each_pause_is_twice_the_one_before_up_to_the_longest() {
    let chat = MockChat::new();
    chat.expect_subscribe().times(7).return_stream([Err(Lost)]);
    chat.expect_subscribe().return_stream([]);

    assert_eq!(follow_lobby(&chat, &quick(), pending()).await, Over::Closed);

    assert_eq!(pauses(&chat), [1, 2, 4, 8, 16, 30, 30].map(seconds));
}

#[tokio::test(start_paused = true)]
async fn a_message_makes_the_next_pause_short_again() {
    let chat = MockChat::new();
    chat.expect_subscribe().times(3).return_stream([Err(Lost)]);
    chat.expect_subscribe().once().return_stream([Ok(message(1)), Err(Lost)]);
    chat.expect_subscribe().return_stream([]);

    assert_eq!(follow_lobby(&chat, &quick(), pending()).await, Over::Closed);

    assert_eq!(pauses(&chat), [1, 2, 4, 1].map(seconds));
}

#[tokio::test(start_paused = true)]
async fn what_has_failed_is_dropped_before_the_pause() {
    let chat = MockChat::new();
    chat.expect_subscribe().hold();
    let subscribe = chat.calls_to_subscribe();
    let (task, _leave) = spawn_follower(chat, quick());

    let feed = subscribe.next_stream().await;
    feed.send(Err(Lost)).await.unwrap();
    feed.dropped().await;
    subscribe.assert_called_times(1);

    subscribe.next_stream().await.close();
    assert_eq!(task.await.unwrap(), Over::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_leaves_ends_the_subscription() {
    let chat = MockChat::new();
    chat.expect_subscribe().hold();
    let subscribe = chat.calls_to_subscribe();
    let (task, leave) = spawn_follower(chat, quick());
    let feed = subscribe.next_stream().await;
    feed.send(Ok(message(1))).await.unwrap();
    feed.taken().await;

    leave.send(()).unwrap();

    assert_eq!(task.await.unwrap(), Over::Left);
    feed.probe().assert_dropped_early();
    assert_eq!(feed.send(Ok(message(2))).await, Err(Ok(message(2))));
}

#[tokio::test(start_paused = true)]
async fn a_user_who_leaves_in_a_pause_does_not_come_back() {
    let chat = MockChat::new();
    chat.expect_subscribe().hold();
    let subscribe = chat.calls_to_subscribe();
    let (task, leave) = spawn_follower(chat, quick());
    let feed = subscribe.next_stream().await;
    feed.send(Err(Lost)).await.unwrap();
    feed.dropped().await;

    leave.send(()).unwrap();

    assert_eq!(task.await.unwrap(), Over::Left);
    subscribe.assert_called_times(1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_read_ahead_of_a_slow_screen() {
    let chat = MockChat::new();
    chat.expect_subscribe().hold();
    let screen = MockScreen::new();
    screen.expect_show().hold();
    let (subscribe, show) = (chat.calls_to_subscribe(), screen.calls_to_show());
    let (task, _leave) = spawn_follower(chat, screen);

    let feed = subscribe.next_stream().await;
    for id in 1..=3 {
        feed.send(Ok(message(id))).await.unwrap();
    }
    for id in 1..=3 {
        let shown = show.with_args(message(id)).next_held().await;
        show.none_within(seconds(60)).await;
        assert_eq!(feed.queued(), 3 - shown.args().0.id as usize);
        shown.respond(()).unwrap();
    }
    feed.taken().await;

    feed.close();
    assert_eq!(task.await.unwrap(), Over::Closed);
    show.assert_max_in_flight(1);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_leaves_reads_no_message_to_its_end() {
    let chat = MockChat::new();
    chat.expect_subscribe().return_stream_every(seconds(1), (1..).map(|id| Ok(message(id))));
    let screen = MockScreen::new();
    screen.expect_show().after(seconds(5)).resolve_const(());

    let left = follow_lobby(&chat, &screen, sleep(seconds(10))).await;

    // One at 1 s, shown until 6 s; one at 7 s, of which 3 s were seen.
    assert_eq!(left, Over::Left);
    screen.calls_to_show().assert_cancelled(1);
    let messages = &chat.calls_to_subscribe().streams()[0];
    assert_eq!((messages.taken(), messages.state()), (2, StreamState::DroppedEarly));
}
