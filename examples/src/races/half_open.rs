//! A circuit breaker that tries whether its service is back lets everybody try at the same time, as in heznpc/AirMCP#249.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

/// A service that fails at times.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Service {
    /// Who sends a request.
    async fn user(&self, request: u32) -> String;

    /// Does what is asked; whether it could.
    async fn work(&self, user: &str) -> bool;
}

/// For how long a service that has failed is left alone.
pub const REST: Duration = Duration::from_secs(30);

/// Leaves a service alone that has failed.
#[derive(Debug, Default)]
pub struct Breaker {
    /// While it is open.
    rests_until: Cell<Option<Instant>>,
}

impl Breaker {
    /// Asks the service, unless it is left alone; whether it has worked.
    pub async fn ask_after_rest(&self, service: &impl Service, request: u32) -> bool {
        let user = service.user(request).await;
        if self.rests_until.get().is_some_and(|end| Instant::now() < end) {
            return false;
        }
        let has_worked = service.work(&user).await;
        self.rests_until.set((!has_worked).then(|| Instant::now() + REST));
        has_worked
    }

    /// The same, where after the rest one asks, and the others if that has worked.
    pub async fn ask(&self, service: &impl Service, request: u32) -> bool {
        let user = service.user(request).await;
        if let Some(end) = self.rests_until.get() {
            if Instant::now() < end {
                return false;
            }
            // For the others, until this one is answered. If it is given up, another may try after that.
            self.rests_until.set(Some(Instant::now() + REST));
        }
        let has_worked = service.work(&user).await;
        self.rests_until.set((!has_worked).then(|| Instant::now() + REST));
        has_worked
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;
    use tokio::time::sleep;

    use super::{Breaker, MockService, REST};

    /// A service that is down: it is asked once, and once more after a rest.
    fn service() -> MockService {
        let service = MockService::new();
        service.expect_user().returning(|request| format!("user {request}"));
        service.expect_work().times(2).return_const(false);
        service
    }

    /// After the rest two requests come at once, which both try.
    pub async fn fails() {
        let (breaker, service) = (Breaker::default(), service());
        breaker.ask_after_rest(&service, 1).await;
        sleep(REST).await;
        join!(breaker.ask_after_rest(&service, 2), breaker.ask_after_rest(&service, 3));
    }

    /// After the rest two requests come at once, one of which tries.
    pub async fn passes() {
        let (breaker, service) = (Breaker::default(), service());
        breaker.ask(&service, 1).await;
        sleep(REST).await;
        join!(breaker.ask(&service, 2), breaker.ask(&service, 3));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn all_try_at_once_after_the_rest() {
        let found = find(|explore| explore, bodies::fails);
        assert!(
            found.headline().starts_with("MockService::work: Expectation(<anything>) called 3 times"),
            "{}",
            found.text
        );
        assert_eq!(found.schedule, "am1:0");
        assert!(found.text.contains("\n> 4. Service::user(3) at "), "{}", found.text);
    }

    #[test]
    fn one_tries_after_the_rest() {
        assert_eq!(passes(Explore::new(), bodies::passes), 4);
    }
}
