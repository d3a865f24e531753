//! Methods that take a mutable reference to a type with a lifetime: transactions, contexts, formatters.

use std::fmt;
use std::future::Future;
use std::io::{self, IoSliceMut};
use std::pin::Pin;
use std::task::{Context, Poll};

use async_trait::async_trait;
use asyncmock::predicate::{always, eq};
use asyncmock::{ANY, CallState, Sequence, automock, mock};
use asyncmock_tests::failure;
use futures::executor::block_on;
use futures::future::BoxFuture;

/// A transaction, which is invariant in its lifetime.
pub struct Tx<'a> {
    log: &'a mut Vec<String>,
}

#[automock]
trait Accounts {
    fn book(&self, tx: &mut Tx<'_>, amount: u32) -> u32;
    async fn book_later(&self, account: &str, tx: &mut Tx<'_>) -> Result<usize, String>;
    fn transfer(&self, from: &mut Tx<'_>, to: &mut Tx<'_>, note: &mut &str) -> usize;
    fn read<T: 'static>(&self, key: T, tx: &mut Tx<'_>) -> Option<T>;
}

#[test]
fn an_answer_takes_the_argument_itself() {
    let mock = MockAccounts::new();
    mock.expect_book().once().returning(|tx, amount| {
        tx.log.push(amount.to_string());
        amount + 1
    });
    let mut log = Vec::new();
    assert_eq!(mock.book(&mut Tx { log: &mut log }, 3), 4);
    assert_eq!(log, ["3"]);
}

#[test]
fn an_answer_that_is_given_once_takes_it_too() {
    let mock = MockAccounts::new();
    let owned = String::from("once");
    mock.expect_book().return_once(move |tx, _| {
        tx.log.push(owned);
        0
    });
    let mut log = Vec::new();
    mock.book(&mut Tx { log: &mut log }, 3);
    assert_eq!(log, ["once"]);
}

#[test]
fn a_matcher_sees_the_argument() {
    let mock = MockAccounts::new();
    mock.expect_book().withf(|tx, amount| tx.log.is_empty() && *amount == 3).return_const(1_u32);
    mock.expect_book().return_const(2_u32);
    let mut log = Vec::new();
    assert_eq!(mock.book(&mut Tx { log: &mut log }, 3), 1);
    log.push("x".to_owned());
    assert_eq!(mock.book(&mut Tx { log: &mut log }, 3), 2);
}

#[test]
fn several_are_taken_at_once() {
    let mock = MockAccounts::new();
    mock.expect_transfer().returning(|from, to, note| {
        to.log.append(from.log);
        *note = "done";
        to.log.len()
    });
    let (mut first, mut second, mut note) = (vec!["a".to_owned()], vec!["b".to_owned()], "begun");
    assert_eq!(mock.transfer(&mut Tx { log: &mut first }, &mut Tx { log: &mut second }, &mut note), 2);
    assert_eq!((first.len(), second.len(), note), (0, 2, "done"));
}

#[test]
fn an_async_method_takes_it_along() {
    let mock = MockAccounts::new();
    mock.expect_book_later().returning(|account, tx| {
        tx.log.push(account.to_owned());
        Ok(tx.log.len())
    });
    mock.expect_book_later().return_once_async(|_, tx| {
        let length = tx.log.len();
        async move { Ok(length) }
    });
    let mut log = Vec::new();
    assert_eq!(block_on(mock.book_later("mine", &mut Tx { log: &mut log })), Ok(1));
    assert_eq!(log, ["mine"]);
    drop(mock.book_later("yours", &mut Tx { log: &mut log }));
    assert_eq!(mock.calls_to_book_later().last().unwrap().state(), CallState::NeverAwaited);
}

#[test]
fn a_generic_method_takes_it() {
    let mock = MockAccounts::new();
    mock.expect_read::<u8>().returning(|key, tx| tx.log.is_empty().then_some(key));
    assert_eq!(mock.read(7_u8, &mut Tx { log: &mut Vec::new() }), Some(7));
}

#[test]
fn its_expectations_have_counts_and_sequences() {
    let mock = MockAccounts::new();
    let mut order = Sequence::new();
    mock.expect_book().times(1).in_sequence(&mut order).return_const(1_u32);
    mock.expect_transfer().once().in_sequence(&mut order).return_const(2_usize);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let text = failure(|| {
        mock.transfer(&mut Tx { log: &mut a }, &mut Tx { log: &mut b }, &mut "");
    });
    assert!(text.starts_with("MockAccounts::transfer(?, ?, ?): Method sequence violation"), "{text}");
    assert_eq!(mock.book(&mut Tx { log: &mut a }, 3), 1);
    mock.transfer(&mut Tx { log: &mut a }, &mut Tx { log: &mut b }, &mut "");
}

#[test]
fn its_calls_are_seen_without_the_argument() {
    let mock = MockAccounts::relaxed();
    mock.book(&mut Tx { log: &mut Vec::new() }, 3);
    mock.calls_to_book().assert_called_once_with(ANY, 3);
    assert_eq!(mock.calls_to_book().in_state(CallState::Completed).count(), 1);
}

mock! {
    Numbers<T> {}
    impl<T> futures::Stream for Numbers<T> {
        type Item = T;
        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>>;
    }
}

#[test]
fn a_stream_is_mocked_by_its_poll() {
    let mut numbers = MockNumbers::<u32>::new();
    let mut polls = 0;
    numbers.expect_poll_next().times(4).returning(move |context| {
        polls += 1;
        context.waker().wake_by_ref();
        match polls {
            1 => Poll::Pending,
            4 => Poll::Ready(None),
            _ => Poll::Ready(Some(polls)),
        }
    });
    assert_eq!(futures::executor::block_on_stream(Pin::new(&mut numbers)).collect::<Vec<_>>(), [2, 3]);
}

mock! {
    Shown {}
    impl fmt::Display for Shown {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result;
    }
    impl fmt::Debug for Shown {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result;
    }
}

#[test]
fn what_is_printed_is_mocked() {
    let shown = MockShown::new();
    shown.expect_fmt().returning(|out| out.pad("plain"));
    shown.expect_fmt_debug().returning(|out| out.write_str("debug"));
    assert_eq!(format!("{shown:>7} {shown:?}"), "  plain debug");
}

/// A repository as it is written in real projects: what it does is part of a transaction, and is awaited in a task.
#[automock]
#[async_trait]
pub trait Orders: Send + Sync {
    async fn insert(&self, tx: &mut Tx<'_>, order: u32) -> Result<u32, String>;
    async fn cancel<'c>(&self, order: u32, reason: &str, tx: &mut Tx<'c>) -> Result<(), String>;
    async fn insert_all(&self, tx: &mut Tx<'_>, lines: &mut Vec<&str>, note: Box<str>) -> usize;
    fn delete<'a>(&'a self, tx: &'a mut Tx<'a>, order: u32) -> BoxFuture<'a, usize>;
    fn count(&self, tx: &mut Tx<'_>) -> impl Future<Output = usize> + Send;
}

struct Shop<O>(O);

#[async_trait]
trait Selling {
    async fn sell(&self, log: &mut Vec<String>) -> Result<u32, String>;
}

#[async_trait]
impl<O: Orders> Selling for Shop<O> {
    async fn sell(&self, log: &mut Vec<String>) -> Result<u32, String> {
        let mut tx = Tx { log };
        let sold = self.0.insert(&mut tx, 3).await?;
        self.0.cancel(3, "sold out", &mut tx).await?;
        Ok(sold)
    }
}

#[tokio::test]
async fn a_future_with_a_transaction_is_sent() {
    let orders = MockOrders::new();
    orders.expect_insert().times(1).returning(|tx, order| {
        tx.log.push(format!("insert {order}"));
        Ok(order + 1)
    });
    orders
        .expect_cancel()
        .withf(|order, reason, tx| *order == 3 && reason == "sold out" && tx.log.len() == 1)
        .returning(|_, reason, tx| {
            tx.log.push(reason.to_owned());
            Ok(())
        });
    let (inserting, cancelling) = (orders.calls_to_insert(), orders.calls_to_cancel());
    let task = tokio::spawn(async move {
        let mut log = Vec::new();
        (Shop(orders).sell(&mut log).await, log)
    });
    assert_eq!(task.await.unwrap(), (Ok(4), vec!["insert 3".to_owned(), "sold out".to_owned()]));
    inserting.assert_awaited_once_with(ANY, 3);
    cancelling.assert_awaited_once_with(3, "sold out", ANY);
}

#[tokio::test]
async fn so_are_futures_that_are_spelled_out() {
    fn sent<T: Send>(future: T) -> T {
        future
    }
    let orders = MockOrders::new();
    orders.expect_insert_all().returning(|tx, lines, note| {
        tx.log.extend(lines.drain(..).map(str::to_owned));
        lines.push("done");
        note.len()
    });
    orders.expect_delete().resolving(|tx, _| tx.log.len());
    orders.expect_count().returning(|tx| {
        let length = tx.log.len();
        Box::pin(async move { length })
    });
    let (mut log, mut lines) = (Vec::new(), vec!["a", "b"]);
    let mut tx = Tx { log: &mut log };
    assert_eq!(sent(orders.insert_all(&mut tx, &mut lines, "four".into())).await, 4);
    assert_eq!(lines, ["done"]);
    assert_eq!(sent(orders.count(&mut tx)).await, 2);
    assert_eq!(sent(orders.delete(&mut tx, 3)).await, 2);
}

pub struct Ledger;

#[automock]
impl Ledger {
    pub async fn note(&self, _tx: &mut Tx<'_>, _by: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }

    pub async fn open(_tx: &mut Tx<'_>) -> Ledger {
        Ledger
    }
}

#[tokio::test]
async fn an_own_method_with_a_transaction_is_awaited_in_a_task() {
    let ledger = MockLedger::new();
    ledger.expect_note().returning(|tx, by| {
        tx.log.push(by.to_owned());
        Err("full".into())
    });
    let opening = MockLedger::open_context();
    opening.expect().returning(|tx| {
        tx.log.push("open".to_owned());
        Ledger
    });
    let task = tokio::spawn(async move {
        let mut log = Vec::new();
        MockLedger::open(&mut Tx { log: &mut log }).await;
        let error = ledger.note(&mut Tx { log: &mut log }, "Ann").await.unwrap_err();
        (error.to_string(), log)
    });
    assert_eq!(task.await.unwrap(), ("full".to_owned(), vec!["open".to_owned(), "Ann".to_owned()]));
}

#[automock]
trait Sink {
    fn write_all(&mut self, buffers: &mut [&mut [u8]]) -> usize;
    fn write_vectored(&mut self, note: &str, buffers: &mut [IoSliceMut<'_>]) -> io::Result<usize>;
    fn take<'i>(&self, names: &mut dyn Iterator<Item = &'i str>, name: &'i str) -> usize;
    async fn read_all(&self, buffers: &mut [&mut [u8]], note: &str) -> usize;
    async fn take_later(&self, names: &mut (dyn Iterator<Item = &str> + Send)) -> usize;
}

#[test]
fn a_slice_of_what_borrows_is_lent() {
    let mut sink = MockSink::new();
    sink.expect_write_all().withf(|buffers| buffers.len() == 2).returning(|buffers| {
        buffers[1][0] = 7;
        buffers.iter().map(|buffer| buffer.len()).sum()
    });
    sink.expect_write_vectored().returning(|note, buffers| {
        buffers[0].copy_from_slice(note.as_bytes());
        Ok(buffers.len())
    });
    let (mut first, mut second) = ([0; 3], [0; 2]);
    assert_eq!(sink.write_all(&mut [&mut first, &mut second]), 5);
    assert_eq!(second, [7, 0]);
    assert_eq!(sink.write_vectored("two", &mut [IoSliceMut::new(&mut first)]).unwrap(), 1);
    assert_eq!(&first, b"two");
}

#[test]
fn an_iterator_over_what_borrows_is_lent() {
    let sink = MockSink::new();
    sink.expect_take().returning(|names, name| names.map(str::len).sum::<usize>() + name.len());
    let text = String::from("ann bob");
    assert_eq!(sink.take(&mut text.split(' '), &text), 13);
}

#[tokio::test]
async fn both_are_lent_to_async_methods() {
    let sink = MockSink::new();
    sink.expect_read_all().returning(|buffers, note| {
        buffers[0].fill(1);
        note.len()
    });
    sink.expect_take_later().times(1).returning(|names| names.count());
    let task = tokio::spawn(async move {
        let mut first = [0; 3];
        let read = sink.read_all(&mut [&mut first], "note").await;
        (read, first, sink.take_later(&mut "ann bob".split(' ')).await)
    });
    assert_eq!(task.await.unwrap(), (4, [1; 3], 2));
}

#[async_trait]
#[automock]
trait Above: Send + Sync {
    async fn insert(&self, _: &mut Tx<'_>, mut order: u32, by: &str) -> Result<u32, String>;
}

#[tokio::test]
async fn predicates_and_values_stand_beside_what_is_lent() {
    let above = MockAbove::new();
    above.expect_insert().with(always(), eq(3), eq("Ann")).resolving(|tx, order, _| {
        tx.log.push("seen".to_owned());
        Ok(order)
    });
    above.expect_insert().with_args(ANY, 4, "Bob").times(1).returning(|_, order, by| {
        let by = by.to_owned();
        Box::pin(async move { Err(format!("{by} has {order}")) })
    });
    let mut log = Vec::new();
    let mut tx = Tx { log: &mut log };
    assert_eq!(above.insert(&mut tx, 3, "Ann").await, Ok(3));
    assert_eq!(above.insert(&mut tx, 4, "Bob").await, Err("Bob has 4".to_owned()));
    assert_eq!(log, ["seen"]);
    let text = failure(|| drop(block_on(above.insert(&mut Tx { log: &mut Vec::new() }, 3, "Bob"))));
    assert!(text.starts_with("MockAbove::insert(?, 3, \"Bob\"): No matching expectation found"), "{text}");
}

/// A method may lend what the mock keeps beside an argument that is lent to its closures.
#[automock]
trait Desk {
    fn read(&self, by: &mut View<'_>) -> &String;
    fn edit(&mut self, by: &mut View<'_>) -> &mut String;
    fn view(&self, by: &mut View<'_>) -> &View<'_>;
}

#[derive(Debug, PartialEq)]
struct View<'a>(&'a str);

#[test]
fn constants_are_lent_beside_what_is_lent() {
    let mut desk = MockDesk::new();
    desk.expect_read().withf(|by| by.0 == "Ann").return_const("mail".to_owned());
    desk.expect_read().returning(|by| by.0.to_owned());
    desk.expect_edit().return_var("draft".to_owned());
    desk.expect_view().return_const(View("sea"));
    let name = String::from("Ann");
    assert_eq!((desk.read(&mut View(&name)), desk.read(&mut View("Bob"))), (&"mail".to_owned(), &"Bob".to_owned()));
    desk.edit(&mut View(&name)).push('!');
    assert_eq!(desk.edit(&mut View(&name)), "draft!");
    assert_eq!(desk.view(&mut View(&name)), &View("sea"));
}
