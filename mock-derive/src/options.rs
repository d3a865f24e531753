//! The options of `#[automock(..)]`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Path, Token, Type};

use crate::source::AssociatedType;

/// What stands between the parentheses.
#[derive(Default)]
pub(crate) struct Options {
    /// `type Key = u16;`: what the trait's associated types are in the mock.
    pub(crate) types: Vec<AssociatedType>,
    /// `const WIDTH: usize = 3;`: what the trait's constants are in the mock.
    pub(crate) consts: Vec<AssociatedConst>,
    /// `clone`: the mock can be cloned, and clones are the same mock.
    pub(crate) clone: bool,
    /// `default_bodies`: methods that have a body keep it until they are expected.
    pub(crate) default_bodies: bool,
    /// `target = Dog`: the mock is `MockDog`; of a trait, it implements `Dog`, which `#[trait_variant::make]` made.
    pub(crate) target: Option<Ident>,
    /// `crate = path`: where the core is.
    pub(crate) core: Option<Path>,
}

/// `const WIDTH: usize = 3;`.
pub(crate) struct AssociatedConst {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Expr,
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
                } else if option == "default_bodies" {
                    options.default_bodies = true;
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
                     `crate = path`, `clone` and `default_bodies`";

impl Parse for AssociatedConst {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![const]>()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(AssociatedConst { ident, ty, value })
    }
}
