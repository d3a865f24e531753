//! What the macro writes gives no cause for complaint, to the compiler or to clippy.

#![deny(
    clippy::impl_trait_in_params,
    clippy::pedantic,
    missing_docs,
    rust_2018_idioms,
    unreachable_pub,
    unsafe_code,
    unused_qualifications,
    warnings
)]

/// A cat.
#[asyncmock::automock]
pub trait Cat {
    /// Says where.
    fn go(&self, direction: &str, n: Option<&str>) -> u32;
    /// Lends a number.
    fn by(&mut self, text: std::borrow::Cow<'_, str>) -> &mut u32;
    /// Runs.
    #[allow(async_fn_in_trait)]
    async fn run<'a>(&self, direction: &'a str, other: &'a str) -> u32;
    /// Lends text.
    fn name(&self) -> &str;
    /// Hands text back.
    fn tied<'a>(&self, name: &'a str) -> Option<&'a str>;
    /// Takes more than the core has modules for.
    #[rustfmt::skip]
    #[allow(clippy::too_many_arguments)]
    fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: &str) -> u32;
}

/// A dog that is watched.
#[asyncmock::automock(spy)]
pub trait Dog {
    /// Says where.
    fn go(&self, direction: &str) -> u32;
    /// Runs.
    #[allow(async_fn_in_trait)]
    async fn run(&self, direction: &str) -> u32;
}

/// Was a toy.
#[deprecated]
pub struct Toy;

/// Has toys, which is said above all of it.
#[allow(deprecated)]
#[asyncmock::automock(spy)]
pub trait Basket {
    /// Puts one in.
    fn put(&self, toy: Toy) -> Option<Toy>;
    /// Shows one.
    fn first(&self) -> &Toy;
    /// Takes one out.
    #[expect(async_fn_in_trait)]
    async fn take<T: 'static>(&self, like: T) -> Option<(T, Toy)>;
}

/// Has toys, which is said of each method.
#[asyncmock::automock]
pub trait Shelf {
    /// Has space.
    #[allow(deprecated)]
    fn space_for(toy: &Toy) -> bool;
    /// Puts one there.
    #[expect(deprecated)]
    fn put(&self, toy: Toy) -> Option<Toy>;
}

asyncmock::mock! {
    /// Has toys, which is said of what has them.
    pub Box {
        /// Puts one in.
        #[allow(deprecated)]
        pub fn put(&self, toy: Toy);
    }
    #[allow(deprecated)]
    impl Shelf for Box {
        fn space_for(toy: &Toy) -> bool;
        fn put(&self, toy: Toy) -> Option<Toy>;
    }
}

#[test]
#[allow(deprecated)]
fn what_is_deprecated_may_be_mocked_where_it_may_be_declared() {
    let shelf = MockShelf::new();
    shelf.expect_put().returning(Some);
    assert!(shelf.put(Toy).is_some());
}

#[tokio::test]
async fn a_mock_is_clean_under_every_lint() {
    let cat = MockCat::new();
    cat.expect_run().return_const(1_u32);
    assert_eq!(cat.run("a", "b").await, 1);
}
