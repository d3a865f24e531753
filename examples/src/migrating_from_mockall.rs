//! Reminders of appointments, whose tests move from mockall to asyncmock.
//!
//! `before.rs` has the tests as they were, `after.rs` the same tests with another crate's name in their imports, and
//! `possible.rs` what can be tested from then on.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;

/// Somebody has to be somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    /// Whom to remind.
    pub who: String,
    /// What of.
    pub what: String,
}

/// Knows what there is to do.
pub trait Calendar {
    /// What is due on a day.
    fn due(&self, day: u32) -> Vec<Appointment>;
}

/// Sends mails.
#[async_trait]
pub trait Mailer {
    /// Sends one.
    async fn send(&self, to: &str, text: &str) -> Result<(), String>;
}

/// How long a mail may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Reminds everybody of what is due on a day, and says how many were reached. A mail that fails is sent again, once; one
/// that takes too long is given up.
pub async fn remind(calendar: &(impl Calendar + Sync), mailer: &(impl Mailer + Sync), day: u32) -> usize {
    let mut reached = 0;
    for Appointment { who, what } in calendar.due(day) {
        let text = format!("Remember: {what}!");
        let sent = match timeout(LIMIT, mailer.send(&who, &text)).await {
            Ok(Err(_)) => mailer.send(&who, &text).await.is_ok(),
            Ok(Ok(())) => true,
            Err(_) => false,
        };
        reached += usize::from(sent);
    }
    reached
}

#[cfg(test)]
mod before;

#[cfg(test)]
// The only thing that there is to say: `cargo fix` takes the `mut`s away.
#[allow(unused_mut)]
mod after;

#[cfg(test)]
mod possible;

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_but_the_name_of_the_crate_has_changed() {
        let (before, after) =
            (include_str!("migrating_from_mockall/before.rs"), include_str!("migrating_from_mockall/after.rs"));
        let changed = before.replace("mockall", "asyncmock").replace("as they were", "as they are");
        assert_eq!(changed, after);
    }
}
