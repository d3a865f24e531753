//! A connection is opened when it is first wanted: two that want it at once open two, and one is kept by nobody and never closed,
//! as in apache/paimon#8682.

use tokio::sync::OnceCell;

/// Where connections are opened, each of which has a number.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Network {
    /// Opens one.
    async fn open(&self) -> u32;

    /// Asks something over one.
    async fn ask(&self, connection: u32, question: &str) -> String;

    /// Closes it.
    async fn close(&self, connection: u32);
}

/// A client with one connection.
#[derive(Debug, Default)]
pub struct Client {
    connection: OnceCell<u32>,
}

impl Client {
    /// Asks something, and opens a connection if it finds none.
    pub async fn ask_and_open(&self, network: &impl Network, question: &str) -> String {
        if !self.connection.initialized() {
            // If there is one by now, nobody keeps this.
            _ = self.connection.set(network.open().await);
        }
        let connection = self.connection.get().expect("it was opened");
        network.ask(*connection, question).await
    }

    /// Asks something, and waits for whoever opens the connection.
    pub async fn ask(&self, network: &impl Network, question: &str) -> String {
        let connection = self.connection.get_or_init(|| network.open()).await;
        network.ask(*connection, question).await
    }

    /// Closes the connection, if there is one.
    pub async fn shut_down(self, network: &impl Network) {
        if let Some(connection) = self.connection.into_inner() {
            network.close(connection).await;
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};

    use futures::join;

    use super::{Client, MockNetwork};

    /// A network, and its open connections.
    fn network() -> (MockNetwork, Arc<Mutex<BTreeSet<u32>>>) {
        let (network, open) = (MockNetwork::new(), Arc::new(Mutex::new(BTreeSet::new())));
        let (opened, closed) = (Arc::clone(&open), Arc::clone(&open));
        let mut numbers = 1..;
        network.expect_open().returning(move || {
            let number = numbers.next().expect("there is no end of them");
            opened.lock().unwrap().insert(number);
            number
        });
        network.expect_ask().returning(|_, question| format!("an answer to {question}"));
        network.expect_close().returning(move |connection| _ = closed.lock().unwrap().remove(&connection));
        (network, open)
    }

    /// Two ask at once, each of which finds no connection.
    pub async fn fails() {
        let ((network, open), client) = (network(), Client::default());
        join!(client.ask_and_open(&network, "who?"), client.ask_and_open(&network, "where?"));
        client.shut_down(&network).await;
        assert_eq!(*open.lock().unwrap(), BTreeSet::new(), "what is still open");
    }

    /// Two ask at once, one of which opens a connection for both.
    pub async fn passes() {
        let ((network, open), client) = (network(), Client::default());
        join!(client.ask(&network, "who?"), client.ask(&network, "where?"));
        client.shut_down(&network).await;
        assert_eq!(*open.lock().unwrap(), BTreeSet::new(), "what is still open");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn one_of_two_connections_is_never_closed() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: what is still open");
        assert!(found.text.contains("\n  left: {2}\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n  2. Network::open() at "), "{}", found.text);
    }

    #[test]
    fn one_connection_is_opened_for_both() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
