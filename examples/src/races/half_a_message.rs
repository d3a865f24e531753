//! A message is read in two parts, in a `select!` that begins anew: when the other branch comes in between, the first part is lost.

/// A connection.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Connection {
    /// How long the next message is; `None` at the end.
    async fn length(&self) -> Option<usize>;

    /// So many bytes of it.
    async fn bytes(&self, length: usize) -> String;

    /// Waits until something is to be shown.
    async fn tick(&self);
}

/// Reads a message, which is not to be dropped between its parts.
async fn message(connection: &impl Connection) -> Option<String> {
    let length = connection.length().await?;
    Some(connection.bytes(length).await)
}

/// Reads a message; in between it shows whatever is to be shown. A tick gives up what was read of the message.
pub async fn read_anew(connection: &impl Connection) -> Option<String> {
    tokio::select! {
        biased;
        message = message(connection) => message,
        () = connection.tick() => message(connection).await,
    }
}

/// The same, where a tick leaves the message alone.
pub async fn read(connection: &impl Connection) -> Option<String> {
    let mut message = std::pin::pin!(message(connection));
    tokio::select! {
        biased;
        message = &mut message => message,
        () = connection.tick() => message.await,
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use super::{MockConnection, read, read_anew};

    /// One message, and no more.
    fn connection() -> MockConnection {
        let connection = MockConnection::new();
        connection.expect_length().once().return_const(Some(5));
        connection.expect_length().optional().return_const(None);
        connection.expect_bytes().with_args(5).return_const("hello");
        connection.expect_tick().return_const(());
        connection
    }

    /// A message is read anew after a tick.
    pub async fn fails() {
        assert_eq!(read_anew(&connection()).await.as_deref(), Some("hello"));
    }

    /// A message is read on after a tick.
    pub async fn passes() {
        assert_eq!(read(&connection()).await.as_deref(), Some("hello"));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_tick_between_its_parts_loses_the_first() {
        let found = find(|explore| explore, bodies::fails);
        assert!(found.text.contains("\n  left: None\n right: Some(\"hello\")\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n> 2. Connection::tick() at "), "{}", found.text);
    }

    #[test]
    fn a_message_is_read_in_one_piece() {
        assert_eq!(passes(Explore::new(), bodies::passes), 3);
    }
}
