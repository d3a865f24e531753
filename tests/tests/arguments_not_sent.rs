//! Arguments that are not `Send`, of methods whose futures are declared to be: the answer has them at the call.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use asyncmock::{CallState, automock};
use futures::executor::block_on;
use futures::future::BoxFuture;

fn is_sent<T: Send>(value: T) -> T {
    value
}

#[automock]
trait Service<R: 'static> {
    fn call(&self, request: R) -> BoxFuture<'static, usize>;
    fn both(&self, request: R, name: &str) -> impl Future<Output = usize> + Send;
}

#[test]
fn a_type_parameter_need_not_be_sent() {
    let service = MockService::<Rc<str>>::new();
    service.expect_call().once().returning(|request| {
        let length = request.len();
        Box::pin(async move { length })
    });
    service.expect_call().resolving(|request| request.len() + 1);
    service.expect_both().resolving(|request, name| request.len() + name.len());
    assert_eq!(block_on(is_sent(service.call("four".into()))), 4);
    assert_eq!(block_on(is_sent(service.call("four".into()))), 5);
    assert_eq!(block_on(is_sent(service.both("four".into(), "Ann"))), 7);
}

#[automock]
trait Till {
    fn count(&self, coins: Rc<Cell<u32>>) -> Pin<Box<dyn Future<Output = u32> + Send>>;
    fn add<'a>(&'a self, coins: &'a Cell<u32>) -> BoxFuture<'a, u32>;
    fn note(&self, pad: &RefCell<String>, text: &str) -> impl Future<Output = usize> + Send;
    fn serve(&self, who: Box<dyn Fn() -> u32>, tip: u32) -> impl Future<Output = u32> + Send;
    fn lend(&self, purse: &mut Purse<'_>, by: &str) -> impl Future<Output = u32> + Send;
    fn pay(by: Rc<u32>) -> BoxFuture<'static, u32>;
    fn keep(&self, coins: Vec<u32>, label: &str) -> impl Future<Output = usize> + Send;
}

pub struct Purse<'a> {
    coins: &'a Cell<u32>,
}

#[test]
fn nor_need_a_type_that_says_so() {
    let till = MockTill::new();
    till.expect_count().returning(|coins| {
        let count = coins.get();
        Box::pin(async move { count })
    });
    till.expect_add().resolving(|coins| coins.replace(9));
    till.expect_note().resolving(|pad, text| {
        pad.borrow_mut().push_str(text);
        pad.borrow().len()
    });
    till.expect_serve().resolving(|who, tip| who() + tip);
    till.expect_lend().resolving(|purse, by| purse.coins.replace(by.len() as u32));
    let (coins, pad) = (Rc::new(Cell::new(7)), RefCell::default());
    assert_eq!(block_on(is_sent(till.count(Rc::clone(&coins)))), 7);
    assert_eq!(block_on(is_sent(till.add(&coins))), 7);
    assert_eq!(block_on(is_sent(till.note(&pad, "two"))), 3);
    assert_eq!(block_on(is_sent(till.lend(&mut Purse { coins: &coins }, "Ann"))), 9);
    assert_eq!(coins.get(), 3);
    assert_eq!(block_on(is_sent(till.serve(Box::new(move || coins.get()), 1))), 4);
}

#[test]
fn nor_need_that_of_a_static_method() {
    let paying = MockTill::pay_context();
    paying.expect().resolving(|by| *by);
    assert_eq!(block_on(is_sent(MockTill::pay(Rc::new(5)))), 5);
}

#[test]
fn the_answer_has_them_at_the_call_and_the_call_is_awaited_later() {
    let till = MockTill::new();
    till.expect_add().resolving(|coins| coins.replace(9));
    let (coins, calls) = (Cell::new(7), till.calls_to_add());
    let call = till.add(&coins);
    assert_eq!(coins.get(), 9);
    assert_eq!((calls.count(), calls.await_count()), (1, 0));
    assert_eq!(block_on(call), 7);
    assert_eq!(calls.last().unwrap().state(), CallState::Completed);
}

#[tokio::test(start_paused = true)]
async fn what_takes_its_time_takes_it_when_it_is_awaited() {
    let till = MockTill::new();
    till.expect_count().after(Duration::from_secs(60)).resolving(|coins| coins.get());
    let begun = tokio::time::Instant::now();
    assert_eq!(till.count(Rc::new(Cell::new(7))).await, 7);
    assert_eq!(begun.elapsed(), Duration::from_secs(60));
}

#[test]
fn what_can_be_sent_waits_for_the_first_poll() {
    let till = MockTill::new();
    let call = is_sent(till.keep(vec![1, 2], "label"));
    till.expect_keep().resolving(|coins, label| coins.len() + label.len());
    assert_eq!(block_on(call), 7);
}
