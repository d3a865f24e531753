//! Failures on threads and in tasks, several at once, and those of which there is much to say.

use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use asyncmock::{checked, rt};
use futures::future::join_all;
use tokio::task::yield_now;
use tokio::time::sleep;

use super::{Mailer as _, MockMailer, MockPayments, MockStock, Payments as _, Stock as _};
use crate::data::{self, Receipt};

pub(crate) async fn on_another_thread() {
    let payments = MockPayments::new();
    payments.expect_refund().with_args("ada", 100).returning(|_, cents| Receipt(cents));
    let refunds = payments.calls_to_refund();
    let _ = thread::spawn(move || payments.refund("eve", 100)).join();
    refunds.assert_called_once();
}

pub(crate) async fn st_on_another_thread() {
    let payments = MockPayments::new();
    let cents = Rc::new(7);
    payments.expect_refund().returning_st(move |_, _| Receipt(*cents));
    let refunds = payments.calls_to_refund();
    let _ = thread::spawn(move || payments.refund("ada", 100)).join();
    refunds.assert_called_once();
}

pub(crate) async fn answer_panics() {
    let test = async {
        let payments = MockPayments::new();
        payments.expect_charge().returning(|_, cents| {
            assert_eq!(cents, 250);
            true
        });
        drop(tokio::spawn(async move { payments.charge("ada", 100).await }));
        yield_now().await;
    };
    checked(test).await;
}

pub(crate) async fn ten_tasks() {
    let test = async {
        let (payments, mailer, stock) = (MockPayments::new(), MockMailer::new(), MockStock::new());
        payments.expect_charge().after(Duration::from_secs(2)).returning(|_, cents| cents < 1000);
        stock.expect_reserve().after(Duration::from_secs(1)).return_const(1_u32);
        mailer.expect_send().withf(|to, _| to != "guest7").return_const(true);
        let shop = Arc::new((payments, mailer, stock));
        let tasks = (0..10_u32).map(|guest| {
            let shop = Arc::clone(&shop);
            rt::spawn(async move {
                sleep(Duration::from_millis(100 * u64::from(guest))).await;
                shop.2.reserve("tea").await;
                shop.0.charge(&format!("guest{guest}"), 100 * guest).await;
                shop.1.send(&format!("guest{guest}"), "thanks").await
            })
        });
        join_all(tasks.collect::<Vec<_>>()).await;
    };
    checked(test).await;
}

pub(crate) async fn held_call_dropped() {
    let payments = MockPayments::new();
    payments.expect_charge().hold();
    let charges = payments.calls_to_charge();
    let task = tokio::spawn(async move { payments.charge("ada", 100).await });
    let held = charges.next_held().await;
    assert_eq!(held.args().0, "ada");
    drop(held);
    let _ = task.await;
}

pub(crate) async fn several_unmet() {
    let test = async {
        let (payments, mailer) = (MockPayments::new(), MockMailer::new());
        payments.expect_charge().with_args("ada", 100).once().return_const(true);
        payments.expect_charge().with_args("bob", 250).times(2).return_const(true);
        mailer.expect_send().with_args("ada", "thanks").once().return_const(true);
        payments.charge("bob", 250).await;
    };
    checked(test).await;
}

pub(crate) async fn megabyte() {
    let mailer = MockMailer::new();
    mailer.expect_send().with_args("ada", "thanks").return_const(true);
    mailer.send("ada", &data::megabyte()).await;
}

pub(crate) async fn two_hundred_expectations() {
    let payments = MockPayments::new();
    for number in 0..200 {
        payments.expect_charge().with_args(&format!("acct{number}"), number).return_const(true);
    }
    payments.charge("acct150", 151).await;
}
