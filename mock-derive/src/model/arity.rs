//! Where what depends on the number of a method's parameters is declared: the core has a module for each number up to
//! twelve, and beside a mock is one for each of its methods that has more.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Ident;

/// So many parameters have a module in the core.
const IN_CORE: usize = 12;
/// So many can be told apart in the texts of failures.
pub(crate) const MOST: usize = 64;

/// The module for a method's number of parameters.
pub(crate) enum Arity {
    /// The core's.
    Core { core: Ident, parameters: usize },
    /// One beside the mock.
    Own { module: Ident },
}

impl Arity {
    /// That of a method whose type has this alias.
    pub(crate) fn of(core: &Ident, alias: &Ident, parameters: usize) -> Self {
        if parameters <= IN_CORE {
            Arity::Core { core: core.clone(), parameters }
        } else {
            Arity::Own { module: format_ident!("{alias}_arity") }
        }
    }

    /// The type of the parameters as a whole: of the method's, by their markers.
    pub(crate) fn parameters(&self, markers: impl Iterator<Item = impl ToTokens>) -> TokenStream {
        match self {
            Arity::Core { .. } => quote!((#(#markers,)*)),
            Arity::Own { module } => quote!(#module::Parameters<#(#markers),*>),
        }
    }

    /// Whether the core knows tuples of so many parameters.
    pub(crate) fn is_in_core(&self) -> bool {
        matches!(self, Arity::Core { .. })
    }
}

impl ToTokens for Arity {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Arity::Core { core, parameters } => {
                let module = format_ident!("arity{parameters}", span = Span::call_site());
                quote!(#core::#module)
            }
            Arity::Own { module } => module.to_token_stream(),
        });
    }
}
