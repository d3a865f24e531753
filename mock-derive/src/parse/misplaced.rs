//! `#[automock]` on what can't be mocked: the user is told where to put it instead.

use proc_macro2::Span;
use syn::Item;
use syn::spanned::Spanned as _;

/// The error for an item that can't be mocked.
pub(crate) fn misplaced(item: &Item) -> syn::Error {
    let (span, what, instead): (Span, _, _) = match item {
        Item::Struct(item) => {
            (item.struct_token.span(), "a struct", "put it on the impl block, or on a trait that the struct implements")
        }
        Item::Enum(item) => {
            (item.enum_token.span(), "an enum", "put it on the impl block, or on a trait that the enum implements")
        }
        Item::Union(item) => {
            (item.union_token.span(), "a union", "put it on the impl block, or on a trait that the union implements")
        }
        Item::Fn(item) => (item.sig.fn_token.span(), "a function", "put it on the module around the function"),
        Item::ForeignMod(item) => (item.abi.extern_token.span(), "an extern block", "put it on the module around it"),
        other => (other.span(), "this item", "put it on a trait"),
    };
    syn::Error::new(span, format!("`#[automock]` can't mock {what}; {instead}"))
}
