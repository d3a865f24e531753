//! What the tests of contexts mock. The mock has a parameter, so that no two tests share a static.

// Not every test uses all of it.
#![allow(dead_code, clippy::all)]

use asyncmock::{automock, mock};
use futures::future::BoxFuture;

mock! {
    pub Foo<K> {
        pub fn bar(x: u32) -> u32;
        pub fn first<'a>(text: &'a str) -> &'a str;
        pub async fn load(name: &str) -> u32;
        pub fn soon(name: &str) -> BoxFuture<'_, u32>;
        pub fn done();
        pub fn parse<T: 'static>(text: &str) -> Option<T>;
        pub async fn fetch<T: Send + 'static>() -> T;
        pub fn get<T: 'static>(&self, text: &str) -> Option<T>;
    }
}

#[automock]
pub mod zoo {
    pub fn open(gate: u32) -> u32 {
        gate
    }
}

/// A mock that is this test's alone.
macro_rules! own_mock {
    ($mock:ident) => {
        struct Own;
        type $mock = crate::mocked::MockFoo<Own>;
    };
}

pub(crate) use own_mock;
