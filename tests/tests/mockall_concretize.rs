//! `#[concretize]`, as mockall's users write it.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(async_fn_in_trait, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::fmt::{Debug, Display};
use std::path::{Path, PathBuf};

use asyncmock::*;
use core::prelude::v1::test;
use futures::FutureExt as _;

#[automock]
pub trait Foo {
    #[concretize]
    fn by_value<P: AsRef<Path>>(&self, x: P);
    #[concretize]
    fn by_clause<P>(&self, x: P) -> u32
    where
        P: AsRef<Path>;
    #[concretize]
    fn by_reference<P: AsRef<Path>>(&self, x: &P) -> u32;
    #[concretize]
    fn by_mutable_reference<P: AsMut<u32>>(&self, x: &mut P) -> u32;
    #[concretize]
    fn by_slice<P: AsRef<Path>>(&self, x: &[P]) -> usize;
    #[concretize]
    fn two<P: Display, Q: Debug + Send>(&self, x: P, y: &Q, z: u32) -> String;
    #[concretize]
    fn closure<F: Fn(u32) -> u32>(&self, f: F) -> u32;
    #[concretize]
    fn mutable_closure<F: FnMut(u32)>(&self, f: F);
    #[concretize]
    fn statics<P: AsRef<Path>>(x: P) -> u32;
    #[concretize]
    async fn async_closure<F: AsyncFnOnce(u32) -> u32>(&self, f: F) -> u32;
}

#[test]
fn values() {
    let mut mock = MockFoo::new();
    mock.expect_by_value().withf(|x| x.as_ref() == Path::new("/tmp")).times(3).return_const(());
    mock.expect_by_clause().returning(|x| x.as_ref().components().count() as u32);
    mock.by_value("/tmp");
    mock.by_value(Path::new("/tmp"));
    mock.by_value(PathBuf::from("/tmp"));
    assert_eq!(mock.by_clause("a/b"), 2);
}

#[test]
fn any_predicate() {
    let mut mock = MockFoo::new();
    mock.expect_by_value().with(predicate::always()).times(1).return_const(());
    mock.by_value("/tmp");
}

#[test]
fn references_and_slices() {
    struct Number(u32);
    impl AsMut<u32> for Number {
        fn as_mut(&mut self) -> &mut u32 {
            &mut self.0
        }
    }

    let mut mock = MockFoo::new();
    mock.expect_by_reference().withf(|x| x.as_ref() == Path::new("a")).return_const(1_u32);
    mock.expect_by_mutable_reference().returning(|x| {
        *x.as_mut() += 1;
        2
    });
    mock.expect_by_slice().withf(|x| x[0].as_ref() == Path::new("b")).returning(|x| x.len());
    let mut number = Number(5);
    assert_eq!((mock.by_reference(&"a"), mock.by_mutable_reference(&mut number)), (1, 2));
    assert_eq!((number.0, mock.by_slice(&["b", "c"])), (6, 2));
}

#[test]
fn several_parameters() {
    let mut mock = MockFoo::new();
    mock.expect_two().withf(|_, _, z| *z == 3).returning(|x, y, z| format!("{x} {y:?} {z}"));
    assert_eq!(mock.two("a", &"b", 3), "a \"b\" 3");
}

#[test]
fn closures() {
    let mut mock = MockFoo::new();
    mock.expect_closure().returning(|f| f(1));
    mock.expect_mutable_closure().returning(|f| f(2));
    let add = 4;
    assert_eq!(mock.closure(|x| x + add), 5);
    let mut seen = 0;
    mock.mutable_closure(|x| seen = x);
    assert_eq!(seen, 2);
    mock.expect_async_closure().returning(|f| f(3).now_or_never().unwrap());
    assert_eq!(futures::executor::block_on(mock.async_closure(async |x| x + add)), 7);
}

#[test]
fn static_methods() {
    let ctx = MockFoo::statics_context();
    ctx.expect().withf(|x| x.as_ref() == Path::new("a")).return_const(1_u32);
    assert_eq!(MockFoo::statics("a"), 1);
}

#[automock]
pub mod module {
    #[asyncmock::concretize]
    pub fn bang<P: AsRef<std::path::Path>>(_x: P) {}
}

#[test]
fn functions_of_modules() {
    let ctx = mock_module::bang_context();
    ctx.expect().withf(|x| x.as_ref() == Path::new("/tmp")).times(2).return_const(());
    mock_module::bang("/tmp");
    mock_module::bang(PathBuf::from("/tmp"));
}

mock! {
    pub Bar {
        #[concretize]
        fn bar<P: AsRef<Path>>(&self, x: P);
    }
    impl Foo2 for Bar {
        #[cfg_attr(all(), concretize)]
        fn foo<P: AsRef<Path>>(&self, x: P);
    }
}

pub trait Foo2 {
    fn foo<P: AsRef<Path>>(&self, x: P);
}

#[test]
fn methods_of_a_mock_by_macro() {
    let mut mock = MockBar::new();
    mock.expect_bar().withf(|x| x.as_ref() == Path::new("a")).times(1).return_const(());
    mock.expect_foo().times(1).return_const(());
    mock.bar("a");
    mock.foo("b");
}

#[automock]
#[async_trait::async_trait]
pub trait Later {
    #[concretize]
    async fn later<P: AsRef<Path> + Send + Sync>(&self, x: P) -> u32;
}

#[tokio::test]
async fn async_methods() {
    let mut mock = MockLater::new();
    mock.expect_later().withf(|x| x.as_ref() == Path::new("a")).returning(|_| 3);
    assert_eq!(mock.later("a").await, 3);
}
