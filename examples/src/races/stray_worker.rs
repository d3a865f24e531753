//! A worker is told to stop before it listens, and goes on for ever.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

/// What a worker begins with.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Setup: Send + Sync + 'static {
    /// Connects to what it works for.
    fn connect(&self) -> impl Future<Output = ()> + Send;

    /// Notes that the service is up.
    fn announce(&self) -> impl Future<Output = ()> + Send;
}

/// Works until it is notified: if that was before, it has missed it.
pub async fn work_until_notified(setup: Arc<impl Setup>, stop: Arc<Notify>) {
    setup.connect().await;
    stop.notified().await;
}

/// Works until a value says that it is to stop, which stays.
pub async fn work_until_told(setup: Arc<impl Setup>, mut stop: watch::Receiver<bool>) {
    setup.connect().await;
    let _sender_is_gone = stop.wait_for(|stop| *stop).await;
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::Arc;

    use asyncmock::rt;
    use tokio::sync::{Notify, watch};

    use super::{MockSetup, Setup as _, work_until_notified, work_until_told};

    fn setup() -> Arc<MockSetup> {
        let setup = MockSetup::new();
        setup.expect_connect().once().return_const(());
        setup.expect_announce().once().return_const(());
        Arc::new(setup)
    }

    /// A worker is notified once the service is up.
    pub async fn fails() {
        let (setup, stop) = (setup(), Arc::new(Notify::new()));
        rt::spawn(work_until_notified(Arc::clone(&setup), Arc::clone(&stop)));
        rt::settle().await;
        setup.announce().await;
        stop.notify_waiters();
    }

    /// A worker is told by a value once the service is up.
    pub async fn passes() {
        let (setup, (stop, stops)) = (setup(), watch::channel(false));
        rt::spawn(work_until_told(Arc::clone(&setup), stops));
        rt::settle().await;
        setup.announce().await;
        stop.send(true).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_worker_that_does_not_listen_yet_is_left() {
        let found = find(Explore::deny_leaks, bodies::fails);
        assert_eq!(found.headline(), "the test is over, but 1 task is still alive");
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 1. Setup::announce() at "), "{}", found.text);
    }

    #[test]
    fn a_worker_that_is_told_ends() {
        assert_eq!(passes(Explore::new().deny_leaks(), bodies::passes), 2);
    }
}
