//! The macros of [asyncmock](https://docs.rs/asyncmock), which re-exports them: depend on that.
//!
//! It is rooms on floors, each of which uses only those below it: `syntax` is Rust's own, `parse` what was written, `model` what
//! is to be mocked in the terms of the core, and what can't be; `expand` writes it down and sees nothing of what was written but
//! by the model, and `macros` goes this way. `#[double]` and `#[test]` stand by themselves.

#![forbid(unsafe_code)]

mod double;
mod expand;
mod macros;
mod model;
mod parse;
mod syntax;
mod test;

use proc_macro::TokenStream;

/// See [`asyncmock::automock`](https://docs.rs/asyncmock/latest/asyncmock/attr.automock.html).
#[proc_macro_attribute]
pub fn automock(options: TokenStream, item: TokenStream) -> TokenStream {
    macros::item::automock(options.into(), item.into()).into()
}

/// See [`asyncmock::mock`](https://docs.rs/asyncmock/latest/asyncmock/macro.mock.html).
#[proc_macro]
pub fn mock(input: TokenStream) -> TokenStream {
    macros::item::mock(input.into()).into()
}

/// See [`asyncmock::mock_fn`](https://docs.rs/asyncmock/latest/asyncmock/macro.mock_fn.html).
#[proc_macro]
pub fn mock_fn(input: TokenStream) -> TokenStream {
    macros::callable::mock_fn(input.into()).into()
}

/// See [`asyncmock::test`](https://docs.rs/asyncmock/latest/asyncmock/attr.test.html).
#[proc_macro_attribute]
pub fn test(options: TokenStream, item: TokenStream) -> TokenStream {
    test::test(options.into(), item.into()).into()
}

/// See [`asyncmock::concretize`](https://docs.rs/asyncmock/latest/asyncmock/attr.concretize.html).
#[proc_macro_attribute]
pub fn concretize(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Imports a mock in tests, and the real item everywhere else.
///
/// The code under test says `Store` in either case, and need not be generic. `Store` and `MockStore` are in one module,
/// and the import of `Store` gets the attribute; a mock may be one of [`automock`] or written by hand.
///
/// ```
/// # mod asyncmock { pub use asyncmock_derive::double; }
/// mod warehouse {
///     pub struct Store;
///
///     impl Store {
///         pub fn stock(&self) -> u32 {
///             7
///         }
///     }
///
///     #[cfg(test)]
///     pub struct MockStore {
///         pub stock: u32,
///     }
///     // ...
/// }
///
/// #[asyncmock::double]
/// use self::warehouse::Store;
///
/// fn is_sold_out(store: &Store) -> bool {
///     store.stock() == 0
/// }
///
/// # fn main() {
/// assert!(!is_sold_out(&Store));
/// # }
/// ```
///
/// The import is written down twice, with the attributes and the visibility it has:
///
/// ```
/// # mod warehouse { pub struct Store; }
/// #[cfg(not(test))]
/// use self::warehouse::Store;
/// #[cfg(test)]
/// use self::warehouse::MockStore as Store;
/// # fn main() {}
/// ```
///
/// # What can be doubled
///
/// | written | in tests |
/// |---|---|
/// | `use a::Foo;` | `use a::MockFoo as Foo;` |
/// | `use a::Foo as Bar;`, `use Foo as Bar;` | `use a::MockFoo as Bar;`, `use MockFoo as Bar;` |
/// | `use a::module;`, `use a::function;` | `use a::mock_module as module;`, `use a::mock_function as function;` |
/// | `use a::{Foo, b::{Bar, module}};` | `use a::{MockFoo as Foo, b::{MockBar as Bar, mock_module as module}};` |
/// | `use a::b::{self, Foo};` | `use a::{mock_b as b, b::MockFoo as Foo};` |
/// | `type Foo<T> = a::Bar<T>;` | `type Foo<T> = a::MockBar<T>;` |
///
/// Whether a name is a type's or a module's is told by its first letter. Globs, `as _`, and aliases of anything but a
/// path are compile errors.
///
/// An import of a trait gives the mock, which is a type. Its methods are the trait's: `use a::Trait as _;`, without the
/// attribute, brings them into scope.
///
/// # When the mock stands in
///
/// | attribute | the mock is imported if |
/// |---|---|
/// | `#[double]` | `cfg(test)` |
/// | `#[double(feature = "mocks")]` | `cfg(any(test, feature = "mocks"))` |
/// | `#[double(cfg(all(test, not(miri))))]` | `cfg(all(test, not(miri)))`, or whatever the condition is |
///
/// `cfg(test)` holds for a crate's own tests, and not when it is built for the tests of others, be they in its own
/// `tests` folder. A feature, which is one of the crate that has the attribute, is what those can turn on.
///
/// # As a development dependency
///
/// `#[double]` needs asyncmock in every build. If it is to be a development dependency, write
/// `#[cfg_attr(test, asyncmock::double)]`, which means the same.
#[proc_macro_attribute]
pub fn double(options: TokenStream, item: TokenStream) -> TokenStream {
    double::double(options.into(), item.into()).into()
}
