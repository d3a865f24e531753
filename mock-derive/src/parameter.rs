//! Which marker of the core describes a parameter.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;
use syn::{FnArg, GenericArgument, Ident, Pat, PathArguments, Type};

use crate::lifetimes::{any_in, bare, unified};
use crate::model::Owner;

/// A parameter of a method.
pub(crate) struct Parameter {
    /// What the generated method calls it.
    pub(crate) ident: Ident,
    /// What the texts call it.
    pub(crate) name: String,
    pub(crate) marker: Marker,
    /// Whether it can be kept and shown for sure, so that nobody needs to ask.
    pub(crate) known: bool,
}

/// How the core takes the argument.
pub(crate) enum Marker {
    /// A marker of the core.
    Core(TokenStream),
    /// A marker of the mock's own, for a type with lifetimes: its name and the arguments of the core's macro.
    Own(Ident, TokenStream),
}

impl Marker {
    pub(crate) fn path(&self) -> TokenStream {
        match self {
            Marker::Core(path) => path.clone(),
            Marker::Own(ident, _) => quote!(#ident),
        }
    }
}

impl Parameter {
    /// Describes an argument, which is the `index`th of the method that `owner` stands for.
    pub(crate) fn of(argument: &FnArg, index: usize, owner: &Owner) -> syn::Result<Self> {
        let FnArg::Typed(argument) = argument else {
            return Err(syn::Error::new(argument.span(), "`self` stands first"));
        };
        if let Type::ImplTrait(implied) = bare(&argument.ty) {
            return Err(syn::Error::new(
                implied.impl_token.span,
                "asyncmock does not support `impl Trait` arguments yet; write `Box<dyn Trait>` or `&dyn Trait`",
            ));
        }
        let (ident, name) = match &*argument.pat {
            Pat::Ident(pat) => (pat.ident.clone(), pat.ident.to_string().trim_start_matches("r#").to_owned()),
            // Any other pattern takes the argument apart; the mock wants it whole.
            pat => (Ident::new(&format!("argument{index}"), pat.span()), format!("argument{index}")),
        };
        let marker = marker(&argument.ty, owner, index)?;
        Ok(Parameter { ident, name, known: is_known(&argument.ty), marker })
    }
}

fn marker(ty: &Type, owner: &Owner, index: usize) -> syn::Result<Marker> {
    let own = format_ident!("{}_{index}", owner.own);
    let core = |name: &str, ty: &Type| {
        let (core, name) = (&owner.core, Ident::new(name, Span::call_site()));
        Marker::Core(quote!(#core::#name<#ty>))
    };
    if let Type::Reference(reference) = bare(ty) {
        let target = bare(&reference.elem);
        let is_static = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
        if is_static && !any_in(target) {
            return Ok(core("Val", ty));
        }
        let lifetimes_inside = any_in(target);
        let object = matches!(target, Type::TraitObject(_));
        return Ok(match (object, reference.mutability.is_some(), lifetimes_inside) {
            (true, mutable, _) => {
                let form = Ident::new(if mutable { "mut" } else { "ref" }, Span::call_site());
                let Type::Reference(unified) = unified(ty) else { unreachable!("a reference stays one") };
                let target = unified.elem;
                Marker::Own(own, quote!(#form #target))
            }
            (false, true, true) => {
                return Err(syn::Error::new(
                    reference.span(),
                    "asyncmock does not support a mutable reference to a type with a lifetime yet; \
                     take the type by value, or give it no lifetime",
                ));
            }
            (false, false, true) => {
                let Type::Reference(unified) = unified(ty) else { unreachable!("a reference stays one") };
                let target = unified.elem;
                Marker::Own(own, quote!(ref #target))
            }
            (false, true, false) => core("Mut", target),
            (false, false, false) => core("Ref", target),
        });
    }
    if let Some(target) = optional_reference(ty) {
        return Ok(core("OptRef", target));
    }
    if any_in(ty) {
        let unified = unified(ty);
        return Ok(Marker::Own(own, quote!(val #unified)));
    }
    Ok(core("Val", ty))
}

/// The `T` of `Option<&T>`.
fn optional_reference(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let Some(GenericArgument::Type(Type::Reference(reference))) = arguments.args.first() else {
        return None;
    };
    let target = bare(&reference.elem);
    let plain = reference.mutability.is_none() && !any_in(target) && !matches!(target, Type::TraitObject(_));
    plain.then_some(target)
}

/// Whether a type is basic, or a reference to one that is.
fn is_known(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(reference) => is_known(&reference.elem),
        other => is_basic(other),
    }
}

/// Whether a type is one of the language's own, or `String`: it can be cloned, printed, sent and shared, and has a
/// default if it is sized.
pub(crate) fn is_basic(ty: &Type) -> bool {
    const NAMES: [&str; 18] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
        "char", "str", "String",
    ];
    match bare(ty) {
        Type::Path(path) => path.path.get_ident().is_some_and(|ident| NAMES.iter().any(|name| ident == name)),
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        _ => false,
    }
}
