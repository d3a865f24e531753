//! Somebody logs out while the answer to a login is under way: the session is stored after that, and they are logged in again, as
//! in nextauthjs/next-auth#13465.

use std::cell::{Cell, RefCell};

/// A server that knows who is logged in.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Server {
    /// Logs somebody in, and gives their session.
    async fn log_in(&self, name: &str) -> String;

    /// Ends all sessions of this device.
    async fn log_out(&self);
}

/// Who is logged in on this device.
#[derive(Debug, Default)]
pub struct Device {
    session: RefCell<Option<String>>,
    logouts: Cell<u64>,
}

impl Device {
    /// Logs somebody in, whatever has become of them when the answer comes.
    pub async fn log_in_however_late(&self, server: &impl Server, name: &str) {
        let session = server.log_in(name).await;
        self.session.replace(Some(session));
    }

    /// Logs somebody in, unless they log out before the answer comes.
    pub async fn log_in(&self, server: &impl Server, name: &str) {
        let logouts = self.logouts.get();
        let session = server.log_in(name).await;
        if self.logouts.get() == logouts {
            self.session.replace(Some(session));
        } else {
            // The server may have begun it after it had ended all others.
            server.log_out().await;
        }
    }

    /// Logs them out.
    pub async fn log_out(&self, server: &impl Server) {
        server.log_out().await;
        self.logouts.set(self.logouts.get() + 1);
        self.session.replace(None);
    }

    /// The session, if somebody is logged in.
    pub fn session(&self) -> Option<String> {
        self.session.borrow().clone()
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{Device, MockServer};

    fn server() -> MockServer {
        let server = MockServer::new();
        server.expect_log_in().once().returning(|name| format!("a session of {name}"));
        server.expect_log_out().times(1..=2).return_const(());
        server
    }

    /// Ada logs in, and out before that is answered; the session is stored in any case.
    pub async fn fails() {
        let (device, server) = (Device::default(), server());
        join!(device.log_in_however_late(&server, "Ada"), device.log_out(&server));
        assert_eq!(device.session(), None);
    }

    /// Ada logs in, and out before that is answered; the session is not stored then.
    pub async fn passes() {
        let (device, server) = (Device::default(), server());
        join!(device.log_in(&server, "Ada"), device.log_out(&server));
        assert_eq!(device.session(), None);
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn a_late_answer_logs_in_again() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed");
        assert!(found.text.contains("\n  left: Some(\"a session of Ada\")\n right: None\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 1. Server::log_out() at "), "{}", found.text);
    }

    #[test]
    fn a_late_answer_is_left_aside() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
