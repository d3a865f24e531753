//! Which kind of the core describes how a method's value reaches its caller.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Ident, Lifetime, ReturnType, Signature, Token, Type, TypeParamBound, TypeReference, TypeTuple};

use crate::model::explicit_future::{ExplicitFuture, lifetime, types_in};
use crate::model::objects;
use crate::model::owner::{Lent, Owner};
use crate::model::parameter::{Marker, Parameter};
use crate::model::sides::Sides;
use crate::syntax::bounds::{any_derefs, names_trait};
use crate::syntax::lifetimes::{any_in, elided, elided_in, everlasting, invariant_in, named_in, the_one, unified};
use crate::syntax::types::{bare, hidden_in};

/// How a method's value reaches its caller.
pub(crate) struct Returns {
    /// The kind of the core.
    pub(crate) kind: TokenStream,
    /// The plain value's type, for which a default is sought; `None` if there can't be one.
    pub(crate) value: Option<Type>,
    pub(crate) delivery: Delivery,
    /// Whether it is a reference to something that the mock keeps.
    pub(crate) lends: bool,
    /// Whether it is a mutable reference to something that the mock keeps.
    pub(crate) lends_mutably: bool,
    /// A marker of the mock's own, for a value with lifetimes.
    pub(crate) marker: Option<Marker>,
    /// To which arguments it is tied, if it is given at once.
    pub(crate) sides: Option<Sides>,
    /// Whether it is awaited, and answers may borrow from an argument until then.
    pub(crate) tied_later: bool,
    /// What an `async fn` is declared to give: its own type, or what the mock's method gives for hidden ones.
    pub(crate) output: Type,
    /// Whether there are hidden types in it, for which the mock's method gives what its expectations give: objects in boxes.
    pub(crate) boxes: bool,
    /// Whether a future's value is declared with a shorter life than the one that the expectations give.
    pub(crate) outlives: bool,
    /// How the value is made of what the expectations give, if that is not the same.
    pub(crate) adapted: Option<Adapted>,
}

/// What is not given as the expectations have it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adapted {
    /// An iterator whose items have a lifetime. That of the expectations, whose items live for ever, is none such.
    BoxedIterator,
    /// The same, of a hidden type.
    HiddenIterator,
    /// `impl Deref`, which derefs to what an object derefs to. The box of the object derefs to the object.
    Pointer,
    /// A reference to an object, which is kept in a box.
    Object { mutable: bool },
    /// `!`, of which there is no value that expectations could be told not to give.
    Never,
}

impl Adapted {
    /// What a value needs that the expectations give for ever.
    fn of(ty: &Type) -> syn::Result<Option<Self>> {
        let iterator = |bounds: &Punctuated<TypeParamBound, Token![+]>| {
            let trait_of = |bound: &TypeParamBound| match bound {
                TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| last.ident.clone()),
                _ => None,
            };
            bounds.iter().filter_map(trait_of).any(|name| name == "Iterator")
        };
        if is_pointer(ty) {
            return Ok(Some(Adapted::Pointer));
        }
        if !invariant_in(ty) {
            return Ok(None);
        }
        match bare(ty) {
            Type::ImplTrait(implied) if iterator(&implied.bounds) => return Ok(Some(Adapted::HiddenIterator)),
            Type::Path(path) => {
                let last = path.path.segments.last().filter(|last| last.ident == "Box");
                let target = last.and_then(|last| types_in(&last.arguments).next()).map(bare);
                if let Some(Type::TraitObject(object)) = target
                    && iterator(&object.bounds)
                {
                    return Ok(Some(Adapted::BoxedIterator));
                }
            }
            _ => {}
        }
        Err(syn::Error::new(
            ty.span(),
            "asyncmock answers with what lives for ever, which can't be taken for a value of this type; write `'static` \
             for its lifetimes, or return a type with a name",
        ))
    }

    /// The value of a declared type, made of that of an expectation.
    fn of_value(self, core: &Ident, declared: &Type, value: &TokenStream) -> TokenStream {
        let mapped = quote!(::core::iter::Iterator::map(#value, |item| item));
        match self {
            Adapted::BoxedIterator => quote!(::std::boxed::Box::new(#mapped) as _),
            Adapted::HiddenIterator => mapped,
            Adapted::Pointer => quote!(#core::Pointer(#value)),
            Adapted::Object { mutable } => {
                let (declared, mutable) = (elided(declared), mutable.then(<Token![mut]>::default));
                quote!(&#mutable **#value as #declared)
            }
            Adapted::Never => quote!(match #value {}),
        }
    }
}

/// What there is no value of.
fn infallible() -> Type {
    syn::parse_quote!(::core::convert::Infallible)
}

/// Whether a type is `impl Deref`.
fn is_pointer(ty: &Type) -> bool {
    matches!(bare(ty), Type::ImplTrait(implied) if any_derefs(&implied.bounds))
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
    /// Nothing: the method never returns.
    Never,
}

impl Delivery {
    pub(crate) fn is_explicit(self) -> bool {
        matches!(self, Delivery::Explicit | Delivery::BoxedExplicit)
    }

    pub(crate) fn is_future(self) -> bool {
        match self {
            Delivery::Plain | Delivery::Unboxed | Delivery::Never => false,
            Delivery::Future | Delivery::BoxedFuture | Delivery::Explicit | Delivery::BoxedExplicit => true,
        }
    }
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
    pub(crate) fn of(
        signature: &Signature,
        form: AsyncForm,
        parameters: &[Parameter],
        owner: &Owner,
    ) -> syn::Result<Self> {
        let core = &owner.core;
        // Unless an argument borrows in a way that can't be told, or is lent to closures.
        let may_be_tied = parameters.iter().all(|parameter| !parameter.borrows && parameter.lender.is_none());
        let unit;
        let ty = match &signature.output {
            ReturnType::Type(_, ty) => bare(ty),
            ReturnType::Default => {
                unit = Type::Tuple(TypeTuple {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    elems: Punctuated::new(),
                });
                &unit
            }
        };
        if signature.asyncness.is_some() {
            let (kind, delivery) = match form {
                // Where the method does not say whether its future can be sent, what answers may do with the arguments does.
                AsyncForm::Native if parameters.iter().all(|parameter| !parameter.local) => ("Async", Delivery::Future),
                AsyncForm::Native => ("AsyncLocal", Delivery::Future),
                AsyncForm::AsyncTrait { send: true } => ("Async", Delivery::BoxedFuture),
                AsyncForm::AsyncTrait { send: false } => ("AsyncLocal", Delivery::BoxedFuture),
            };
            let kind = format_ident!("{kind}");
            if let Type::Reference(reference) = ty
                && lends_async(reference, signature)
                && (owner.lent == Lent::default() || owner.scope.are_shared(ty))
            {
                return Self::lent_async(ty, reference, form, owner);
            }
            if may_be_tied && any_in(ty) && may_tie_later(ty, ty, signature, parameters) {
                let local = matches!(form, AsyncForm::AsyncTrait { send: false });
                let kind = if local { "TiedAsyncLocal" } else { "TiedAsync" };
                return Self::tied_later(ty, kind, delivery, owner);
            }
            let awaited = |value: &Type| Self::awaited(value, |ty| quote!(#core::#kind<#ty>), delivery);
            return match ty {
                Type::Never(_) => Ok(Returns {
                    value: None,
                    adapted: Some(Adapted::Never),
                    output: syn::parse_quote!(#core::Never),
                    ..awaited(&infallible())?
                }),
                ty => awaited(ty),
            };
        }
        if let Some(future) = ExplicitFuture::in_type(ty)? {
            let (output, kind) = (&future.output, future.kind());
            let delivery = if future.boxed { Delivery::BoxedExplicit } else { Delivery::Explicit };
            // One that lives as long as an argument may borrow from it.
            let is_of_argument = |lifetime: &Lifetime| is_of_argument(&lifetime.ident, signature);
            if may_be_tied
                && future.lifetime.as_ref().is_some_and(is_of_argument)
                && may_tie_later(ty, output, signature, parameters)
            {
                let kind = if future.send { "TiedExplicit" } else { "TiedExplicitLocal" };
                return Self::tied_later(output, kind, delivery, owner);
            }
            return Self::awaited(output, |output| quote!(#core::#kind<#output>), delivery);
        }
        match ty {
            Type::Reference(reference) => {
                let target = bare(&reference.elem);
                let lifetime = reference.lifetime.as_ref();
                if lifetime.is_some_and(|lifetime| lifetime.ident == "static") && !any_in(target) {
                    return Self::plain(ty, owner);
                }
                if is_of_arguments(ty, signature) {
                    return Self::tied(ty, Sides::of(ty, signature, parameters)?, owner);
                }
                // What is not of the mock itself must live for ever.
                if lifetime.is_some_and(|lifetime| !is_of_receiver(&lifetime.ident, signature))
                    || !takes_reference(signature)
                {
                    return Self::everlasting(ty, owner);
                }
                Self::lent(ty, reference, owner)
            }
            Type::Never(_) => {
                Ok(Returns { value: None, delivery: Delivery::Never, ..Self::plain(&infallible(), owner)? })
            }
            ty if any_in(ty) && hidden_in(ty).is_none() => {
                if is_of_arguments(ty, signature) {
                    return Self::tied(ty, Sides::of(ty, signature, parameters)?, owner);
                }
                Self::everlasting(ty, owner)
            }
            // Hidden types are objects that live for ever, unless they need an argument, and nothing else borrows.
            ty if any_in(ty) => {
                let is_of_argument = named_in(ty).iter().any(|lifetime| is_of_argument(lifetime, signature));
                let may_need_it = (is_of_argument || !takes_reference(signature))
                    && (invariant_in(ty) || !matches!(ty, Type::ImplTrait(it) if names_trait(&it.bounds, "Stream")))
                    && may_be_tied;
                match Sides::of(ty, signature, parameters) {
                    Ok(sides) if may_need_it && sides.are_one() => Self::tied(ty, sides, owner),
                    _ => Self::everlasting(ty, owner),
                }
            }
            ty => Self::plain(ty, owner),
        }
    }

    fn plain(ty: &Type, owner: &Owner) -> syn::Result<Self> {
        Self::owned(ty, is_pointer(ty).then_some(Adapted::Pointer), owner)
    }

    /// A value that is given for ever.
    fn everlasting(ty: &Type, owner: &Owner) -> syn::Result<Self> {
        Self::owned(&everlasting(ty), Adapted::of(ty)?, owner)
    }

    fn owned(ty: &Type, adapted: Option<Adapted>, owner: &Owner) -> syn::Result<Self> {
        let core = &owner.core;
        let value = objects::boxed(ty, None)?;
        let boxes = adapted.is_none() && hidden_in(ty).is_some();
        Ok(Returns {
            kind: quote!(#core::Owned<#value>),
            output: if boxes { value.clone() } else { ty.clone() },
            boxes,
            value: Some(value),
            delivery: Delivery::Plain,
            lends: false,
            lends_mutably: false,
            marker: None,
            sides: None,
            tied_later: false,
            outlives: false,
            adapted,
        })
    }

    /// A reference to what the mock keeps, which lives for ever but for that.
    fn lent(ty: &Type, reference: &TypeReference, owner: &Owner) -> syn::Result<Self> {
        let core = &owner.core;
        let (value, is_object) = match everlasting(bare(&reference.elem)) {
            // Whoever gives it knows what it is, and the method hides that.
            Type::TraitObject(mut object) => {
                for (name, demanded) in [("Send", owner.lent.send), ("Sync", owner.lent.sync)] {
                    if demanded && !names_trait(&object.bounds, name) {
                        let name = format_ident!("{name}");
                        object.bounds.push(syn::parse_quote!(::core::marker::#name));
                    }
                }
                (syn::parse_quote!(::std::boxed::Box<#object>), true)
            }
            target => (objects::boxed(&target, None)?, false),
        };
        let lends_mutably = reference.mutability.is_some();
        let kind = format_ident!("{}", if lends_mutably { "BorrowedMut" } else { "Borrowed" });
        Ok(Returns {
            kind: quote!(#core::#kind<#value>),
            value: Some(value),
            delivery: if is_object { Delivery::Unboxed } else { Delivery::Plain },
            lends: true,
            lends_mutably,
            ..Self::owned(ty, Adapted::of(ty)?, owner)?
        })
    }

    /// The same of an `async fn`.
    fn lent_async(ty: &Type, reference: &TypeReference, form: AsyncForm, owner: &Owner) -> syn::Result<Self> {
        let core = &owner.core;
        let lent = Self::lent(ty, reference, owner)?;
        let mutably = if lent.lends_mutably { "Mut" } else { "" };
        let (local, delivery) = match form {
            AsyncForm::Native => ("", Delivery::Future),
            AsyncForm::AsyncTrait { send: true } => ("", Delivery::BoxedFuture),
            AsyncForm::AsyncTrait { send: false } => ("Local", Delivery::BoxedFuture),
        };
        let (kind, value) = (format_ident!("AsyncLent{mutably}{local}"), &lent.value);
        let is_object = lent.delivery == Delivery::Unboxed;
        Ok(Returns {
            kind: quote!(#core::#kind<#value>),
            value: Some(syn::parse_quote!(#core::ToLend<#value>)),
            delivery,
            outlives: any_in(&reference.elem),
            adapted: is_object.then_some(Adapted::Object { mutable: lent.lends_mutably }),
            ..lent
        })
    }

    /// The same, of what may be sent and shared or not: that is asked of whoever gives it.
    pub(crate) fn asking_whether_shared(mut self, core: &Ident) -> Self {
        let kind = format_ident!("{}", if self.lends_mutably { "SharedMut" } else { "Shared" });
        // A default would not ask.
        if let Some(value) = self.value.take() {
            self.kind = quote!(#core::#kind<#value>);
        }
        self
    }

    /// A value that may borrow from arguments.
    fn tied(ty: &Type, sides: Sides, owner: &Owner) -> syn::Result<Self> {
        let (core, own) = (&owner.core, format_ident!("{}_value", owner.own));
        let arguments = owner.scope.arguments();
        let unified = objects::boxed(&unified(ty), Some(&the_one()))?;
        Ok(Returns {
            kind: sides.kind(core, &quote!(#own #arguments)),
            value: None,
            delivery: Delivery::Plain,
            lends: false,
            lends_mutably: false,
            marker: Some(Marker::own(own, quote!(unseen #unified), owner)),
            sides: Some(sides),
            tied_later: false,
            output: ty.clone(),
            boxes: hidden_in(ty).is_some(),
            outlives: false,
            adapted: None,
        })
    }

    /// A value that is awaited, of an answer that may borrow from an argument.
    fn tied_later(output: &Type, kind: &str, delivery: Delivery, owner: &Owner) -> syn::Result<Self> {
        let (core, kind) = (&owner.core, format_ident!("{kind}"));
        let awaited = Self::awaited(output, |value| quote!(#value), delivery)?;
        let (marker, of) = match any_in(output) {
            true => {
                let (own, arguments) = (format_ident!("{}_value", owner.own), owner.scope.arguments());
                let unified = unified(output);
                let of = quote!(#own #arguments);
                (Some(Marker::own(own, quote!(awaited #unified), owner)), of)
            }
            false => {
                let value = &awaited.value;
                (None, quote!(#core::Val<#value>))
            }
        };
        // The core gives it the life that it has.
        let adapted = None;
        Ok(Returns {
            kind: quote!(#core::TiedLater<#core::#kind<#of>>),
            marker,
            tied_later: true,
            outlives: false,
            adapted,
            ..awaited
        })
    }

    /// The type that the mock's method is declared with for this one, which hides some.
    pub(crate) fn boxed(&self, ty: &Type) -> syn::Result<Type> {
        // What is tied to an argument lives as long as that.
        let tied = self.marker.is_some().then(|| match named_in(ty).into_iter().next() {
            Some(named) => Lifetime { apostrophe: named.span(), ident: named },
            None => lifetime("'_"),
        });
        objects::boxed_but_future(ty, tied.as_ref())
    }

    /// Whether it is a value that is given as it is, and lives for ever if it has lifetimes.
    pub(crate) fn is_everlasting(&self) -> bool {
        self.delivery == Delivery::Plain
            && !self.lends
            && self.marker.is_none()
            && self.adapted.is_none()
            && hidden_in(&self.output).is_none()
    }

    /// The value as the mock's method gives it, made of that of an expectation.
    pub(crate) fn adapted_value(&self, core: &Ident, value: &TokenStream) -> Option<TokenStream> {
        self.adapted.map(|adapted| adapted.of_value(core, &self.output, value))
    }

    /// Whether it is tied to some of the arguments, while others borrow for a lifetime of their own.
    pub(crate) fn is_tied_beside(&self) -> bool {
        self.sides.as_ref().is_some_and(|sides| !sides.are_one())
    }

    /// The core's way in for a call whose value is given at once.
    pub(crate) fn entrance(&self) -> &'static str {
        match self.marker {
            Some(_) if self.is_tied_beside() => "call_tied_beside",
            Some(_) => "call_tied",
            None if self.lends_mutably => "call_lent_mut",
            None if self.lends => "call_lent",
            None => "call",
        }
    }

    /// `kind` makes the kind of the type of the value.
    fn awaited(output: &Type, kind: impl Fn(&Type) -> TokenStream, delivery: Delivery) -> syn::Result<Self> {
        let value = objects::boxed(&everlasting(output), None)?;
        let adapted = Adapted::of(output)?;
        let boxes = adapted.is_none() && hidden_in(output).is_some();
        Ok(Returns {
            kind: kind(&value),
            value: Some(value),
            delivery,
            lends: false,
            lends_mutably: false,
            marker: None,
            sides: None,
            tied_later: false,
            output: if boxes { objects::boxed(output, None)? } else { output.clone() },
            boxes,
            outlives: any_in(output),
            adapted,
        })
    }
}

/// Whether a lifetime belongs to an argument rather than to `self`.
fn is_of_argument(lifetime: &Ident, signature: &Signature) -> bool {
    signature.inputs.iter().any(|argument| match argument {
        syn::FnArg::Typed(argument) => named_in(&argument.ty).contains(lifetime),
        syn::FnArg::Receiver(_) => false,
    })
}

/// Whether a type has no lifetime but those of arguments.
fn is_of_arguments(ty: &Type, signature: &Signature) -> bool {
    let named = named_in(ty);
    match elided_in(ty) {
        true => named.is_empty() && !takes_reference(signature),
        false => !named.is_empty() && named.iter().all(|lifetime| is_of_argument(lifetime, signature)),
    }
}

/// Whether a lifetime is that of the reference to `self`, or is elided.
fn is_of_receiver(lifetime: &Ident, signature: &Signature) -> bool {
    lifetime == "_"
        || signature.receiver().is_some_and(|receiver| match &receiver.kind {
            syn::ReceiverKind::Reference(_, Some(own), _) => own.ident == *lifetime,
            syn::ReceiverKind::Typed(_, ty) => named_in(ty).contains(lifetime),
            _ => false,
        })
}

/// Whether an `async fn` that gives this reference is lent it by the mock.
fn lends_async(reference: &TypeReference, signature: &Signature) -> bool {
    let of_receiver = reference.lifetime.as_ref().is_none_or(|lifetime| {
        is_of_receiver(&lifetime.ident, signature) && !is_of_argument(&lifetime.ident, signature)
    });
    let is_taken = signature.receiver().is_some_and(|receiver| match &receiver.kind {
        syn::ReceiverKind::Reference(_, _, mutable) => mutable.is_some() || reference.mutability.is_none(),
        syn::ReceiverKind::Typed(_, ty) => match bare(ty) {
            Type::Reference(taken) => taken.mutability.is_some() || reference.mutability.is_none(),
            _ => false,
        },
        _ => false,
    });
    of_receiver && is_taken
}

pub(crate) fn takes_reference(signature: &Signature) -> bool {
    signature.receiver().is_some_and(|receiver| match &receiver.kind {
        syn::ReceiverKind::Reference(..) => true,
        syn::ReceiverKind::Typed(_, ty) => any_in(ty),
        _ => false,
    })
}

/// Whether what a type says is awaited may borrow from an argument, or the future may: there is one lifetime of arguments,
/// and the core can give it to what is awaited.
fn may_tie_later(ty: &Type, awaited: &Type, signature: &Signature, parameters: &[Parameter]) -> bool {
    let of_argument =
        named_in(ty).iter().any(|lifetime| is_of_argument(lifetime, signature)) || !takes_reference(signature);
    of_argument
        && !invariant_in(awaited)
        && hidden_in(awaited).is_none()
        && Sides::of(ty, signature, parameters).is_ok_and(|sides| sides.are_one())
}
