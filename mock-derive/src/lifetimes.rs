//! Lifetimes inside types: whether there are any, and one name for all of them.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Lifetime, TraitBound, Type, TypeFnPtr, TypeParamBound, TypeReference, TypeTraitObject};

/// Whether a type has a lifetime other than `'static`, named or elided.
pub(crate) fn any_in(ty: &Type) -> bool {
    let mut found = Find { named: Vec::new(), elided: 0 };
    found.visit_type(ty);
    found.elided > 0 || !found.named.is_empty()
}

/// The lifetimes that a type names, without `'static`.
pub(crate) fn named_in(ty: &Type) -> Vec<Ident> {
    let mut found = Find { named: Vec::new(), elided: 0 };
    found.visit_type(ty);
    found.named
}

/// Whether a type elides a lifetime.
pub(crate) fn elided_in(ty: &Type) -> bool {
    elided_count(ty) > 0
}

/// How many lifetimes a type elides.
pub(crate) fn elided_count(ty: &Type) -> usize {
    let mut found = Find { named: Vec::new(), elided: 0 };
    found.visit_type(ty);
    found.elided
}

struct Find {
    named: Vec<Ident>,
    elided: usize,
}

impl<'ast> Visit<'ast> for Find {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if lifetime.ident == "_" {
            self.elided += 1;
        } else if lifetime.ident != "static" {
            self.named.push(lifetime.ident.clone());
        }
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        self.elided += usize::from(reference.lifetime.is_none());
        visit::visit_type_reference(self, reference);
    }

    // The lifetimes of a function's own arguments are bound by its type, those of `for<'a> Trait<'a>` by the bound.
    fn visit_trait_bound(&mut self, bound: &'ast TraitBound) {
        if bound.lifetimes.is_none() {
            visit::visit_trait_bound(self, bound);
        }
    }
    fn visit_type_fn_ptr(&mut self, _: &'ast TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
}

/// The type with `'a` for every lifetime but `'static`, and for the default lifetime of a trait object behind a
/// reference.
pub(crate) fn unified(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Unify.visit_type_mut(&mut ty);
    ty
}

struct Unify;

fn the_one() -> Lifetime {
    Lifetime::new("'a", Span::call_site())
}

impl VisitMut for Unify {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = the_one();
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime.get_or_insert_with(the_one);
        if let Some(object) = as_object_mut(&mut reference.elem)
            && !object.bounds.iter().any(|bound| matches!(bound, TypeParamBound::Lifetime(_)))
        {
            object.bounds.push(TypeParamBound::Lifetime(reference.lifetime.clone().unwrap_or_else(the_one)));
            // `&'a dyn Trait + 'a` is two types to the compiler.
            let object = reference.elem.clone();
            *reference.elem = syn::parse_quote!((#object));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.lifetimes.is_none() {
            visit_mut::visit_trait_bound_mut(self, bound);
        }
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

fn as_object_mut(ty: &mut Type) -> Option<&mut TypeTraitObject> {
    match ty {
        Type::TraitObject(object) => Some(object),
        Type::Paren(inner) => as_object_mut(&mut inner.elem),
        Type::Group(inner) => as_object_mut(&mut inner.elem),
        _ => None,
    }
}

/// The type with `'static` for every lifetime.
pub(crate) fn everlasting(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Everlasting.visit_type_mut(&mut ty);
    ty
}

struct Everlasting;

impl VisitMut for Everlasting {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", Span::call_site());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime = Some(Lifetime::new("'static", Span::call_site()));
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.lifetimes.is_none() {
            visit_mut::visit_trait_bound_mut(self, bound);
        }
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

/// The type with every lifetime elided but `'static`.
pub(crate) fn elided(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Elide.visit_type_mut(&mut ty);
    ty
}

struct Elide;

impl VisitMut for Elide {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = Lifetime::new("'_", Span::call_site());
        }
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.lifetimes.is_none() {
            visit_mut::visit_trait_bound_mut(self, bound);
        }
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

/// Takes parentheses and invisible groups off a type.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        other => other,
    }
}
