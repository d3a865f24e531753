//! Writes down what depends on the number of a method's parameters: the type of its expectations, and the module for a
//! method that has more of them than the core has modules for.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{Ident, Index, LitInt, Visibility};

use crate::model::arity::Arity;
use crate::model::method::Body;

/// What a test has in hand of an expectation. It is spelled out for the compiler, which would look it up at each use.
pub(crate) fn expecting(body: &Body) -> TokenStream {
    let (arity, kind) = (&body.arity, &body.returns.kind);
    let markers = body.parameters.iter().map(|parameter| parameter.marker.path());
    quote!(#arity::Expecting<'_, #(#markers,)* #kind>)
}

/// The function that describes a method.
pub(crate) fn describe(arity: &Arity) -> TokenStream {
    match arity {
        Arity::Core { parameters, .. } => format_ident!("__describe{parameters}").into_token_stream(),
        Arity::Own { .. } => quote!(#arity::describe),
    }
}

/// The module, if the core has none.
pub(crate) fn module(core: &Ident, vis: &Visibility, body: &Body) -> Option<TokenStream> {
    let Arity::Own { module } = &body.arity else { return None };
    let kind =
        format_ident!("{}", if body.returns.marker.is_some() || body.returns.tied_later { "tied" } else { "plain" });
    let number = LitInt::new(&body.parameters.len().to_string(), module.span());
    let names = body.parameters.iter().enumerate().map(|(index, parameter)| {
        let [marker, expected] = ["Argument", "Expected"].map(|what| format_ident!("{what}{}", index + 1));
        // As the method calls it, so that an editor shows it where a value is expected.
        let (argument, index) = (&parameter.ident, Index::from(index));
        quote!(#marker #expected #argument #index)
    });
    Some(quote!(#core::arity!(own #kind: #vis mod #module, #number: #(#names),*);))
}
