//! The input of `mock_fn!`: a signature, of a function without a body.

use proc_macro2::Span;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, BoundLifetimes, Ident, ReturnType, Signature, Token, Type, parenthesized};

use crate::syntax::names::unraw;

/// `handler: async fn(&str, steps: u32) -> bool`.
pub(crate) struct Callable {
    /// What the texts call it.
    pub(crate) name: Option<Ident>,
    pub(crate) lifetimes: Option<BoundLifetimes>,
    pub(crate) asyncness: Option<Token![async]>,
    pub(crate) parameters: Punctuated<Parameter, Token![,]>,
    pub(crate) output: ReturnType,
}

pub(crate) struct Parameter {
    /// What is to be recorded of it.
    attributes: Vec<Attribute>,
    /// What the texts call it: the closure has names of its own.
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
}

impl Callable {
    /// The callable as a function.
    pub(crate) fn signature(&self) -> Signature {
        let Callable { lifetimes, asyncness, output, .. } = self;
        let name = self.name.clone().unwrap_or_else(|| Ident::new("call", Span::call_site()));
        let generics = lifetimes.as_ref().map(|bound| {
            let lifetimes = &bound.lifetimes;
            quote!(<#lifetimes>)
        });
        let parameters = self.parameters.iter().enumerate().map(|(index, Parameter { attributes, name, ty })| {
            let name = name.clone().unwrap_or_else(|| self.free_name(index));
            quote!(#(#attributes)* #name: #ty)
        });
        syn::parse_quote!(#asyncness fn #name #generics(#(#parameters),*) #output)
    }

    /// What a parameter without a name is called.
    fn free_name(&self, index: usize) -> Ident {
        let mut free = format!("argument{index}");
        while self.parameters.iter().any(|parameter| parameter.name.as_ref().is_some_and(|name| unraw(name) == free)) {
            free.push('_');
        }
        Ident::new(&free, Span::call_site())
    }
}

/// `name:`, if it stands here. Keywords are names, too, as nothing but texts has them; `_` is none.
fn name(input: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    if !(input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])) {
        return Ok(None);
    }
    let ident = input.call(Ident::parse_any)?;
    input.parse::<Token![:]>()?;
    match unraw(&ident).as_str() {
        "_" => Ok(None),
        name @ ("self" | "Self" | "super" | "crate") => {
            Err(syn::Error::new(ident.span(), format!("`{name}` can't be a name here; write another, or none")))
        }
        name => Ok(Some(Ident::new_raw(name, ident.span()))),
    }
}

impl Parse for Callable {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = name(input)?;
        let lifetimes = input.parse()?;
        let asyncness = input.parse()?;
        if !input.peek(Token![fn]) {
            return Err(input.error("`mock_fn!` takes a signature: `fn(&str, u32) -> String`, or `async fn(..) -> ..`"));
        }
        input.parse::<Token![fn]>()?;
        let content;
        parenthesized!(content in input);
        let parameters = content.parse_terminated(Parameter::parse, Token![,])?;
        let output = input.parse()?;
        if !input.is_empty() {
            return Err(input.error("the signature ends here; expectations are added to what `mock_fn!` makes"));
        }
        Ok(Callable { name, lifetimes, asyncness, parameters, output })
    }
}

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Parameter { attributes: input.call(Attribute::parse_outer)?, name: name(input)?, ty: input.parse()? })
    }
}
