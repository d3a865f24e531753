//! A connection's end is told late, and taken for that of the connection that has replaced it, as in Netflix/atlas#891.

use std::cell::Cell;

/// A network, whose connections have numbers.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Network {
    /// Opens a connection.
    async fn open(&self) -> u32;

    /// Waits until a connection has failed.
    async fn failed(&self, connection: u32);
}

/// A client with one connection at a time.
#[derive(Debug, Default)]
pub struct Client {
    connection: Cell<Option<u32>>,
}

impl Client {
    /// Opens a connection, in place of the one that there is.
    pub async fn reconnect(&self, network: &impl Network) -> u32 {
        let connection = network.open().await;
        self.connection.set(Some(connection));
        connection
    }

    /// Waits for a connection's end, after which there is none.
    pub async fn watch_any(&self, network: &impl Network, connection: u32) {
        network.failed(connection).await;
        self.connection.set(None);
    }

    /// The same, which is nothing to a connection that was opened since.
    pub async fn watch(&self, network: &impl Network, connection: u32) {
        network.failed(connection).await;
        if self.connection.get() == Some(connection) {
            self.connection.set(None);
        }
    }

    /// The connection, if there is one.
    pub fn connection(&self) -> Option<u32> {
        self.connection.get()
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{Client, MockNetwork};

    /// A network, and a client with its first connection, which fails.
    async fn connected() -> (MockNetwork, Client) {
        let (network, client) = (MockNetwork::new(), Client::default());
        let mut numbers = 1..;
        network.expect_open().times(2).returning(move || numbers.next().expect("there is no end of them"));
        network.expect_failed().with_args(1).return_const(());
        client.reconnect(&network).await;
        (network, client)
    }

    /// A client connects anew while the failure of its first connection is on its way.
    pub async fn fails() {
        let (network, client) = connected().await;
        join!(client.watch_any(&network, 1), client.reconnect(&network));
        assert_eq!(client.connection(), Some(2));
    }

    /// The same, where the failure says of which connection it is.
    pub async fn passes() {
        let (network, client) = connected().await;
        join!(client.watch(&network, 1), client.reconnect(&network));
        assert_eq!(client.connection(), Some(2));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_late_failure_closes_the_new_connection() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert!(found.text.contains("\n  left: None\n right: Some(2)\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 2. Network::open() at "), "{}", found.text);
    }

    #[test]
    fn a_late_failure_is_nothing_to_the_new_connection() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
