//! Async methods whose value borrows from an argument, and futures that do while they run.

#![allow(clippy::needless_lifetimes, reason = "written as it is sometimes")]

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use asyncmock::{CallState, automock};
use asyncmock_tests::failure_of;
use futures::executor::block_on;
use futures::future::{BoxFuture, LocalBoxFuture};
use futures::join;
use tokio::task::yield_now;

#[derive(Debug, PartialEq)]
pub struct Dish<'a>(&'a str);

#[automock]
trait Guest {
    async fn choose<'a>(&self, menu: &'a [String]) -> Option<&'a String>;
    async fn dish<'a>(&self, first: &'a str, second: &'a str) -> Result<Dish<'a>, u8>;
    async fn same<'a>(&self, text: &'a mut String) -> &'a mut String;
    async fn any_of<'a, T: 'static>(&self, menu: &'a [T]) -> &'a T;
    async fn by<'a>(&self, menu: &'a [String], by: &str) -> Option<&'a String>;
    async fn first(menu: &[String]) -> Option<&String>;
    fn eat<'t>(&self, dish: &'t str) -> BoxFuture<'t, usize>;
    fn taste<'t>(&self, dish: &'t str) -> LocalBoxFuture<'t, usize>;
    fn salt<'t>(&self, dish: &'t mut String) -> Pin<Box<dyn Future<Output = ()> + Send + 't>>;
    fn share<'t>(&'t self, dish: &'t str) -> impl Future<Output = Option<&'t str>> + Send + 't;
}

fn menu() -> Vec<String> {
    ["soup", "fish"].map(str::to_owned).into()
}

#[test]
fn a_value_borrows_from_the_argument() {
    let (menu, guest) = (menu(), MockGuest::new());
    guest.expect_choose().returning(|menu| menu.last());
    guest.expect_dish().returning(|first, second| Ok(Dish(if first < second { first } else { second })));
    guest.expect_same().returning(|text| text);
    guest.expect_any_of::<u8>().returning(|menu| &menu[1]);
    let chosen = guest.choose(&menu);
    assert_eq!(guest.calls_to_choose().in_state(CallState::Called).count(), 1);
    assert_eq!(block_on(chosen), Some(&menu[1]));
    assert_eq!(block_on(guest.dish(&menu[0], &menu[1])), Ok(Dish("fish")));
    let mut text = "a".to_owned();
    block_on(guest.same(&mut text)).push('b');
    assert_eq!((text.as_str(), block_on(guest.any_of(&[1_u8, 2]))), ("ab", &2));
    let ctx = MockGuest::first_context();
    ctx.expect().returning(|menu| menu.first());
    assert_eq!(block_on(MockGuest::first(&menu)), Some(&menu[0]));
}

#[test]
fn a_future_borrows_from_the_argument_while_it_runs() {
    let (dish, guest) = ("soup".to_owned(), MockGuest::new());
    guest.expect_eat().once().returning(|dish| {
        Box::pin(async move {
            yield_now().await;
            dish.len()
        })
    });
    guest.expect_eat().once().return_once(|dish| Box::pin(async move { dish.len() + 1 }));
    guest.expect_taste().returning(|dish| {
        Box::pin(async move {
            let dish = Rc::new(dish);
            yield_now().await;
            dish.len()
        })
    });
    guest.expect_salt().returning(|dish| {
        Box::pin(async move {
            yield_now().await;
            dish.push('!');
        })
    });
    guest.expect_share().returning(|dish| {
        Box::pin(async move {
            yield_now().await;
            dish.get(1..)
        })
    });
    assert_eq!([block_on(guest.eat(&dish)), block_on(guest.eat(&dish)), block_on(guest.taste(&dish))], [4, 5, 4]);
    let mut salted = dish.clone();
    block_on(guest.salt(&mut salted));
    assert_eq!((salted.as_str(), block_on(guest.share(&dish))), ("soup!", Some("oup")));
}

#[test]
fn other_answers_give_what_lives_for_ever() {
    let (dish, guest) = ("soup".to_owned(), MockGuest::new());
    guest.expect_choose().return_const(None);
    guest.expect_dish().return_once_async(|_, _| async { Ok(Dish("fish")) });
    guest.expect_eat().once().resolving(str::len);
    guest.expect_eat().once().returning_async(|dish| std::future::ready(dish.len() * 2));
    guest.expect_eat().return_const(7_usize);
    guest.expect_by().return_const(None);
    assert_eq!((block_on(guest.choose(&[])), block_on(guest.dish(&dish, &dish))), (None, Ok(Dish("fish"))));
    assert_eq!([(); 3].map(|()| block_on(guest.eat(&dish))), [4, 8, 7]);
    assert_eq!(block_on(guest.by(&[], &dish)), None);
}

#[tokio::test(start_paused = true)]
async fn they_come_when_the_test_says() {
    let (menu, guest) = (menu(), MockGuest::new());
    guest.expect_choose().once().after(Duration::from_secs(5)).returning(|menu| menu.first());
    guest.expect_eat().after(Duration::from_secs(5)).returning(|dish| Box::pin(async move { dish.len() }));
    let before = tokio::time::Instant::now();
    assert_eq!((guest.choose(&menu).await, guest.eat(&menu[0]).await), (Some(&menu[0]), 4));
    assert_eq!(before.elapsed(), Duration::from_secs(10));
    guest.expect_choose().hold();
    let calls = guest.calls_to_choose();
    let (chosen, ()) = join!(guest.choose(&menu), async { calls.next_held().await.respond(None).unwrap() });
    assert_eq!(chosen, None);
}

#[tokio::test]
async fn such_a_call_has_the_life_of_others() {
    let (menu, guest) = (menu(), MockGuest::new());
    drop(guest.choose(&menu));
    assert_eq!(guest.calls_to_choose().in_state(CallState::NeverAwaited).count(), 1);
    let text = failure_of(guest.choose(&menu)).await;
    assert!(text.starts_with("MockGuest::choose([\"soup\", \"fish\"]): No matching expectation found"), "{text}");
    guest.expect_eat().returning(|dish| {
        Box::pin(async move {
            yield_now().await;
            panic!("no {dish}")
        })
    });
    {
        let mut eaten = guest.eat(&menu[0]);
        assert!(futures::poll!(&mut eaten).is_pending());
    }
    assert_eq!(guest.calls_to_eat().in_state(CallState::Cancelled).count(), 1);
    assert_eq!(failure_of(guest.eat(&menu[0])).await, "no soup");
    assert_eq!(MockGuest::relaxed().choose(&menu).await, None);
}

#[automock]
#[async_trait]
trait Boxed: Sync {
    async fn choose<'a>(&self, menu: &'a [String]) -> Option<&'a String>;
}

#[automock]
#[async_trait(?Send)]
trait Local {
    async fn choose<'a>(&self, menu: &'a [Rc<str>]) -> Option<&'a Rc<str>>;
}

pub struct Host;

#[automock]
impl Host {
    pub async fn choose<'a>(&self, menu: &'a [String]) -> Option<&'a String> {
        menu.first()
    }
}

#[automock]
mod kitchen {
    use futures::future::BoxFuture;

    pub async fn find(menu: &[String]) -> Option<&String> {
        menu.first()
    }
    pub fn cook<'d>(dish: &'d str) -> BoxFuture<'d, usize> {
        Box::pin(async { dish.len() })
    }
}

#[tokio::test]
async fn it_is_so_in_every_form() {
    let menu = menu();
    let boxed = MockBoxed::new();
    boxed.expect_choose().returning(|menu| menu.first());
    let of_task = menu.clone();
    let task = tokio::spawn(async move { boxed.choose(&of_task).await.cloned() });
    assert_eq!(task.await.unwrap(), Some("soup".to_owned()));
    let (dishes, local) = ([Rc::from("soup")], MockLocal::new());
    local.expect_choose().returning(|menu| menu.first());
    assert_eq!(local.choose(&dishes).await, Some(&dishes[0]));
    let host = MockHost::new();
    host.expect_choose().returning(|menu| menu.last());
    assert_eq!(host.choose(&menu).await, Some(&menu[1]));
    let (find, cook) = (mock_kitchen::find_context(), mock_kitchen::cook_context());
    find.expect().returning(|menu| menu.first());
    cook.expect().returning(|dish| Box::pin(async move { dish.len() }));
    assert_eq!((mock_kitchen::find(&menu).await, mock_kitchen::cook(&menu[1]).await), (Some(&menu[0]), 4));
    assert_eq!((Host.choose(&menu).await, kitchen::find(&menu).await), (Some(&menu[0]), Some(&menu[0])));
    assert_eq!(kitchen::cook("fish").await, 4);
}
