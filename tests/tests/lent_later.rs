//! Async methods that lend what the mock keeps: `async fn name(&self) -> &Name`.

use std::any::Any;
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use asyncmock::{CallState, automock};
use asyncmock_tests::failure_of;
use futures::executor::block_on;
use futures::join;

/// Has no `Clone`.
#[derive(Debug, Default, PartialEq)]
pub struct Record(u32);

pub struct Label<'a>(&'a str);

#[automock]
trait Store {
    async fn get(&self) -> &Record;
    async fn find(&self, id: &str) -> &str;
    async fn range(&self, from: &str, to: &str) -> &[u8];
    async fn named<'s>(&'s self, by: &u32) -> &'s Record;
    async fn label(&self) -> &Label<'_>;
    async fn printed(&self) -> &dyn Debug;
    async fn of<T: Send + Sync + 'static>(&self) -> &T;
    async fn any_of<T: 'static>(&self) -> &T;
    async fn eternal(&self) -> &'static str;
    async fn perhaps(&self) -> Option<&Record>;
    async fn edit(&mut self) -> &mut Record;
    async fn edit_range(&mut self, from: &str, to: &str) -> &mut [u8];
    async fn edit_any(&mut self) -> &mut (dyn Any + Send);
    async fn edit_of<T: Send + Sync + 'static>(&mut self) -> &mut T;
}

#[test]
fn constants_are_lent_without_being_cloned() {
    let store = MockStore::new();
    store.expect_get().times(2).return_const(Record(1));
    store.expect_named().return_const(Record(2));
    store.expect_label().return_const(Label("a"));
    store.expect_printed().return_const(Box::new("b"));
    store.expect_of::<u8>().return_const(3);
    let (first, second) = block_on(async { (store.get().await, store.get().await) });
    assert!(std::ptr::eq(first, second));
    assert_eq!((first, block_on(store.named(&1))), (&Record(1), &Record(2)));
    assert_eq!((block_on(store.label()).0, block_on(store.of::<u8>())), ("a", &3));
    assert_eq!(format!("{:?}", block_on(store.printed())), "\"b\"");
    store.calls_to_get().assert_awaited_times(2);
}

#[test]
fn answers_lend_what_they_make() {
    let store = MockStore::new();
    store.expect_find().returning(|id| id.to_uppercase());
    store.expect_range().returning(|from, to| [from.as_bytes(), to.as_bytes()].concat());
    store.expect_get().once().return_once(|| Record(1));
    store.expect_get().once().return_once_async(|| async { Record(2).into() });
    store.expect_get().returning_async(|| async { Record(3).into() });
    let (a, b) = (block_on(store.find("a")), block_on(store.find("b")));
    assert_eq!((a, b, block_on(store.range("a", "b"))), ("A", "B", &b"ab"[..]));
    assert_eq!([(); 4].map(|()| block_on(store.get()).0), [1, 2, 3, 3]);
}

#[test]
fn what_is_lent_is_changed() {
    let mut store = MockStore::new();
    store.expect_edit().return_var(Record(1));
    store.expect_edit_range().returning(|from, _| from.as_bytes().to_vec());
    store.expect_edit_any().return_var(Box::new(1_u8));
    store.expect_edit_of::<String>().return_var("a".to_owned());
    block_on(async {
        store.edit().await.0 += 1;
        assert_eq!(store.edit().await, &Record(2));
        store.edit_range("a", "b").await[0] += 1;
        assert_eq!(store.edit_range("a", "b").await, b"a");
        *store.edit_any().await.downcast_mut::<u8>().unwrap() += 1;
        assert_eq!(store.edit_any().await.downcast_ref::<u8>(), Some(&2));
        store.edit_of::<String>().await.push('b');
        assert_eq!(store.edit_of::<String>().await, "ab");
    });
}

#[test]
fn what_is_not_the_mocks_lives_for_ever() {
    static RECORD: Record = Record(4);
    let store = MockStore::new();
    store.expect_eternal().return_const("a");
    store.expect_perhaps().return_const(Some(&RECORD));
    store.expect_any_of::<u8>().return_const(&5_u8);
    assert_eq!((block_on(store.eternal()), block_on(store.perhaps())), ("a", Some(&RECORD)));
    assert_eq!(block_on(store.any_of::<u8>()), &5);
}

#[tokio::test(start_paused = true)]
async fn it_is_lent_when_the_test_says() {
    let store = MockStore::new();
    store.expect_get().once().after(Duration::from_secs(5)).return_const(Record(1));
    let before = tokio::time::Instant::now();
    assert_eq!(store.get().await, &Record(1));
    assert_eq!(before.elapsed(), Duration::from_secs(5));
    store.expect_get().hold();
    let calls = store.calls_to_get();
    let (lent, ()) = join!(store.get(), async { calls.next_held().await.respond(Record(2).into()).unwrap() });
    assert_eq!(lent, &Record(2));
}

#[test]
fn a_call_may_be_dropped_or_fail() {
    let store = MockStore::new();
    drop(store.range("a", "b"));
    assert_eq!(store.calls_to_range().in_state(CallState::NeverAwaited).count(), 1);
    let text = block_on(failure_of(store.get()));
    assert!(text.starts_with("MockStore::get(): No matching expectation found"), "{text}");
    assert_eq!(block_on(MockStore::relaxed().get()), &Record(0));
}

#[automock]
#[async_trait]
trait Shared: Send + Sync {
    async fn get(&self) -> &Record;
    async fn range(&self, from: &str, to: &str) -> &[u8];
    async fn any(&self) -> &dyn Any;
    async fn edit(&mut self, by: &str) -> &mut Record;
}

#[tokio::test]
async fn an_async_trait_lends_to_any_thread() {
    let mut shared = MockShared::new();
    shared.expect_edit().return_var(Record(1));
    shared.edit("a").await.0 += 1;
    assert_eq!(shared.edit("a").await, &Record(2));
    shared.expect_get().return_const(Record(3));
    shared.expect_range().return_const(vec![1]);
    shared.expect_any().return_const(Box::new(4_u8));
    let shared: Arc<dyn Shared> = Arc::new(shared);
    let lent = tokio::spawn(async move {
        assert_eq!(shared.range("a", "b").await, [1]);
        (shared.get().await.0, shared.any().await.downcast_ref::<u8>().copied())
    });
    assert_eq!(lent.await.unwrap(), (3, Some(4)));
}

#[automock]
#[async_trait(?Send)]
trait Local {
    async fn get(&self) -> &Rc<Record>;
    async fn edit(&mut self) -> &mut Rc<Record>;
}

#[test]
fn a_local_one_lends_what_stays_on_its_thread() {
    let mut local = MockLocal::new();
    local.expect_get().return_const(Rc::new(Record(1)));
    local.expect_edit().return_var(Rc::new(Record(2)));
    assert_eq!((block_on(local.get()).0, block_on(local.edit()).0), (1, 2));
}

pub struct House;

#[automock]
impl House {
    pub async fn door(&self) -> &Record {
        unimplemented!()
    }
    pub async fn paint(&mut self, with: &str) -> &mut Record {
        unimplemented!("{with}")
    }
    pub async fn whole(&self) -> &Self {
        self
    }
}

#[test]
fn methods_of_the_mocks_own_lend_as_well() {
    let mut house = MockHouse::new();
    house.expect_door().return_const(Record(1));
    house.expect_paint().returning(|with| Record(with.len().try_into().unwrap()));
    house.expect_whole().returning(|| {
        let house = MockHouse::new();
        house.expect_door().return_const(Record(7));
        house
    });
    assert_eq!((block_on(house.door()).0, block_on(house.paint("red")).0), (1, 3));
    assert_eq!(block_on(async { house.whole().await.door().await }), &Record(7));
}

#[automock(clone)]
trait Cloned {
    async fn get(&self) -> &Record;
}

#[test]
fn clones_lend_the_same() {
    let first = MockCloned::new();
    first.expect_get().return_const(Record(1));
    let second = first.clone();
    assert!(std::ptr::eq(block_on(first.get()), block_on(second.get())));
}
