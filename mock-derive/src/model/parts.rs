//! Of which parts a value is made that borrows inside, if all are known by their names: then the core can keep it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, Ident, PathArguments, Type};

use crate::syntax::types::{bare, is_basic};

/// `, [Build]`, what the core's macro is told of the type, if it is made of known parts.
pub(crate) fn built(core: &Ident, ty: &Type) -> Option<TokenStream> {
    let build = build(core, ty)?;
    Some(quote!(, [#build]))
}

fn build(core: &Ident, ty: &Type) -> Option<TokenStream> {
    match bare(ty) {
        ty if is_basic(ty) => Some(quote!(#core::Whole<#ty>)),
        Type::Reference(reference) if reference.mutability.is_none() => {
            let target = bare(&reference.elem);
            let is_known = match target {
                Type::Slice(slice) => is_basic(&slice.elem) && !is_text(&slice.elem),
                target => is_basic(target),
            };
            is_known.then(|| quote!(#core::Loan<#target>))
        }
        Type::Tuple(tuple) if (1..=4).contains(&tuple.elems.len()) => {
            let parts = tuple.elems.iter().map(|part| build(core, part)).collect::<Option<Vec<_>>>()?;
            Some(quote!((#(#parts,)*)))
        }
        Type::Array(array) => {
            let (part, length) = (build(core, &array.elem)?, &array.len);
            Some(quote!([#part; #length]))
        }
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let parts = match &last.arguments {
                PathArguments::None => Vec::new(),
                PathArguments::AngleBracketed(arguments) => arguments
                    .args
                    .iter()
                    .map(|argument| match argument {
                        GenericArgument::Type(part) => build(core, part),
                        _ => None,
                    })
                    .collect::<Option<Vec<_>>>()?,
                PathArguments::Parenthesized(_) => return None,
            };
            // Whether these are the standard library's own, the compiler will tell.
            match (last.ident.to_string().as_str(), &parts[..]) {
                ("String", []) => Some(quote!(#core::Whole<::std::string::String>)),
                ("Option", [part]) => Some(quote!(::core::option::Option<#part>)),
                ("Vec", [part]) => Some(quote!(#core::Vec<#part>)),
                ("HashMap", [key, value]) if !has_floats(last.arguments.clone()) => {
                    Some(quote!(::std::collections::HashMap<#key, #value>))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.is_ident("str"))
}

/// What can't be a key.
fn has_floats(arguments: PathArguments) -> bool {
    let text = quote!(#arguments).to_string();
    text.contains("f32") || text.contains("f64")
}
