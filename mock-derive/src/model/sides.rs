//! From which arguments a value may borrow that is tied to some: those that borrow for its lifetime. Others may borrow for
//! one more, which they share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{FnArg, Ident, Signature, Type};

use crate::model::parameter::Parameter;
use crate::syntax::lifetimes::{any_in, elided_in, named_in};

/// On which side the arguments of a method are.
pub(crate) struct Sides(Vec<Side>);

/// The side of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// It borrows for the lifetime of the value, or not at all.
    Along,
    /// It borrows for another.
    Aside,
}

impl Sides {
    /// Those beside a value of such a type.
    pub(crate) fn of(value: &Type, signature: &Signature, parameters: &[Parameter]) -> syn::Result<Self> {
        let of_value = named_in(value);
        let arguments = signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(&*argument.ty),
            FnArg::Receiver(_) => None,
        });
        arguments
            .zip(parameters)
            .map(|(ty, parameter)| side(&of_value, ty, parameter))
            .collect::<syn::Result<_>>()
            .map(Sides)
    }

    /// Whether no argument borrows for a lifetime that is not the value's.
    pub(crate) fn are_one(&self) -> bool {
        self.0.iter().all(|side| *side == Side::Along)
    }

    /// That of each argument.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Side> {
        self.0.iter().copied()
    }

    /// The kind of the core for a value with this marker.
    pub(crate) fn kind(&self, core: &Ident, marker: &TokenStream) -> TokenStream {
        if self.are_one() {
            return quote!(#core::Tied<#marker>);
        }
        let sides = self.0.iter().map(|side| match side {
            Side::Along => quote!(#core::Along),
            Side::Aside => quote!(#core::Aside),
        });
        quote!(#core::TiedBeside<#marker, (#(#sides,)*)>)
    }
}

/// The side of an argument of this type, beside a value that has these lifetimes: none, if it elides the only one.
fn side(of_value: &[Ident], ty: &Type, parameter: &Parameter) -> syn::Result<Side> {
    let handed = &parameter.ty;
    if !any_in(handed) {
        return Ok(Side::Along);
    }
    let Some(shared) = of_value.first() else {
        // What is hidden may borrow, too.
        return Ok(if any_in(ty) { Side::Along } else { Side::Aside });
    };
    let named = named_in(handed);
    if !named.iter().any(|lifetime| of_value.contains(lifetime)) {
        return Ok(Side::Aside);
    }
    if named.iter().all(|lifetime| lifetime == shared) && !elided_in(handed) {
        return Ok(Side::Along);
    }
    Err(syn::Error::new(
        ty.span(),
        format!(
            "asyncmock answers with a value that borrows for `'{shared}` when each argument from which it may borrow does \
             so for `'{shared}` alone; name it here"
        ),
    ))
}
