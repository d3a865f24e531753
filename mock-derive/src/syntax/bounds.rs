//! What is demanded of types: of parameters, by their bounds and by the clause, and of those that are hidden.

use syn::punctuated::Punctuated;
use syn::{GenericParam, Generics, Ident, Token, TypeParamBound, WherePredicate};

use crate::syntax::names::ident_of;

/// Whether it is `'static'` that is demanded.
pub(crate) fn is_static(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static")
}

/// Whether a type parameter of a method must outlive everything: by its own bounds or by the clause.
pub(crate) fn demands_static(generics: &Generics, ident: &Ident) -> bool {
    bounds_of(generics, ident).iter().any(is_static)
}

/// All that is demanded of a type parameter.
pub(crate) fn bounds_of(generics: &Generics, ident: &Ident) -> Vec<TypeParamBound> {
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    bounds_among(&generics.params, predicates, ident)
}

/// The same, of generics that were taken apart.
pub(crate) fn bounds_among<'g>(
    parameters: impl IntoIterator<Item = &'g GenericParam>,
    predicates: impl IntoIterator<Item = &'g WherePredicate>,
    ident: &Ident,
) -> Vec<TypeParamBound> {
    let mut bounds = Vec::new();
    for parameter in parameters {
        if let GenericParam::Type(parameter) = parameter
            && parameter.ident == *ident
        {
            bounds.extend(parameter.bounds.iter().cloned());
        }
    }
    for predicate in predicates {
        if let WherePredicate::Type(predicate) = predicate
            && ident_of(&predicate.bounded_ty).is_some_and(|bounded| bounded == ident)
        {
            bounds.extend(predicate.bounds.iter().cloned());
        }
    }
    bounds
}

/// The generics with `'static` demanded of every type, and without defaults, as an impl block declares them.
pub(crate) fn with_static(generics: &Generics) -> Generics {
    let mut with = generics.clone();
    for parameter in with.params.iter_mut() {
        let GenericParam::Type(parameter) = parameter else { continue };
        let ident = &parameter.ident;
        if demands_static(generics, ident) {
            continue;
        }
        // What is demanded of a type stands in one place.
        let clause = with.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates);
        let predicate = clause.into_iter().find_map(|predicate| match predicate {
            WherePredicate::Type(predicate) if ident_of(&predicate.bounded_ty) == Some(ident) => Some(predicate),
            _ => None,
        });
        match predicate {
            Some(predicate) => predicate.bounds.push(syn::parse_quote!('static)),
            None => {
                parameter.colon_token.get_or_insert_default();
                parameter.bounds.push(syn::parse_quote!('static));
            }
        }
    }
    with
}

/// Whether one of these bounds is `Deref`, or `DerefMut`.
pub(crate) fn any_derefs(bounds: &Punctuated<TypeParamBound, Token![+]>) -> bool {
    bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| last.ident == "Deref" || last.ident == "DerefMut")
        }
        _ => false,
    })
}

/// Whether one of these bounds is a trait of this name.
pub(crate) fn names_trait<'b>(bounds: impl IntoIterator<Item = &'b TypeParamBound>, name: &str) -> bool {
    bounds.into_iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == name),
        _ => false,
    })
}
