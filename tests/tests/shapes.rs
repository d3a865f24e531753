//! Methods as real projects write them, which mockall refuses.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use asyncmock::{automock, mock};
use futures::Stream;
use futures::executor::block_on;
use futures::future::BoxFuture;

/// A type with a lifetime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View<'a>(&'a str);

mod elided_lifetimes_in_arguments {
    use super::*;

    #[automock]
    trait Shelf {
        fn option(&self, title: Option<&str>) -> usize;
        fn slice(&self, titles: &[&str]) -> usize;
        fn vector(&self, pages: Vec<&u32>) -> u32;
        fn view(&self, view: View<'_>) -> usize;
        fn cow(&self, title: Cow<'_, str>) -> usize;
        fn mutable(&self, view: &mut View<'_>);
        fn context(&self, context: &mut Context<'_>) -> Poll<u32>;
    }

    #[test]
    fn answers_see_what_is_borrowed() {
        let shelf = MockShelf::new();
        shelf.expect_option().returning(|title| title.map_or(0, str::len));
        shelf.expect_slice().returning(|titles| titles.concat().len());
        shelf.expect_vector().returning(|pages| pages.into_iter().sum());
        shelf.expect_view().returning(|view| view.0.len());
        shelf.expect_cow().returning(|title| title.len());
        assert_eq!(shelf.option(Some("Emma")), 4);
        assert_eq!(shelf.slice(&["Emma", "Ada"]), 7);
        assert_eq!(shelf.vector(vec![&1, &2]), 3);
        assert_eq!(shelf.view(View("Emma")), 4);
        assert_eq!(shelf.cow(Cow::Borrowed("Emma")), 4);
    }

    #[test]
    fn answers_change_what_is_lent() {
        let shelf = MockShelf::new();
        shelf.expect_mutable().returning(|view| view.0 = "Ada");
        let mut view = View("Emma");
        shelf.mutable(&mut view);
        assert_eq!(view, View("Ada"));
    }

    #[test]
    fn answers_wake_who_waits() {
        let shelf = MockShelf::new();
        shelf.expect_context().returning(|context| {
            context.waker().wake_by_ref();
            Poll::Ready(7)
        });
        assert_eq!(shelf.context(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
    }
}

mod elided_lifetimes_in_values {
    use super::*;

    pub trait Sound {
        fn pitch(&self) -> u32;
    }

    impl Sound for u32 {
        fn pitch(&self) -> u32 {
            *self
        }
    }

    #[automock(type Line<'l> = &'l str;)]
    trait Shelf {
        type Line<'l>
        where
            Self: 'l;

        fn option(&self) -> Option<&u32>;
        fn result(&self) -> Result<&str, String>;
        fn object(&self) -> Box<dyn Sound + '_>;
        fn iterator(&self) -> impl Iterator<Item = u32> + '_;
        fn lines(&self) -> Box<dyn Iterator<Item = &str> + '_>;
        fn hidden_lines(&self) -> impl Iterator<Item = &str> + '_;
        async fn later_lines(&self) -> Box<dyn Iterator<Item = &str> + '_>;
        fn line(&self) -> Self::Line<'_>;
        fn this(&self) -> &Self;
        fn chained(&mut self, title: &str) -> &mut Self;
    }

    #[test]
    fn values_around_a_reference_are_given_for_ever() {
        let shelf = MockShelf::new();
        shelf.expect_option().return_const(Some(&7));
        shelf.expect_result().returning(|| Ok("Emma"));
        assert_eq!(shelf.option(), Some(&7));
        assert_eq!(shelf.result(), Ok("Emma"));
    }

    #[test]
    fn objects_that_may_borrow() {
        let shelf = MockShelf::new();
        shelf.expect_object().returning(|| Box::new(440));
        shelf.expect_iterator().returning(|| Box::new([1, 2].into_iter()));
        assert_eq!(shelf.object().pitch(), 440);
        assert_eq!(shelf.iterator().sum::<u32>(), 3);
    }

    #[test]
    fn iterators_over_what_is_borrowed() {
        let shelf = MockShelf::new();
        shelf.expect_lines().returning(|| Box::new(["Emma"].into_iter()));
        shelf.expect_hidden_lines().returning(|| Box::new(["Ada"].into_iter()));
        shelf.expect_later_lines().returning(|| Box::new(["Eve"].into_iter()));
        assert_eq!(shelf.lines().collect::<Vec<_>>(), ["Emma"]);
        assert_eq!(shelf.hidden_lines().collect::<Vec<_>>(), ["Ada"]);
        assert_eq!(block_on(shelf.later_lines()).collect::<Vec<_>>(), ["Eve"]);
    }

    #[test]
    fn generic_associated_types() {
        let shelf = MockShelf::new();
        shelf.expect_line().return_const("Emma".to_owned());
        assert_eq!(shelf.line(), "Emma");
    }

    #[test]
    fn the_mock_itself() {
        let mut shelf = MockShelf::new();
        shelf.expect_this().returning(|| {
            let other = MockShelf::new();
            other.expect_option().return_const(None);
            other
        });
        shelf.expect_chained().withf(|title| title == "Emma").returning(|_| {
            let other = MockShelf::new();
            other.expect_option().return_const(Some(&8));
            other
        });
        assert_eq!(shelf.this().option(), None);
        assert_eq!(shelf.chained("Emma").option(), Some(&8));
    }
}

mod traits_of_other_crates_as_their_documentation_spells_them {
    use super::*;

    mock! {
        Feed {}
        impl Stream for Feed {
            type Item = u32;
            fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u32>>;
        }
    }

    mock! {
        Name {}
        impl Display for Name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result;
        }
    }

    #[test]
    fn a_stream() {
        let feed = MockFeed::new();
        feed.expect_poll_next().once().returning(|_| Poll::Ready(Some(7)));
        feed.expect_poll_next().returning(|_| Poll::Ready(None));
        let items: Vec<u32> = block_on(futures::StreamExt::collect(feed));
        assert_eq!(items, [7]);
    }

    #[test]
    fn what_can_be_displayed() {
        let name = MockName::new();
        name.expect_fmt().returning(|out| out.write_str("Emma"));
        assert_eq!(name.to_string(), "Emma");
    }
}

mod lifetimes_that_an_argument_and_the_value_share {
    use super::*;

    #[automock]
    trait Shelf {
        fn text<'a>(&self, title: &'a str) -> &'a str;
        fn cow<'a>(&self, title: &'a str) -> Cow<'a, str>;
        fn boxed<'a>(&self, pages: &'a [u32]) -> Box<dyn Iterator<Item = &'a u32> + 'a>;
        fn both<'a>(&'a self, title: &'a str) -> BoxFuture<'a, usize>;
        async fn guard(&self, title: &str) -> tokio::sync::RwLockReadGuard<'_, u32>;
    }

    #[test]
    fn the_value_may_be_the_argument() {
        let shelf = MockShelf::new();
        shelf.expect_text().returning(|title| &title[1..]);
        shelf.expect_cow().returning(|title| Cow::Borrowed(title));
        shelf.expect_boxed().returning(|pages| Box::new(pages.iter()));
        let title = "Emma".to_owned();
        assert_eq!(shelf.text(&title), "mma");
        assert_eq!(shelf.cow(&title), "Emma");
        assert_eq!(shelf.boxed(&[1, 2]).sum::<u32>(), 3);
    }

    #[test]
    fn a_future_over_self_and_an_argument() {
        let shelf = MockShelf::new();
        shelf.expect_both().resolving(|title| title.len());
        assert_eq!(block_on(shelf.both("Emma")), 4);
    }

    #[test]
    fn a_guard_of_a_lock() {
        static LOCK: tokio::sync::RwLock<u32> = tokio::sync::RwLock::const_new(7);
        let shelf = MockShelf::new();
        shelf.expect_guard().returning(|_| LOCK.try_read().unwrap());
        assert_eq!(*block_on(shelf.guard("Emma")), 7);
    }
}

mod arguments_without_a_name {
    use super::*;

    pub trait Sound {
        fn pitch(&self) -> u32;
        fn tune(&mut self, pitch: u32);
    }

    impl Sound for u32 {
        fn pitch(&self) -> u32 {
            *self
        }
        fn tune(&mut self, pitch: u32) {
            *self = pitch;
        }
    }

    #[automock]
    trait Shelf {
        fn new(title: impl Into<String>) -> Self;
        fn path(&self, path: impl AsRef<Path>) -> bool;
        fn by_value(&self, sound: impl Sound) -> u32;
        fn by_reference(&self, sound: &impl Sound) -> u32;
        fn by_mutable_reference(&self, sound: &mut impl Sound);
        fn slice(&self, sounds: &[impl Sound]) -> u32;
        fn callback(&self, found: impl Fn(&str) -> bool) -> bool;
        fn items<'i>(&self, items: impl Iterator<Item = &'i str>) -> usize;
        async fn later(&self, title: &str, place: &str, error: impl std::error::Error + 'static) -> usize;
    }

    #[test]
    fn a_constructor_takes_what_can_be_turned_into_text() {
        let context = MockShelf::new_context();
        context.expect().with_args("Emma").returning(|_| MockShelf::default());
        drop(<MockShelf as Shelf>::new("Emma"));
        assert_eq!(context.calls().count(), 1);
    }

    #[test]
    fn expectations_are_given_objects() {
        let shelf = MockShelf::default();
        shelf.expect_path().returning(|path| path.as_ref() == Path::new("/emma"));
        shelf.expect_by_value().returning(|sound| sound.pitch());
        shelf.expect_by_reference().returning(|sound| sound.pitch());
        shelf.expect_by_mutable_reference().returning(|sound| sound.tune(440));
        shelf.expect_slice().returning(|sounds| sounds.iter().map(|sound| sound.pitch()).sum());
        assert!(shelf.path("/emma"));
        assert_eq!(shelf.by_value(1), 1);
        assert_eq!(shelf.by_reference(&2), 2);
        assert_eq!(shelf.slice(&[1, 2]), 3);
        let mut sound = 1;
        shelf.by_mutable_reference(&mut sound);
        assert_eq!(sound, 440);
    }

    #[test]
    fn what_lives_for_ever_waits_beside_a_future() {
        let shelf = MockShelf::default();
        shelf.expect_later().returning(|title, place, error| (title.len() + place.len()) * error.to_string().len());
        assert_eq!(block_on(shelf.later("Emma", "top", fmt::Error)), 7 * fmt::Error.to_string().len());
    }

    #[test]
    fn functions_and_iterators_may_borrow() {
        let shelf = MockShelf::default();
        shelf.expect_callback().returning(|found| found("Emma"));
        shelf.expect_items().returning(|items| items.map(str::len).sum());
        let wanted = "Emma".to_owned();
        assert!(shelf.callback(|title| title == wanted));
        assert_eq!(shelf.items([wanted.as_str()].into_iter()), 4);
    }
}

mod generics_that_are_not_static {
    use super::*;

    pub trait Sound {
        fn pitch(&self) -> u32;
    }

    impl Sound for &u32 {
        fn pitch(&self) -> u32 {
            **self
        }
    }

    #[automock]
    trait Shelf {
        fn sound<T: Sound>(&self, sound: T) -> u32;
        fn text<T: AsRef<str> + ?Sized>(&self, text: &T) -> usize;
        fn known<T: ?Sized + 'static>(&self, known: &T) -> u32;
        fn callback<F>(&self, found: F) -> usize
        where
            F: for<'x> Fn(&'x str) -> &'x str;
        fn objects(&self, found: &dyn Fn(&str) -> usize, done: &mut dyn FnMut(usize));
        async fn later(&self, title: &str, done: &mut dyn FnMut(usize));
    }

    #[test]
    fn types_that_borrow_are_objects() {
        let shelf = MockShelf::new();
        shelf.expect_sound().returning(|sound| sound.pitch());
        let pitch = 440;
        assert_eq!(shelf.sound(&pitch), 440);
    }

    #[test]
    fn types_without_a_size() {
        let shelf = MockShelf::new();
        shelf.expect_text().returning(|text| text.as_ref().len());
        shelf.expect_known::<str>().withf(|known| known == "Emma").return_const(1_u32);
        shelf.expect_known::<[u8]>().return_const(2_u32);
        assert_eq!(shelf.text("Emma"), 4);
        assert_eq!(shelf.known("Emma"), 1);
        assert_eq!(shelf.known(&[7_u8][..]), 2);
    }

    #[test]
    fn functions_that_borrow() {
        let shelf = MockShelf::new();
        shelf.expect_callback().returning(|found| found("Emma ").len());
        shelf.expect_objects().returning(|found, done| done(found("Emma")));
        let mut length = 0;
        shelf.objects(&str::len, &mut |found| length = found);
        assert_eq!((shelf.callback(str::trim), length), (4, 4));
    }

    #[test]
    fn functions_that_borrow_later() {
        let shelf = MockShelf::new();
        shelf.expect_later().returning(|title, done| done(title.len()));
        let mut length = 0;
        block_on(shelf.later("Emma", &mut |found| length = found));
        assert_eq!(length, 4);
    }
}

mod hidden_types_inside_of_others {
    use super::*;

    #[automock]
    trait Shelf {
        fn result(&self) -> Result<impl Iterator<Item = u32>, String>;
        async fn stream(&self) -> impl Stream<Item = u32>;
        fn captured(&self, title: &str) -> impl Iterator<Item = u32> + use<'_, Self>;
    }

    #[test]
    fn answers_give_boxes() {
        let shelf = MockShelf::new();
        shelf.expect_result().returning(|| Ok(Box::new([1, 2].into_iter())));
        shelf.expect_stream().returning(|| Box::pin(futures::stream::iter([3])));
        shelf.expect_captured().returning(|title| Box::new([title.len() as u32].into_iter()));
        assert_eq!(shelf.result().unwrap().sum::<u32>(), 3);
        assert_eq!(shelf.captured("Emma").sum::<u32>(), 4);
        assert_eq!(block_on(async { futures::StreamExt::collect::<Vec<_>>(shelf.stream().await).await }), [3]);
    }
}

mod an_own_async_method {
    use super::*;

    pub struct Shelf;

    #[automock]
    impl Shelf {
        pub async fn lines(&self, of: &str, view: &mut View<'_>) -> Box<dyn Iterator<Item = &str> + '_> {
            view.0 = "Eve";
            Box::new(std::iter::repeat_n("Ada", of.len()))
        }
    }

    #[test]
    fn gives_an_iterator_over_what_is_borrowed() {
        let shelf = MockShelf::new();
        shelf.expect_lines().returning(|_, view| {
            view.0 = "Ada";
            Box::new(["Emma"].into_iter())
        });
        let mut view = View("Emma");
        assert_eq!(block_on(shelf.lines("x", &mut view)).collect::<Vec<_>>(), ["Emma"]);
        assert_eq!(view, View("Ada"));
        assert_eq!(block_on(Shelf.lines("x", &mut view)).collect::<Vec<_>>(), ["Ada"]);
    }
}

mod lifetime_parameters {
    use super::*;

    #[automock]
    trait Reader<'r> {
        fn read(&self, text: &'r str) -> usize;
    }

    pub struct Shelf<'s>(pub &'s str);

    #[automock]
    impl<'s> Shelf<'s> {
        pub fn title(&self, view: View<'s>) -> usize {
            self.0.len() + view.0.len()
        }
    }

    pub trait Find<'f> {
        fn find(&self, title: &'f str) -> Option<&'f str>;
    }

    pub struct House;

    #[automock]
    impl<'f> Find<'f> for House {
        fn find(&self, title: &'f str) -> Option<&'f str> {
            Some(title)
        }
    }

    #[test]
    fn of_a_trait() {
        let reader = MockReader::new();
        reader.expect_read().returning(str::len);
        assert_eq!(reader.read("Emma"), 4);
    }

    #[test]
    fn of_a_struct() {
        let shelf = MockShelf::new();
        shelf.expect_title().returning(|view| view.0.len());
        assert_eq!(shelf.title(View("Emma")), 4);
        assert_eq!(Shelf("Ada").title(View("Emma")), 7);
    }

    #[test]
    fn of_an_implementation() {
        let house = MockHouse::new();
        house.expect_find().returning(|title| Some(&title[1..]));
        assert_eq!(house.find("Emma"), Some("mma"));
        assert_eq!(House.find("Emma"), Some("Emma"));
    }
}

mod projections_and_patterns {
    use super::*;

    pub trait Entity {
        type Id;
    }

    pub struct Book;

    impl Entity for Book {
        type Id = u32;
    }

    pub struct Point {
        pub x: u32,
        pub y: u32,
    }

    macro_rules! shelf {
        ($ty:ty) => {
            #[automock]
            trait Shelf {
                fn given(&self, given: $ty) -> Option<$ty>;
            }
        };
    }

    shelf!(&'static str);

    #[automock]
    trait Library {
        fn by_id(&self, id: <Book as Entity>::Id) -> u32;
        fn of<M: Entity<Id: Send> + 'static>(&self, of: M, id: <M as Entity>::Id) -> bool;
    }

    #[derive(Debug)]
    pub struct Desk;

    #[automock]
    #[allow(dead_code)]
    impl Desk {
        pub fn tuple(&self, (left, right): (u32, u32)) -> u32 {
            left + right
        }
        pub fn named(&self, Point { x, y }: Point) -> u32 {
            x + y
        }
        pub fn array(&self, [first, _]: [u32; 2], _: u32) -> u32 {
            first
        }
    }

    #[test]
    fn projections() {
        let library = MockLibrary::new();
        library.expect_by_id().with_args(7).return_const(1_u32);
        library.expect_of::<Book>().returning(|_, id| id == 7);
        assert_eq!(library.by_id(7), 1);
        assert!(library.of(Book, 7));
    }

    #[test]
    fn types_given_by_a_macro() {
        let shelf = MockShelf::new();
        shelf.expect_given().returning(Some);
        assert_eq!(shelf.given("Emma"), Some("Emma"));
    }

    #[test]
    fn patterns() {
        let desk = MockDesk::new();
        desk.expect_tuple().returning(|pair| pair.0);
        desk.expect_named().returning(|point| point.y);
        desk.expect_array().returning(|array, n| array[1] + n);
        assert_eq!(desk.tuple((1, 2)), 1);
        assert_eq!(desk.named(Point { x: 1, y: 2 }), 2);
        assert_eq!(desk.array([1, 2], 3), 5);
    }
}

mod the_rest {
    use super::*;

    #[automock(const WIDTH: usize = 3;)]
    trait Shelf {
        const WIDTH: usize;

        fn fixed<const N: usize>(&self, pages: [u8; N]) -> usize;
        fn never(&self) -> !;
        #[must_use]
        #[deprecated]
        #[track_caller]
        fn old(&self) -> u32;
    }

    #[test]
    fn constants() {
        let shelf = MockShelf::new();
        shelf.expect_fixed::<3>().returning(|pages| pages.len());
        assert_eq!(shelf.fixed([0; 3]), MockShelf::WIDTH);
    }

    #[test]
    fn a_method_that_never_returns() {
        let shelf = MockShelf::new();
        shelf.expect_never().returning(|| panic!("gone"));
        let gone = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shelf.never()));
        assert_eq!(gone.unwrap_err().downcast_ref::<&str>(), Some(&"gone"));
    }

    #[test]
    #[allow(deprecated)]
    fn attributes_that_warn() {
        let shelf = MockShelf::new();
        shelf.expect_old().return_const(7_u32);
        assert_eq!(shelf.old(), 7);
    }

    #[test]
    fn types_of_a_function_body() {
        #[derive(Clone, Debug, PartialEq)]
        struct Page(u32);

        #[automock]
        trait Book {
            fn page(&self, after: Page) -> Page;
        }

        let book = MockBook::new();
        book.expect_page().with_args(Page(1)).returning(|page| Page(page.0 + 1));
        assert_eq!(book.page(Page(1)), Page(2));
    }

    pub trait Sound: Send + Sync {
        fn pitch(&self) -> u32;
    }

    impl Sound for u32 {
        fn pitch(&self) -> u32 {
            *self
        }
    }

    #[automock]
    #[async_trait::async_trait]
    trait Player: Send + Sync {
        async fn play(&self, sound: &dyn Sound) -> u32;
    }

    #[test]
    fn objects_under_async_trait() {
        let player = MockPlayer::new();
        player.expect_play().returning(|sound| sound.pitch());
        assert_eq!(block_on(player.play(&440)), 440);
    }

    #[automock]
    trait Store<T: Send + 'static>: Sync {
        fn put(&self, item: T) -> usize;
    }

    #[test]
    fn a_sync_trait_of_a_type_that_is_only_send() {
        let store = MockStore::<std::cell::Cell<u32>>::new();
        store.expect_put().returning(|item| item.get() as usize);
        assert_eq!(store.put(std::cell::Cell::new(3)), 3);
    }

    #[automock]
    #[allow(dead_code)]
    pub mod foreign {
        unsafe extern "C" {
            pub safe fn abs(n: i32) -> i32;
        }
    }

    #[test]
    fn a_safe_function_of_an_extern_block() {
        let context = mock_foreign::abs_context();
        context.expect().returning(|n| n + 1);
        assert_eq!(mock_foreign::abs(3), 4);
    }
}

mod types_with_the_names_of_others {
    pub struct Box(pub u32);
    pub struct Mutex(pub u32);
    pub type Result = std::result::Result<u32, Mutex>;

    #[asyncmock::automock]
    trait Shelf {
        fn result(&self, boxed: Box) -> Result;
        async fn later(&self, mutex: &Mutex, other: &str) -> Result;
    }

    #[test]
    fn are_the_users() {
        let shelf = MockShelf::new();
        shelf.expect_result().returning(|boxed| Ok(boxed.0));
        shelf.expect_later().returning(|mutex, _| Err(Mutex(mutex.0)));
        assert_eq!(shelf.result(Box(7)).ok(), Some(7));
        assert_eq!(super::block_on(shelf.later(&Mutex(8), "x")).err().map(|mutex| mutex.0), Some(8));
    }
}
