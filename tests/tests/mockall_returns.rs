//! Values of every kind, as mockall's users return them.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(clippy::needless_lifetimes, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::ffi::{CStr, CString, OsStr, OsString};
use std::fmt::{Debug, Display};
use std::future::Future;
use std::path::{Path, PathBuf};

use asyncmock::*;
use asyncmock_tests::failure;
use core::prelude::v1::test;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(u32);

mod owned {
    use super::*;

    /// Has no `Clone`.
    #[derive(Debug, PartialEq)]
    pub struct Unique(u32);

    #[automock]
    pub trait Foo {
        fn number(&self) -> u32;
        fn text(&self) -> String;
        fn unique(&self, x: u32) -> Unique;
        fn unit(&self);
        fn never(&self) -> !;
        fn result(&self) -> Result<Record, std::io::Error>;
    }

    #[test]
    fn constants_are_cloned_and_converted() {
        let mut mock = MockFoo::new();
        mock.expect_number().return_const(5_u8);
        mock.expect_text().return_const("abc");
        assert_eq!((mock.number(), mock.number(), mock.text()), (5, 5, "abc".to_owned()));
    }

    #[test]
    fn closures_keep_their_state() {
        let mut mock = MockFoo::new();
        let mut x = 0;
        mock.expect_number().returning(move || {
            x += 1;
            x
        });
        assert_eq!((mock.number(), mock.number()), (1, 2));
    }

    #[test]
    fn once_moves_a_value_out() {
        let mut mock = MockFoo::new();
        let unique = Unique(5);
        mock.expect_unique().return_once(move |_| unique);
        assert_eq!(mock.unique(1), Unique(5));
    }

    #[test]
    fn once_fails_the_second_time() {
        let mut mock = MockFoo::new();
        let unique = Unique(5);
        mock.expect_unique().return_once(move |_| unique);
        mock.unique(1);
        let text = failure(|| mock.unique(1));
        assert!(
            text.starts_with("MockFoo::unique: Expectation(<anything>) called twice, but it returns by move"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_returned_without_an_answer() {
        let mut mock = MockFoo::new();
        mock.expect_unit().times(2);
        mock.unit();
        mock.unit();
    }

    #[test]
    fn values_want_an_answer() {
        let mut mock = MockFoo::new();
        mock.expect_number();
        let text = failure(|| mock.number());
        assert!(
            text.starts_with("MockFoo::number: Expectation(<anything>) Returning default values requires"),
            "{text}"
        );
    }

    #[test]
    #[should_panic(expected = "the end")]
    fn an_answer_may_never_return() {
        let mut mock = MockFoo::new();
        mock.expect_never().returning(|| panic!("the end"));
        mock.never();
    }

    #[test]
    fn errors_without_clone() {
        let mut mock = MockFoo::new();
        mock.expect_result().returning(|| Err(std::io::Error::other("no")));
        assert_eq!(mock.result().unwrap_err().to_string(), "no");
    }
}

mod references {
    use super::*;

    #[automock]
    pub trait Foo {
        fn record(&self) -> &Record;
        fn text(&self) -> &str;
        fn slice(&self) -> &[u8];
        fn path(&self) -> &Path;
        fn os(&self) -> &OsStr;
        fn c(&self) -> &CStr;
        fn object(&self) -> &dyn Display;
        fn sendable(&self) -> &(dyn Debug + Send + Sync);
        fn named<'a>(&'a self) -> &'a Record;
        fn optional(&self) -> Option<&Record>;
        fn vector(&self) -> &Vec<u8>;
        fn by_argument(&self, x: u32) -> &Record;
        fn exclusively(&mut self) -> &Record;
    }

    #[test]
    fn owned_forms_are_lent() {
        let mut mock = MockFoo::new();
        mock.expect_record().return_const(Record(1));
        mock.expect_text().return_const("a".to_owned());
        mock.expect_slice().return_const(vec![1, 2]);
        mock.expect_path().return_const(PathBuf::from("/tmp"));
        mock.expect_os().return_const(OsString::from("os"));
        mock.expect_c().return_const(CString::from(c"c"));
        mock.expect_named().return_const(Record(2));
        mock.expect_vector().return_const(vec![3]);
        mock.expect_exclusively().return_const(Record(4));
        assert_eq!((mock.record(), mock.text(), mock.slice()), (&Record(1), "a", &[1, 2][..]));
        assert_eq!((mock.path(), mock.os(), mock.c()), (Path::new("/tmp"), OsStr::new("os"), c"c"));
        assert_eq!((mock.named(), mock.vector()), (&Record(2), &vec![3]));
        assert_eq!(mock.exclusively(), &Record(4));
    }

    #[test]
    fn trait_objects_are_lent_by_their_boxes() {
        let mut mock = MockFoo::new();
        mock.expect_object().return_const(Box::new("abcd"));
        mock.expect_sendable().return_const(Box::new(5));
        assert_eq!(mock.object().to_string(), "abcd");
        assert_eq!(format!("{:?}", mock.sendable()), "5");
    }

    #[test]
    fn closures_lend_what_they_make() {
        let mut mock = MockFoo::new();
        mock.expect_by_argument().returning(Record);
        let (first, second) = (mock.by_argument(1), mock.by_argument(2));
        assert_eq!((first, second), (&Record(1), &Record(2)));
    }

    #[test]
    fn optional_references_live_for_ever() {
        static RECORD: Record = Record(7);
        let mut mock = MockFoo::new();
        mock.expect_optional().return_const(Some(&RECORD));
        assert_eq!(mock.optional(), Some(&Record(7)));
    }

    #[automock]
    pub trait Static {
        fn text() -> &'static str;
        fn record(&self) -> &'static Record;
        fn slice(&self) -> &'static [u8];
    }

    #[test]
    fn static_references_are_values() {
        static RECORD: Record = Record(8);
        let mut mock = MockStatic::new();
        mock.expect_record().return_const(&RECORD);
        mock.expect_slice().returning(|| &[1, 2]);
        let ctx = MockStatic::text_context();
        ctx.expect().return_const("abc");
        assert_eq!((MockStatic::text(), mock.record(), mock.slice()), ("abc", &RECORD, &[1, 2][..]));
    }
}

mod references_to_what_borrows {
    use std::borrow::Cow;

    use super::*;

    pub struct Label<'a>(&'a str);

    mock! {
        Shelf {
            fn label<'a>(&self) -> Label<'a>;
            fn first<'a>(&self) -> &Label<'a>;
            fn newest(&self) -> &Label<'_>;
            fn own<'s>(&'s self) -> &'s Label<'s>;
            fn names(&self) -> &[&str];
            fn title(&self) -> &Cow<'_, str>;
            fn printed(&self) -> &(dyn Debug + '_);
            fn eternal<'a>(&self) -> &'a Label<'a>;
        }
    }

    #[test]
    fn it_borrows_for_ever() {
        static TOP: Label<'static> = Label("top");
        let mut mock = MockShelf::new();
        mock.expect_label().returning(|| Label("a"));
        mock.expect_first().return_const(Label("b"));
        mock.expect_newest().returning(|| Label("c"));
        mock.expect_own().return_const(Label("d"));
        mock.expect_names().return_const(vec!["e"]);
        mock.expect_title().return_const("f".into());
        mock.expect_printed().return_const(Box::new("g"));
        mock.expect_eternal().return_const(&TOP);
        assert_eq!((mock.label().0, mock.first().0, mock.newest().0, mock.own().0), ("a", "b", "c", "d"));
        assert_eq!((mock.names(), &**mock.title(), format!("{:?}", mock.printed())), (&["e"][..], "f", "\"g\"".into()));
        assert_eq!(mock.eternal().0, "top");
    }
}

mod references_of_generic_methods {
    use super::*;

    #[derive(Debug, PartialEq)]
    pub struct Pair<T: Copy>(T, T);

    #[automock]
    pub trait Shop {
        fn find<T: 'static>(&self) -> &T;
        fn list<T: 'static>(&self) -> &[T];
        fn pair<T>(&self, of: T) -> &Pair<T>
        where
            T: Copy + 'static;
        fn edit<T: 'static>(&mut self) -> &mut T;
        fn edit_all<T: Send + 'static>(&mut self) -> &mut [T];
        fn printed<T: 'static>(&self) -> &dyn Debug;
        fn turned<T: 'static>(&self) -> &dyn Fn(T) -> T;
        fn known<T: Default + Send + Sync + 'static>(&self) -> &T;
    }

    #[test]
    fn each_type_lends_its_own() {
        let mut mock = MockShop::new();
        mock.expect_find::<u32>().return_const(1_u32);
        mock.expect_find::<String>().returning(|| "a".to_owned());
        mock.expect_list::<u8>().return_const(vec![1, 2]);
        mock.expect_pair::<u8>().with(predicate::eq(3)).returning(|of| Pair(of, of));
        mock.expect_edit::<u32>().return_var(4_u32);
        mock.expect_edit_all::<u8>().returning(|| vec![5]);
        mock.expect_printed::<u8>().return_const(Box::new("b"));
        mock.expect_turned::<u8>().return_const(Box::new(|of| of + 1));
        assert_eq!((mock.find::<u32>(), mock.find::<String>()), (&1, &"a".to_owned()));
        assert_eq!((mock.list::<u8>(), mock.pair(3_u8)), (&[1, 2][..], &Pair(3, 3)));
        *mock.edit::<u32>() += 1;
        assert_eq!((*mock.edit::<u32>(), mock.edit_all::<u8>()), (5, &mut [5][..]));
        assert_eq!((format!("{:?}", mock.printed::<u8>()), mock.turned::<u8>()(1)), ("\"b\"".into(), 2));
    }

    #[test]
    fn a_relaxed_mock_lends_a_default_where_that_can_be_shared_for_certain() {
        let mock = MockShop::relaxed();
        assert_eq!(mock.known::<u8>(), &0);
        let text = failure(|| {
            mock.find::<u8>();
        });
        assert!(text.starts_with("MockShop::find(): No matching expectation found"), "{text}");
    }

    #[test]
    fn a_mock_that_lends_can_be_shared() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&MockShop::new());
    }
}

mod mutable_references {
    use super::*;

    #[automock]
    pub trait Foo {
        fn record(&mut self) -> &mut Record;
        fn slice(&mut self) -> &mut [u8];
        fn text(&mut self) -> &mut str;
        fn object(&mut self) -> &mut dyn Iterator<Item = u32>;
        fn by_argument(&mut self, x: u32) -> &mut Record;
        fn generic<T: Send + Sync + 'static>(&mut self, t: T) -> &mut T;
    }

    #[test]
    fn a_variable_keeps_what_is_written() {
        let mut mock = MockFoo::new();
        mock.expect_record().return_var(Record(1));
        mock.record().0 += 1;
        assert_eq!(mock.record(), &Record(2));
    }

    #[test]
    fn closures_make_what_is_lent() {
        let mut mock = MockFoo::new();
        mock.expect_by_argument().returning(Record);
        mock.expect_slice().returning(|| vec![1, 2]);
        mock.expect_text().return_var("abc".to_owned());
        mock.expect_generic::<u8>().return_var(4);
        mock.by_argument(3).0 = 5;
        assert_eq!(mock.by_argument(3), &Record(3));
        assert_eq!(mock.slice(), [1, 2]);
        mock.text().make_ascii_uppercase();
        assert_eq!(mock.text(), "ABC");
        *mock.generic(0_u8) += 1;
        assert_eq!(*mock.generic(0_u8), 5);
    }

    #[test]
    fn trait_objects_are_lent_by_their_boxes() {
        let mut mock = MockFoo::new();
        mock.expect_object().return_var(Box::new(vec![1, 2].into_iter()));
        assert_eq!((mock.object().next(), mock.object().next()), (Some(1), Some(2)));
    }
}

mod hidden_types {
    use super::*;

    #[automock]
    pub trait Foo {
        fn debug(&self) -> impl Debug;
        fn sendable(&self) -> impl Debug + Send + 'static;
        fn iterator(&self) -> impl Iterator<Item = u32>;
        fn closure(&self) -> impl Fn(u32) -> u32;
        fn future(&self) -> impl Future<Output = u32>;
        fn stream(&self) -> impl futures::Stream<Item = u32>;
        fn nested(&self) -> Result<impl Iterator<Item = u32>, String>;
        fn boxed(&self) -> Box<dyn Iterator<Item = u32>>;
    }

    #[tokio::test]
    async fn boxes_are_given_for_them() {
        use futures::StreamExt as _;
        let mut mock = MockFoo::new();
        mock.expect_debug().returning(|| Box::new(1));
        mock.expect_sendable().returning(|| Box::new("a"));
        mock.expect_iterator().returning(|| Box::new(vec![1, 2].into_iter()));
        mock.expect_closure().returning(|| Box::new(|x| x + 1));
        mock.expect_future().returning(|| Box::pin(async { 3 }));
        mock.expect_stream().returning(|| Box::pin(futures::stream::iter([4, 5])));
        mock.expect_nested().returning(|| Ok(Box::new(vec![6].into_iter())));
        mock.expect_boxed().returning(|| Box::new(vec![7].into_iter()));
        assert_eq!((format!("{:?}", mock.debug()), format!("{:?}", mock.sendable())), ("1".into(), "\"a\"".into()));
        assert_eq!((mock.iterator().sum::<u32>(), mock.closure()(1)), (3, 2));
        assert_eq!((mock.future().await, mock.stream().collect::<Vec<_>>().await), (3, vec![4, 5]));
        assert_eq!((mock.nested().unwrap().sum::<u32>(), mock.boxed().sum::<u32>()), (6, 7));
    }
}

mod hidden_types_of_ones_own {
    use super::*;

    pub trait Signal<T = u8> {
        fn value(&self) -> T;
    }

    struct Steady<T>(T);

    impl<T: Clone> Signal<T> for Steady<T> {
        fn value(&self) -> T {
            self.0.clone()
        }
    }

    pub trait Batch {
        type Of;
    }

    pub struct Radio;

    #[automock]
    impl Radio {
        pub fn open(channel: u8) -> impl Signal {
            Steady(channel)
        }
        pub fn all() -> impl Batch<Of = Self> {
            struct None;
            impl Batch for None {
                type Of = Radio;
            }
            None
        }
        pub fn borrowed<'a>(&'a self) -> impl Signal + Send + 'a {
            Steady(1)
        }
        pub fn every(&self) -> Vec<impl Signal> {
            vec![Steady(1)]
        }
        pub fn lent(&self) -> &impl Signal {
            &Steady(1)
        }
        pub async fn tuned(&self, to: &str) -> Result<impl Signal, String> {
            Ok(Steady(to.len() as u8))
        }
    }

    mock! {
        Tuner {
            fn typed<T: 'static>(&self) -> impl Signal<T>;
        }
    }

    #[test]
    fn a_mock_gives_the_box_itself() {
        let ctx = MockRadio::open_context();
        ctx.expect().returning(|channel| Box::new(Steady(channel)));
        let signal: Box<dyn Signal> = MockRadio::open(7);
        assert_eq!(signal.value(), 7);

        struct Some;
        impl Batch for Some {
            type Of = MockRadio;
        }
        let ctx = MockRadio::all_context();
        ctx.expect().returning(|| Box::new(Some));
        let _: Box<dyn Batch<Of = MockRadio>> = MockRadio::all();

        let mut mock = MockTuner::new();
        mock.expect_typed::<String>().returning(|| Box::new(Steady("a".to_owned())));
        mock.expect_typed::<u8>().returning(|| Box::new(Steady(1)));
        assert_eq!((mock.typed::<String>().value(), mock.typed::<u8>().value()), ("a".to_owned(), 1));
    }

    #[tokio::test]
    async fn a_mock_gives_boxes_inside_of_other_types() {
        let mut mock = MockRadio::new();
        mock.expect_borrowed().returning(|| Box::new(Steady(1)));
        mock.expect_every().returning(|| vec![Box::new(Steady(2)), Box::new(Steady(3))]);
        mock.expect_lent().return_const(Box::new(Steady(4)));
        mock.expect_tuned().returning(|to| Ok(Box::new(Steady(to.len() as u8))));
        let every: Vec<u8> = mock.every().iter().map(|signal| signal.value()).collect();
        assert_eq!((mock.borrowed().value(), every, mock.lent().value()), (1, vec![2, 3], 4));
        assert_eq!(mock.tuned("12345").await.unwrap().value(), 5);
    }

    /// Boxes of it are ones, too.
    pub trait Light {
        fn is_on(&self) -> bool;
    }

    impl<L: Light + ?Sized> Light for Box<L> {
        fn is_on(&self) -> bool {
            (**self).is_on()
        }
    }

    struct Lamp;

    impl Light for Lamp {
        fn is_on(&self) -> bool {
            true
        }
    }

    #[automock]
    pub trait House {
        fn new() -> impl Light;
        fn room<'a>(&'a self, name: &str) -> impl Light + 'a;
        async fn hall(&self) -> impl Light;
    }

    #[tokio::test]
    async fn a_trait_may_hide_what_boxes_are() {
        let mut mock = MockHouse::default();
        let ctx = MockHouse::new_context();
        ctx.expect().returning(|| Box::new(Lamp));
        mock.expect_room().returning(|_| Box::new(Lamp));
        mock.expect_hall().returning(|| Box::new(Lamp));
        assert!(MockHouse::new().is_on() && mock.room("hall").is_on() && mock.hall().await.is_on());
    }
}

mod closures_in_the_return {
    use super::*;

    #[automock]
    pub trait Foo {
        fn boxed(&self) -> Box<dyn Fn(u32) -> u32 + Send>;
        fn pointer(&self) -> fn(u32) -> u32;
        fn generic<T: 'static>(&self) -> Vec<T>;
    }

    #[test]
    fn functions_are_values() {
        let mut mock = MockFoo::new();
        mock.expect_boxed().returning(|| Box::new(|x| x + 1));
        mock.expect_pointer().return_const((|x| x + 2) as fn(u32) -> u32);
        mock.expect_generic::<u8>().returning(Vec::new);
        assert_eq!((mock.boxed()(1), mock.pointer()(1)), (2, 3));
        assert!(mock.generic::<u8>().is_empty());
    }
}
