//! Arguments that are taken as whatever can be looked at: `impl AsRef<str>`. A closure is given what means the argument's own
//! `as_ref`, not that of a box.

use std::ffi::OsStr;
use std::path::Path;

use async_trait::async_trait;
use asyncmock::{automock, concretize};
use asyncmock_tests::failure;

#[automock]
pub trait Archive {
    fn text(&self, text: impl AsRef<str>) -> usize;
    fn bytes(&self, bytes: impl AsRef<[u8]>) -> u8;
    fn path(&self, path: impl AsRef<Path>, name: impl AsRef<OsStr> + Send + Sync) -> bool;
    fn named<T: AsRef<str>>(&self, text: T, other: &impl AsRef<str>, more: &[impl AsRef<str>]) -> usize;
    fn fill(&self, into: impl AsMut<[u8]>) -> usize;
    fn keep(&self, text: impl AsRef<str> + Send + 'static) -> String;
    fn open(text: impl AsRef<str>) -> usize;
    #[concretize]
    fn seen<T: AsRef<str>>(&self, text: T) -> usize;
    fn items(&self, items: impl AsRef<[Item]>) -> u32;
}

pub struct Item(u32);

#[async_trait]
#[automock]
pub trait Store: Send + Sync {
    async fn load<P: AsRef<Path> + Send>(&self, path: P) -> Result<String, Box<dyn std::error::Error>>;
}

#[automock]
#[async_trait]
pub trait Stack: Send + Sync {
    async fn push(&self, text: impl AsRef<str> + Send, bytes: impl AsRef<[u8]> + Send) -> usize;
}

#[test]
fn it_means_the_argument_s_own_as_ref() {
    let archive = MockArchive::new();
    archive.expect_text().withf(|text| text.as_ref().starts_with('n')).returning(|text| text.as_ref().len());
    archive.expect_bytes().returning(|bytes| bytes.as_ref()[0]);
    archive.expect_path().returning(|path, name| path.as_ref().join(name.as_ref()) == Path::new("a/b"));
    archive.expect_items().returning(|items| items.as_ref().iter().map(|item| item.0).sum());
    let local = String::from("north");
    assert_eq!((archive.text(&local), archive.text("no")), (5, 2));
    assert_eq!((archive.bytes(vec![7]), archive.bytes(b"a"), archive.bytes("b")), (7, 97, 98));
    assert!(archive.path("a", String::from("b")));
    assert_eq!(archive.items([Item(1), Item(2)]), 3);
}

#[test]
fn parameters_references_and_slices_are_alike() {
    let archive = MockArchive::new();
    archive.expect_named().returning(|text, other, more| {
        text.as_ref().len() + other.as_ref().len() + more.iter().map(|text| text.as_ref().len()).sum::<usize>()
    });
    archive.expect_seen().returning(|text| text.as_ref().len());
    let opening = MockArchive::open_context();
    opening.expect().returning(|text| text.as_ref().len());
    assert_eq!(archive.named("a", &"bc".to_owned(), &["d", "ef"]), 6);
    assert_eq!((archive.seen("abc"), MockArchive::open("ab")), (3, 2));
}

#[test]
fn what_can_be_changed_is() {
    let archive = MockArchive::new();
    archive.expect_fill().returning(|mut into| {
        into.as_mut()[0] = 9;
        into.as_mut().len()
    });
    let mut bytes = [1, 2];
    assert_eq!((archive.fill(&mut bytes), bytes), (2, [9, 2]));
}

#[test]
fn the_object_is_there_as_well() {
    let archive = MockArchive::new();
    archive.expect_keep().returning(|text| {
        let object: &(dyn AsRef<str> + Send) = &*text;
        assert_eq!(object.as_ref(), "north");
        std::thread::spawn(move || text.as_ref().to_owned()).join().unwrap()
    });
    assert_eq!(archive.keep("north"), "north");
}

#[tokio::test]
async fn async_methods_take_it() {
    let (store, stack) = (MockStore::new(), MockStack::new());
    store.expect_load().returning(|path| {
        let name = path.as_ref().display().to_string();
        Box::pin(async move { Ok(name) })
    });
    stack.expect_push().returning(|text, bytes| text.as_ref().len() + bytes.as_ref().len());
    let task = tokio::spawn(async move {
        let loaded = store.load("a/b").await.unwrap();
        (loaded, stack.push(String::from("abc"), [1, 2]).await)
    });
    assert_eq!(task.await.unwrap(), ("a/b".to_owned(), 5));
}

#[test]
fn it_prints_as_what_it_can_be_looked_at_as() {
    let archive = MockArchive::new();
    let text = failure(|| _ = archive.path("a", "b"));
    assert!(text.starts_with("MockArchive::path(\"a\", \"b\"): No matching expectation found"), "{text}");
    let text = failure(|| _ = archive.items([]));
    assert!(text.starts_with("MockArchive::items(?): No matching expectation found"), "{text}");
}
