//! Which kind of the core describes how a method's value reaches its caller.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, Ident, PathArguments, ReturnType, Signature, Token, Type, TypeParamBound, TypePath};

use crate::lifetimes::{any_in, bare, named_in, unified};
use crate::model::Owner;
use crate::parameter::{Marker, is_basic};

/// How a method's value reaches its caller.
pub(crate) struct Returns {
    /// The kind of the core.
    pub(crate) kind: TokenStream,
    /// The default of the plain value.
    pub(crate) default: ValueDefault,
    pub(crate) delivery: Delivery,
    /// Whether it is a mutable reference to something that the mock keeps.
    pub(crate) lends_mutably: bool,
    /// A marker of the mock's own, for a value with lifetimes.
    pub(crate) marker: Option<Marker>,
}

/// Where the default of a method's plain value comes from.
pub(crate) enum ValueDefault {
    /// Its type has one.
    Known,
    /// It is a `Result`, and the type of its `Ok` has one.
    KnownOk,
    /// The constructor finds out whether this type, as it is named there, has one.
    Sought(Box<Type>),
    /// There can't be one.
    None,
}

impl ValueDefault {
    fn of(value: &Type) -> Self {
        if is_basic(value) {
            return ValueDefault::Known;
        }
        // Written with both types: a `Result<T>` may be anybody's.
        match &types_of("Result", value)[..] {
            [ok, _] if is_basic(ok) => ValueDefault::KnownOk,
            _ => ValueDefault::Sought(Box::new(value.clone())),
        }
    }
}

/// What the generated method does with what the core gives it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Hands it on.
    Plain,
    /// Hands on what the box holds, by reference.
    Unboxed,
    /// Hands on the future of `async fn`.
    Future,
    /// The same in a box.
    BoxedFuture,
    /// Hands on the future of a method declared with one.
    Explicit,
    /// The same in a box.
    BoxedExplicit,
}

/// How async methods of the trait are declared, beside `async fn` itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsyncForm {
    /// As they are.
    Native,
    /// By `#[async_trait]`, below automock.
    AsyncTrait { send: bool },
}

impl Returns {
    /// Describes the return type of a method that `owner` stands for.
    pub(crate) fn of(signature: &Signature, form: AsyncForm, owner: &Owner) -> syn::Result<Self> {
        let core = &owner.core;
        let unit: Type = syn::parse_quote!(());
        let ty = match &signature.output {
            ReturnType::Default => &unit,
            ReturnType::Type(_, ty) => bare(ty),
        };
        if signature.asyncness.is_some() {
            let (kind, delivery) = match form {
                AsyncForm::Native => ("Async", Delivery::Future),
                AsyncForm::AsyncTrait { send: true } => ("Async", Delivery::BoxedFuture),
                AsyncForm::AsyncTrait { send: false } => ("AsyncLocal", Delivery::BoxedFuture),
            };
            let kind = format_ident!("{kind}");
            return Self::awaited(ty, quote!(#core::#kind<#ty>), delivery);
        }
        if let Some(future) = ExplicitFuture::in_type(ty)? {
            let (output, boxed) = (&future.output, future.boxed_kind());
            let delivery = if future.boxed { Delivery::BoxedExplicit } else { Delivery::Explicit };
            let kind = quote!(#core::Explicit<#core::#boxed<#output>>);
            return Self::awaited(output, kind, delivery);
        }
        match ty {
            Type::Reference(reference) => {
                let target = bare(&reference.elem);
                let lifetime = reference.lifetime.as_ref();
                if lifetime.is_some_and(|lifetime| lifetime.ident == "static") && !any_in(target) {
                    return Ok(Self::plain(ty, owner));
                }
                if lifetime.is_some_and(|lifetime| is_of_argument(&lifetime.ident, signature))
                    || !takes_reference(signature)
                {
                    return Ok(Self::tied(ty, owner));
                }
                if any_in(target) {
                    return Err(syn::Error::new(
                        ty.span(),
                        "asyncmock does not support a reference to a type with a lifetime as a return type yet; \
                         return an owned value",
                    ));
                }
                let value = match target {
                    Type::TraitObject(_) => syn::parse_quote!(::std::boxed::Box<#target>),
                    other => other.clone(),
                };
                let lends_mutably = reference.mutability.is_some();
                let kind = format_ident!("{}", if lends_mutably { "BorrowedMut" } else { "Borrowed" });
                let (delivery, default) = match target {
                    Type::TraitObject(_) => (Delivery::Unboxed, ValueDefault::None),
                    _ if is_basic(target) => (Delivery::Plain, ValueDefault::Known),
                    // What is lent is kept in the form in which an argument of the type would be kept.
                    _ => (
                        Delivery::Plain,
                        ValueDefault::Sought(Box::new(syn::parse_quote!(<__Ref<#value> as __Param>::Kept))),
                    ),
                };
                Ok(Returns { kind: quote!(#core::#kind<#value>), default, delivery, lends_mutably, marker: None })
            }
            Type::ImplTrait(implied) => Err(syn::Error::new(
                implied.impl_token.span,
                "asyncmock does not support this `impl Trait` return type yet; return `Box<dyn Trait>`, or `impl Future`",
            )),
            Type::Never(never) => Err(syn::Error::new(
                never.bang_token.span,
                "asyncmock does not support methods that never return yet; return `std::convert::Infallible`",
            )),
            ty if any_in(ty) => {
                let named = named_in(ty);
                if !named.is_empty() && named.iter().all(|lifetime| is_of_argument(lifetime, signature)) {
                    return Ok(Self::tied(ty, owner));
                }
                Err(syn::Error::new(
                    ty.span(),
                    "asyncmock does not support a return type with a lifetime of `self` inside yet; \
                     return a reference, or an owned value",
                ))
            }
            ty => Ok(Self::plain(ty, owner)),
        }
    }

    fn plain(ty: &Type, owner: &Owner) -> Self {
        let core = &owner.core;
        Returns {
            kind: quote!(#core::Owned<#ty>),
            default: ValueDefault::of(ty),
            delivery: Delivery::Plain,
            lends_mutably: false,
            marker: None,
        }
    }

    fn tied(ty: &Type, owner: &Owner) -> Self {
        let (core, own) = (&owner.core, format_ident!("{}_value", owner.own));
        let unified = unified(ty);
        Returns {
            kind: quote!(#core::Tied<#own>),
            default: ValueDefault::None,
            delivery: Delivery::Plain,
            lends_mutably: false,
            marker: Some(Marker::Own(own, quote!(val #unified))),
        }
    }

    fn awaited(output: &Type, kind: TokenStream, delivery: Delivery) -> syn::Result<Self> {
        if any_in(output) || matches!(output, Type::ImplTrait(_)) {
            return Err(syn::Error::new(
                output.span(),
                "asyncmock does not support an async method whose value borrows or is an `impl Trait` yet; \
                 return an owned value",
            ));
        }
        Ok(Returns { kind, default: ValueDefault::of(output), delivery, lends_mutably: false, marker: None })
    }
}

/// Whether a lifetime belongs to an argument rather than to `self`.
fn is_of_argument(lifetime: &Ident, signature: &Signature) -> bool {
    signature.inputs.iter().any(|argument| match argument {
        syn::FnArg::Typed(argument) => named_in(&argument.ty).contains(lifetime),
        syn::FnArg::Receiver(_) => false,
    })
}

fn takes_reference(signature: &Signature) -> bool {
    signature.receiver().is_some_and(|receiver| match &receiver.kind {
        syn::ReceiverKind::Reference(..) => true,
        syn::ReceiverKind::Typed(_, ty) => any_in(ty),
        _ => false,
    })
}

/// A future in a return type.
struct ExplicitFuture {
    output: Type,
    send: bool,
    boxed: bool,
}

impl ExplicitFuture {
    fn boxed_kind(&self) -> Ident {
        format_ident!("{}", if self.send { "BoxFuture" } else { "LocalBoxFuture" })
    }

    /// `impl Future`, `Pin<Box<dyn Future>>`, `BoxFuture`, `LocalBoxFuture`.
    fn in_type(ty: &Type) -> syn::Result<Option<Self>> {
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
                Ok(output.map(|output| ExplicitFuture { output, send, boxed: true }))
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
        Some(ExplicitFuture { output, send: named("Send").is_some(), boxed })
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

/// The `A, B` of `Name<A, B>`.
fn types_of<'t>(name: &str, ty: &'t Type) -> Vec<&'t Type> {
    let last = match ty {
        Type::Path(path) => path.path.segments.last().filter(|last| last.ident == name),
        _ => None,
    };
    last.into_iter().flat_map(|last| types_in(&last.arguments)).collect()
}

fn types_in(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
