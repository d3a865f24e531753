//! Clients whose calls are late try again at once, while the first is still being worked on: the more load, the more calls.

use std::time::Duration;

use tokio::time::timeout;

/// A service.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Service {
    /// Does something that takes its time.
    async fn work(&self, client: u32);
}

const PATIENCE: Duration = Duration::from_secs(1);

/// Gives a call up that is late and makes another, for ever.
pub async fn insist(service: &impl Service, client: u32) {
    while timeout(PATIENCE, service.work(client)).await.is_err() {}
}

/// The same, so often at the most: whether it was answered.
pub async fn try_twice(service: &impl Service, client: u32) -> bool {
    for _ in 0..2 {
        if timeout(PATIENCE, service.work(client)).await.is_ok() {
            return true;
        }
    }
    false
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{MockService, insist, try_twice};

    /// It can bear so many calls of two clients.
    fn service() -> MockService {
        let service = MockService::new();
        service.expect_work().times(2..=4).return_const(());
        service
    }

    /// Two clients insist.
    pub async fn fails() {
        let service = service();
        join!(insist(&service, 1), insist(&service, 2));
    }

    /// Two clients try twice.
    pub async fn passes() {
        let service = service();
        join!(try_twice(&service, 1), try_twice(&service, 2));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn calls_that_are_late_are_made_again_and_again() {
        let found = find(|explore| explore.time(3), bodies::fails);
        assert!(found.headline().starts_with("MockService::work"), "{}", found.text);
        assert!(found.text.contains("time passes, of 3 that could be next"), "{}", found.text);
        assert_eq!(found.schedule, "am1:T.T");
    }

    #[test]
    fn twice_each_is_borne() {
        assert_eq!(passes(Explore::new().time(3), bodies::passes), 11);
    }
}
