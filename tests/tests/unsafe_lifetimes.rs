//! What a mock is given and lends by reference lives as long as it is used, and no longer: arguments of any life, values
//! tied to them, and those that a mock or a real object lends.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::{ANY, automock, mock_fn};
use asyncmock_tests::failure;
use futures::FutureExt as _;
use futures::executor::block_on;
use futures::future::{BoxFuture, LocalBoxFuture};

/// Borrows, and looks at what it borrows when it is dropped.
pub struct Note<'a>(&'a str, &'a Cell<usize>);

impl Drop for Note<'_> {
    fn drop(&mut self) {
        self.1.set(self.1.get() + self.0.len());
    }
}

/// Is invariant in its lifetime.
pub struct Tx<'a> {
    log: &'a mut Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name<'a>(&'a str);

#[automock]
trait Cat {
    fn read(&self, note: Note<'_>, by: &str) -> usize;
    fn name(&self, name: Name<'_>, other: &Name<'_>) -> bool;
    fn first<'a>(&self, text: &'a str, other: &'a str) -> &'a str;
    fn part<'a>(&self, parts: &'a mut [String], index: usize) -> &'a mut String;
    fn named<'a>(&self, text: &'a str) -> Name<'a>;
    fn find(&self, text: Option<&str>, parts: &[&str], bytes: &[u8]) -> Option<usize>;
    fn book(&self, tx: &mut Tx<'_>, amount: &mut u32) -> usize;
    async fn book_later(&self, tx: &mut Tx<'_>, text: &str) -> usize;
    fn kept(&self, text: &str) -> &str;
    fn list(&self) -> &[String];
    fn change(&mut self) -> &mut Vec<String>;
    async fn wait(&self, text: &str, parts: &mut Vec<String>) -> usize;
    async fn wait_with(&self, note: Note<'_>, name: Name<'_>) -> usize;
    fn promise<'a>(&'a self, text: &'a str) -> BoxFuture<'a, usize>;
    fn stay<'a>(&'a self, text: &'a str) -> LocalBoxFuture<'a, usize>;
    fn hide(&self, text: &str) -> impl Future<Output = usize>;
    fn call(&self, each: &mut dyn FnMut(&str), twice: impl Fn(&str) -> usize) -> usize;
    async fn note_later<'a>(&self, text: &'a str, sum: &'a Cell<usize>) -> Note<'a>;
    fn note_promised<'a>(&self, text: &'a str, sum: &'a Cell<usize>) -> LocalBoxFuture<'a, Note<'a>>;
    fn words<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str>;
    async fn kept_later(&self, text: &str) -> &str;
    async fn change_later(&mut self) -> &mut Vec<String>;
    fn held<T: 'static>(&self, value: T) -> &T;
}

#[test]
fn arguments_of_any_life_are_matched_and_answered() {
    let cat = MockCat::new();
    let sum = Cell::new(0);
    cat.expect_read().withf(|note, by| note.0 == by).returning(|note, by| note.0.len() + by.len());
    cat.expect_name().with_args(ANY, ANY).withf(|name, other| name == other).returning(|name, other| name == *other);
    cat.expect_find().withf(|_, parts, _| parts.len() == 2).returning(|text, parts, bytes| {
        parts.iter().position(|part| Some(*part) == text).map(|index| index + bytes.len())
    });
    cat.expect_find().with_args(None, ANY, &[1, 2]).return_const(7_usize);
    cat.expect_find().withf(|text, _, _| *text == Some("b")).return_const(8_usize);
    for word in ["north", "south"] {
        let text = word.to_owned();
        assert_eq!(cat.read(Note(&text, &sum), &text.clone()), 10);
        assert!(failure(|| cat.read(Note(&text, &sum), "")).starts_with("MockCat::read("));
        let name = text.clone();
        assert!(cat.name(Name(&text), &Name(&name)));
        let parts = [text.clone(), name.clone() + "x"];
        assert_eq!(cat.find(Some(&text), &[&parts[0], &parts[1]], &[1; 3]), Some(3));
    }
    assert_eq!(sum.get(), 20);
    assert_eq!([cat.find(None, &["a"], &[1, 2]), cat.find(Some("b"), &[], &[])], [Some(7), Some(8)]);
    let calls = cat.calls_to_find();
    calls.assert_any_call(Some("north"), ANY, &[1, 1, 1]);
    drop(cat);
    assert_eq!(calls.matching(|text, _, bytes| text.is_some() && bytes.is_empty()).count(), 1);
    assert!(calls.last().unwrap().to_string().starts_with("Cat::find(Some(\"b\"), [], [])"));
}

#[test]
fn values_tied_to_arguments_live_as_long_as_those() {
    let cat = MockCat::new();
    cat.expect_first().returning(|text, other| &text[other.len()..]);
    cat.expect_part().returning(|parts, index| &mut parts[index]);
    cat.expect_named().returning(|text| Name(text));
    let (text, other) = ("north".to_owned(), "no".to_owned());
    let (first, named) = (cat.first(&text, &other), cat.named(&text));
    let mut parts = ["a".to_owned(), "b".to_owned()];
    cat.part(&mut parts, 1).push('c');
    drop(cat);
    assert_eq!((first, named, parts[1].as_str()), ("rth", Name("north"), "bc"));
}

#[test]
fn so_do_values_and_futures_that_are_awaited() {
    let cat = MockCat::new();
    cat.expect_note_later().once().returning(|text, sum| Note(text, sum));
    cat.expect_note_later().once().after(std::time::Duration::from_millis(1)).returning(|text, sum| Note(text, sum));
    cat.expect_note_promised().returning(|text, sum| {
        Box::pin(async move {
            let note = Note(text, sum);
            tokio::task::yield_now().await;
            note
        })
    });
    cat.expect_words().returning(|text| Box::new(text.split(' ')));
    let (text, sum) = ("north".to_owned(), Cell::new(0));
    assert_eq!(block_on(cat.note_later(&text, &sum)).0, "north");
    assert_eq!(block_on(cat.note_later(&text, &sum)).0, "north");
    assert_eq!(sum.get(), 10);
    // Dropped before it is polled, and while it runs.
    drop(cat.note_promised(&text, &sum));
    let mut promised = cat.note_promised(&text, &sum);
    assert!((&mut promised).now_or_never().is_none());
    drop(promised);
    let note = block_on(cat.note_promised(&text, &sum));
    let words = cat.words(&text);
    drop(cat);
    assert_eq!((note.0, words.collect::<Vec<_>>()), ("north", vec!["north"]));
    drop(note);
    assert_eq!(sum.get(), 20);
}

#[test]
fn what_is_lent_later_stays_while_more_is_lent() {
    let mut cat = MockCat::new();
    cat.expect_kept_later().with_args("const").return_const("const".to_owned());
    cat.expect_kept_later().returning(|text| text.to_uppercase());
    let first = block_on(cat.kept_later("const"));
    let more: Vec<&str> = ["a", "b", "c"].map(|text| block_on(cat.kept_later(text))).into();
    assert!(std::ptr::eq(first, block_on(cat.kept_later("const"))));
    cat.checkpoint();
    assert_eq!((first, more), ("const", vec!["A", "B", "C"]));
    cat.expect_held::<Rc<u8>>();
    cat.expect_held::<String>().returning(|value| value);
    let held = cat.held("a".to_owned());
    assert_eq!((held.as_str(), cat.held("b".to_owned()).as_str()), ("a", "b"));
    cat.expect_change_later().return_var(vec![]);
    block_on(cat.change_later()).push("a".to_owned());
    assert_eq!(block_on(cat.change_later()), &["a"]);
}

#[test]
fn arguments_of_two_lifetimes_are_lent_to_answers() {
    let cat = MockCat::new();
    cat.expect_book().withf(|tx, amount| tx.log.is_empty() && *amount == 3).returning(|tx, amount| {
        tx.log.push(amount.to_string());
        std::mem::take(amount) as usize
    });
    cat.expect_book_later().returning(|tx, text| {
        tx.log.push(text.to_owned());
        tx.log.len()
    });
    let (mut log, mut amount, text) = (Vec::new(), 3, "later".to_owned());
    assert_eq!(cat.book(&mut Tx { log: &mut log }, &mut amount), 3);
    assert!(failure(|| cat.book(&mut Tx { log: &mut log }, &mut amount)).starts_with("MockCat::book("));
    assert_eq!(block_on(cat.book_later(&mut Tx { log: &mut log }, &text)), 2);
    assert_eq!((log, amount), (vec!["3".to_owned(), "later".to_owned()], 0));
}

#[test]
fn what_a_mock_lends_stays_while_more_is_lent() {
    let mut cat = MockCat::new();
    cat.expect_kept().with_args("const").return_const("const".to_owned());
    cat.expect_kept().returning(|text| text.to_uppercase());
    cat.expect_list().returning(|| vec!["a".to_owned()]);
    let first = cat.kept("const");
    let others: Vec<&str> = (0..40).map(|n| cat.kept(&format!("x{n}"))).collect();
    let again = cat.kept("const");
    let list = cat.list();
    cat.checkpoint();
    cat.expect_kept().return_const("new".to_owned());
    assert_eq!((first, again, others[39], list.len(), cat.kept("")), ("const", "const", "X39", 1, "new"));
    assert!(std::ptr::eq(first, again));
    cat.expect_change().times(1).returning(Vec::new);
    cat.expect_change().return_var(vec!["var".to_owned()]);
    cat.change().push("made".to_owned());
    cat.change().push("changed".to_owned());
    assert_eq!(cat.change().len(), 2);
}

#[test]
fn calls_that_are_futures_borrow_until_they_are_dropped() {
    let cat = MockCat::new();
    cat.expect_wait().times(..).yielding(1).returning(|text, parts| {
        parts.push(text.to_owned());
        parts.len()
    });
    cat.expect_wait_with().times(..).returning(|note, name| note.0.len() + name.0.len());
    cat.expect_promise().times(..).returning(|text| futures::future::ready(text.len()).boxed());
    cat.expect_stay().times(..).yielding(1).resolving(|text| text.len());
    cat.expect_hide().times(..).returning_async(|text| futures::future::ready(text.len()));
    let sum = Cell::new(0);
    for polls in 0..3 {
        let (text, mut parts) = ("north".to_owned(), Vec::new());
        let mut calls: Vec<LocalBoxFuture<'_, usize>> = vec![
            cat.wait(&text, &mut parts).boxed_local(),
            cat.wait_with(Note(&text, &sum), Name(&text)).boxed_local(),
            cat.promise(&text),
            cat.stay(&text),
            cat.hide(&text).boxed_local(),
        ];
        for call in &mut calls {
            let _ = (0..polls).find_map(|_| call.now_or_never());
        }
        drop(calls);
        assert_eq!(parts.len(), usize::from(polls > 0));
    }
    assert_eq!(sum.get(), 15);
}

#[test]
fn closures_are_called_while_the_call_runs() {
    let cat = MockCat::new();
    cat.expect_call().returning(|each, twice| {
        let local = "local".to_owned();
        each(&local);
        twice(&local)
    });
    let (mut seen, own) = (Vec::new(), "own".to_owned());
    let size = cat.call(&mut |text| seen.push(text.to_owned() + &own), |text| text.len() * 2);
    assert_eq!((size, seen), (10, vec!["localown".to_owned()]));
    let join = mock_fn!(fn(&str, &[&str]) -> String);
    join.expect().returning(|first, others| first.to_owned() + others[0]);
    assert_eq!(join.as_fn()(&own, &[&own.clone()]), "ownown");
}

#[automock(spy)]
trait Store {
    fn name(&self) -> &str;
    fn first<'a>(&self, text: &'a str) -> &'a str;
    async fn get(&self, key: &str, log: &mut Vec<String>) -> usize;
    fn later<'a>(&'a self, key: &'a str) -> BoxFuture<'a, usize>;
    fn local<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, usize>;
    fn hidden(&self, key: &str) -> impl Future<Output = usize>;
}

/// Says what it has been given when it is dropped.
struct Leaves<'a, 'b>(&'a str, &'b mut Vec<String>);

impl Drop for Leaves<'_, '_> {
    fn drop(&mut self) {
        self.1.push(self.0.to_owned());
    }
}

struct Real(String);

impl Store for Real {
    fn name(&self) -> &str {
        &self.0
    }

    fn first<'a>(&self, text: &'a str) -> &'a str {
        &text[..1]
    }

    async fn get(&self, key: &str, log: &mut Vec<String>) -> usize {
        let leaves = Leaves(key, log);
        futures::pending!();
        leaves.0.len() + self.0.len()
    }

    fn later<'a>(&'a self, key: &'a str) -> BoxFuture<'a, usize> {
        async move {
            futures::pending!();
            key.len() + self.0.len()
        }
        .boxed()
    }

    fn local<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, usize> {
        self.later(key)
    }

    async fn hidden(&self, key: &str) -> usize {
        let mut log = Vec::new();
        self.get(key, &mut log).await
    }
}

/// Goes through all methods of a spy, each of whose calls is polled so many times.
fn spy(store: MockStore, polls: usize) {
    let (key, mut log) = ("north".to_owned(), Vec::new());
    assert_eq!((store.name(), store.first(&key)), ("real", "n"));
    store.checkpoint();
    let mut calls: Vec<LocalBoxFuture<'_, usize>> = vec![
        store.get(&key, &mut log).boxed_local(),
        store.later(&key),
        store.local(&key),
        store.hidden(&key).boxed_local(),
    ];
    for call in &mut calls {
        for poll in 0..polls {
            assert_eq!(call.now_or_never(), (poll == 1).then_some(9));
        }
    }
    drop(calls);
    let get = store.calls_to_get();
    drop(store);
    assert_eq!(log.len(), usize::from(polls > 0));
    assert_eq!(get.last().unwrap().args().0, "north");
}

#[test]
fn what_a_real_object_is_given_it_has_while_its_future_lives() {
    for polls in 0..3 {
        spy(MockStore::wrapping(Real("real".to_owned())), polls);
        spy(MockStore::wrapping(Arc::new(Real("real".to_owned()))), polls);
        spy(MockStore::wrapping(Rc::new(Real("real".to_owned()))), polls);
    }
}

#[test]
fn what_a_real_object_lends_stays_while_the_spy_does() {
    let store = MockStore::wrapping(Real("real".to_owned()));
    let names = [store.name(), store.name()];
    store.expect_name().times(1).return_const("mock".to_owned());
    let other = store.name();
    store.clear_expectations();
    assert_eq!((names, other, store.name()), (["real"; 2], "mock", "real"));
}

/// Equals a number, by code of the user's.
#[derive(Clone, Copy, Debug)]
struct Meters(u32);

thread_local! {
    static RUN: std::cell::RefCell<Option<Box<dyn Fn()>>> = const { std::cell::RefCell::new(None) };
}

impl PartialEq<Meters> for u32 {
    fn eq(&self, other: &Meters) -> bool {
        if let Some(run) = RUN.take() {
            run();
        }
        *self == other.0
    }
}

#[automock]
trait Walker {
    fn walk(&self, far: Meters) -> bool;
    fn rest(&self) -> u32;
}

#[test]
fn a_number_is_compared_with_what_is_none_by_code_that_may_use_the_mock() {
    let walker = Arc::new(MockWalker::new());
    walker.expect_rest().times(1).return_const(1_u32);
    walker.expect_walk().with_args(3_u32).times(1).return_const(true);
    let calls = walker.calls_to_walk();
    let inner = Arc::clone(&walker);
    RUN.set(Some(Box::new(move || {
        inner.rest();
        assert_eq!(calls.count(), 1);
    })));
    assert!(walker.walk(Meters(3)));
}

#[automock]
trait Roster {
    fn names(&self, names: &[&str], pairs: Vec<(&str, Option<&[u8]>)>) -> usize;
    fn map(&self, map: &std::collections::HashMap<&str, [&u32; 2]>);
    fn lend(&self, tx: &mut Loaned<'_>, buffers: &mut [&mut [u8]], names: &mut dyn Iterator<Item = &str>) -> usize;
}

struct Loaned<'a>(&'a mut Vec<String>);

#[test]
fn what_borrows_inside_is_kept_without_what_it_borrowed_from() {
    let roster = MockRoster::relaxed();
    let (calls, maps) = (roster.calls_to_names(), roster.calls_to_map());
    for round in 0..5_u32 {
        let (name, bytes) = (format!("name{round}"), vec![1, 2, 3]);
        roster.names(&[&name, "b"], vec![(&name, Some(&bytes)), ("c", None)]);
        roster.map(&std::collections::HashMap::from([(name.as_str(), [&round, &7])]));
    }
    let call = calls.get(3).unwrap();
    calls.assert_any_call(&["name3", "b"], vec![("name3", Some(&[1, 2, 3][..])), ("c", None)]);
    maps.assert_called_with(&std::collections::HashMap::from([("name4", [&4, &7])]));
    assert_eq!(calls.matching(|names, pairs| names[0] == pairs[0].0 && pairs[0].1.is_some()).count(), 5);
    drop((roster, calls, maps));
    assert_eq!(call.args().0, ["name3", "b"]);
    assert_eq!(call.args().1[0], ("name3".to_owned(), Some(vec![1, 2, 3])));
}

#[test]
fn what_is_lent_by_a_reference_is_the_caller_s_again() {
    let roster = MockRoster::new();
    roster.expect_lend().withf(|tx, buffers, _| tx.0.is_empty() && buffers.len() == 1).returning(
        |tx, buffers, names| {
            tx.0.extend(names.map(str::to_owned));
            buffers[0].fill(7);
            tx.0.len()
        },
    );
    let (mut log, mut bytes, text) = (Vec::new(), [0; 3], String::from("a b"));
    assert_eq!(roster.lend(&mut Loaned(&mut log), &mut [&mut bytes], &mut text.split(' ')), 2);
    assert_eq!((log.join(","), bytes), ("a,b".to_owned(), [7; 3]));
}
