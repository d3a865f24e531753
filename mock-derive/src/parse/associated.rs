//! The types and constants of a trait, as they are given to its mock: by options, or in `mock!`.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Generics, Ident, Token, Type};

/// `type Key = u16;`.
#[derive(Clone)]
pub(crate) struct AssociatedType {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) ty: Type,
}

/// `const WIDTH: usize = 3;`.
pub(crate) struct AssociatedConst {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Expr,
}

impl Parse for AssociatedType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![type]>()?;
        let ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        if input.peek(Token![:]) {
            return Err(input.error("the type must be said here: `type Name = Type;`"));
        }
        input.parse::<Token![=]>()?;
        let ty = input.parse()?;
        generics.where_clause = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(AssociatedType { attributes: Vec::new(), ident, generics, ty })
    }
}

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
