//! Two requests at once find that their token has run out.

use std::cell::Cell;

use asyncmock_examples::races::token_refresh::{Client, Service, Tokens};
use futures::join;

use crate::tool::Tool;

/// A service that knows the newest tokens, until a theft.
struct Guarded<T> {
    tool: T,
    newest: Cell<Option<u32>>,
}

impl<T: Tool> Service for Guarded<T> {
    async fn get(&self, access: u32) -> Option<String> {
        self.tool.pause().await;
        (self.newest.get() == Some(access)).then(|| "the page".to_owned())
    }

    async fn renew(&self, refresh: u32) -> Option<Tokens> {
        self.tool.pause().await;
        let newest = self.newest.get().filter(|newest| *newest == refresh).map(|newest| newest + 1);
        self.newest.set(newest);
        newest.map(|newest| Tokens { access: newest, refresh: newest })
    }
}

/// A service, and a client whose access has run out.
fn service_and_client<T>(tool: T) -> (Guarded<T>, Client) {
    (Guarded { tool, newest: Cell::new(Some(1)) }, Client::new(Tokens { access: 0, refresh: 1 }))
}

pub(super) async fn fails(tool: impl Tool) {
    let (service, client) = service_and_client(tool);
    let (one, other) = join!(client.get_and_renew(&service), client.get_and_renew(&service));
    assert!(one.is_some() && other.is_some(), "logged out: one got {one:?}, the other {other:?}");
}

pub(super) async fn passes(tool: impl Tool) {
    let (service, client) = service_and_client(tool);
    let (one, other) = join!(client.get(&service), client.get(&service));
    assert!(one.is_some() && other.is_some(), "logged out: one got {one:?}, the other {other:?}");
}
