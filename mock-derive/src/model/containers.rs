//! Arguments that hold others, which are handed to the expectations as trait objects or as what they can be turned into:
//! `Option<impl Trait>` as `Option<Box<dyn Trait>>`, `Vec<impl Into<T>>` as `Vec<T>`, `Arc<impl Trait>` as `Arc<dyn Trait>`.

use quote::quote;
use syn::{GenericArgument, Ident, PathArguments, Type};

use crate::model::concretize::Handed;
use crate::syntax::types::bare;

/// What holds others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Option,
    Vec,
    Array,
    /// To one of another type, which may have no size.
    Pointer,
}

impl Container {
    /// That which a type is, by its name, and the type of what it holds. Whether it is the standard library's own, the
    /// compiler will tell.
    pub(crate) fn of(ty: &Type) -> Option<(Self, &Type)> {
        match bare(ty) {
            Type::Array(array) => Some((Container::Array, &array.elem)),
            Type::Path(path) => {
                let last = path.path.segments.last()?;
                let held = only_type(&last.arguments)?;
                match last.ident.to_string().as_str() {
                    "Option" => Some((Container::Option, held)),
                    "Vec" => Some((Container::Vec, held)),
                    "Box" | "Rc" | "Arc" => Some((Container::Pointer, held)),
                    "Pin" => match Self::of(held) {
                        Some((Container::Pointer, held)) => Some((Container::Pointer, held)),
                        _ => None,
                    },
                    _ => None,
                }
            }
            _ => None,
        }
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
            Container::Pointer => unreachable!("what it points to is not taken out of it"),
        };
        Handed { ty: holding(ty, &handed), pass, mutable: false, borrows: false, local }
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

fn only_type(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(ty)), 1) => Some(ty),
        _ => None,
    }
}
