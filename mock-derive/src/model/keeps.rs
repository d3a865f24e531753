//! What a call's future has of the arguments until it is polled.

use syn::{Generics, Ident, ReturnType, Signature, WherePredicate};

use crate::model::explicit_future::ExplicitFuture;
use crate::model::returns::{Delivery, takes_reference};
use crate::syntax::lifetimes::{elided_count, named_in};
use crate::syntax::types::bare;

/// What a call's future does with the arguments until it is polled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// It has them, for the one lifetime that they share.
    Together,
    /// They are beside it, each with a lifetime of its own.
    Apart,
    /// Nothing: it may outlive them, and so is answered at the call.
    Nothing,
}

/// What the future of a call keeps of its arguments. `own` for the mock's own methods, whose `async fn`s name their
/// future.
pub(crate) fn keeps(signature: &Signature, delivery: Delivery, own: bool) -> Keeps {
    let mut named = Vec::new();
    let mut elided = 0;
    for argument in &signature.inputs {
        if let syn::FnArg::Typed(argument) = argument {
            named.extend(named_in(&argument.ty));
            elided += elided_count(&argument.ty);
        }
    }
    named.sort();
    named.dedup();
    let together = if named.len() + elided <= 1 { Keeps::Together } else { Keeps::Apart };
    if named.is_empty() && elided == 0 {
        return Keeps::Together;
    }
    let explicit = match &signature.output {
        ReturnType::Type(_, ty) => ExplicitFuture::in_type(bare(ty)).ok().flatten(),
        ReturnType::Default => None,
    };
    match (delivery, explicit) {
        (Delivery::Explicit, Some(ExplicitFuture { lifetime: None, .. })) if own => Keeps::Nothing,
        (Delivery::Explicit | Delivery::BoxedExplicit, Some(ExplicitFuture { lifetime: Some(bound), .. })) => {
            let covered = if bound.ident == "_" {
                named.is_empty() && !takes_reference(signature)
            } else {
                elided == 0 && named.iter().all(|lifetime| outlives(&signature.generics, lifetime, &bound.ident))
            };
            if covered { Keeps::Together } else { Keeps::Nothing }
        }
        (Delivery::Explicit, _) => together,
        (Delivery::Future, _) if !own => together,
        _ => Keeps::Together,
    }
}

/// Whether generics say that a lifetime is another, or outlives it, as those of what `#[async_trait]` makes do.
fn outlives(generics: &Generics, lifetime: &Ident, other: &Ident) -> bool {
    let of_parameters = generics.lifetimes().map(|parameter| (&parameter.lifetime, &parameter.bounds));
    let of_clause =
        generics.where_clause.iter().flat_map(|clause| &clause.predicates).filter_map(|predicate| match predicate {
            WherePredicate::Lifetime(predicate) => Some((&predicate.lifetime, &predicate.bounds)),
            _ => None,
        });
    let mut bounds =
        of_parameters.chain(of_clause).filter(|(of, _)| of.ident == *lifetime).flat_map(|(_, bounds)| bounds);
    lifetime == other || bounds.any(|bound| bound.ident == *other)
}
