//! What the compiler says by itself of mocks and of what a test has in hand: that they can be sent, shared and moved while
//! pinned, and used where a panic is caught.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::cell::Cell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind};
use std::pin::Pin;

use asyncmock::*;
use asyncmock_tests::text_of;
use core::prelude::v1::test;
use futures::Stream;

fn everything<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>() {}

fn has_everything<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>(_: &T) {}

/// A type of which nothing is said.
pub struct Poor(*const u8, Cell<u8>, std::marker::PhantomPinned);

#[automock]
trait Gauge {
    fn level(&self, tank: u8) -> u32;
    async fn read(&self, name: &str) -> u32;
    fn later(&self) -> Pin<Box<dyn Future<Output = u32> + Send>>;
    fn stream(&self) -> Pin<Box<dyn Stream<Item = u32> + Send>>;
    fn lent(&self) -> &Vec<u8>;
    fn lent_object(&self) -> &(dyn Fn() + Send + Sync);
    fn changed(&mut self) -> &mut Vec<u8>;
    fn tied<'a>(&self, text: &'a str) -> &'a str;
    fn generic<T: 'static>(&self, value: T) -> T;
    fn poor(&self, poor: Poor) -> Poor;
    fn opened(&self) -> Guard<u32>;
    fn made() -> u32;
}

mock! {
    #[derive(Clone)]
    pub Shared<T> {
        fn level(&self, of: T) -> u32;
    }
}

mock! {
    #[guard]
    pub Held {
        fn level(&self) -> u32;
    }
}

#[test]
fn mocks_have_everything() {
    everything::<MockGauge>();
    everything::<MockShared<Poor>>();
    everything::<MockHeld>();
}

#[test]
fn so_has_what_a_test_has_in_hand() {
    everything::<Sequence>();
    everything::<TimesRange>();
    everything::<Journal>();
    everything::<SessionHandle>();
    everything::<GuardProbe>();
    everything::<GuardState>();
    everything::<Guards>();
    everything::<CallState>();
    everything::<StreamState>();
    everything::<StreamProbe>();
    everything::<Feed<u32>>();
    everything::<Guard<u32>>();
    everything::<Cancelled>();
    everything::<KeptContext>();
    everything::<Exit>();
    let mock = MockGauge::new();
    has_everything(&mock.expect_level().return_const(1_u32));
    has_everything(&mock.expect_read());
    has_everything(&mock.expect_lent());
    has_everything(&mock.expect_tied());
    has_everything(&mock.expect_poor());
    has_everything(&mock.calls_to_level());
    has_everything(&mock.calls_to_poor());
    mock.level(1);
    has_everything(&mock.calls_to_level().last());
    has_everything(&MockGauge::made_context());
    let callable = mock_fn!(fn(u8) -> u32);
    has_everything(&callable);
}

#[test]
fn a_failing_call_is_caught() {
    let mut mock = MockGauge::new();
    mock.expect_level().returning(|_| panic!("the tank has burst"));
    let text = text_of(catch_unwind(|| mock.level(1)).unwrap_err());
    assert_eq!(text, "the tank has burst");
    mock.calls_to_level().assert_called_once_with(1);
    let text = text_of(catch_unwind(|| mock.generic(1_u8)).unwrap_err());
    assert!(text.starts_with("MockGauge::generic(1): No matching expectation found"), "{text}");
    catch_unwind(AssertUnwindSafe(|| drop(mock))).unwrap();
}
