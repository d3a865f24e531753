//! Arguments that hold others, which are handed to the expectations as trait objects or as what they can be turned into:
//! `Option<impl Trait>` as `Option<Box<dyn Trait>>`, `Vec<impl Into<T>>` as `Vec<T>`, `Arc<impl Trait>` as `Arc<dyn Trait>`.
//! All are known by their names; whether they are the standard library's own, the compiler will tell.

use quote::quote;
use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type};

use crate::model::concretize::Handed;
use crate::syntax::types::bare;

/// What others are taken out of, one by one.
#[derive(Clone, Copy)]
pub(crate) enum Container {
    Option,
    Vec,
    Array,
}

impl Container {
    /// That which a type is, and the type of what it holds.
    pub(crate) fn of(ty: &Type) -> Option<(Self, &Type)> {
        if let Type::Array(array) = bare(ty) {
            return Some((Container::Array, &array.elem));
        }
        let last = last_segment(ty)?;
        let container = match last.ident.to_string().as_str() {
            "Option" => Container::Option,
            "Vec" => Container::Vec,
            _ => return None,
        };
        Some((container, only_type(last)?))
    }

    /// How an argument of the type is handed over that holds what is handed over like this.
    pub(crate) fn handed(self, ty: &Type, argument: &Ident, held: Handed) -> Handed {
        let Handed { ty: handed, pass, local, .. } = held;
        let each = quote!(|#argument| -> #handed { #pass });
        let pass = match self {
            Container::Option => quote!(::core::option::Option::map(#argument, #each)),
            Container::Vec => quote! {
                ::core::iter::Iterator::collect::<::std::vec::Vec<_>>(
                    ::core::iter::Iterator::map(::core::iter::IntoIterator::into_iter(#argument), #each)
                )
            },
            Container::Array => quote!(#argument.map(#each)),
        };
        Handed { ty: holding(ty, &handed), pass, mutable: false, borrows: false, local }
    }
}

/// What a pointer points to that can be one to a trait object, which then has no size: `Box`, `Rc`, `Arc`, and these pinned.
pub(crate) fn pointed_to(ty: &Type) -> Option<&Type> {
    let last = last_segment(ty)?;
    let held = only_type(last)?;
    match last.ident.to_string().as_str() {
        "Box" | "Rc" | "Arc" => Some(held),
        "Pin" => pointed_to(held),
        _ => None,
    }
}

/// The type, holding another.
pub(crate) fn holding(ty: &Type, held: &Type) -> Type {
    let mut ty = bare(ty).clone();
    match &mut ty {
        Type::Array(array) => *array.elem = held.clone(),
        Type::Path(path) => {
            if let Some(last) = path.path.segments.last_mut()
                && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
                && let Some(GenericArgument::Type(argument)) = arguments.args.first_mut()
            {
                // A pin holds the pointer.
                *argument = if last.ident == "Pin" { holding(argument, held) } else { held.clone() };
            }
        }
        _ => {}
    }
    ty
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

fn only_type(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(ty)), 1) => Some(ty),
        _ => None,
    }
}
