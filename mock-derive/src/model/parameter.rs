//! Which marker of the core describes a parameter.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::spanned::Spanned as _;
use syn::{FnArg, GenericArgument, Ident, Pat, PathArguments, Type, TypeParamBound, TypeReference, TypeTraitObject};

use crate::model::concretize::{Concretized, Handed};
use crate::model::owner::Owner;
use crate::model::parts;
use crate::model::written::Written;
use crate::parse::recording::{Recording, Recordings};
use crate::syntax::bounds::is_lifetime;
use crate::syntax::lifetimes::{any_in, elided, elided_count, invariant_in, named_in, unified};
use crate::syntax::names::ident_of;
use crate::syntax::types::{bare, is_basic};

/// A parameter of a method.
pub(crate) struct Parameter {
    /// What the generated method calls it.
    pub(crate) ident: Ident,
    /// Whether it calls it `mut`.
    pub(crate) mutable: bool,
    /// What the texts call it.
    pub(crate) name: String,
    /// Its type, as the core gets it.
    pub(crate) ty: Type,
    pub(crate) marker: Marker,
    /// Whether it can be kept and shown for sure, so that nobody needs to ask.
    pub(crate) known: bool,
    /// Whether nothing is recorded of it.
    pub(crate) ignored: bool,
    /// Where it is said that it is kept, though it need not be such that it can be compared.
    pub(crate) kept: Option<Span>,
    /// Whether its type is a type parameter, of which little is known before the mock runs.
    pub(crate) generic: bool,
    /// Whether the core gets it as another type than the method.
    pub(crate) concrete: bool,
    /// What the method hands over.
    pub(crate) pass: Written,
    /// The type of the object, if the core gets a mutable reference to one: its lifetime is shortened only where it is
    /// borrowed anew.
    pub(crate) object: Option<TokenStream>,
    /// What lends it to the closures of expectations, if it is a mutable reference to a type with a lifetime.
    pub(crate) lender: Option<Lender>,
    /// Whether the call borrows from the method's own argument, so that a future must take that along.
    pub(crate) borrows: bool,
    /// Whether it makes futures of which nobody knows whether they can be sent, so that whoever awaits them can't be, either.
    pub(crate) local: bool,
}

/// A trait of the mock's own, which lends an argument.
pub(crate) struct Lender {
    pub(crate) ident: Ident,
    /// What the argument refers to, its lifetimes elided.
    pub(crate) target: Type,
    /// Whether the target has no size, so that the reference to it is what lends.
    pub(crate) by_reference: bool,
}

/// How the core takes the argument.
pub(crate) enum Marker {
    /// A marker of the core.
    Core(TokenStream),
    /// A marker of the mock's own, for a type with lifetimes: its name, and the arguments of the core's macro.
    Own { ident: Ident, form: TokenStream, arguments: Option<TokenStream> },
}

impl Marker {
    pub(crate) fn own(ident: Ident, form: TokenStream, owner: &Owner) -> Self {
        Marker::Own { ident, form, arguments: owner.scope.arguments() }
    }

    pub(crate) fn path(&self) -> TokenStream {
        match self {
            Marker::Core(path) => path.clone(),
            Marker::Own { ident, arguments, .. } => quote!(#ident #arguments),
        }
    }
}

impl Parameter {
    /// Describes an argument, which is the `index`th of the method that `owner` stands for.
    pub(crate) fn of(
        argument: &FnArg,
        index: usize,
        owner: &Owner,
        concretized: &Concretized<'_>,
        recordings: &Recordings,
    ) -> syn::Result<Self> {
        let FnArg::Typed(argument) = argument else {
            return Err(syn::Error::new(argument.span(), "`self` stands first"));
        };
        let (ident, name) = match &*argument.pat {
            Pat::Ident(pat) => (pat.ident.clone(), pat.ident.to_string().trim_start_matches("r#").to_owned()),
            // Any other pattern takes the argument apart; the mock wants it whole.
            pat => (Ident::new(&format!("argument{index}"), pat.span()), format!("argument{index}")),
        };
        let handed = concretized.handed(&argument.ty, &ident)?;
        let is_concrete = handed.is_some();
        let (ty, pass, mutable, borrows, local) = match handed {
            Some(Handed { ty, pass, mutable, borrows, local }) => (ty, Written::Tokens(pass), mutable, borrows, local),
            None => ((*argument.ty).clone(), Written::Name(ident.clone()), false, false, false),
        };
        let lender = lender(&ty, owner, index);
        let (pass, mutable) = match &lender {
            Some(Lender { by_reference: true, .. }) => (Written::Tokens(quote!(&mut #ident)), true),
            _ => (pass, mutable),
        };
        let marker = match &lender {
            Some(Lender { ident: lender, .. }) => {
                let (own, arguments) = (format_ident!("{}_{index}", owner.own), owner.scope.arguments());
                Marker::own(own, quote!(mut (dyn #lender #arguments + '__a)), owner)
            }
            None => marker(&ty, owner, index, is_concrete)?,
        };
        let (ignored, kept) = match recordings.of(argument)? {
            Recording::AsItCan => (false, None),
            Recording::Nothing => (true, None),
            Recording::Snapshot(said) => (false, Some(said)),
        };
        if let (Some(said), Marker::Own { .. }) = (kept, &marker) {
            return Err(syn::Error::new(said, CANT_BE_KEPT));
        }
        // A box of something that may borrow can't leave the method, unless what it was made of goes along.
        let borrows = borrows || is_concrete && any_in(&ty);
        let named = match bare(&ty) {
            // Of one that lives for ever the reference is kept, which takes no knowledge of the type.
            Type::Reference(reference) if lives_for_ever(reference) => None,
            Type::Reference(reference) if reference.mutability.is_none() => ident_of(&reference.elem),
            _ => ident_of(&ty),
        };
        Ok(Parameter {
            generic: named.is_some_and(|named| owner.scope.has(named)) && matches!(marker, Marker::Core(_)),
            concrete: is_concrete,
            ident,
            mutable,
            name,
            known: is_known(&ty) && matches!(marker, Marker::Core(_)) && !ignored,
            ignored,
            kept,
            marker,
            pass,
            object: mutable_object(&ty, &lender, owner),
            ty,
            lender,
            borrows,
            local,
        })
    }
}

/// What lends an argument of a type, if that has two lifetimes that are not to be confused.
fn lender(ty: &Type, owner: &Owner, index: usize) -> Option<Lender> {
    let Type::Reference(reference) = bare(ty) else {
        return None;
    };
    let target = bare(&reference.elem);
    let lives_twice = match target {
        Type::TraitObject(object) => object.bounds.iter().any(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return false };
            any_in(&syn::parse_quote!(dyn #bound))
        }),
        target => any_in(target),
    };
    if reference.mutability.is_none() || !lives_twice || distinct_in(ty) == 1 {
        return None;
    }
    let target = match elided(target) {
        Type::TraitObject(object) if object.bounds.len() > 1 => syn::parse_quote!((#object)),
        target => target,
    };
    let by_reference = matches!(bare(&target), Type::TraitObject(_) | Type::Slice(_));
    Some(Lender { ident: format_ident!("{}_{index}_lender", owner.own), target, by_reference })
}

/// The object to which the core gets a mutable reference.
fn mutable_object(ty: &Type, lender: &Option<Lender>, owner: &Owner) -> Option<TokenStream> {
    if let Some(Lender { ident, .. }) = lender {
        let arguments = owner.scope.arguments();
        return Some(quote!((dyn #ident #arguments + '_)));
    }
    let Type::Reference(reference) = bare(ty) else {
        return None;
    };
    match bare(&reference.elem) {
        target @ Type::TraitObject(_) if reference.mutability.is_some() => {
            let target = elided(target);
            Some(quote!((#target)))
        }
        _ => None,
    }
}

/// `is_own` if the argument is made in the method, and so has whatever lifetime it must have.
fn marker(ty: &Type, owner: &Owner, index: usize, is_own: bool) -> syn::Result<Marker> {
    let own = format_ident!("{}_{index}", owner.own);
    let core = |name: &str, ty: &Type| {
        let (core, name) = (&owner.core, Ident::new(name, Span::call_site()));
        Marker::Core(quote!(#core::#name<#ty>))
    };
    if let Type::Reference(reference) = bare(ty) {
        let target = bare(&reference.elem);
        let lifetimes_inside = any_in(target);
        // The markers of the core must know in which owned form a type is kept.
        let object = matches!(target, Type::TraitObject(_)) || owner.scope.may_be_unsized(target);
        if lives_for_ever(reference) && !lifetimes_inside {
            return Ok(match (object, reference.mutability.is_some()) {
                (true, true) => core("Val", ty),
                (false, true) => core("StaticMut", target),
                (_, false) => core("StaticRef", target),
            });
        }
        return Ok(match (object, reference.mutability.is_some(), lifetimes_inside) {
            (true, mutable, _) => {
                let form = Ident::new(if mutable { "mut" } else { "ref" }, Span::call_site());
                let Type::Reference(unified) = unified(bare(ty)) else { unreachable!("a reference stays one") };
                let target = match bare(&unified.elem) {
                    // Only the compiler knows for how long an object lives that doesn't say so: as long as the reference,
                    // or for ever if its trait demands that, as `Any` does.
                    Type::TraitObject(object) if !says_lifetime(object) => {
                        quote!(<#unified as ::core::ops::Deref>::Target)
                    }
                    target => target.to_token_stream(),
                };
                Marker::own(own, quote!(#form #target), owner)
            }
            (false, true, true) => {
                let target = unified(target);
                Marker::own(own, quote!(mut #target), owner)
            }
            (false, false, true) if invariant_in(target) => {
                return Err(syn::Error::new(target.span(), TWO_LIFETIMES));
            }
            (false, false, true) => {
                let Type::Reference(unified) = unified(bare(ty)) else { unreachable!("a reference stays one") };
                let form = match bare(&unified.elem) {
                    Type::Slice(slice) => {
                        let (element, built) = (&slice.elem, parts::built(&owner.core, &slice.elem));
                        quote!(slice #element #built)
                    }
                    target if is_compared_with_others(target) => quote!(ref #target),
                    target => {
                        let built = parts::built(&owner.core, target);
                        quote!(like #target #built)
                    }
                };
                Marker::own(own, form, owner)
            }
            (false, true, false) => core("Mut", target),
            (false, false, false) => core("Ref", target),
        });
    }
    if let Some(target) = optional_reference(ty).filter(|target| !owner.scope.may_be_unsized(target)) {
        return Ok(core("OptRef", target));
    }
    if any_in(ty) {
        let unified = unified(ty);
        if invariant_in(ty) {
            if !is_own && distinct_in(ty) > 1 {
                return Err(syn::Error::new(ty.span(), TWO_LIFETIMES));
            }
            return Ok(Marker::own(own, quote!(unseen #unified), owner));
        }
        let built = parts::built(&owner.core, &unified);
        let form = match is_compared_with_others(&unified) {
            true => quote!(val #unified),
            false => quote!(same #unified #built),
        };
        return Ok(Marker::own(own, form, owner));
    }
    Ok(core("Val", ty))
}

/// Whether it is a `&'static T`.
fn lives_for_ever(reference: &TypeReference) -> bool {
    reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static")
}

/// Whether a type can be compared with other types and other lifetimes, as `Cow` can: most can be with themselves alone.
fn is_compared_with_others(ty: &Type) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Cow")
}

/// Whether a trait object says for how long it lives.
fn says_lifetime(object: &TypeTraitObject) -> bool {
    object.bounds.iter().any(is_lifetime)
}

const CANT_BE_KEPT: &str = "what may borrow, or is a trait object, can't be kept beyond the call; leave out `keep`: there is \
                            the text that `Debug` prints";

const TWO_LIFETIMES: &str = "asyncmock has one lifetime for all of an argument, and this type can't do with it; take \
                             the parts as arguments of their own, or give them the same lifetime `'a`";

/// How many lifetimes there are in a type.
fn distinct_in(ty: &Type) -> usize {
    let mut named = named_in(ty);
    named.sort();
    named.dedup();
    named.len() + elided_count(ty)
}

/// The `T` of `Option<&T>`.
fn optional_reference(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let Some(GenericArgument::Type(argument)) = arguments.args.first() else {
        return None;
    };
    let Type::Reference(reference) = bare(argument) else {
        return None;
    };
    let target = bare(&reference.elem);
    let plain = reference.mutability.is_none() && !any_in(target) && !matches!(target, Type::TraitObject(_));
    plain.then_some(target)
}

/// Whether a type is basic, or a reference to one that is.
fn is_known(ty: &Type) -> bool {
    match bare(ty) {
        // Of a reference to a reference no snapshot is made.
        Type::Reference(reference) => is_basic(&reference.elem),
        other => is_basic(other),
    }
}
