//! Async methods whose values are not `Send`, beside futures that are: such a value is made where it is wanted.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use asyncmock::{automock, mock};
use asyncmock_tests::text_of;
use futures::executor::block_on;
use futures::future::BoxFuture;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[automock]
#[async_trait]
trait Oven: Send + Sync {
    async fn roast(&self, grams: u32) -> Outcome<u32>;
    async fn empty(&self, rack: &str, by: &str) -> Rc<str>;
    async fn clean(&self);
}

#[automock]
trait Kiln: Send + Sync {
    fn fire(&self, degrees: u32) -> BoxFuture<'_, Outcome<u32>>;
    fn cool(&self, to: &str, by: &str) -> impl Future<Output = Outcome<usize>> + Send;
    fn open<'a>(&'a self, door: &'a str) -> Pin<Box<dyn Future<Output = Rc<str>> + Send + 'a>>;
    fn later(&self, note: &str) -> BoxFuture<'static, Outcome<usize>>;
}

#[automock]
trait Grill {
    async fn turn(&self, times: u32) -> Outcome<u32>;
}

pub struct Stove;

#[automock]
impl Stove {
    pub async fn heat(&self, _degrees: u32) -> Outcome<u32> {
        Ok(1)
    }
}

mock! {
    Pot {}
    #[async_trait]
    impl Oven for Pot {
        async fn roast(&self, grams: u32) -> Outcome<u32>;
        async fn empty(&self, rack: &str, by: &str) -> Rc<str>;
        async fn clean(&self);
    }
}

const ELSEWHERE: &str = "the value of a call was made on one thread and is wanted on another, and it is not `Send`: run the \
                         test on one thread";

fn is_sent<T: Send>(value: T) -> T {
    value
}

#[test]
fn async_trait_promises_a_future_that_is_send() {
    let oven = MockOven::new();
    oven.expect_roast().once().returning(|grams| Ok(grams - 1));
    oven.expect_roast().once().returning(|_| Err("burnt".into()));
    oven.expect_roast().returning_async(|grams| async move { Err(format!("{grams}").into()) });
    oven.expect_empty().returning(|rack, by| Rc::from(format!("{rack} {by}")));
    assert_eq!(block_on(is_sent(oven.roast(5))).unwrap(), 4);
    assert_eq!(block_on(is_sent(oven.roast(5))).unwrap_err().to_string(), "burnt");
    assert_eq!(block_on(is_sent(oven.roast(5))).unwrap_err().to_string(), "5");
    assert_eq!(&*block_on(is_sent(oven.empty("top", "Ann"))), "top Ann");
    oven.calls_to_empty().assert_awaited_once_with("top", "Ann");
}

#[test]
fn so_does_a_mock_of_several_traits() {
    let pot = MockPot::new();
    pot.expect_roast().return_once(Ok);
    let pot: &dyn Oven = &pot;
    assert_eq!(block_on(is_sent(pot.roast(5))).unwrap(), 5);
}

#[test]
fn so_do_methods_declared_with_their_future() {
    let kiln = MockKiln::new();
    kiln.expect_fire().returning(|degrees| Box::pin(async move { Ok(degrees) }));
    kiln.expect_cool().resolving(|to, by| Ok(to.len() + by.len()));
    kiln.expect_open().resolving(|door| Rc::from(door));
    assert_eq!(block_on(is_sent(kiln.fire(900))).unwrap(), 900);
    assert_eq!(block_on(is_sent(kiln.cool("20", "Ann"))).unwrap(), 5);
    assert_eq!(&*block_on(is_sent(kiln.open("top"))), "top");
}

#[test]
fn what_is_answered_at_the_call_is_given_on_its_thread() {
    let kiln = MockKiln::new();
    kiln.expect_later().resolving(|note| Ok(note.len()));
    assert_eq!(block_on(is_sent(kiln.later("soon"))).unwrap(), 4);
}

#[test]
fn a_value_that_was_made_before_is_not_given_to_another_thread() {
    let kiln = MockKiln::new();
    kiln.expect_later().resolving(|note| Ok(note.len()));
    let call = kiln.later("soon");
    let failed = std::thread::spawn(move || block_on(call).is_ok()).join().unwrap_err();
    assert_eq!(text_of(failed), ELSEWHERE);
}

#[test]
fn what_makes_a_value_elsewhere_gives_it_there() {
    let oven = MockOven::new();
    oven.expect_roast().returning(Ok);
    oven.expect_clean().after(Duration::from_millis(1)).return_const(());
    let roasted = std::thread::spawn(move || {
        block_on(oven.clean());
        block_on(oven.roast(5)).unwrap()
    });
    assert_eq!(roasted.join().unwrap(), 5);
}

#[tokio::test]
async fn an_async_fn_is_spawned_if_its_value_is_not_kept() {
    let (grill, stove) = (MockGrill::new(), MockStove::new());
    grill.expect_turn().returning(|times| Err(times.to_string().into()));
    stove.expect_heat().returning(Ok);
    let task = tokio::spawn(async move {
        let turned = grill.turn(2).await.map_err(|error| error.to_string());
        (turned, stove.heat(3).await.ok())
    });
    assert_eq!(task.await.unwrap(), (Err("2".to_owned()), Some(3)));
}

#[tokio::test(start_paused = true)]
async fn a_value_may_be_late_on_its_thread() {
    let oven = MockOven::new();
    oven.expect_roast().after(Duration::from_secs(60)).returning(Ok);
    assert_eq!(oven.roast(5).await.unwrap(), 5);
}

#[tokio::test]
async fn a_value_that_waits_does_not_wake_up_on_another_thread() {
    let oven = MockOven::new();
    oven.expect_empty().yielding(1).returning(|rack, _| Rc::from(rack));
    let mut call = is_sent(oven.empty("top", "Ann"));
    assert!(futures::poll!(&mut call).is_pending());
    let failed = std::thread::scope(|scope| scope.spawn(move || block_on(call).len()).join().unwrap_err());
    assert_eq!(text_of(failed), ELSEWHERE);
}
