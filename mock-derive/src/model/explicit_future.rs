//! A future that a method is declared with: in a box or hidden, for how long it lives, and what it gives.

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{GenericArgument, Ident, Lifetime, PathArguments, Token, Type, TypeParamBound, TypePath};

use crate::syntax::types::bare;

/// A future in a return type.
pub(crate) struct ExplicitFuture {
    /// The lifetime that it is bounded by; `None` for `impl Future` without one.
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) output: Type,
    pub(crate) send: bool,
    pub(crate) boxed: bool,
}

impl ExplicitFuture {
    /// The kind of the core.
    pub(crate) fn kind(&self) -> Ident {
        format_ident!("{}", if self.send { "Explicit" } else { "ExplicitLocal" })
    }

    /// `impl Future`, `Pin<Box<dyn Future>>`, `BoxFuture`, `LocalBoxFuture`.
    pub(crate) fn in_type(ty: &Type) -> syn::Result<Option<Self>> {
        match ty {
            Type::ImplTrait(implied) => Ok(Self::in_bounds(&implied.bounds, false)),
            Type::Path(path) => {
                if let Some(object) = pinned_box(path) {
                    return Ok(Self::in_bounds(&object.bounds, true));
                }
                let Some(last) = path.path.segments.last() else {
                    return Ok(None);
                };
                let send = match last.ident.to_string().as_str() {
                    "BoxFuture" => true,
                    "LocalBoxFuture" => false,
                    _ => return Ok(None),
                };
                let output = types_in(&last.arguments).next().cloned();
                let lifetime = Some(lifetime_in(&last.arguments).unwrap_or_else(|| lifetime("'_")));
                Ok(output.map(|output| ExplicitFuture { lifetime, output, send, boxed: true }))
            }
            _ => Ok(None),
        }
    }

    fn in_bounds(bounds: &Punctuated<TypeParamBound, Token![+]>, boxed: bool) -> Option<Self> {
        let named = |name: &str| {
            bounds.iter().find_map(|bound| match bound {
                TypeParamBound::Trait(bound) => bound.path.segments.last().filter(|last| last.ident == name),
                _ => None,
            })
        };
        let PathArguments::AngleBracketed(arguments) = &named("Future")?.arguments else {
            return None;
        };
        let output = arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(assoc.ty.clone()),
            _ => None,
        })?;
        let bound = bounds.iter().find_map(|bound| match bound {
            TypeParamBound::Lifetime(lifetime) => Some(lifetime.clone()),
            _ => None,
        });
        // A trait object in a box lives for ever unless it says otherwise.
        let lifetime = bound.or_else(|| boxed.then(|| lifetime("'static")));
        Some(ExplicitFuture { lifetime, output, send: named("Send").is_some(), boxed })
    }
}

/// The `dyn Trait` of `Pin<Box<dyn Trait>>`.
fn pinned_box(path: &TypePath) -> Option<&syn::TypeTraitObject> {
    let pin = path.path.segments.last().filter(|last| last.ident == "Pin")?;
    let Type::Path(boxed) = bare(types_in(&pin.arguments).next()?) else {
        return None;
    };
    let boxed = boxed.path.segments.last().filter(|last| last.ident == "Box")?;
    match bare(types_in(&boxed.arguments).next()?) {
        Type::TraitObject(object) => Some(object),
        _ => None,
    }
}

/// A lifetime of this name.
pub(crate) fn lifetime(name: &str) -> Lifetime {
    Lifetime::new(name, proc_macro2::Span::call_site())
}

fn lifetime_in(arguments: &PathArguments) -> Option<Lifetime> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Lifetime(lifetime) => Some(lifetime.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// The types among the arguments of a path.
pub(crate) fn types_in(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
