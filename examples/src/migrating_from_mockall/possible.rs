//! What could not be tested before.

use std::sync::Arc;

use tokio::time::{Duration, sleep};

use super::after::{MockCalendar, MockMailer};
use super::{Appointment, LIMIT, remind};

fn calendar_of(names: &[&str]) -> MockCalendar {
    let due: Vec<Appointment> =
        names.iter().map(|who| Appointment { who: (*who).to_owned(), what: "the dentist".to_owned() }).collect();
    let calendar = MockCalendar::new();
    calendar.expect_due().return_const(due);
    calendar
}

/// Answers may take their time, and a call that was given up is told from one that was answered.
#[tokio::test(start_paused = true)]
async fn a_mail_that_takes_too_long_is_given_up() {
    let mailer = MockMailer::new();
    mailer.expect_send().with_args("ann", "Remember: the dentist!").returning_async(|_, _| async {
        sleep(LIMIT + Duration::from_secs(1)).await;
        Ok(())
    });
    mailer.expect_send().returning(|_, _| Ok(()));
    let send = mailer.calls_to_send();

    assert_eq!(remind(&calendar_of(&["ann", "bob"]), &mailer, 3).await, 1);

    send.assert_awaited_times(2);
    send.assert_cancelled(1);
    assert_eq!(send.get(0).unwrap().elapsed(), LIMIT);
}

/// What was sent is verified afterwards, wherever the mock has gone.
#[tokio::test]
async fn a_task_may_have_the_mocks() {
    let mailer = Arc::new(MockMailer::new());
    let send = mailer.calls_to_send();
    mailer.expect_send().return_each([Err("busy".to_owned()), Ok(()), Ok(())]);

    let reached = tokio::spawn({
        let mailer = Arc::clone(&mailer);
        async move { remind(&calendar_of(&["ann", "bob"]), &*mailer, 3).await }
    });

    assert_eq!(reached.await.unwrap(), 2);
    let text = "Remember: the dentist!";
    send.assert_has_awaits([("ann", text), ("ann", text), ("bob", text)]);
    send.assert_max_in_flight(1);
}
