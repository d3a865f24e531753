//! What is to be recorded of arguments: all of it that can be, unless the options `ignore(..)` and `keep(..)` name a parameter,
//! or an attribute `#[ignore]` or `#[keep]` stands before it.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, FnArg, Ident, Item, Meta, Pat, PatType, Signature, Token, TraitItemFn, parenthesized};

use crate::syntax::names::unraw;

/// What is recorded of an argument.
#[derive(Clone, Copy)]
pub(crate) enum Recording {
    /// A snapshot if it can be compared, else its text.
    AsItCan,
    /// Nothing.
    Nothing,
    /// A snapshot, as is said here.
    Snapshot(Span),
}

/// The parameters that options name.
#[derive(Default)]
pub(crate) struct Recordings {
    ignored: Vec<Ident>,
    kept: Vec<Ident>,
}

const BOTH: &str = "what is ignored can't be kept; say one of them";

impl Recordings {
    /// What stands after the option `ignore`.
    pub(crate) fn ignore(&mut self, option: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        names(option, input, &mut self.ignored)
    }

    /// What stands after the option `keep`.
    pub(crate) fn keep(&mut self, option: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        names(option, input, &mut self.kept)
    }

    /// What is recorded of an argument.
    pub(crate) fn of(&self, argument: &PatType) -> syn::Result<Recording> {
        let name = name_of(argument);
        let named = |idents: &[Ident]| idents.iter().find(|ident| Some(unraw(ident)) == name).map(Ident::span);
        let written = |word: &str| argument.attrs.iter().find_map(|attribute| span_of(attribute, word));
        match (written("ignore").or(named(&self.ignored)), written("keep").or(named(&self.kept))) {
            (Some(_), Some(kept)) => Err(syn::Error::new(kept, BOTH)),
            (Some(_), None) => Ok(Recording::Nothing),
            (None, Some(kept)) => Ok(Recording::Snapshot(kept)),
            (None, None) => Ok(Recording::AsItCan),
        }
    }

    /// Names that no parameter has.
    pub(crate) fn unknown<'s>(&self, signatures: impl Iterator<Item = &'s Signature>) -> Vec<syn::Error> {
        let mut known = Vec::new();
        for argument in signatures.flat_map(|signature| &signature.inputs) {
            if let FnArg::Typed(argument) = argument {
                known.extend(name_of(argument));
            }
        }
        let mut errors = Vec::new();
        for ident in self.ignored.iter().chain(&self.kept) {
            if !known.contains(&unraw(ident)) {
                errors.push(syn::Error::new(ident.span(), format!("no method has a parameter `{ident}`")));
            }
        }
        errors
    }
}

/// `(password, token)`.
fn names(option: &Ident, input: ParseStream<'_>, to: &mut Vec<Ident>) -> syn::Result<()> {
    let text = format!("`{option}` takes the names of parameters: `{option}(name)`");
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(option.span(), text));
    }
    let listed;
    parenthesized!(listed in input);
    let listed = Punctuated::<Ident, Token![,]>::parse_terminated(&listed)?;
    if listed.is_empty() {
        return Err(syn::Error::new(option.span(), text));
    }
    to.extend(listed);
    Ok(())
}

fn name_of(argument: &PatType) -> Option<String> {
    match &*argument.pat {
        Pat::Ident(pat) => Some(unraw(&pat.ident)),
        _ => None,
    }
}

/// Where an attribute says a word: `#[ignore]`, or `#[cfg_attr(test, ignore)]`.
fn span_of(attribute: &Attribute, word: &str) -> Option<Span> {
    match &attribute.meta {
        Meta::Path(path) => path.get_ident().filter(|ident| *ident == word).map(Ident::span),
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let words = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let said = words.iter().skip(1).find(|said| said.path().is_ident(word));
            said.and_then(|said| said.path().get_ident()).map(Ident::span)
        }
        _ => None,
    }
}

/// Whether an attribute says what is recorded.
fn is_of_recording(attribute: &Attribute) -> bool {
    ["ignore", "keep"].iter().any(|word| span_of(attribute, word).is_some())
}

/// Refuses what is said of recording above a method.
pub(crate) fn refuse_above(attributes: &[Attribute]) -> syn::Result<()> {
    for word in ["ignore", "keep"] {
        if let Some(span) = attributes.iter().find_map(|attribute| span_of(attribute, word)) {
            let text = format!("`#[{word}]` stands before a parameter, or names it: `#[automock({word}(name))]`");
            return Err(syn::Error::new(span, text));
        }
    }
    Ok(())
}

/// Finds out whether such an attribute stands somewhere: before a parameter, or above a method, where it is refused.
struct Find(bool);

impl<'ast> Visit<'ast> for Find {
    fn visit_trait_item_fn(&mut self, method: &'ast TraitItemFn) {
        self.0 |= method.attrs.iter().any(is_of_recording);
        visit::visit_trait_item_fn(self, method);
    }

    fn visit_pat_type(&mut self, argument: &'ast PatType) {
        self.0 |= argument.attrs.iter().any(is_of_recording);
    }
}

/// Takes those attributes away, which the compiler doesn't know.
struct Strip;

impl VisitMut for Strip {
    fn visit_trait_item_fn_mut(&mut self, method: &mut TraitItemFn) {
        method.attrs.retain(|attribute| !is_of_recording(attribute));
        visit_mut::visit_trait_item_fn_mut(self, method);
    }

    fn visit_pat_type_mut(&mut self, argument: &mut PatType) {
        argument.attrs.retain(|attribute| !is_of_recording(attribute));
    }
}

/// A signature without what it says of recording.
pub(crate) fn stripped(signature: &Signature) -> Signature {
    let mut signature = signature.clone();
    Strip.visit_signature_mut(&mut signature);
    signature
}

/// The tokens of an item without what they say of recording: as they were if they say nothing.
pub(crate) fn stripped_item(item: &Item, tokens: TokenStream) -> TokenStream {
    let mut find = Find(false);
    find.visit_item(item);
    if !find.0 {
        return tokens;
    }
    let mut item = item.clone();
    Strip.visit_item_mut(&mut item);
    item.into_token_stream()
}
