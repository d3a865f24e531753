//! A flag is looked at, and then waited for: if it is set in between, nobody says so again.

use std::cell::Cell;

use tokio::sync::Notify;

/// Where it is said that somebody waits.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Log {
    /// Writes a line.
    async fn write(&self, line: &str);
}

/// Something that will be ready.
#[derive(Debug, Default)]
pub struct Ready {
    is_ready: Cell<bool>,
    notify: Notify,
}

impl Ready {
    /// It is ready now.
    pub async fn set(&self, log: &impl Log) {
        log.write("ready").await;
        self.is_ready.set(true);
        self.notify.notify_waiters();
    }

    /// Waits for it, and misses what comes while that is written down.
    pub async fn wait_late(&self, log: &impl Log) {
        if !self.is_ready.get() {
            log.write("waiting").await;
            self.notify.notified().await;
        }
    }

    /// Waits for it, from before it has looked on.
    pub async fn wait(&self, log: &impl Log) {
        let mut notified = std::pin::pin!(self.notify.notified());
        notified.as_mut().enable();
        if !self.is_ready.get() {
            log.write("waiting").await;
            notified.await;
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use futures::join;

    use super::{MockLog, Ready};

    /// One listens when it has written down that it waits.
    pub async fn fails() {
        let (ready, log) = (Ready::default(), MockLog::relaxed());
        join!(ready.wait_late(&log), ready.set(&log));
    }

    /// One listens before it looks.
    pub async fn passes() {
        let (ready, log) = (Ready::default(), MockLog::relaxed());
        join!(ready.wait(&log), ready.set(&log));
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_was_said_before_it_waited_is_lost() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "deadlock: no task can run, and no timer is set");
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 1. Log::write(\"ready\") at "), "{}", found.text);
    }

    #[test]
    fn what_was_said_since_it_looked_is_heard() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
