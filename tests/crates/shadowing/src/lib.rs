//! Mocks in a crate that has other things under the names of the prelude and of the standard library.

#![cfg(test)]
#![allow(async_fn_in_trait, dead_code, non_camel_case_types, reason = "the names are there to be in the way")]

use asyncmock::{automock, mock};

pub enum Option<T> {
    Nothing(T),
}
pub struct Result<T>(pub T);
pub struct Box<T>(pub T);
pub struct String(pub u8);
pub struct Vec<T>(pub T);
pub struct Mutex;
pub struct Pin<T>(pub T);
pub struct Arc;
pub struct Rc;
pub struct PhantomData;
pub struct Some;
pub struct None;
pub struct Ok;
pub struct Err;
pub trait Send {}
pub trait Sync {}
pub trait Sized_ {}
pub trait Clone {}
pub trait Copy {}
pub trait Default {}
pub trait Debug {}
pub trait Drop {}
pub trait Fn_ {}
pub trait Into {}
pub trait From {}
pub trait Iterator {}
pub trait IntoIterator {}
pub trait ToOwned {}
pub trait PartialEq {}
pub trait Future {}
pub mod std {}
pub mod core {}
pub mod alloc {}
pub type str_ = u8;

#[allow(unused_macros)]
macro_rules! panic {
    () => {
        compile_error!("not this one")
    };
}
#[allow(unused_macros)]
macro_rules! vec {
    () => {
        compile_error!("not this one")
    };
}

#[automock]
pub trait Names {
    fn option(&self, x: Option<u8>) -> Option<u8>;
    fn result(&self) -> Result<u8>;
    fn boxed(&self, x: Box<u8>) -> Box<u8>;
    fn text(&self, x: &String) -> &String;
    fn vector(&self, x: Vec<u8>) -> ::std::vec::Vec<u8>;
    fn pinned(&self, x: Pin<u8>) -> Pin<Box<u8>>;
    fn mutex(&self, x: Mutex) -> &Mutex;
    fn slice(&mut self, x: &[u8]) -> &mut [u8];
    fn hidden(&self) -> impl ::std::iter::Iterator<Item = u8>;
    fn object(&self, f: &dyn Fn(u8) -> u8) -> &dyn ::std::fmt::Debug;
    fn implied(&self, text: impl ::std::convert::Into<::std::string::String>) -> usize;
    fn generic<T: 'static>(&self, x: T) -> T;
    fn tied<'a>(&self, x: &'a str) -> &'a str;
    async fn later(&self, x: &str) -> Result<u8>;
    fn future(&self) -> impl ::std::future::Future<Output = u8>;
    fn statically(x: Option<u8>) -> Option<u8>;
    fn generic_statically<T: 'static>(x: T) -> T;
}

mock! {
    pub Made {
        fn made(&self, x: Option<u8>) -> Result<u8>;
    }
    impl ::std::clone::Clone for Made {
        fn clone(&self) -> Self;
    }
}

#[automock]
pub mod functions {
    pub fn function(x: super::Option<u8>) -> super::Result<u8> {
        super::Result(match x {
            super::Option::Nothing(x) => x,
        })
    }
}

#[test]
fn a_mock_minds_none_of_them() {
    let mut mock = MockNames::new();
    mock.expect_option().returning(|x| x);
    mock.expect_result().returning(|| Result(1));
    mock.expect_boxed().returning(|x| x);
    mock.expect_text().return_const(String(2));
    mock.expect_pinned().returning(|x| Pin(Box(x.0)));
    mock.expect_slice().returning(|x| x.to_vec());
    mock.expect_object().returning(|f| ::std::boxed::Box::new(f(1)));
    mock.expect_generic::<u8>().returning(|x| x);
    mock.expect_implied().returning(|text| text.len());
    let Option::Nothing(given) = mock.option(Option::Nothing(3));
    assert_eq!((given, mock.result().0, mock.boxed(Box(4)).0, mock.text(&String(0)).0), (3, 1, 4, 2));
    assert_eq!((mock.pinned(Pin(5)).0.0, mock.generic(6_u8)), (5, 6));
    assert_eq!((mock.implied("ab"), &*mock.slice(&[7])), (2, &[7_u8][..]));
    assert_eq!(format!("{:?}", mock.object(&|x| x + 1)), "2");
}

#[test]
fn nor_do_static_methods_and_functions() {
    let statically = MockNames::statically_context();
    statically.expect().returning(|x| x);
    let Option::Nothing(given) = MockNames::statically(Option::Nothing(3));
    let generic = MockNames::generic_statically_context();
    generic.expect::<u8>().returning(|x| x);
    let function = mock_functions::function_context();
    function.expect().returning(|_| Result(5));
    assert_eq!((given, MockNames::generic_statically(4_u8)), (3, 4));
    assert_eq!(mock_functions::function(Option::Nothing(0)).0, 5);
    let mock = MockMade::new();
    mock.expect_made().returning(|_| Result(6));
    assert_eq!(mock.made(Option::Nothing(0)).0, 6);
}
