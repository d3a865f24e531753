//! Mocks that were not told what the test needs.

use std::sync::Arc;

use asyncmock::automock;
use futures::StreamExt as _;
use futures::stream::BoxStream;

use super::{MockPayments, MockStock, Payments as _, Stock as _};
use crate::data::{Receipt, Token};

pub(crate) async fn no_answer() {
    let payments = MockPayments::new();
    payments.expect_refund().with_args("ada", 100);
    payments.refund("ada", 100);
}

pub(crate) async fn no_default() {
    let payments = MockPayments::relaxed();
    payments.refund("ada", 100);
}

pub(crate) async fn answered_once() {
    let payments = MockPayments::new();
    payments.expect_refund().return_once(|_, _| Receipt(1));
    payments.refund("ada", 100);
    payments.refund("bob", 250);
}

#[automock]
trait Store {
    fn load<T: 'static>(&self, key: &str) -> Option<T>;
}

pub(crate) async fn another_type() {
    let store = MockStore::new();
    store.expect_load::<u32>().with_args("cents").return_const(Some(100));
    store.load::<u64>("cents");
}

#[automock]
trait Rates {
    fn of(currency: &str) -> u32;
}

pub(crate) async fn context_dropped() {
    let rates = MockRates::of_context();
    rates.expect().with_args("EUR").return_const(1_u32);
    drop(rates);
    MockRates::of("EUR");
}

pub(crate) async fn not_printable() {
    let stock = MockStock::new();
    stock.expect_unlock().with_args(Token(1)).return_const(());
    stock.unlock(Token(2));
}

pub(crate) async fn function_rejects() {
    let payments = MockPayments::new();
    payments.expect_charge().withf(|account, cents| account == "ada" && *cents > 1000).return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn other_mock() {
    let (payments, backup) = (MockPayments::new(), MockPayments::named("backup"));
    payments.expect_charge().with_args("bob", 250).return_const(true);
    backup.expect_charge().with_args("ada", 100).return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn through_an_object() {
    #[automock]
    trait Printer {
        fn print(&self, text: &str, copies: u32);
    }

    let printer = MockPrinter::new();
    printer.expect_print().with_args("receipt", 2).return_const(());
    let printer: Arc<dyn Printer> = Arc::new(printer);
    printer.print("receipt", 1);
}

#[automock]
trait Chat {
    fn messages(&self, room: &str) -> BoxStream<'static, u32>;
}

pub(crate) async fn stream_left_early() {
    let chat = MockChat::new();
    chat.expect_messages().return_stream([1, 2, 3]);
    chat.messages("lobby").next().await;
    chat.calls_to_messages().streams()[0].assert_ended();
}

pub(crate) async fn after_a_checkpoint() {
    let payments = MockPayments::new();
    payments.expect_charge().with_args("ada", 100).return_const(true);
    payments.charge("ada", 100).await;
    payments.checkpoint();
    payments.charge("ada", 100).await;
}
