//! What a project forbids, the macros don't allow: `allow` of a lint that is forbidden, or of a group that has it, is
//! an error (E0453), as `#![forbid(unused_must_use)]` is in real projects.

#![forbid(
    dead_code,
    deprecated,
    path_statements,
    unsafe_code,
    unused_allocation,
    unused_assignments,
    unused_attributes,
    unused_braces,
    unused_doc_comments,
    unused_imports,
    unused_labels,
    unused_macros,
    unused_must_use,
    unused_mut,
    unused_parens,
    unused_qualifications,
    unused_unsafe
)]

use asyncmock::predicate::eq;

#[asyncmock::automock]
pub trait Greet {
    fn greet(&self, name: &str) -> u32;
    #[must_use]
    fn tied<'a>(&self, name: &'a str) -> Option<&'a str>;
    fn by(&mut self, n: &mut u32) -> &mut u32;
    fn called_back(&self, done: impl FnMut(u32) -> u32 + Send + 'static) -> u32;
    fn made() -> Self
    where
        Self: Sized;
    #[allow(async_fn_in_trait)]
    async fn run<'a>(&self, direction: &'a str, other: &'a str) -> u32;
}

#[asyncmock::automock]
#[async_trait::async_trait]
pub trait Store {
    async fn load(&self, key: &str) -> Option<&str>;
    async fn apply<T: Into<u32> + Send + 'static>(&self, value: T) -> u32;
    async fn open() -> Self
    where
        Self: Sized;
}

asyncmock::mock! {
    pub Both {
        pub fn own(&self) -> u32;
    }
    impl Clone for Both {
        fn clone(&self) -> Self;
    }
    impl Greet for Both {
        fn greet(&self, name: &str) -> u32;
        fn tied<'a>(&self, name: &'a str) -> Option<&'a str>;
        fn by(&mut self, n: &mut u32) -> &mut u32;
        fn called_back(&self, done: impl FnMut(u32) -> u32 + Send + 'static) -> u32;
        fn made() -> Self;
        async fn run<'a>(&self, direction: &'a str, other: &'a str) -> u32;
    }
}

#[asyncmock::test]
async fn mocks_are_used_where_lints_are_forbidden() {
    let mock = MockGreet::new();
    mock.expect_greet().with(eq("x")).times(1).return_const(1_u32);
    mock.expect_run().returning(|_, _| 2);
    assert_eq!(mock.greet("x"), 1);
    assert_eq!(mock.run("n", "o").await, 2);

    let store = MockStore::new();
    store.expect_apply::<u32>().returning(|value| value + 1);
    assert_eq!(store.apply(3_u32).await, 4);

    let both = MockBoth::new();
    both.expect_own().return_const(5_u32);
    assert_eq!(both.own(), 5);
}
