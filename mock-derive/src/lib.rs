//! The macros of [asyncmock](https://docs.rs/asyncmock), which re-exports them: depend on that.
//!
//! A macro is four rooms: `options` and syn parse, `model` says what is to be mocked in the terms of the core,
//! and refuses what can't be; `expand` writes it down and sees nothing but the model.

#![forbid(unsafe_code)]

mod concretize;
mod desugar;
mod expand;
mod expand_module;
#[cfg(test)]
mod expansion;
mod item;
mod lifetimes;
mod method;
mod model;
mod module;
mod objects;
mod options;
mod parameter;
mod returns;
mod scope;
mod source;
mod statics;
mod substitute;

use proc_macro::TokenStream;

/// Generates a mock of a trait: `MockCat` for `trait Cat`.
///
/// For each method `go` the mock has `expect_go()`, which adds an [`Expectation`], and `calls_to_go()`, which gives a
/// view of the [`Calls`]. It is made by `MockCat::new()` (or `Default`), or by `MockCat::relaxed()`, which answers
/// calls without a matching expectation with defaults.
///
/// Methods may be sync, `async fn`, or return a future explicitly; `#[async_trait]` and `#[trait_variant::make]` may
/// stand above or below the attribute.
///
/// ```
/// # mod asyncmock { pub use asyncmock_derive::automock; }
/// # /*
/// #[asyncmock::automock]
/// trait Cat {
///     async fn go(&self, direction: &str, steps: u32) -> bool;
/// }
///
/// let cat = MockCat::new();
/// cat.expect_go().return_const(true);
/// # */
/// ```
///
/// [`Expectation`]: https://docs.rs/asyncmock/latest/asyncmock/struct.Expectation.html
/// [`Calls`]: https://docs.rs/asyncmock/latest/asyncmock/struct.Calls.html
#[proc_macro_attribute]
pub fn automock(options: TokenStream, item: TokenStream) -> TokenStream {
    item::automock(options.into(), item.into()).into()
}

/// Generates a mock of what it is given: a struct with methods of its own, and the traits that it implements.
///
/// It is for what [`automock`] can't see: several traits, traits of other crates, traits with supertraits.
///
/// ```
/// # mod asyncmock { pub use asyncmock_derive::mock; }
/// # /*
/// asyncmock::mock! {
///     pub Cat {
///         pub fn pet(&self) -> bool;
///     }
///     impl Clone for Cat {
///         fn clone(&self) -> Self;
///     }
/// }
///
/// let cat = MockCat::new();
/// cat.expect_pet().return_const(true);
/// # */
/// ```
#[proc_macro]
pub fn mock(input: TokenStream) -> TokenStream {
    item::mock(input.into()).into()
}

/// Marks a method whose generic arguments its expectations see as trait objects, inside of what [`automock`] or
/// [`mock!`](macro@mock) mocks.
///
/// It is for type parameters that are not `'static`, which can't tell expectations apart: `T` is seen as `&dyn Trait`,
/// as are `&T`, `&mut T` and `&[T]`, and there is one `expect_method()` for all of them.
#[proc_macro_attribute]
pub fn concretize(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}
