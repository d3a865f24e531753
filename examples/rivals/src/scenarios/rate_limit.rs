//! Of two texts at once one is within the limit.

use asyncmock_examples::races::rate_limit::{Gateway, Limited};
use futures::join;

use crate::tool::Tool;

/// A gateway from which all texts arrive.
struct Sending<T>(T);

impl<T: Tool> Gateway for Sending<T> {
    async fn number(&self, name: &str) -> String {
        self.0.pause().await;
        format!("the number of {name}")
    }

    async fn send(&self, _number: &str, _text: &str) -> bool {
        self.0.pause().await;
        true
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (limited, gateway) = (Limited::to(1), Sending(tool));
    let texts =
        join!(limited.send_and_count(&gateway, "Ada", "hello"), limited.send_and_count(&gateway, "Grace", "hello"));
    assert_ne!(texts, (true, true), "one may be sent");
}

pub(super) async fn passes(tool: impl Tool) {
    let (limited, gateway) = (Limited::to(1), Sending(tool));
    let texts =
        join!(limited.count_and_send(&gateway, "Ada", "hello"), limited.count_and_send(&gateway, "Grace", "hello"));
    assert_ne!(texts, (true, true), "one may be sent");
}
