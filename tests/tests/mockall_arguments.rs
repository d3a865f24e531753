//! Arguments of every kind, as mockall's users take and match them.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(clippy::ptr_arg, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::ffi::{CStr, OsStr};
use std::fmt::Debug;
use std::future::Future;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;

#[test]
fn references() {
    #[automock]
    trait Foo {
        fn number(&self, x: &u32) -> u32;
        fn text(&self, x: &str) -> u32;
        fn owned(&self, x: &String) -> u32;
        fn twice(&self, x: &&str) -> u32;
        fn forever(&self, x: &'static str) -> u32;
    }

    let mut mock = MockFoo::new();
    mock.expect_number().with(eq(5)).returning(|x| *x);
    mock.expect_text().with(eq("a")).return_const(1_u32);
    mock.expect_owned().with(eq("b".to_owned())).return_const(2_u32);
    mock.expect_twice().withf(|x| *x == "c").return_const(3_u32);
    mock.expect_forever().with(eq("d")).return_const(4_u32);
    assert_eq!((mock.number(&5), mock.text("a"), mock.owned(&"b".to_owned())), (5, 1, 2));
    assert_eq!((mock.twice(&"c"), mock.forever("d")), (3, 4));
}

/// A reference that lives for ever is seen as any other, and reaches the answer as it is.
#[test]
fn references_that_live_for_ever() {
    #[derive(Debug, PartialEq)]
    pub struct Unique(u32);
    pub trait Shape: Send + Sync {
        fn sides(&self) -> u32;
    }
    impl Shape for Unique {
        fn sides(&self) -> u32 {
            self.0
        }
    }
    #[automock]
    trait Foo {
        fn number(&self, x: &'static u32) -> &'static u32;
        fn text(&self, x: &'static str, y: u8) -> &'static str;
        fn slice(&self, x: &'static [u8]) -> usize;
        fn unique(&self, x: &'static Unique) -> u32;
        fn object(&self, x: &'static dyn Shape) -> u32;
        fn changed(&self, x: &'static mut Vec<u8>) -> &'static [u8];
        fn generic<T: Debug + 'static>(&self, x: &'static T) -> usize;
        fn bound(f: &'static str) -> usize;
        fn later(&self, x: &'static str) -> impl Future<Output = usize> + Send + 'static;
    }
    static ONE: Unique = Unique(1);

    let mock = MockFoo::new();
    mock.expect_number().with(eq(5)).returning(|x| x);
    mock.expect_number().withf(|x| *x == 6).return_const(&7_u32);
    assert_eq!((mock.number(&5), mock.number(&6)), (&5, &7));
    mock.expect_text().with(eq("a"), eq(1)).returning(|x, _| x);
    mock.expect_text().with(eq(String::from("b")), ne(1)).return_const("c");
    mock.expect_text().withf(|x, y| x == "d" && *y == 2).return_const("e");
    mock.expect_text().with_args("f", ANY).return_const("g");
    mock.expect_text().with(str::starts_with("h"), always()).return_const("i");
    assert_eq!([mock.text("a", 1), mock.text("b", 0), mock.text("d", 2), mock.text("f", 9)], ["a", "c", "e", "g"]);
    assert_eq!(mock.text("hh", 0), "i");
    mock.calls_to_text().assert_any_call("b", 0);
    assert_eq!(mock.calls_to_text().last().unwrap().args(), &("hh", 0));
    assert!(mock.calls_to_text().last().unwrap().to_string().starts_with(r#"Foo::text("hh", 0) at"#));
    mock.expect_slice().with(eq([1, 2])).returning(|x| x.len());
    assert_eq!(mock.slice(&[1, 2]), 2);
    mock.expect_unique().withf(|x| x.0 == 1).returning(|x| x.0);
    assert_eq!(mock.unique(&ONE), 1);
    assert!(std::ptr::eq(mock.calls_to_unique().last().unwrap().args().0, &ONE));
    mock.expect_object().withf(|x| x.sides() == 1).returning(|x| x.sides());
    assert_eq!(mock.object(&ONE), 1);
    mock.expect_changed().with(eq(vec![1])).returning(|x| {
        x.push(2);
        x
    });
    assert_eq!(mock.changed(Box::leak(Box::new(vec![1]))), [1, 2]);
    mock.calls_to_changed().assert_called_with(&mut vec![1]);
    mock.expect_generic::<u32>().withf(|x| *x == 1).return_const(1_usize);
    mock.expect_generic::<Unique>().with(function(|x: &Unique| x.0 == 1)).return_const(2_usize);
    assert_eq!((mock.generic(&1_u32), mock.generic(&ONE)), (1, 2));
    let context = MockFoo::bound_context();
    context.expect().with(eq("j")).returning(str::len);
    assert_eq!(MockFoo::bound("j"), 1);
    mock.expect_later().with(eq("k")).returning(|x| Box::pin(async move { x.len() }));
    assert_eq!(futures::executor::block_on(mock.later("k")), 1);
}

#[test]
fn mutable_references() {
    #[automock]
    trait Foo {
        fn fill(&self, x: &mut u32);
        fn push(&self, x: &mut Vec<u8>) -> usize;
        fn buffer(&self, x: &mut [u8]) -> usize;
        fn text(&self, x: &mut str);
    }

    let mut mock = MockFoo::new();
    mock.expect_fill().withf(|x| *x == 5).returning(|x| *x = 6);
    mock.expect_push().with(eq(vec![1])).returning(|x| {
        x.push(2);
        x.len()
    });
    mock.expect_buffer().returning(|x| {
        x.fill(7);
        x.len()
    });
    mock.expect_text().returning(str::make_ascii_uppercase);
    let (mut number, mut vector, mut buffer, mut text) = (5, vec![1], [0; 3], "abc".to_owned());
    mock.fill(&mut number);
    assert_eq!((mock.push(&mut vector), mock.buffer(&mut buffer)), (2, 3));
    mock.text(&mut text);
    assert_eq!((number, vector, buffer, text.as_str()), (6, vec![1, 2], [7; 3], "ABC"));
}

#[test]
fn slices() {
    #[automock]
    trait Foo {
        fn numbers(&self, x: &[u8]) -> usize;
        fn texts(&self, x: &[String]) -> usize;
        fn array(&self, x: &[u8; 2]) -> usize;
        fn forever(&self, x: &'static [u8]) -> usize;
    }

    let mut mock = MockFoo::new();
    mock.expect_numbers().withf(|x| x == [1, 2]).returning(|x| x.len());
    mock.expect_numbers().with(eq(&[3][..])).return_const(9_usize);
    mock.expect_texts().returning(|x| x.len());
    mock.expect_array().with(eq([1, 2])).return_const(2_usize);
    mock.expect_forever().returning(|x| x.len());
    assert_eq!((mock.numbers(&[1, 2]), mock.numbers(&[3]), mock.texts(&["a".to_owned()])), (2, 9, 1));
    assert_eq!((mock.array(&[1, 2]), mock.forever(&[1])), (2, 1));
}

#[test]
fn unsized_types_of_the_standard_library() {
    #[automock]
    trait Foo {
        fn path(&self, x: &Path) -> bool;
        fn os(&self, x: &OsStr) -> bool;
        fn c(&self, x: &CStr) -> bool;
    }

    let mut mock = MockFoo::new();
    mock.expect_path().with(eq(Path::new("/tmp"))).return_const(true);
    mock.expect_os().withf(|x| x == "a").return_const(true);
    mock.expect_c().withf(|x| x.to_bytes() == b"b").return_const(true);
    assert!(mock.path(Path::new("/tmp")) && mock.os(OsStr::new("a")) && mock.c(c"b"));
}

#[test]
fn mutable_bindings_and_patterns() {
    struct Foo;

    #[automock]
    impl Foo {
        fn binding(&self, mut x: u32) -> u32 {
            x += 1;
            x
        }
        fn tuple(&self, (a, b): (u32, u32)) -> u32 {
            a + b
        }
        fn nothing(&self, _: u32) -> u32 {
            0
        }
        fn array(&self, [a, _]: [u32; 2]) -> u32 {
            a
        }
        fn underscored(&self, _x: u32) -> u32 {
            0
        }
    }

    let mut mock = MockFoo::new();
    mock.expect_binding().returning(|x| x);
    mock.expect_tuple().with(eq((1, 2))).returning(|(a, b)| a * b);
    mock.expect_nothing().with(eq(3)).returning(|x| x);
    mock.expect_array().returning(|[_, b]| b);
    mock.expect_underscored().returning(|x| x);
    assert_eq!((mock.binding(1), mock.tuple((1, 2)), mock.nothing(3)), (1, 2, 3));
    assert_eq!((mock.array([5, 4]), mock.underscored(5)), (4, 5));
}

#[test]
fn sixteen_and_more() {
    #[automock]
    trait Foo {
        #[allow(clippy::too_many_arguments)]
        fn sixteen(
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
        ) -> u8;
        #[allow(clippy::too_many_arguments)]
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
            t: u8,
        ) -> u8;
    }

    let mut mock = MockFoo::new();
    mock.expect_sixteen().returning(|_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, p| p);
    mock.expect_twenty().return_const(20_u8);
    assert_eq!(mock.sixteen(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 16);
    assert_eq!(mock.twenty(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), 20);
}

#[test]
fn closures_and_function_pointers() {
    #[automock]
    trait Foo {
        fn closure<F: Fn(u32) -> u32 + 'static>(&self, f: F) -> u32;
        fn mutable<F: FnMut(u32) -> u32 + 'static>(&self, f: F) -> u32;
        fn once<F: FnOnce(u32) -> u32 + 'static>(&self, f: F) -> u32;
        fn pointer(&self, f: fn(u32) -> u32) -> u32;
        fn boxed(&self, f: Box<dyn Fn(u32) -> u32>) -> u32;
        fn object(&self, f: &dyn Fn(&str) -> usize) -> usize;
        fn lent(&self, f: &mut dyn FnMut(u32));
        fn shared(&self, f: Arc<dyn Fn() -> u32 + Send + Sync>) -> u32;
    }

    let mut mock = MockFoo::new();
    mock.expect_closure().returning(|f| f(1));
    mock.expect_mutable().returning(|mut f| f(2));
    mock.expect_once().returning(|f| f(3));
    mock.expect_pointer().returning(|f| f(4));
    mock.expect_boxed().returning(|f| f(5));
    mock.expect_object().returning(|f| f("six"));
    mock.expect_lent().returning(|f| f(7));
    mock.expect_shared().returning(|f| f());
    fn same(x: u32) -> u32 {
        x
    }
    assert_eq!((mock.closure(same), mock.mutable(|x| x)), (1, 2));
    assert_eq!((mock.once(same), mock.pointer(same), mock.boxed(Box::new(same))), (3, 4, 5));
    assert_eq!(mock.object(&str::len), 3);
    let mut given = 0;
    mock.lent(&mut |x| given = x);
    assert_eq!((given, mock.shared(Arc::new(|| 8))), (7, 8));
}

#[test]
fn trait_objects() {
    trait Bar {
        fn bar(&self) -> u32;
    }
    impl Bar for u32 {
        fn bar(&self) -> u32 {
            *self
        }
    }

    #[automock]
    trait Foo {
        fn boxed(&self, x: Box<dyn Bar>) -> u32;
        fn reference(&self, x: &dyn Bar) -> u32;
        fn mutable(&self, x: &mut dyn Bar) -> u32;
        fn counted(&self, x: Rc<dyn Bar>) -> u32;
        fn optional(&self, x: Option<&dyn Bar>) -> u32;
        fn with_lifetime<'a>(&self, x: Box<dyn Bar + 'a>) -> u32;
    }

    let mut mock = MockFoo::new();
    mock.expect_boxed().withf(|x| x.bar() == 1).returning(|x| x.bar());
    mock.expect_reference().withf(|x| x.bar() == 2).returning(|x| x.bar());
    mock.expect_mutable().returning(|x| x.bar());
    mock.expect_counted().returning(|x| x.bar());
    mock.expect_optional().returning(|x| x.map_or(0, Bar::bar));
    mock.expect_with_lifetime().returning(|x| x.bar());
    assert_eq!((mock.boxed(Box::new(1)), mock.reference(&2), mock.mutable(&mut 3)), (1, 2, 3));
    assert_eq!((mock.counted(Rc::new(4)), mock.optional(Some(&5)), mock.with_lifetime(Box::new(6))), (4, 5, 6));
}

#[test]
fn arguments_are_consumed() {
    #[derive(Debug, PartialEq)]
    struct Unique(u32);

    #[automock]
    trait Foo {
        fn foo(&self, x: Unique) -> Unique;
        fn bar(&self, x: Box<Unique>) -> Box<Unique>;
    }

    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(Unique(5))).returning(|x| x);
    mock.expect_bar().returning(|x| x);
    assert_eq!((mock.foo(Unique(5)), *mock.bar(Box::new(Unique(6)))), (Unique(5), Unique(6)));
}

/// What the mock calls its own can't be taken for an argument.
mod names {
    use std::pin::Pin;

    use futures::executor::block_on;

    use super::*;

    #[automock]
    pub trait Names {
        fn pinned(self: Pin<&mut Self>, this: u32, mock: u32) -> u32;
        fn shared(self: Pin<&Self>, this: &u32) -> u32;
        fn lent(&mut self, call: &mut Vec<&str>, f: u32, answer: &str) -> usize;
        fn any<T: Send + Sync + 'static>(&mut self, this: T, mock: u32) -> &mut T;
        fn none(this: u32, call: u32, context: &str) -> u32;
    }

    #[automock(default_bodies)]
    trait Later {
        async fn kept(&self, call: impl Fn(u32) -> u32, arguments: &str) -> u32;
        async fn apart(&self, call: &str, arguments: &u32, value: u32) -> u32;
        fn body(self: Pin<&Self>, this: u32, call: u32) -> u32 {
            this + call
        }
    }

    #[test]
    fn names_that_the_mock_has_itself() {
        let mut mock = MockNames::new();
        mock.expect_pinned().returning(|this, mock| this + mock);
        mock.expect_shared().returning(|this| *this);
        mock.expect_lent().returning(|call, _, _| call.len());
        mock.expect_any::<u8>().return_var(4);
        assert_eq!((Pin::new(&mut mock).pinned(1, 2), Pin::new(&mock).shared(&3)), (3, 3));
        assert_eq!((mock.lent(&mut vec!["a"], 1, ""), *mock.any(1_u8, 2)), (1, 4));
        let ctx = MockNames::none_context();
        ctx.expect().returning(|this, call, _| this + call);
        assert_eq!(MockNames::none(2, 3, ""), 5);
    }

    #[test]
    fn also_of_what_is_awaited_and_of_the_traits_own_bodies() {
        let mut mock = MockLater::new();
        mock.expect_kept().returning(|call, arguments| call(arguments.len() as u32));
        mock.expect_apart().returning(|call, arguments, value| call.len() as u32 + arguments + value);
        assert_eq!((block_on(mock.kept(|n| n + 1, "a")), block_on(mock.apart("a", &1, 1))), (2, 3));
        assert_eq!(Pin::new(&mock).body(4, 5), 9);
    }
}
