//! The mistakes with unimock, those of them that can be made with it. Each function is the body of a test.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};
use unimock::{MockFn as _, Unimock, matching, unimock};

use crate::data::{self, Order, Receipt, Token};

#[unimock(api = PaymentsMock)]
pub(crate) trait Payments: Send + Sync + 'static {
    async fn charge(&self, account: &str, cents: u32) -> bool;
    fn refund(&self, account: &str, cents: u32) -> Receipt;
}

#[unimock(api = MailerMock)]
pub(crate) trait Mailer: Send + Sync + 'static {
    async fn send(&self, to: &str, body: &str) -> bool;
}

#[unimock(api = StockMock)]
pub(crate) trait Stock: Send + Sync + 'static {
    async fn reserve(&self, item: &str) -> u32;
    fn place(&self, order: Order);
    fn hide(&self, ids: Vec<u32>);
    fn unlock(&self, token: Token);
}

pub(crate) async fn wrong_argument() {
    let payments = Unimock::new(PaymentsMock::charge.stub(|each| {
        each.call(matching!("ada", 100)).returns(true);
        each.call(matching!("bob", 250)).returns(true);
        each.call(matching!((_, cents) if *cents > 1000)).returns(true);
    }));
    payments.charge("ada", 100).await;
    payments.charge("bob", 205).await;
}

pub(crate) async fn field() {
    let stock = Unimock::new(StockMock::place.each_call(matching!(eq!(&data::order()))).returns(()));
    stock.place(data::other_order());
}

pub(crate) async fn long_string() {
    let mailer = Unimock::new(MailerMock::send.each_call(matching!("ada", eq!(&data::letter()))).returns(true));
    mailer.send("ada", &data::mistyped_letter()).await;
}

pub(crate) async fn json() {
    let mailer = Unimock::new(MailerMock::send.each_call(matching!("ada", eq!(&data::JSON))).returns(true));
    mailer.send("ada", data::OTHER_JSON).await;
}

pub(crate) async fn one_element() {
    let stock = Unimock::new(StockMock::hide.each_call(matching!(eq!(&data::ids()))).returns(()));
    stock.hide(data::other_ids());
}

pub(crate) async fn once_too_often() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true).once());
    payments.charge("ada", 100).await;
    payments.charge("ada", 100).await;
}

pub(crate) async fn never_called() {
    let _payments = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true).once());
}

pub(crate) async fn taken_by_a_looser_one() {
    let payments = Unimock::new(PaymentsMock::charge.stub(|each| {
        each.call(matching!(_, _)).returns(true);
        each.call(matching!("ada", 100)).returns(true).once();
    }));
    payments.charge("ada", 100).await;
}

pub(crate) async fn wrong_order() {
    let shop = Unimock::new((
        PaymentsMock::charge.next_call(matching!("ada", 100)).returns(true),
        MailerMock::send.next_call(matching!("ada", "thanks")).returns(true),
    ));
    shop.send("ada", "thanks").await;
    shop.charge("ada", 100).await;
}

pub(crate) async fn forgotten_await_with_times() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true).once());
    drop(payments.charge("ada", 100));
}

pub(crate) async fn forgotten_await() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true));
    drop(payments.charge("ada", 100));
}

pub(crate) async fn task_nobody_looks_at() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true));
    let theirs = payments.clone();
    drop(tokio::spawn(async move { theirs.charge("eve", 100).await }));
    yield_now().await;
}

pub(crate) async fn cancelled() {
    #[unimock(api = SlowMock)]
    trait Slow {
        fn charge(&self, account: &str, cents: u32) -> BoxFuture<'static, bool>;
    }

    let payments = Unimock::new(SlowMock::charge.each_call(matching!("ada", 100)).answers(&|_, _, _| {
        Box::pin(async {
            sleep(Duration::from_secs(10)).await;
            true
        })
    }));
    let _ = timeout(Duration::from_secs(1), Slow::charge(&payments, "ada", 100)).await;
}

#[unimock(api = TxMock)]
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
    let tx = Unimock::new((
        TxMock::insert.each_call(matching!(7)).returns(false),
        TxMock::commit.each_call(matching!()).returns(true).once(),
    ));
    book(tx, 7).await;
}

pub(crate) async fn no_answer() {
    let payments = Unimock::new(PaymentsMock::refund.stub(|each| {
        each.call(matching!("ada", 100));
    }));
    payments.refund("ada", 100);
}

pub(crate) async fn answered_once() {
    let payments = Unimock::new(PaymentsMock::refund.some_call(matching!(_, _)).returns(Receipt(1)));
    payments.refund("ada", 100);
    payments.refund("bob", 250);
}

#[unimock(api = StoreMock)]
trait Store {
    fn load<T: 'static>(&self, key: &str) -> Option<T>;
}

pub(crate) async fn another_type() {
    let store = Unimock::new(StoreMock::load.with_types::<u32>().each_call(matching!("cents")).returns(Some(100)));
    store.load::<u64>("cents");
}

pub(crate) async fn not_printable() {
    let stock = Unimock::new(StockMock::unlock.each_call(matching!(eq!(&Token(1)))).returns(()));
    stock.unlock(Token(2));
}

pub(crate) async fn function_rejects() {
    let payments = Unimock::new(
        PaymentsMock::charge.each_call(matching!((account, cents) if *account == "ada" && *cents > 1000)).returns(true),
    );
    payments.charge("ada", 100).await;
}

pub(crate) async fn other_mock() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!("bob", 250)).returns(true));
    let _backup = Unimock::new(PaymentsMock::charge.each_call(matching!("ada", 100)).returns(true));
    payments.charge("ada", 100).await;
}

pub(crate) async fn through_an_object() {
    #[unimock(api = PrinterMock)]
    trait Printer {
        fn print(&self, text: &str, copies: u32);
    }

    let printer: Arc<dyn Printer> =
        Arc::new(Unimock::new(PrinterMock::print.each_call(matching!("receipt", 2)).returns(())));
    printer.print("receipt", 1);
}

pub(crate) async fn on_another_thread() {
    let payments =
        Unimock::new(PaymentsMock::refund.each_call(matching!("ada", 100)).answers(&|_, _, cents| Receipt(cents)));
    let theirs = payments.clone();
    let _ = thread::spawn(move || theirs.refund("eve", 100)).join();
}

pub(crate) async fn answer_panics() {
    let payments = Unimock::new(PaymentsMock::charge.each_call(matching!(_, _)).answers(&|_, _, cents| {
        assert_eq!(cents, 250);
        true
    }));
    let theirs = payments.clone();
    drop(tokio::spawn(async move { theirs.charge("ada", 100).await }));
    yield_now().await;
}

pub(crate) async fn ten_tasks() {
    let shop = Unimock::new((
        PaymentsMock::charge.each_call(matching!(_, _)).answers(&|_, _, cents| cents < 1000),
        StockMock::reserve.each_call(matching!(_)).returns(1_u32),
        MailerMock::send.each_call(matching!((to, _) if *to != "guest7")).returns(true),
    ));
    let tasks = (0..10_u32).map(|guest| {
        let shop = shop.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(100 * u64::from(guest))).await;
            shop.reserve("tea").await;
            shop.charge(&format!("guest{guest}"), 100 * guest).await;
            shop.send(&format!("guest{guest}"), "thanks").await
        })
    });
    join_all(tasks.collect::<Vec<_>>()).await;
}

pub(crate) async fn several_unmet() {
    let shop = Unimock::new((
        PaymentsMock::charge.stub(|each| {
            each.call(matching!("ada", 100)).returns(true).once();
            each.call(matching!("bob", 250)).returns(true).n_times(2);
        }),
        MailerMock::send.each_call(matching!("ada", "thanks")).returns(true).once(),
    ));
    shop.charge("bob", 250).await;
}

pub(crate) async fn megabyte() {
    let mailer = Unimock::new(MailerMock::send.each_call(matching!("ada", "thanks")).returns(true));
    mailer.send("ada", &data::megabyte()).await;
}
