//! Methods that take a mutable reference to a type with a lifetime: transactions, contexts, formatters.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use asyncmock::{ANY, CallState, Sequence, automock, mock};
use asyncmock_tests::failure;
use futures::executor::block_on;

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
    // A call that can be looked at when it is polled alone is written down then.
    drop(mock.book_later("yours", &mut Tx { log: &mut log }));
    assert_eq!(mock.calls_to_book_later().count(), 1);
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
