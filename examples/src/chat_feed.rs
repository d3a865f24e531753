//! A client that follows a chat, and comes back to it when the connection is lost.
//!
//! [`follow`] reads one message at a time and shows it before it reads the next: what the screen has no time for stays with
//! the server. After an error it subscribes again, ever more slowly, to what comes after the last message that it has read.

use std::future::Future;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use tokio::time::sleep;

/// The pause before the first attempt to come back.
pub const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// No pause is longer.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A server with rooms.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Chat: Send + Sync + 'static {
    /// The messages of a room, all or those after one: they end when the room is closed, or after an error. The server takes
    /// a subscription that is dropped for the end of interest.
    fn subscribe(&self, room: &str, after: Option<u64>) -> BoxStream<'static, Result<Message, Lost>>;
}

/// What messages are shown on.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Screen: Send + Sync + 'static {
    /// Shows a message, for as long as it takes to read it.
    fn show(&self, message: Message) -> impl Future<Output = ()> + Send;
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Higher than those of all messages before it.
    pub id: u64,
    /// What was said.
    pub text: String,
}

/// The connection to the server was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// Why a chat is not followed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The server has closed the room.
    Closed,
    /// The user has left.
    Left,
}

/// Shows the messages of a room until it is closed, or until the user `leaves`.
pub async fn follow(chat: &impl Chat, screen: &impl Screen, room: &str, leaves: impl Future<Output = ()>) -> Over {
    tokio::select! {
        () = leaves => Over::Left,
        () = read(chat, screen, room) => Over::Closed,
    }
}

/// Shows the messages of a room until it is closed.
async fn read(chat: &impl Chat, screen: &impl Screen, room: &str) {
    let (mut last, mut pause) = (None, FIRST_PAUSE);
    loop {
        let mut messages = chat.subscribe(room, last);
        loop {
            match messages.next().await {
                Some(Ok(message)) => {
                    (last, pause) = (Some(message.id), FIRST_PAUSE);
                    screen.show(message).await;
                }
                Some(Err(Lost)) => break,
                None => return,
            }
        }
        // Before the pause: the server need not keep it for so long.
        drop(messages);
        sleep(pause).await;
        pause = LONGEST_PAUSE.min(2 * pause);
    }
}

#[cfg(test)]
mod tests;
