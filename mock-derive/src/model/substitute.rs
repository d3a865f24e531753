//! What `Self` and the associated types stand for: outside the trait's implementation they must be spelled out.

use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, GenericParam, Lifetime, PathArguments, Type, TypePath};

use crate::parse::associated::AssociatedType;
use crate::syntax::names::ident_of;

/// Writes the types for their names.
pub(crate) struct Substitution<'s> {
    /// The mock, which lives for ever.
    mock: &'s Type,
    /// The mock, as it is in arguments: with its lifetimes.
    given: &'s Type,
    /// The types that its traits have.
    types: Vec<&'s AssociatedType>,
    /// Those of them that are being written, which may not be made of themselves.
    within: Vec<&'s AssociatedType>,
}

impl<'s> Substitution<'s> {
    pub(crate) fn new(mock: &'s Type, given: &'s Type, types: Vec<&'s AssociatedType>) -> Self {
        Substitution { mock, given, types, within: Vec::new() }
    }
}

impl VisitMut for Substitution<'_> {
    fn visit_receiver_mut(&mut self, _: &mut syn::Receiver) {}

    fn visit_pat_type_mut(&mut self, argument: &mut syn::PatType) {
        let mock = std::mem::replace(&mut self.mock, self.given);
        self.visit_type_mut(&mut argument.ty);
        self.mock = mock;
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            if let Some((of, known)) = self.associated(path) {
                *ty = known;
                // It may be made of others.
                self.within.push(of);
                self.visit_type_mut(ty);
                self.within.pop();
                return;
            } else if ident_of(ty).is_some_and(|ident| ident == "Self") {
                *ty = self.mock.clone();
                return;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        // `Self::Other`, of which nothing is known here.
        if path.qself.is_none()
            && path.path.leading_colon.is_none()
            && path.path.segments.len() > 1
            && path.path.segments[0].ident == "Self"
        {
            let rest = path.path.segments.iter().skip(1);
            let mock = self.mock;
            *path = syn::parse_quote!(<#mock>::#(#rest)::*);
            return;
        }
        visit_mut::visit_type_path_mut(self, path);
    }
}

impl<'s> Substitution<'s> {
    /// The type that `Self::Name` or `<Self as Trait>::Name` stands for.
    fn associated(&self, path: &TypePath) -> Option<(&'s AssociatedType, Type)> {
        let last = path.path.segments.last()?;
        let is_own = match &path.qself {
            Some(qualified) => {
                qualified.position + 1 == path.path.segments.len()
                    && ident_of(&qualified.ty).is_some_and(|ident| ident == "Self")
            }
            None => path.path.segments.len() == 2 && path.path.segments[0].ident == "Self",
        };
        let known = self.types.iter().copied().find(|known| is_own && known.ident == last.ident)?;
        if self.within.iter().any(|within| std::ptr::eq(*within, known)) {
            return None;
        }
        let mut ty = known.ty.clone();
        Arguments { of: known, given: &last.arguments }.visit_type_mut(&mut ty);
        Some((known, ty))
    }
}

/// Writes the arguments of a generic associated type for its parameters.
struct Arguments<'s> {
    of: &'s AssociatedType,
    given: &'s PathArguments,
}

impl Arguments<'_> {
    fn given(&self, is_parameter: impl Fn(&GenericParam) -> bool) -> Option<&GenericArgument> {
        let index = self.of.generics.params.iter().position(is_parameter)?;
        match self.given {
            PathArguments::AngleBracketed(given) => given.args.iter().nth(index),
            _ => None,
        }
    }
}

impl VisitMut for Arguments<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        let is_it = |parameter: &GenericParam| match parameter {
            GenericParam::Lifetime(parameter) => parameter.lifetime == *lifetime,
            _ => false,
        };
        if let Some(GenericArgument::Lifetime(given)) = self.given(is_it) {
            *lifetime = given.clone();
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        let ident = ident_of(ty).cloned();
        let is_it = |parameter: &GenericParam| match (parameter, &ident) {
            (GenericParam::Type(parameter), Some(ident)) => parameter.ident == *ident,
            _ => false,
        };
        match self.given(is_it) {
            Some(GenericArgument::Type(given)) => *ty = given.clone(),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}
