//! Hidden types in what a method returns: the expectations give trait objects for them, and so does the mock's method.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type, TypeImplTrait, TypeParamBound};

use crate::model::concretize::object;
use crate::syntax::bounds::names_trait;

/// The type with `Box<dyn Trait>` for every `impl Trait`, and `Pin<Box<dyn Trait>>` for futures and streams. The objects live
/// for ever, or for a lifetime.
pub(crate) fn boxed(ty: &Type, lifetime: Option<&Lifetime>) -> syn::Result<Type> {
    let mut ty = ty.clone();
    let mut boxes = Boxes { lifetime, error: None };
    boxes.visit_type_mut(&mut ty);
    match boxes.error {
        Some(error) => Err(error),
        None => Ok(ty),
    }
}

/// The same of what is declared to be a future, perhaps: that is one of the core's, and stays hidden.
pub(crate) fn boxed_but_future(ty: &Type, lifetime: Option<&Lifetime>) -> syn::Result<Type> {
    match ty {
        Type::ImplTrait(implied) if is_named(implied, &["Future"]) => {
            let mut ty = ty.clone();
            let mut boxes = Boxes { lifetime, error: None };
            visit_mut::visit_type_mut(&mut boxes, &mut ty);
            boxes.error.map_or(Ok(ty), Err)
        }
        ty => boxed(ty, lifetime),
    }
}

struct Boxes<'l> {
    lifetime: Option<&'l Lifetime>,
    error: Option<syn::Error>,
}

impl VisitMut for Boxes<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        let Type::ImplTrait(implied) = &*ty else { return };
        // What is captured does not matter, nor do the lifetimes that are named: the objects have one of their own.
        let bounds: Vec<TypeParamBound> =
            implied.bounds.iter().filter(|bound| matches!(bound, TypeParamBound::Trait(_))).cloned().collect();
        let pinned = is_named(implied, &["Future", "Stream"]);
        match object(&bounds, ty, "return a type with a name") {
            Ok(object) => {
                // Whatever is wrong with the box is wrong with what it stands for.
                let span = implied.impl_token.span;
                let lifetime = self.lifetime.map(|lifetime| quote!(+ #lifetime));
                let boxed: TokenStream = quote_spanned!(span=> ::std::boxed::Box<#object #lifetime>);
                *ty = if pinned {
                    syn::parse_quote_spanned!(span=> ::core::pin::Pin<#boxed>)
                } else {
                    syn::parse_quote!(#boxed)
                };
            }
            Err(error) => self.error = Some(error),
        }
    }
}

/// Whether a hidden type is known by a trait of one of these names.
fn is_named(implied: &TypeImplTrait, names: &[&str]) -> bool {
    names.iter().any(|name| names_trait(&implied.bounds, name))
}
