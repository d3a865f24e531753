//! Futures that are sent: what awaits a mock's method is spawned, or is the body of an `#[async_trait]` method, whatever is in
//! the arguments and the value.

use std::error::Error;
use std::fmt::{Debug, Display};
use std::future::Future;

use async_trait::async_trait;
use asyncmock::{automock, mock};

type Failure = Box<dyn Error + Send + Sync>;

pub struct Bakery;

#[automock]
impl Bakery {
    pub async fn bake(&self, _name: &str) -> Result<u8, Failure> {
        Ok(1)
    }

    pub async fn taste(&self, _by: &dyn Taster) -> u8 {
        1
    }

    pub async fn hire(&self, _taster: Box<dyn Taster>) -> u8 {
        1
    }

    pub async fn label(&self, _text: &'static str) -> &'static str {
        "bread"
    }

    pub async fn open(&self, _hours: &'static [u8], _by: Option<&str>) -> Box<dyn Display + Send> {
        Box::new(1)
    }

    pub async fn close(self, _reason: Box<dyn Error + Send + Sync>) -> Result<(), Failure> {
        Ok(())
    }

    pub async fn sort(&self, _first: &str, _by: &mut (dyn Taster + 'static), _all: &[String]) -> Result<(), Failure> {
        Ok(())
    }

    pub async fn found(_name: &'static str, _with: Box<dyn Taster>) -> Result<Bakery, Failure> {
        Ok(Bakery)
    }

    pub fn deliver(&self, _to: &'static str) -> impl Future<Output = Result<u8, Failure>> + Send {
        std::future::ready(Ok(1))
    }
}

pub trait Taster: Send + Sync {}

impl Taster for u8 {}

#[tokio::test]
async fn what_awaits_an_own_method_is_spawned() {
    let bakery = MockBakery::new();
    bakery.expect_bake().returning(|name| Ok(name.len().try_into()?));
    bakery.expect_taste().return_const(3);
    bakery.expect_hire().returning(|_| 4);
    bakery.expect_label().returning(|text| text);
    bakery.expect_open().returning(|_, _| Box::new(5));
    bakery.expect_sort().returning(|_, _, _| Err("out of flour".into()));
    bakery.expect_deliver().returning(|to| Box::pin(async move { Ok(to.len().try_into()?) }));
    let task = tokio::spawn(async move {
        let baked = bakery.bake("rye").await.unwrap();
        let tasted = bakery.taste(&1_u8).await;
        let hired = bakery.hire(Box::new(1_u8)).await;
        let opened = bakery.open(&[8, 18], Some("Ann")).await.to_string();
        let sorted = bakery.sort("a", &mut 1_u8, &[]).await.unwrap_err().to_string();
        let delivered = bakery.deliver("town").await.unwrap();
        (baked, tasted, hired, bakery.label("loaf").await, opened, sorted, delivered)
    });
    assert_eq!(task.await.unwrap(), (3, 3, 4, "loaf", "5".to_owned(), "out of flour".to_owned(), 4));
}

#[tokio::test]
async fn what_awaits_a_method_that_takes_the_mock_is_spawned() {
    let bakery = MockBakery::new();
    bakery.expect_close().returning(Err);
    let task = tokio::spawn(async move { bakery.close("sold".into()).await });
    assert_eq!(task.await.unwrap().unwrap_err().to_string(), "sold");
}

#[tokio::test]
async fn what_awaits_a_static_method_is_spawned() {
    let founding = MockBakery::found_context();
    founding.expect().returning(|_, _| Err("no money".into()));
    let task = tokio::spawn(async { MockBakery::found("Crust", Box::new(1_u8)).await.map(drop) });
    assert_eq!(task.await.unwrap().unwrap_err().to_string(), "no money");
}

#[automock]
pub mod mill {
    use super::{Failure, Taster};

    pub async fn grind(_grain: &'static str, _for_whom: &dyn Taster) -> Result<Vec<u8>, Failure> {
        Ok(Vec::new())
    }
}

#[tokio::test]
async fn what_awaits_a_function_of_a_module_is_spawned() {
    let grinding = mock_mill::grind_context();
    grinding.expect().returning(|grain, _| Ok(grain.into()));
    let task = tokio::spawn(async { mock_mill::grind("rye", &1_u8).await.unwrap() });
    assert_eq!(task.await.unwrap(), b"rye");
}

mock! {
    pub Kiosk {
        pub async fn sell(&self, to: &dyn Taster, what: Box<dyn Display + Send>) -> Result<u8, Failure>;
        pub async fn pick<'a>(&self, from: &'a [String], which: &'static str) -> Option<&'a String>;
        async fn open(&self, at: &str, by: &str) -> Result<(), Failure>;
    }
}

/// What delegates to a mock.
struct Stand(MockKiosk);

#[async_trait]
trait Sale {
    async fn sale(&self, name: &str) -> Result<u8, Failure>;
}

#[async_trait]
impl Sale for Stand {
    async fn sale(&self, name: &str) -> Result<u8, Failure> {
        self.0.open(name, "Ann").await?;
        self.0.sell(&1_u8, Box::new(name.to_owned())).await
    }
}

#[tokio::test]
async fn an_async_trait_method_delegates_to_an_own_method() {
    let kiosk = MockKiosk::new();
    kiosk.expect_open().returning(|_, _| Ok(()));
    kiosk.expect_sell().returning(|_, what| Ok(what.to_string().len().try_into()?));
    assert_eq!(Stand(kiosk).sale("bread").await.unwrap(), 5);
}

#[automock]
trait Courier {
    async fn bring(&self, what: &dyn Taster, note: &'static str) -> Result<Box<dyn Debug + Send>, Failure>;
}

#[tokio::test]
async fn what_awaits_a_trait_s_method_of_a_known_mock_is_spawned() {
    let courier = MockCourier::new();
    courier.expect_bring().returning(|_, note| Ok(Box::new(note)));
    let task = tokio::spawn(async move { format!("{:?}", courier.bring(&1_u8, "soon").await.unwrap()) });
    assert_eq!(task.await.unwrap(), "\"soon\"");
}

#[automock]
#[async_trait]
pub trait Archive<T: Send + 'static> {
    async fn find(&self, key: T) -> Result<Option<T>, Failure>;
}

#[tokio::test]
async fn a_generic_mock_of_an_object_is_awaited_in_a_task() {
    let archive = MockArchive::<Box<dyn Debug + Send>>::new();
    archive.expect_find().returning(|key| Ok(Some(key)));
    let task = tokio::spawn(async move { format!("{:?}", archive.find(Box::new(7)).await.unwrap()) });
    assert_eq!(task.await.unwrap(), "Some(7)");
}
