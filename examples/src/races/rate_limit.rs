//! A limit is looked at, and what is under way counts once it is over: any number is within it at the same time, as in
//! TerminalWitchcraft/actix-ratelimit#16.

use std::cell::Cell;

/// Sends texts, which cost something.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Gateway {
    /// The number of somebody.
    async fn number(&self, name: &str) -> String;

    /// Sends a text; whether it has arrived.
    async fn send(&self, number: &str, text: &str) -> bool;
}

/// Sends no more than so many texts, of which those count that arrive.
#[derive(Debug)]
pub struct Limited {
    limit: u32,
    sent: Cell<u32>,
}

impl Limited {
    /// Sends so many.
    pub fn to(limit: u32) -> Self {
        Limited { limit, sent: Cell::new(0) }
    }

    /// Sends a text unless there were too many, and counts it when it has arrived; whether it has.
    pub async fn send_and_count(&self, gateway: &impl Gateway, name: &str, text: &str) -> bool {
        let number = gateway.number(name).await;
        if self.sent.get() >= self.limit {
            return false;
        }
        let has_arrived = gateway.send(&number, text).await;
        if has_arrived {
            self.sent.set(self.sent.get() + 1);
        }
        has_arrived
    }

    /// Counts a text unless there were too many, and sends it; it does not count if it has not arrived.
    pub async fn count_and_send(&self, gateway: &impl Gateway, name: &str, text: &str) -> bool {
        let number = gateway.number(name).await;
        if self.sent.get() >= self.limit {
            return false;
        }
        self.sent.set(self.sent.get() + 1);
        let has_arrived = gateway.send(&number, text).await;
        if !has_arrived {
            self.sent.set(self.sent.get() - 1);
        }
        has_arrived
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{Limited, MockGateway};

    fn gateway() -> MockGateway {
        let gateway = MockGateway::new();
        gateway.expect_number().returning(|name| format!("the number of {name}"));
        gateway.expect_send().return_const(true);
        gateway
    }

    /// Of two texts at once one is within the limit, and each is counted when it has arrived.
    pub async fn fails() {
        let (limited, gateway) = (Limited::to(1), gateway());
        let texts =
            join!(limited.send_and_count(&gateway, "Ada", "hello"), limited.send_and_count(&gateway, "Grace", "hello"));
        assert_ne!(texts, (true, true), "one may be sent");
    }

    /// Of two texts at once one is within the limit, and each is counted before it is sent.
    pub async fn passes() {
        let (limited, gateway) = (Limited::to(1), gateway());
        let texts =
            join!(limited.count_and_send(&gateway, "Ada", "hello"), limited.count_and_send(&gateway, "Grace", "hello"));
        assert_ne!(texts, (true, true), "one may be sent");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn two_are_sent_where_one_may_be() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left != right` failed: one may be sent");
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n> 2. Gateway::number(\"Grace\") at "), "{}", found.text);
    }

    #[test]
    fn one_is_sent_where_one_may_be() {
        assert_eq!(passes(Explore::new(), bodies::passes), 4);
    }
}
