//! Hidden types in what a method returns: the expectations give trait objects for them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Type, TypeParamBound};

use crate::model::concretize::object;

/// The type with `Box<dyn Trait>` for every `impl Trait`, and `Pin<Box<dyn Trait>>` for futures and streams.
pub(crate) fn boxed(ty: &Type) -> syn::Result<Type> {
    let mut ty = ty.clone();
    let mut boxes = Boxes { error: None };
    boxes.visit_type_mut(&mut ty);
    match boxes.error {
        Some(error) => Err(error),
        None => Ok(ty),
    }
}

struct Boxes {
    error: Option<syn::Error>,
}

impl VisitMut for Boxes {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        let Type::ImplTrait(implied) = &*ty else { return };
        // A mock's values live for ever: neither the lifetimes that are named nor what is captured matters.
        let bounds: Vec<TypeParamBound> =
            implied.bounds.iter().filter(|bound| matches!(bound, TypeParamBound::Trait(_))).cloned().collect();
        let pinned = bounds.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                bound.path.segments.last().is_some_and(|last| last.ident == "Future" || last.ident == "Stream")
            }
            _ => false,
        });
        match object(&bounds, ty, "return a type with a name") {
            Ok(object) => {
                let boxed: TokenStream = quote!(::std::boxed::Box<#object>);
                *ty = if pinned { syn::parse_quote!(::core::pin::Pin<#boxed>) } else { syn::parse_quote!(#boxed) };
            }
            Err(error) => self.error = Some(error),
        }
    }
}
