//! The options of `#[double(..)]`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::token::Paren;
use syn::{Error, LitBool, LitStr, Meta, Token};

/// When the mock stands in: the predicate of a `cfg`.
pub(super) struct Condition(pub(super) TokenStream);

impl Default for Condition {
    fn default() -> Self {
        Self(quote!(test))
    }
}

impl Parse for Condition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const KNOWN: &str = "`#[double]` takes `feature = \"..\"` or `cfg(..)`";
        if input.is_empty() {
            return Ok(Self::default());
        }
        let option = input.call(Ident::parse_any).map_err(|error| Error::new(error.span(), KNOWN))?;
        let condition = match &*option.to_string() {
            "feature" => {
                let equals: Token![=] = parse_or(input, &option, KNOWN)?;
                let feature: LitStr = parse_or(input, &option, KNOWN)?;
                quote!(any(test, #option #equals #feature))
            }
            "cfg" if input.peek(Paren) => {
                let inside;
                syn::parenthesized!(inside in input);
                predicate(&inside, &option)?
            }
            "cfg" => return Err(Error::new(option.span(), KNOWN)),
            unknown => return Err(Error::new(option.span(), format!("unknown option `{unknown}`; {KNOWN}"))),
        };
        end(input)?;
        Ok(Self(condition))
    }
}

/// What is in the parentheses of `cfg(..)`. Which predicates there are is for the compiler to say.
fn predicate(input: ParseStream<'_>, option: &Ident) -> syn::Result<TokenStream> {
    let predicate = if input.peek(LitBool) {
        input.parse::<LitBool>()?.into_token_stream()
    } else {
        parse_or::<Meta>(input, option, "`cfg(..)` takes a condition, as in `cfg(all(test, unix))`")?
            .into_token_stream()
    };
    end(input)?;
    Ok(predicate)
}

/// Parses what belongs to an option, or says what does, at the wrong token or else at the option.
fn parse_or<T: Parse>(input: ParseStream<'_>, option: &Ident, expected: &str) -> syn::Result<T> {
    let span = if input.is_empty() { option.span() } else { input.span() };
    input.parse().map_err(|_| Error::new(span, expected))
}

/// Sees to it that there is one condition.
fn end(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<Option<Token![,]>>()?;
    if input.is_empty() {
        Ok(())
    } else {
        Err(input.error("`#[double]` takes one condition; write several as one, `cfg(any(.., ..))`"))
    }
}
