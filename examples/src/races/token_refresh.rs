//! Two requests find that their token has run out and both renew it: the second renewal is taken for a theft, and revokes what the
//! first was given, as in HQBase/hqbase#41.

use std::cell::Cell;

use tokio::sync::Mutex;

/// A token for requests, and one with which both are renewed, once.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// Goes with each request.
    pub access: u32,
    /// Renews both.
    pub refresh: u32,
}

/// A service whose tokens run out.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Service {
    /// What is asked for, if the token is good.
    async fn get(&self, access: u32) -> Option<String>;

    /// New tokens. Whoever comes with one that was used before makes it revoke all that have come of it.
    async fn renew(&self, refresh: u32) -> Option<Tokens>;
}

/// Somebody who is logged in.
#[derive(Debug)]
pub struct Client {
    tokens: Cell<Tokens>,
    renewing: Mutex<()>,
}

impl Client {
    /// Logged in with these.
    pub fn new(tokens: Tokens) -> Self {
        Client { tokens: Cell::new(tokens), renewing: Mutex::new(()) }
    }

    /// Asks the service, and renews the tokens if they have run out.
    pub async fn get_and_renew(&self, service: &impl Service) -> Option<String> {
        if let Some(found) = service.get(self.tokens.get().access).await {
            return Some(found);
        }
        self.tokens.set(service.renew(self.tokens.get().refresh).await?);
        service.get(self.tokens.get().access).await
    }

    /// The same, where one renews them for all.
    pub async fn get(&self, service: &impl Service) -> Option<String> {
        let tokens = self.tokens.get();
        if let Some(found) = service.get(tokens.access).await {
            return Some(found);
        }
        let alone = self.renewing.lock().await;
        // Another may have done so while this one waited.
        if self.tokens.get().refresh == tokens.refresh {
            self.tokens.set(service.renew(tokens.refresh).await?);
        }
        drop(alone);
        service.get(self.tokens.get().access).await
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;

    use super::{Client, MockService, Tokens};

    /// A service that knows the newest tokens, until a theft, and a client whose access has run out.
    fn service_and_client() -> (MockService, Client) {
        let (service, newest) = (MockService::new(), Arc::new(Mutex::new(Some(1))));
        let known = Arc::clone(&newest);
        service.expect_get().returning(move |access| {
            let is_good = *known.lock().unwrap() == Some(access);
            is_good.then(|| "the page".to_owned())
        });
        service.expect_renew().returning(move |refresh| {
            let mut newest = newest.lock().unwrap();
            *newest = newest.filter(|newest| *newest == refresh).map(|newest| newest + 1);
            newest.map(|newest| Tokens { access: newest, refresh: newest })
        });
        (service, Client::new(Tokens { access: 0, refresh: 1 }))
    }

    /// Two requests at once, each of which renews.
    pub async fn fails() {
        let (service, client) = service_and_client();
        let (one, other) = join!(client.get_and_renew(&service), client.get_and_renew(&service));
        assert!(one.is_some() && other.is_some(), "logged out: one got {one:?}, the other {other:?}");
    }

    /// Two requests at once, one of which renews.
    pub async fn passes() {
        let (service, client) = service_and_client();
        let (one, other) = join!(client.get(&service), client.get(&service));
        assert!(one.is_some() && other.is_some(), "logged out: one got {one:?}, the other {other:?}");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn the_second_renewal_revokes_what_the_first_was_given() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "logged out: one got None, the other None");
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n  4. Service::renew(1) at "), "{}", found.text);
    }

    #[test]
    fn one_renews_for_both() {
        assert_eq!(passes(Explore::new(), bodies::passes), 10);
    }
}
