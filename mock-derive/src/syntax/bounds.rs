//! What is demanded of types: of parameters, by their bounds and by the clause, and of those that are hidden.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    BoundLifetimes, GenericParam, Generics, Ident, Lifetime, PredicateType, Token, TypeParamBound, WherePredicate,
};

use crate::syntax::names::ident_of;

/// Whether it is a lifetime that is demanded.
pub(crate) fn is_lifetime(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Lifetime(_))
}

/// Whether it is `'static` that is demanded.
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
            bounds.extend(predicate.bounds.iter().cloned().map(|bound| bound_by(bound, predicate.lifetimes.as_ref())));
        }
    }
    bounds
}

/// A bound that says by itself for which lifetimes it holds: `T: for<'x> Fn(&'x u32)` for `for<'x> T: Fn(&'x u32)`.
fn bound_by(mut bound: TypeParamBound, binder: Option<&BoundLifetimes>) -> TypeParamBound {
    if let (TypeParamBound::Trait(bound), Some(binder)) = (&mut bound, binder) {
        match &mut bound.lifetimes {
            Some(own) => own.lifetimes.extend(binder.lifetimes.iter().cloned()),
            none => *none = Some(binder.clone()),
        }
    }
    bound
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

/// Takes the lifetimes out of generics, and all that is demanded by them.
pub(crate) fn take_lifetimes(generics: &mut Generics) {
    let parameters = std::mem::take(&mut generics.params);
    generics.params = parameters.into_iter().filter(|one| !matches!(one, GenericParam::Lifetime(_))).collect();
    for parameter in generics.type_params_mut() {
        let bounds = std::mem::take(&mut parameter.bounds);
        parameter.bounds = bounds.into_iter().filter(|bound| !names_lifetime(bound)).collect();
    }
    if let Some(clause) = &mut generics.where_clause {
        let predicates = std::mem::take(&mut clause.predicates).into_iter();
        let kept = predicates.filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) => without_lifetimes(&predicate).map(WherePredicate::Type),
            WherePredicate::Lifetime(_) => None,
            other => Some(other),
        });
        clause.predicates = kept.collect();
    }
}

/// What of a demand has no lifetime of its surroundings.
pub(crate) fn without_lifetimes(predicate: &PredicateType) -> Option<PredicateType> {
    let mut free = Free::default();
    free.visit_type(&predicate.bounded_ty);
    if free.lifetime {
        return None;
    }
    let mut predicate = predicate.clone();
    predicate.bounds = predicate.bounds.into_iter().filter(|bound| !names_lifetime(bound)).collect();
    (!predicate.bounds.is_empty()).then_some(predicate)
}

/// Whether a bound has a lifetime that is neither `'static` nor its own.
pub(crate) fn names_lifetime(bound: &TypeParamBound) -> bool {
    let mut free = Free::default();
    free.visit_type_param_bound(bound);
    free.lifetime
}

/// A lifetime that is free in a bound.
#[derive(Default)]
struct Free {
    lifetime: bool,
    bound: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Free {
    fn visit_bound_lifetimes(&mut self, bound: &'ast BoundLifetimes) {
        for parameter in &bound.lifetimes {
            if let GenericParam::Lifetime(parameter) = parameter {
                self.bound.push(parameter.lifetime.ident.clone());
            }
        }
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.lifetime |= lifetime.ident != "static" && !self.bound.contains(&lifetime.ident);
    }

    fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
        // The lifetimes that it binds come first.
        if let Some(lifetimes) = &bound.lifetimes {
            self.visit_bound_lifetimes(lifetimes);
        }
        visit::visit_trait_bound(self, bound);
    }
}
