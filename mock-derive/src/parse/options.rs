//! The options of `#[automock(..)]`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Meta, Path, Token};

use crate::parse::associated::{AssociatedConst, AssociatedType};
use crate::parse::recording::Recordings;

/// What stands between the parentheses.
#[derive(Default)]
pub(crate) struct Options {
    /// `type Key = u16;`: what the trait's associated types are in the mock.
    pub(crate) types: Vec<AssociatedType>,
    /// `const WIDTH: usize = 3;`: what the trait's constants are in the mock.
    pub(crate) consts: Vec<AssociatedConst>,
    /// `clone`: the mock can be cloned, and clones are the same mock.
    pub(crate) clone: bool,
    /// `guard`: the mock is a guard, which methods that take it by value finish; `guard(finish)` if one of them must.
    pub(crate) guard: Option<GuardRule>,
    /// `spy`: the mock can be wrapped around a real object.
    pub(crate) spy: bool,
    /// `record`: what passes a spy can be written down, and be answered from later.
    pub(crate) record: bool,
    /// `default_bodies`: methods that have a body keep it until they are expected.
    pub(crate) default_bodies: bool,
    /// `ignore(password)`, `keep(order)`: what is recorded of arguments.
    pub(crate) recordings: Recordings,
    /// `target = Dog`: the mock is `MockDog`; of a trait, it implements `Dog`, which `#[trait_variant::make]` made.
    pub(crate) target: Option<Ident>,
    /// `crate = path`: where the core is.
    pub(crate) core: Option<Path>,
}

/// How a mock that is a guard may be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuardRule {
    /// In any way.
    Free,
    /// By a method that finishes it, unless it is cancelled or there is a panic.
    Finish,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        syn::parse2(tokens)
    }
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        while !input.is_empty() {
            if input.peek(Token![type]) {
                options.types.push(input.parse()?);
                continue;
            }
            if input.peek(Token![const]) {
                options.consts.push(input.parse()?);
                continue;
            }
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                options.core = Some(input.call(Path::parse_mod_style)?);
            } else {
                let Ok(option) = input.parse::<Ident>() else {
                    return Err(input.error(KNOWN));
                };
                if option == "clone" {
                    options.clone = true;
                } else if option == "guard" {
                    options.guard = Some(guard_rule(input)?);
                } else if option == "spy" {
                    options.spy = true;
                } else if option == "record" {
                    (options.spy, options.record) = (true, true);
                } else if option == "default_bodies" {
                    options.default_bodies = true;
                } else if option == "ignore" {
                    options.recordings.ignore(&option, input)?;
                } else if option == "keep" {
                    options.recordings.keep(&option, input)?;
                } else if option == "target" {
                    input.parse::<Token![=]>()?;
                    options.target = Some(input.parse()?);
                } else {
                    return Err(syn::Error::new(option.span(), format!("unknown option `{option}`; {KNOWN}")));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

const KNOWN: &str = "`#[automock]` takes `type Name = Type;`, `const NAME: Type = value;`, `target = Name`, \
                     `crate = path`, `clone`, `spy`, `record`, `guard`, `guard(finish)`, `default_bodies`, `ignore(parameter)` \
                     and `keep(parameter)`";

/// What follows `guard`.
fn guard_rule(input: ParseStream<'_>) -> syn::Result<GuardRule> {
    if !input.peek(syn::token::Paren) {
        return Ok(GuardRule::Free);
    }
    let rule;
    syn::parenthesized!(rule in input);
    must_finish(&rule)
}

/// What is between the parentheses after `guard`.
fn must_finish(rule: ParseStream<'_>) -> syn::Result<GuardRule> {
    let word: Ident = rule.parse()?;
    match word == "finish" && rule.is_empty() {
        true => Ok(GuardRule::Finish),
        false => Err(syn::Error::new(word.span(), "`guard` takes `finish`, for guards that a method must finish")),
    }
}

/// The rule that an attribute `#[guard]` gives, before the name of a mock in `mock!`.
pub(crate) fn guard_rule_of(attribute: &Attribute) -> syn::Result<GuardRule> {
    match &attribute.meta {
        Meta::Path(_) => Ok(GuardRule::Free),
        _ => attribute.parse_args_with(must_finish),
    }
}
