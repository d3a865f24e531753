//! Calls that are not those that were expected.

use asyncmock::Sequence;
use asyncmock::predicate::eq;

use super::{Mailer as _, Payments as _, Stock as _};
use super::{MockMailer, MockPayments, MockStock};
use crate::data;

pub(crate) async fn wrong_argument() {
    let payments = MockPayments::new();
    payments.expect_charge().with_args("ada", 100).return_const(true);
    payments.expect_charge().with_args("bob", 250).return_const(true);
    payments.expect_charge().withf(|_, cents| *cents > 1000).return_const(true);
    payments.charge("ada", 100).await;
    payments.charge("bob", 205).await;
}

pub(crate) async fn field_with_eq() {
    let stock = MockStock::new();
    stock.expect_place().with(eq(data::order())).return_const(());
    stock.place(data::other_order());
}

pub(crate) async fn field_with_args() {
    let stock = MockStock::new();
    stock.expect_place().with_args(data::order()).return_const(());
    stock.place(data::other_order());
}

pub(crate) async fn long_string() {
    let mailer = MockMailer::new();
    mailer.expect_send().with_args("ada", data::letter()).return_const(true);
    mailer.send("ada", &data::mistyped_letter()).await;
}

pub(crate) async fn json() {
    let mailer = MockMailer::new();
    mailer.expect_send().with_args("ada", data::JSON).return_const(true);
    mailer.send("ada", data::OTHER_JSON).await;
}

pub(crate) async fn one_element() {
    let stock = MockStock::new();
    stock.expect_hide().with_args(data::ids()).return_const(());
    stock.hide(data::other_ids());
}

pub(crate) async fn once_too_often() {
    let payments = MockPayments::new();
    payments.expect_charge().with_args("ada", 100).once().return_const(true);
    payments.charge("ada", 100).await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn never_called() {
    let payments = MockPayments::new();
    payments.expect_charge().with_args("ada", 100).once().return_const(true);
}

pub(crate) async fn taken_by_a_looser_one() {
    let payments = MockPayments::new();
    payments.expect_charge().return_const(true);
    payments.expect_charge().with_args("ada", 100).once().return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn wrong_order() {
    let (payments, mailer, mut order) = (MockPayments::new(), MockMailer::new(), Sequence::new());
    payments.expect_charge().with_args("ada", 100).once().in_sequence(&mut order).return_const(true);
    mailer.expect_send().with_args("ada", "thanks").once().in_sequence(&mut order).return_const(true);
    mailer.send("ada", "thanks").await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn place_has_passed() {
    let (payments, mailer, mut order) = (MockPayments::new(), MockMailer::new(), Sequence::new());
    payments.expect_charge().with_args("ada", 100).times(0..=1).in_sequence(&mut order).return_const(true);
    mailer.expect_send().with_args("ada", "thanks").once().in_sequence(&mut order).return_const(true);
    mailer.send("ada", "thanks").await;
    payments.charge("ada", 100).await;
}
