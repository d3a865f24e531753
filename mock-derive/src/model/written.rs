//! What is written into other tokens, by whoever puts them together.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;

/// A name, or other tokens. A name is written for nothing, while the compiler is asked to join tokens to tokens.
pub(crate) enum Written {
    Name(Ident),
    Tokens(TokenStream),
}

impl ToTokens for Written {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Written::Name(ident) => ident.to_tokens(tokens),
            Written::Tokens(written) => written.to_tokens(tokens),
        }
    }
}
