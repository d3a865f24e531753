//! The mistakes with mockall, those of them that can be made with it. Each function is the body of a test.

use std::panic::resume_unwind;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use mockall::predicate::eq;
use mockall::{Sequence, automock};
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use crate::data::{self, Order, Receipt, Token};

#[automock]
pub(crate) trait Payments: Send + Sync + 'static {
    async fn charge(&self, account: &str, cents: u32) -> bool;
    fn refund(&self, account: &str, cents: u32) -> Receipt;
}

#[automock]
pub(crate) trait Mailer: Send + Sync + 'static {
    async fn send(&self, to: &str, body: &str) -> bool;
}

#[automock]
pub(crate) trait Stock: Send + Sync + 'static {
    async fn reserve(&self, item: &str) -> u32;
    fn place(&self, order: Order);
    fn hide(&self, ids: Vec<u32>);
    fn unlock(&self, token: Token);
}

pub(crate) async fn wrong_argument() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).return_const(true);
    payments.expect_charge().with(eq("bob"), eq(250)).return_const(true);
    payments.expect_charge().withf(|_, cents| *cents > 1000).return_const(true);
    payments.charge("ada", 100).await;
    payments.charge("bob", 205).await;
}

pub(crate) async fn field() {
    let mut stock = MockStock::new();
    stock.expect_place().with(eq(data::order())).return_const(());
    stock.place(data::other_order());
}

pub(crate) async fn long_string() {
    let mut mailer = MockMailer::new();
    mailer.expect_send().with(eq("ada"), eq(data::letter())).return_const(true);
    mailer.send("ada", &data::mistyped_letter()).await;
}

pub(crate) async fn json() {
    let mut mailer = MockMailer::new();
    mailer.expect_send().with(eq("ada"), eq(data::JSON)).return_const(true);
    mailer.send("ada", data::OTHER_JSON).await;
}

pub(crate) async fn one_element() {
    let mut stock = MockStock::new();
    stock.expect_hide().with(eq(data::ids())).return_const(());
    stock.hide(data::other_ids());
}

pub(crate) async fn once_too_often() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).once().return_const(true);
    payments.charge("ada", 100).await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn never_called() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).once().return_const(true);
}

pub(crate) async fn taken_by_a_looser_one() {
    let mut payments = MockPayments::new();
    payments.expect_charge().return_const(true);
    payments.expect_charge().with(eq("ada"), eq(100)).once().return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn wrong_order() {
    let (mut payments, mut mailer, mut order) = (MockPayments::new(), MockMailer::new(), Sequence::new());
    payments.expect_charge().with(eq("ada"), eq(100)).once().in_sequence(&mut order).return_const(true);
    mailer.expect_send().with(eq("ada"), eq("thanks")).once().in_sequence(&mut order).return_const(true);
    mailer.send("ada", "thanks").await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn place_has_passed() {
    let (mut payments, mut mailer, mut order) = (MockPayments::new(), MockMailer::new(), Sequence::new());
    payments.expect_charge().with(eq("ada"), eq(100)).times(0..=1).in_sequence(&mut order).return_const(true);
    mailer.expect_send().with(eq("ada"), eq("thanks")).once().in_sequence(&mut order).return_const(true);
    mailer.send("ada", "thanks").await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn forgotten_await_with_times() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).once().return_const(true);
    drop(payments.charge("ada", 100));
}

pub(crate) async fn forgotten_await() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).return_const(true);
    drop(payments.charge("ada", 100));
}

pub(crate) async fn task_nobody_looks_at() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).return_const(true);
    drop(tokio::spawn(async move { payments.charge("eve", 100).await }));
    yield_now().await;
}

pub(crate) async fn cancelled() {
    #[automock]
    trait Payments {
        fn charge(&self, account: &str, cents: u32) -> BoxFuture<'static, bool>;
    }

    let mut payments = MockPayments::new();
    payments.expect_charge().once().returning(|_, _| {
        Box::pin(async {
            sleep(Duration::from_secs(10)).await;
            true
        })
    });
    let _ = timeout(Duration::from_secs(1), payments.charge("ada", 100)).await;
}

#[automock]
trait Tx {
    async fn insert(&self, row: u32) -> bool;
    async fn commit(self) -> bool;
}

/// It commits only what it could insert.
async fn book(tx: impl Tx, row: u32) {
    if tx.insert(row).await {
        tx.commit().await;
    }
}

pub(crate) async fn not_committed() {
    let mut tx = MockTx::new();
    tx.expect_insert().with(eq(7)).return_const(false);
    tx.expect_commit().once().return_const(true);
    book(tx, 7).await;
}

pub(crate) async fn no_answer() {
    let mut payments = MockPayments::new();
    payments.expect_refund().with(eq("ada"), eq(100));
    payments.refund("ada", 100);
}

pub(crate) async fn answered_once() {
    let mut payments = MockPayments::new();
    payments.expect_refund().return_once(|_, _| Receipt(1));
    payments.refund("ada", 100);
    payments.refund("bob", 250);
}

#[automock]
trait Store {
    fn load<T: 'static>(&self, key: &str) -> Option<T>;
}

pub(crate) async fn another_type() {
    let mut store = MockStore::new();
    store.expect_load::<u32>().with(eq("cents")).return_const(Some(100));
    store.load::<u64>("cents");
}

#[automock]
trait Rates {
    fn of(currency: &str) -> u32;
}

pub(crate) async fn context_dropped() {
    let rates = MockRates::of_context();
    rates.expect().with(eq("EUR")).return_const(1_u32);
    drop(rates);
    MockRates::of("EUR");
}

pub(crate) async fn not_printable() {
    let mut stock = MockStock::new();
    stock.expect_unlock().withf(|token| *token == Token(1)).return_const(());
    stock.unlock(Token(2));
}

pub(crate) async fn function_rejects() {
    let mut payments = MockPayments::new();
    payments.expect_charge().withf(|account, cents| account == "ada" && *cents > 1000).return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn other_mock() {
    let (mut payments, mut backup) = (MockPayments::new(), MockPayments::new());
    payments.expect_charge().with(eq("bob"), eq(250)).return_const(true);
    backup.expect_charge().with(eq("ada"), eq(100)).return_const(true);
    payments.charge("ada", 100).await;
}

pub(crate) async fn through_an_object() {
    #[automock]
    trait Printer {
        fn print(&self, text: &str, copies: u32);
    }

    let mut printer = MockPrinter::new();
    printer.expect_print().with(eq("receipt"), eq(2)).return_const(());
    let printer: Arc<dyn Printer> = Arc::new(printer);
    printer.print("receipt", 1);
}

pub(crate) async fn after_a_checkpoint() {
    let mut payments = MockPayments::new();
    payments.expect_charge().with(eq("ada"), eq(100)).return_const(true);
    payments.charge("ada", 100).await;
    payments.checkpoint();
    payments.charge("ada", 100).await;
}

pub(crate) async fn on_another_thread() {
    let mut payments = MockPayments::new();
    payments.expect_refund().with(eq("ada"), eq(100)).returning(|_, cents| Receipt(cents));
    let _ = thread::spawn(move || payments.refund("eve", 100)).join();
}

pub(crate) async fn st_on_another_thread() {
    let mut payments = MockPayments::new();
    let cents = Rc::new(7);
    payments.expect_refund().returning_st(move |_, _| Receipt(*cents));
    let payments = Arc::new(payments);
    let theirs = Arc::clone(&payments);
    if let Err(panic) = thread::spawn(move || theirs.refund("ada", 100)).join() {
        resume_unwind(panic);
    }
}

pub(crate) async fn answer_panics() {
    let mut payments = MockPayments::new();
    payments.expect_charge().returning(|_, cents| {
        assert_eq!(cents, 250);
        true
    });
    drop(tokio::spawn(async move { payments.charge("ada", 100).await }));
    yield_now().await;
}

pub(crate) async fn ten_tasks() {
    let (mut payments, mut mailer, mut stock) = (MockPayments::new(), MockMailer::new(), MockStock::new());
    payments.expect_charge().returning(|_, cents| cents < 1000);
    stock.expect_reserve().return_const(1_u32);
    mailer.expect_send().withf(|to, _| to != "guest7").return_const(true);
    let shop = Arc::new((payments, mailer, stock));
    let tasks = (0..10_u32).map(|guest| {
        let shop = Arc::clone(&shop);
        tokio::spawn(async move {
            sleep(Duration::from_millis(100 * u64::from(guest))).await;
            shop.2.reserve("tea").await;
            shop.0.charge(&format!("guest{guest}"), 100 * guest).await;
            shop.1.send(&format!("guest{guest}"), "thanks").await
        })
    });
    join_all(tasks.collect::<Vec<_>>()).await;
}

pub(crate) async fn several_unmet() {
    let (mut payments, mut mailer) = (MockPayments::new(), MockMailer::new());
    payments.expect_charge().with(eq("ada"), eq(100)).once().return_const(true);
    payments.expect_charge().with(eq("bob"), eq(250)).times(2).return_const(true);
    mailer.expect_send().with(eq("ada"), eq("thanks")).once().return_const(true);
    payments.charge("bob", 250).await;
}

pub(crate) async fn megabyte() {
    let mut mailer = MockMailer::new();
    mailer.expect_send().with(eq("ada"), eq("thanks")).return_const(true);
    mailer.send("ada", &data::megabyte()).await;
}

pub(crate) async fn two_hundred_expectations() {
    let mut payments = MockPayments::new();
    for number in 0..200 {
        payments
            .expect_charge()
            .withf(move |account, cents| account == format!("acct{number}") && *cents == number)
            .return_const(true);
    }
    payments.charge("acct150", 151).await;
}
