//! Takes an item apart: a trait goes on to the model, everything else is told what to write instead.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::Item;
use syn::spanned::Spanned as _;

use crate::expand;
use crate::model::Model;
use crate::options::Options;

/// The expansion of `#[automock]`: the item as it was, the mock, and what is wrong.
pub(crate) fn automock(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    if let Err(error) = Options::parse(options) {
        errors.push(error);
    }
    let expanded = match syn::parse2(item.clone()) {
        Ok(Item::Trait(item)) => {
            let (model, problems) = Model::of_trait(&item);
            errors.extend(problems);
            let mock = model.map(|model| expand::mock(&model));
            let item = item.to_token_stream();
            quote::quote!(#item #mock)
        }
        Ok(other) => {
            errors.push(misplaced(&other));
            item
        }
        Err(error) => {
            errors.push(error);
            item
        }
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote::quote!(#expanded #(#errors)*)
}

/// The error for an item that is not a trait.
fn misplaced(item: &Item) -> syn::Error {
    let (span, what, instead): (Span, _, _) = match item {
        Item::Struct(item) => (
            item.struct_token.span(),
            "a struct",
            "put it on a trait that the struct implements, and let the code under test take the trait",
        ),
        Item::Enum(item) => (item.enum_token.span(), "an enum", "put it on a trait that the enum implements"),
        Item::Union(item) => (item.union_token.span(), "a union", "put it on a trait that the union implements"),
        Item::Fn(item) => {
            (item.sig.fn_token.span(), "a function", "put it on a trait with a method that does the function's work")
        }
        Item::Impl(item) => (item.impl_token.span(), "an impl block yet", "put it on a trait with these methods"),
        Item::Mod(item) => (item.mod_token.span(), "a module yet", "put it on a trait with these functions as methods"),
        Item::ForeignMod(item) => {
            (item.abi.extern_token.span(), "an extern block yet", "put it on a trait that wraps these functions")
        }
        other => (other.span(), "this item", "put it on a trait"),
    };
    syn::Error::new(span, format!("`#[automock]` can't mock {what}; {instead}"))
}
