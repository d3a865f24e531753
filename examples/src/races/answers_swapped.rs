//! A question is given up whose answer comes yet, and the next one over the same connection is answered with it, and so on for
//! ever, as in redis/redis-py#2624.

use std::time::Duration;

use tokio::time::timeout;

/// Connections, each of which has a number, and gives answers in the order of questions.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Network {
    /// Opens one.
    async fn open(&self) -> u32;

    /// Writes a question.
    async fn write(&self, connection: u32, question: &str);

    /// Reads an answer.
    async fn read(&self, connection: u32) -> String;
}

const PATIENCE: Duration = Duration::from_secs(1);

/// Asks one question at a time.
#[derive(Debug, Default)]
pub struct Client {
    idle: Option<u32>,
}

impl Client {
    /// Asks over the connection that there is, unless it takes too long.
    pub async fn ask_over_the_same(&mut self, network: &impl Network, question: &str) -> Option<String> {
        let asking = async {
            let connection = match self.idle {
                Some(connection) => connection,
                None => network.open().await,
            };
            self.idle = Some(connection);
            network.write(connection, question).await;
            network.read(connection).await
        };
        timeout(PATIENCE, asking).await.ok()
    }

    /// Asks over a connection that owes no answer, unless it takes too long.
    pub async fn ask(&mut self, network: &impl Network, question: &str) -> Option<String> {
        let asking = async {
            let connection = match self.idle.take() {
                Some(connection) => connection,
                None => network.open().await,
            };
            network.write(connection, question).await;
            let answer = network.read(connection).await;
            // Not before: over what is given up in between nothing is asked any more.
            self.idle = Some(connection);
            answer
        };
        timeout(PATIENCE, asking).await.ok()
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::collections::{BTreeMap, VecDeque};
    use std::sync::{Arc, Mutex};

    use super::{Client, MockNetwork};

    /// A network in which each question has an answer, which waits to be read.
    fn network() -> MockNetwork {
        let (network, unread) = (MockNetwork::new(), Arc::new(Mutex::new(BTreeMap::<_, VecDeque<_>>::new())));
        let written = Arc::clone(&unread);
        let mut numbers = 1..;
        network.expect_open().returning(move || numbers.next().expect("there is no end of them"));
        network.expect_write().returning(move |connection, question| {
            written.lock().unwrap().entry(connection).or_default().push_back(format!("{question}: so and so"));
        });
        network.expect_read().returning(move |connection| {
            let mut unread = unread.lock().unwrap();
            unread.get_mut(&connection).and_then(VecDeque::pop_front).expect("one reads what it has asked")
        });
        network
    }

    /// Two questions over one connection, the first of which may be given up.
    pub async fn fails() {
        let (mut client, network) = (Client::default(), network());
        client.ask_over_the_same(&network, "who").await;
        if let Some(answer) = client.ask_over_the_same(&network, "where").await {
            assert_eq!(answer, "where: so and so");
        }
    }

    /// Two questions, the second of which is asked over another connection if the first was given up.
    pub async fn passes() {
        let (mut client, network) = (Client::default(), network());
        client.ask(&network, "who").await;
        if let Some(answer) = client.ask(&network, "where").await {
            assert_eq!(answer, "where: so and so");
        }
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_was_given_up_answers_the_next_question() {
        let found = find(|explore| explore.time(1), bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert!(found.text.contains("\n  left: \"who: so and so\"\n right: \"where: so and so\"\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:0.0.T");
        assert!(found.text.contains("\n> 3. time passes, of 2 that could be next\n"), "{}", found.text);
    }

    #[test]
    fn a_question_is_answered_by_its_own_answer() {
        assert_eq!(passes(Explore::new().time(1), bodies::passes), 6);
    }
}
