//! The tests as they were, with mockall.

use mockall::predicate::{always, eq, str::contains};
use mockall::{Sequence, mock};

use super::{Appointment, Calendar, Mailer, remind};

mock! {
    pub Calendar {}

    impl Calendar for Calendar {
        fn due(&self, day: u32) -> Vec<Appointment>;
    }
}

mock! {
    pub Mailer {}

    #[async_trait::async_trait]
    impl Mailer for Mailer {
        async fn send(&self, to: &str, text: &str) -> Result<(), String>;
    }
}

fn dentist(who: &str) -> Appointment {
    Appointment { who: who.to_owned(), what: "the dentist".to_owned() }
}

#[tokio::test]
async fn everybody_is_reminded() {
    let mut calendar = MockCalendar::new();
    calendar.expect_due().with(eq(3)).times(1).return_const(vec![dentist("ann"), dentist("bob")]);
    let mut mailer = MockMailer::new();
    mailer.expect_send().with(eq("ann"), contains("the dentist")).times(1).returning(|_, _| Ok(()));
    mailer.expect_send().with(eq("bob"), always()).times(1).returning(|_, _| Ok(()));

    assert_eq!(remind(&calendar, &mailer, 3).await, 2);
}

#[tokio::test]
async fn nobody_is_reminded_on_a_free_day() {
    let mut calendar = MockCalendar::new();
    calendar.expect_due().return_const(vec![]);
    let mut mailer = MockMailer::new();
    mailer.expect_send().never();

    assert_eq!(remind(&calendar, &mailer, 3).await, 0);
}

#[tokio::test]
async fn a_mail_that_fails_is_sent_again() {
    let mut order = Sequence::new();
    let mut calendar = MockCalendar::new();
    calendar.expect_due().times(1).in_sequence(&mut order).returning(|_| vec![dentist("ann")]);
    let mut mailer = MockMailer::new();
    mailer.expect_send().times(1).in_sequence(&mut order).returning(|_, _| Err("busy".to_owned()));
    mailer.expect_send().times(1).in_sequence(&mut order).returning(|_, _| Ok(()));

    assert_eq!(remind(&calendar, &mailer, 3).await, 1);
}

#[tokio::test]
#[should_panic(expected = "No matching expectation found")]
async fn a_stranger_is_not_reminded() {
    let mut calendar = MockCalendar::new();
    calendar.expect_due().return_const(vec![dentist("eve")]);
    let mut mailer = MockMailer::new();
    mailer.expect_send().withf(|to, _| to != "eve").returning(|_, _| Ok(()));

    remind(&calendar, &mailer, 3).await;
}
