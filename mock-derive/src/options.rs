//! The options of `#[automock(..)]`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Token};

/// What stands between the parentheses. There is nothing yet that may.
pub(crate) struct Options;

impl Options {
    pub(crate) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        syn::parse2(tokens)
    }
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Options);
        }
        if input.peek(Token![type]) {
            return Err(input.error(
                "asyncmock does not support associated types yet; write the trait with concrete types, or a mock by hand",
            ));
        }
        match input.parse::<Ident>() {
            Ok(option) => {
                Err(syn::Error::new(option.span(), format!("unknown option `{option}`; `#[automock]` takes none")))
            }
            Err(_) => Err(input.error("`#[automock]` takes no options")),
        }
    }
}
