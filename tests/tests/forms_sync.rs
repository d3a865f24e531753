//! Every form of a sync method: receivers, arguments, returns, and what may stand around them in a trait.

#![deny(warnings, missing_docs)]
// The traits here are written as people write them, not as clippy would.
#![allow(clippy::missing_safety_doc, clippy::needless_arbitrary_self_type, clippy::needless_lifetimes)]
#![allow(clippy::new_ret_no_self, clippy::wrong_self_convention)]

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::{ANY, automock, predicate::*};
use asyncmock_tests::{failure, here};

mod receivers {
    use super::*;

    #[automock]
    trait Cat {
        fn shared(&self, n: u32) -> u32;
        fn exclusive(&mut self, n: u32) -> u32;
        fn owned(self, n: u32) -> u32;
        fn boxed(self: Box<Self>, n: u32) -> u32;
        fn counted(self: Rc<Self>, n: u32) -> u32;
        fn counted_atomically(self: Arc<Self>, n: u32) -> u32;
        fn pinned(self: Pin<&mut Self>, n: u32) -> u32;
        fn pinned_lending(self: Pin<&mut Self>) -> &mut u32;
        fn pinned_shared(self: Pin<&Self>) -> &str;
        fn spelled(self: &Self, n: u32) -> u32;
    }

    #[test]
    fn by_shared_and_by_mutable_reference() {
        let mut cat = MockCat::new();
        cat.expect_shared().returning(|n| n + 1);
        cat.expect_exclusive().returning(|n| n + 2);
        cat.expect_spelled().returning(|n| n + 3);
        assert_eq!((cat.shared(0), cat.exclusive(0), cat.spelled(0)), (1, 2, 3));
    }

    #[test]
    fn by_value_the_mock_ends_with_the_call() {
        let cat = MockCat::new();
        cat.expect_owned().times(1).returning(|n| n + 1);
        let owned = cat.calls_to_owned();
        assert_eq!(cat.owned(0), 1);
        owned.assert_called_once_with(0);

        let cat = MockCat::new();
        cat.expect_owned().times(2).returning(|n| n + 1);
        let text = failure(|| cat.owned(0));
        assert!(
            text.starts_with(
                "MockCat::owned: Expectation(<anything>) called 1 time(s) which is fewer than expected 2\n"
            )
        );
    }

    #[test]
    fn in_a_box_or_a_counted_pointer() {
        let cat = Box::new(MockCat::new());
        cat.expect_boxed().returning(|n| n + 1);
        assert_eq!(cat.boxed(0), 1);
        let cat = Rc::new(MockCat::new());
        cat.expect_counted().returning(|n| n + 2);
        assert_eq!(cat.counted(0), 2);
        let cat = Arc::new(MockCat::new());
        cat.expect_counted_atomically().returning(|n| n + 3);
        assert_eq!(cat.counted_atomically(0), 3);
    }

    #[test]
    fn pinned() {
        let mut cat = Box::pin(MockCat::new());
        cat.expect_pinned().returning(|n| n + 1);
        cat.expect_pinned_lending().return_var(5);
        cat.expect_pinned_shared().return_const("Tom".to_owned());
        assert_eq!(cat.as_mut().pinned(0), 1);
        *cat.as_mut().pinned_lending() += 1;
        assert_eq!(*cat.as_mut().pinned_lending(), 6);
        assert_eq!(cat.as_ref().pinned_shared(), "Tom");
    }
}

mod arguments {
    use super::*;

    trait Sound {
        fn play(&self) -> &'static str;
    }

    struct Mew;
    impl Sound for Mew {
        fn play(&self) -> &'static str {
            "mew"
        }
    }

    /// Has no `Clone`, no `Debug`, and is not `Send`.
    #[derive(PartialEq)]
    struct Secret(Rc<u32>);

    /// Has a `Debug`, but no `Clone`.
    #[derive(Debug, PartialEq)]
    struct Unique(u32);

    #[derive(Clone, Debug, PartialEq)]
    struct View<'a> {
        name: &'a str,
    }

    struct Count;

    #[automock]
    #[allow(clippy::too_many_arguments, clippy::ptr_arg)]
    trait Cat {
        fn none(&self) -> u32;
        fn by_value(&self, name: String, n: u32) -> usize;
        fn by_reference(&self, name: &String) -> usize;
        fn by_mutable_reference(&self, n: &mut u32);
        fn text(&self, text: &str) -> usize;
        fn slice(&self, slice: &[u32]) -> u32;
        fn texts(&self, texts: &[&str]) -> usize;
        fn path(&self, path: &Path) -> PathBuf;
        fn optional_text(&self, text: Option<&str>) -> usize;
        fn optional_mutable(&self, n: Option<&mut u32>);
        fn object(&self, sound: &dyn Sound) -> &'static str;
        fn object_mutable(&self, sound: &mut dyn Iterator<Item = u32>) -> u32;
        fn boxed_object(&self, sound: Box<dyn Sound>) -> &'static str;
        fn callback(&self, callback: Box<dyn Fn(u32) -> u32>) -> u32;
        fn callback_reference(&self, callback: &dyn Fn(u32) -> u32) -> u32;
        fn pointer(&self, function: fn(u32) -> u32) -> u32;
        fn cow(&self, text: Cow<'_, str>) -> usize;
        fn view(&self, view: View<'_>) -> usize;
        fn view_reference(&self, view: &View<'_>) -> usize;
        fn named<'a>(&self, view: View<'a>, other: &'a str) -> usize;
        fn secret(&self, secret: Secret) -> u32;
        fn unique(&self, unique: Unique) -> u32;
        fn tuple(&self, pair: (u32, String)) -> u32;
        fn array(&self, array: [u8; 3]) -> u8;
        fn own(&self, other: &Self) -> u32
        where
            Self: Sized;
        fn marker(&self, count: std::marker::PhantomData<Count>) -> u32;
        fn twenty(
            &self,
            a: u8,
            b: u8,
            c: u8,
            d: u8,
            e: u8,
            f: u8,
            g: u8,
            h: u8,
            i: u8,
            j: u8,
            k: u8,
            l: u8,
            m: u8,
            n: u8,
            o: u8,
            p: u8,
            q: u8,
            r: u8,
            s: u8,
            t: &str,
        ) -> usize;
    }

    #[test]
    fn none() {
        let cat = MockCat::new();
        cat.expect_none().with().returning(|| 3);
        assert_eq!(cat.none(), 3);
        cat.calls_to_none().assert_called_once_with();
        assert_eq!(*cat.calls_to_none().last().unwrap().args(), ());
    }

    #[test]
    fn by_value_and_by_reference() {
        let cat = MockCat::new();
        cat.expect_by_value().with(eq("Tom".to_owned()), ge(1)).returning(|name, _| name.len());
        cat.expect_by_reference().with(eq("Tom".to_owned())).returning(String::len);
        assert_eq!(cat.by_value("Tom".to_owned(), 1), 3);
        assert_eq!(cat.by_reference(&"Tom".to_owned()), 3);
        cat.calls_to_by_value().assert_called_with("Tom", 1);
        cat.calls_to_by_reference().assert_called_with(&"Tom".to_owned());
    }

    #[test]
    fn by_mutable_reference() {
        let cat = MockCat::new();
        cat.expect_by_mutable_reference().withf(|n| *n == 1).returning(|n| *n += 1);
        let mut n = 1;
        cat.by_mutable_reference(&mut n);
        assert_eq!(n, 2);
        let calls = cat.calls_to_by_mutable_reference();
        calls.assert_called_once_with(&mut 1);
        assert_eq!(calls.last().unwrap().args().0, 1);
    }

    #[test]
    fn text_slices_and_paths() {
        let cat = MockCat::new();
        cat.expect_text().with(eq("Tom")).returning(str::len);
        cat.expect_slice().with_args(&[1, 2]).returning(|slice| slice.iter().sum());
        cat.expect_path().with_args(Path::new("/tmp")).returning(Path::to_path_buf);
        assert_eq!(cat.text("Tom"), 3);
        assert_eq!(cat.slice(&[1, 2]), 3);
        assert_eq!(cat.path(Path::new("/tmp")), Path::new("/tmp"));
        cat.calls_to_text().assert_called_with("Tom");
        cat.calls_to_slice().assert_called_with(&[1, 2]);
        cat.calls_to_path().assert_called_with(Path::new("/tmp"));
        assert_eq!(cat.calls_to_slice().last().unwrap().args().0, vec![1, 2]);
        assert_eq!(cat.calls_to_path().last().unwrap().args().0, PathBuf::from("/tmp"));
    }

    #[test]
    fn slices_of_references() {
        let cat = MockCat::new();
        cat.expect_texts().withf(|texts| texts.contains(&"Tom")).returning(|texts| texts.len());
        let name = "Tom".to_owned();
        assert_eq!(cat.texts(&[&name, "Tim"]), 2);
        cat.calls_to_texts().assert_called_once();
    }

    #[test]
    fn optional_references() {
        let cat = MockCat::new();
        cat.expect_optional_text().with_args(Some("Tom")).return_const(3_usize);
        cat.expect_optional_text().with_args(None).return_const(0_usize);
        cat.expect_optional_text().withf(|text| *text == Some("Tim")).returning(|text| text.map_or(0, str::len));
        cat.expect_optional_mutable().returning(|n| *n.unwrap() += 1);
        assert_eq!(cat.optional_text(Some("Tom")), 3);
        assert_eq!(cat.optional_text(None), 0);
        assert_eq!(cat.optional_text(Some("Tim")), 3);
        let mut n = 1;
        cat.optional_mutable(Some(&mut n));
        assert_eq!(n, 2);
        let calls = cat.calls_to_optional_text();
        calls.assert_has_calls([(Some("Tom"),), (None,)]);
        assert_eq!(calls.get(0).unwrap().args().0.as_deref(), Some("Tom"));
    }

    #[test]
    fn trait_objects() {
        let cat = MockCat::new();
        cat.expect_object().withf(|sound| sound.play() == "mew").returning(|sound| sound.play());
        cat.expect_object_mutable().returning(|numbers| numbers.sum());
        cat.expect_boxed_object().returning(|sound| sound.play());
        assert_eq!(cat.object(&Mew), "mew");
        assert_eq!(cat.object_mutable(&mut (1..4)), 6);
        assert_eq!(cat.boxed_object(Box::new(Mew)), "mew");
        cat.calls_to_object().assert_called_once_with(ANY);
    }

    #[test]
    fn functions() {
        let cat = MockCat::new();
        cat.expect_callback().returning(|callback| callback(1));
        cat.expect_callback_reference().returning(|callback| callback(2));
        cat.expect_pointer().returning(|function| function(3));
        let offset = 10;
        assert_eq!(cat.callback(Box::new(|n| n + 1)), 2);
        assert_eq!(cat.callback_reference(&|n| n + offset), 12);
        assert_eq!(cat.pointer(|n| n + 1), 4);
    }

    #[test]
    fn types_with_lifetimes() {
        let cat = MockCat::new();
        cat.expect_cow().with_args("Tom").returning(|text| text.len());
        cat.expect_view().withf(|view| *view == View { name: "Tom" }).returning(|view| view.name.len());
        cat.expect_view_reference().withf(|view| view.name == "Tom").returning(|view| view.name.len());
        cat.expect_named().returning(|view, other| view.name.len() + other.len());
        let name = "Tom".to_owned();
        assert_eq!(cat.cow(Cow::Borrowed(&name)), 3);
        assert_eq!(cat.view(View { name: &name }), 3);
        assert_eq!(cat.view_reference(&View { name: &name }), 3);
        assert_eq!(cat.named(View { name: &name }, &name), 6);
        cat.calls_to_view().assert_called_once();
    }

    #[test]
    fn types_that_can_neither_be_kept_nor_printed() {
        let cat = MockCat::new();
        cat.expect_secret().withf_st(|secret| *secret.0 == 3).returning(|secret| *secret.0);
        assert_eq!(cat.secret(Secret(Rc::new(3))), 3);
        let at = here!();
        let text = failure(|| cat.secret(Secret(Rc::new(4))));
        assert!(text.starts_with("MockCat::secret(?): No matching expectation found\n"), "{at}: {text}");
        assert!(cat.calls_to_secret().get(0).unwrap().to_string().starts_with("Cat::secret(<not kept>) at "));
        cat.calls_to_secret().assert_any_call(ANY);
    }

    #[test]
    fn types_that_can_be_printed_but_not_kept() {
        let cat = MockCat::new();
        cat.expect_unique().with_args(Unique(3)).returning(|unique| unique.0);
        assert_eq!(cat.unique(Unique(3)), 3);
        let text = failure(|| cat.unique(Unique(4)));
        assert!(text.starts_with("MockCat::unique(Unique(4)): No matching expectation found\n"), "{text}");
    }

    #[test]
    fn tuples_arrays_and_types_of_the_module() {
        let cat = MockCat::new();
        cat.expect_tuple().with_args((1, "a".to_owned())).returning(|(n, _)| n);
        cat.expect_array().with_args([1, 2, 3]).returning(|[a, b, c]| a + b + c);
        cat.expect_marker().return_const(7_u32);
        assert_eq!(cat.tuple((1, "a".to_owned())), 1);
        assert_eq!(cat.array([1, 2, 3]), 6);
        assert_eq!(cat.marker(std::marker::PhantomData), 7);
    }

    #[test]
    fn the_mock_itself() {
        let (cat, other) = (MockCat::new(), MockCat::new());
        other.expect_none().return_const(3_u32);
        cat.expect_own().returning(|other| other.none());
        assert_eq!(cat.own(&other), 3);
    }

    #[test]
    fn twenty() {
        let cat = MockCat::new();
        cat.expect_twenty()
            .with_args(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, "twenty")
            .returning(|_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, s, t| usize::from(s) + t.len());
        assert_eq!(cat.twenty(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, "twenty"), 25);
        assert_eq!(cat.calls_to_twenty().last().unwrap().args().19, "twenty");
    }
}

/// Trait objects that live for ever whatever refers to them, as their traits demand that.
mod objects_that_live_for_ever {
    use std::any::Any;
    use std::fmt::Debug;

    use super::*;

    trait Plugin: Any {
        fn weight(&self) -> u32;
    }

    impl Plugin for u32 {
        fn weight(&self) -> u32 {
            *self
        }
    }

    trait Source<T>: 'static {
        fn get(&self) -> T;
    }

    impl Source<u32> for u32 {
        fn get(&self) -> u32 {
            *self
        }
    }

    #[automock]
    trait Cat {
        fn shared(&self, toy: &dyn Any) -> bool;
        fn sendable(&self, toy: &(dyn Any + Send)) -> bool;
        fn mutable(&self, toy: &mut dyn Any);
        fn boxed(&self, toy: Box<dyn Any>) -> bool;
        fn optional(&self, toy: Option<&dyn Any>) -> bool;
        fn optional_mutable(&self, toy: Option<&mut dyn Any>);
        fn slice(&self, toys: &[&dyn Any]) -> usize;
        fn spelled<'a>(&self, toy: &'a (dyn Any + 'static), other: &'a (dyn Debug + 'a)) -> bool;
        fn callback(&self, play: &dyn Fn(&dyn Any) -> bool) -> bool;
        fn part<'a>(&self, toy: &'a dyn Any) -> Option<&'a u32>;
        fn lent(&self) -> &dyn Any;
        fn plugins(&self, plugin: &dyn Plugin, other: &mut dyn Plugin, short: &dyn Debug) -> String;
        fn source<T: 'static>(&self, source: &dyn Source<T>) -> T;
    }

    #[test]
    fn by_reference() {
        let cat = MockCat::new();
        cat.expect_shared().withf(|toy| toy.is::<u32>()).return_const(true);
        cat.expect_shared().returning(|toy| toy.downcast_ref() == Some(&'x'));
        cat.expect_sendable().returning(|toy| toy.is::<u32>());
        cat.expect_mutable().returning(|toy| *toy.downcast_mut::<u32>().unwrap() += 1);
        assert!(cat.shared(&1_u32) && cat.shared(&'x') && !cat.shared(&'y'));
        assert!(cat.sendable(&1_u32));
        let mut n = 1_u32;
        cat.mutable(&mut n);
        assert_eq!(n, 2);
        cat.calls_to_shared().assert_called_with(ANY);
        let text = failure(|| MockCat::new().shared(&1_u32));
        assert!(text.starts_with("MockCat#2::shared(Any { .. }): No matching expectation found\n"), "{text}");
    }

    #[test]
    fn inside_of_other_types() {
        let cat = MockCat::new();
        cat.expect_boxed().withf(|toy| toy.is::<u32>()).returning(|toy| *toy.downcast::<u32>().unwrap() == 1);
        cat.expect_optional().returning(|toy| toy.is_some_and(|toy| toy.is::<u32>()));
        cat.expect_optional_mutable().returning(|toy| *toy.unwrap().downcast_mut::<u32>().unwrap() += 1);
        cat.expect_slice().returning(|toys| toys.iter().filter(|toy| toy.is::<u32>()).count());
        cat.expect_callback().returning(|play| play(&1_u32));
        assert!(cat.boxed(Box::new(1_u32)));
        assert!(cat.optional(Some(&1_u32)) && !cat.optional(None));
        let mut n = 1_u32;
        cat.optional_mutable(Some(&mut n));
        assert_eq!(n, 2);
        assert_eq!(cat.slice(&[&1_u32, &"x"]), 1);
        assert!(cat.callback(&|toy| toy.is::<u32>()));
    }

    #[test]
    fn with_lifetimes() {
        let cat = MockCat::new();
        cat.expect_spelled().returning(|toy, other| toy.is::<u32>() && format!("{other:?}") == "\"x\"");
        cat.expect_part().returning(|toy| toy.downcast_ref());
        cat.expect_lent().return_const(Box::new(3_u32) as Box<dyn Any>);
        let text = "x".to_owned();
        assert!(cat.spelled(&1_u32, &&*text));
        assert_eq!(cat.part(&4_u32), Some(&4));
        assert_eq!(cat.lent().downcast_ref(), Some(&3_u32));
    }

    #[test]
    fn of_other_traits() {
        let cat = MockCat::new();
        cat.expect_plugins()
            .returning(|plugin, other, short| format!("{short:?} {}", plugin.weight() + other.weight()));
        cat.expect_source::<u32>().returning(|source| source.get());
        let text = "x".to_owned();
        assert_eq!(cat.plugins(&1, &mut 2, &&*text), "\"x\" 3");
        assert_eq!(cat.source(&5_u32), 5);
    }
}

mod returns {
    use super::*;

    trait Sound {
        fn play(&self) -> &'static str;
    }

    struct Mew;
    impl Sound for Mew {
        fn play(&self) -> &'static str {
            "mew"
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    struct View<'a> {
        name: &'a str,
    }

    #[automock]
    trait Cat {
        fn nothing(&self);
        fn value(&self) -> Vec<u32>;
        fn result(&self) -> Result<u32, String>;
        fn not_send(&self) -> Rc<u32>;
        fn reference(&self) -> &u32;
        fn mutable_reference(&mut self) -> &mut u32;
        fn text(&self) -> &str;
        fn mutable_text(&mut self) -> &mut str;
        fn slice(&self) -> &[u32];
        fn path(&self) -> &Path;
        fn for_ever(&self) -> &'static u32;
        fn for_ever_text(&self) -> &'static str;
        fn object(&self) -> &dyn Sound;
        fn object_mutable(&mut self) -> &mut dyn Sound;
        fn boxed_object(&self) -> Box<dyn Sound>;
        fn of_argument<'a>(&self, text: &'a str) -> &'a str;
        fn around_argument<'a>(&self, text: &'a str) -> View<'a>;
        fn of_arguments<'a>(&self, text: &'a str, other: &'a str) -> Option<&'a str>;
        fn named_self<'a>(&'a self, n: u32) -> &'a u32;
    }

    #[test]
    fn nothing_and_values() {
        let cat = MockCat::new();
        cat.expect_nothing().return_const(());
        cat.expect_value().return_const(vec![1]);
        cat.expect_result().returning(|| Err("no".to_owned()));
        cat.expect_not_send().returning(|| Rc::new(1));
        cat.nothing();
        assert_eq!(cat.value(), [1]);
        assert_eq!(cat.result(), Err("no".to_owned()));
        assert_eq!(*cat.not_send(), 1);
    }

    #[test]
    fn references_that_live_as_long_as_the_mock() {
        let cat = MockCat::new();
        cat.expect_reference().return_const(5_u32);
        cat.expect_text().return_const("Tom".to_owned());
        cat.expect_slice().return_const(vec![1, 2]);
        cat.expect_path().return_const(PathBuf::from("/tmp"));
        cat.expect_named_self().returning(|n| n + 1);
        let (first, second) = (cat.reference(), cat.reference());
        assert!(std::ptr::eq(first, second));
        assert_eq!(*first, 5);
        assert_eq!(cat.text(), "Tom");
        assert_eq!(cat.slice(), [1, 2]);
        assert_eq!(cat.path(), Path::new("/tmp"));
        let (two, three) = (cat.named_self(1), cat.named_self(2));
        assert_eq!((*two, *three), (2, 3));
    }

    #[test]
    fn mutable_references_keep_what_is_written() {
        let mut cat = MockCat::new();
        cat.expect_mutable_reference().return_var(5);
        cat.expect_mutable_text().return_var("tom".to_owned());
        *cat.mutable_reference() += 1;
        assert_eq!(*cat.mutable_reference(), 6);
        cat.mutable_text().make_ascii_uppercase();
        assert_eq!(cat.mutable_text(), "TOM");
    }

    #[test]
    fn mutable_references_from_a_closure_are_new_each_time() {
        let mut cat = MockCat::new();
        cat.expect_mutable_reference().returning(|| 5);
        *cat.mutable_reference() += 1;
        assert_eq!(*cat.mutable_reference(), 5);
    }

    #[test]
    fn static_references_are_plain_values() {
        let cat = MockCat::new();
        cat.expect_for_ever().return_const(&5_u32);
        cat.expect_for_ever_text().return_const("Tom");
        assert_eq!(*cat.for_ever(), 5);
        assert_eq!(cat.for_ever_text(), "Tom");
    }

    #[test]
    fn trait_objects() {
        let mut cat = MockCat::new();
        cat.expect_object().returning(|| Box::new(Mew));
        cat.expect_object_mutable().returning(|| Box::new(Mew));
        cat.expect_boxed_object().returning(|| Box::new(Mew));
        assert_eq!(cat.object().play(), "mew");
        assert_eq!(cat.object_mutable().play(), "mew");
        assert_eq!(cat.boxed_object().play(), "mew");
    }

    #[test]
    fn values_tied_to_an_argument() {
        let cat = MockCat::new();
        cat.expect_of_argument().returning(|text| &text[1..]);
        cat.expect_around_argument().returning(|text| View { name: text });
        cat.expect_of_arguments().returning(|text, other| Some(if text.is_empty() { other } else { text }));
        let name = "Tom".to_owned();
        assert_eq!(cat.of_argument(&name), "om");
        assert_eq!(cat.around_argument(&name), View { name: "Tom" });
        assert_eq!(cat.of_arguments("", &name), Some("Tom"));
        cat.calls_to_of_argument().assert_called_once_with("Tom");
    }
}

mod around {
    use super::*;

    /// A cat.
    #[automock]
    pub trait Cat {
        /// Says what sort of cat it is.
        fn r#type(&self) -> u32;
        /// Has a body that the mock replaces.
        fn with_default(&self) -> u32 {
            7
        }
        /// Is kept from trait objects.
        fn sized(&self) -> u32
        where
            Self: Sized;
        /// Is there.
        #[cfg(test)]
        fn present(&self) -> u32;
        /// Is not there, nor is what it takes.
        #[cfg(not(test))]
        fn absent(&self, nothing: NoSuchType) -> u32;
        /// Must be used.
        #[must_use]
        fn important(&self) -> u32;
        /// Is not to be used.
        #[deprecated]
        fn old(&self) -> u32;
        /// Takes its arguments apart.
        fn patterns(&self, _: u32, _unused: u32) -> u32;
        /// Takes a raw name.
        fn raw_argument(&self, r#type: u32) -> u32;
        /// Has names that the generated code might use.
        fn names(&self, this: u32, mock: u32, shared: u32) -> u32;
        #[allow(missing_docs)]
        fn new(&self) -> u32;
    }

    #[test]
    fn raw_names_lose_their_prefix() {
        let cat = MockCat::new();
        cat.expect_type().return_const(1_u32);
        cat.expect_raw_argument().with_args(3).return_const(2_u32);
        assert_eq!(cat.r#type(), 1);
        assert_eq!(cat.raw_argument(3), 2);
        assert!(cat.calls_to_type().last().unwrap().to_string().starts_with("Cat::type() at "));
        let text = failure(|| cat.raw_argument(4));
        assert!(text.contains("\n       argument 1 (type) differs:"), "{text}");
    }

    #[test]
    fn default_bodies_are_mocked_too() {
        let cat = MockCat::new();
        cat.expect_with_default().return_const(1_u32);
        assert_eq!(cat.with_default(), 1);
    }

    #[test]
    fn a_method_of_a_condition_is_mocked_when_it_is_there() {
        let cat = MockCat::new();
        cat.expect_present().return_const(1_u32);
        assert_eq!(cat.present(), 1);
    }

    #[test]
    fn sized_methods_are_mocked() {
        let cat = MockCat::new();
        cat.expect_sized().return_const(1_u32);
        assert_eq!(cat.sized(), 1);
    }

    #[test]
    #[allow(deprecated)]
    fn attributes_are_kept() {
        let cat = MockCat::new();
        cat.expect_important().return_const(1_u32);
        cat.expect_old().return_const(2_u32);
        assert_eq!((cat.important(), cat.old()), (1, 2));
    }

    #[test]
    fn patterns_are_given_names() {
        let cat = MockCat::new();
        cat.expect_patterns().with_args(1, 2).return_const(3_u32);
        assert_eq!(cat.patterns(1, 2), 3);
        let text = failure(|| cat.patterns(4, 2));
        assert!(text.contains("\n       argument 1 (argument0) differs:"), "{text}");
    }

    #[test]
    fn names_of_arguments_do_not_clash_with_the_generated_ones() {
        let cat = MockCat::new();
        cat.expect_names().returning(|this, mock, shared| this + mock + shared);
        assert_eq!(cat.names(1, 2, 3), 6);
    }

    #[test]
    fn a_method_may_be_called_new() {
        let cat = MockCat::new();
        cat.expect_new().return_const(1_u32);
        assert_eq!(Cat::new(&cat), 1);
    }

    #[test]
    fn a_mock_is_debug_and_default_send_and_sync() {
        fn portable<T: Send + Sync>(_: &T) {}
        let cat = MockCat::default();
        portable(&cat);
        assert_eq!(format!("{cat:?}"), "MockCat");
    }

    #[automock]
    unsafe trait Dangerous {
        fn go(&self) -> u32;
        unsafe fn jump(&self) -> u32;
    }

    #[test]
    fn unsafe_traits_and_methods() {
        let mock = MockDangerous::new();
        mock.expect_go().return_const(1_u32);
        mock.expect_jump().return_const(2_u32);
        assert_eq!(mock.go(), 1);
        // SAFETY: the mock does nothing unsafe.
        assert_eq!(unsafe { mock.jump() }, 2);
    }

    #[automock]
    trait Shared: Send + Sync + std::fmt::Debug + 'static {
        fn go(&self, state: &RefCell<u32>) -> u32;
    }

    #[test]
    fn supertraits_that_every_mock_has() {
        let mock = MockShared::new();
        mock.expect_go().returning(|state| *state.borrow());
        let mock: Box<dyn Shared> = Box::new(mock);
        assert_eq!(mock.go(&RefCell::new(3)), 3);
        assert_eq!(format!("{mock:?}"), "MockShared");
    }

    mod elsewhere {
        #[asyncmock::automock]
        pub(in super::super) trait Visible {
            fn go(&self) -> u32;
        }
    }

    #[test]
    fn a_mock_is_as_visible_as_its_trait() {
        use elsewhere::Visible as _;
        let mock = elsewhere::MockVisible::new();
        mock.expect_go().return_const(1_u32);
        assert_eq!(mock.go(), 1);
    }

    #[test]
    fn a_trait_inside_a_function() {
        #[automock]
        trait Local {
            fn go(&self, name: &str) -> usize;
        }
        let mock = MockLocal::new();
        mock.expect_go().returning(str::len);
        assert_eq!(mock.go("Tom"), 3);
    }
}

mod hygiene {
    #![no_implicit_prelude]
    #![allow(dead_code)]

    struct Option;
    struct Some;
    struct None;
    struct Result;
    struct Ok;
    struct Err;
    struct Box;
    struct Vec;
    struct String;
    struct Mock;
    struct Method;
    struct Expectation;
    struct Calls;
    trait Send {}
    trait Sync {}
    trait Clone {}
    trait Debug {}
    trait Default {}
    trait Future {}
    struct Probe;
    struct Capability;
    struct Full;
    struct Args;
    mod std {}
    mod core {}

    #[::asyncmock::automock]
    trait Cat {
        fn go(&self, name: &str, n: u32) -> u32;
        fn name(&self) -> &str;
        fn id(&mut self) -> &mut u32;
        async fn rest(&self, name: &str) -> u32;
        fn full(&self, probe: Probe, args: &Args) -> Full;
        fn capability(&self, full: &mut Full) -> Capability;
        fn mock(&self, calls: Calls) -> &Method;
    }

    #[::core::prelude::v1::test]
    fn the_mock_minds_none_of_the_users_names() {
        let cat = MockCat::new();
        cat.expect_go().with_args("Tom", 1).return_const(2_u32);
        ::std::assert_eq!(Cat::go(&cat, "Tom", 1), 2);
    }
}
