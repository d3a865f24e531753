//! The signature that a method of the mock has, and its declaration has not: what `#[async_trait]` makes of an `async fn`, or
//! one with a future spelled out, so that it can return the core's future and take note of the call when it is made, rather
//! than when it is polled.

use proc_macro2::Span;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, AssocType, FnArg, GenericArgument, GenericParam, Ident, Lifetime, Pat, PatIdent,
    Path, PathArguments, PathSegment, ReceiverKind, ReturnType, Signature, Token, TraitBound, Type, TypeImplTrait,
    TypeParamBound, TypeReference,
};

use crate::syntax::bounds::is_static;
use crate::syntax::lifetimes::named_in;
use crate::syntax::names::speaks_of_self;

/// Rewrites the signature of an `async fn`; `send` unless it is `#[async_trait(?Send)]`.
pub(crate) fn async_trait(signature: &Signature, send: bool) -> Signature {
    let mut signature = signature.clone();
    signature.asyncness = None;
    let mut names = Names { elided: Vec::new() };
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => names.visit_receiver_mut(receiver),
            FnArg::Typed(argument) => names.visit_type_mut(&mut argument.ty),
        }
    }
    for argument in &mut signature.inputs {
        if let FnArg::Typed(argument) = argument {
            BoundHidden.visit_type_mut(&mut argument.ty);
        }
    }
    let declared = lifetimes(&signature);
    // What is demanded of a type stands in one place.
    for parameter in signature.generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!('async_trait));
    }
    for elided in &names.elided {
        signature.generics.params.push(syn::parse_quote!(#elided));
    }
    signature.generics.params.push(syn::parse_quote!('async_trait));
    let bounds = signature.generics.make_where_clause();
    for lifetime in declared.iter().chain(&names.elided) {
        bounds.predicates.push(syn::parse_quote!(#lifetime: 'async_trait));
    }
    // The end of the signature is where the user has written it, as its beginning is: else the compiler takes the whole of it for
    // the macro's, and so the place of calls through objects.
    bounds.predicates.push(syn::parse_quote_spanned!(signature.ident.span()=> Self: 'async_trait));
    let output: Type = match &signature.output {
        ReturnType::Default => syn::parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    let send = send.then(|| quote!(::core::marker::Send+));
    signature.output = syn::parse_quote!(
        -> ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = #output> + #send 'async_trait>>
    );
    signature
}

/// Gives each elided lifetime the name that `#[async_trait]` gives it.
struct Names {
    elided: Vec<Lifetime>,
}

impl Names {
    fn next(&mut self) -> Lifetime {
        let lifetime = Lifetime::new(&format!("'life{}", self.elided.len()), Span::call_site());
        self.elided.push(lifetime.clone());
        lifetime
    }

    fn name(&mut self, lifetime: &mut Option<Lifetime>) {
        if lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_") {
            *lifetime = Some(self.next());
        }
    }
}

impl VisitMut for Names {
    fn visit_receiver_kind_mut(&mut self, receiver: &mut ReceiverKind) {
        match receiver {
            ReceiverKind::Reference(_, lifetime, _) => self.name(lifetime),
            other => visit_mut::visit_receiver_kind_mut(self, other),
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        self.name(&mut reference.lifetime);
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        match argument {
            GenericArgument::Lifetime(lifetime) if lifetime.ident == "_" => *lifetime = self.next(),
            other => visit_mut::visit_generic_argument_mut(self, other),
        }
    }
}

/// Says of each `impl Trait` that it outlives the future.
struct BoundHidden;

impl VisitMut for BoundHidden {
    fn visit_type_impl_trait_mut(&mut self, implied: &mut TypeImplTrait) {
        // One that lives for ever outlives the call as well.
        if !implied.bounds.iter().any(is_static) {
            implied.bounds.push(syn::parse_quote!('async_trait));
        }
        visit_mut::visit_type_impl_trait_mut(self, implied);
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        if let Type::ImplTrait(implied) = &*reference.elem {
            *reference.elem = syn::parse_quote!((#implied));
        }
    }
}

// What every method has is put together piece by piece: macros are not optimised in a build of tests, and parsing is the
// slowest that they do.

/// An argument under a plain name.
pub(crate) fn plain_pattern(ident: &Ident, mutable: bool) -> Pat {
    let mutability = mutable.then(<Token![mut]>::default);
    Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability, ident: ident.clone(), subpat: None })
}

/// `-> impl Future<Output = u64>`.
pub(crate) fn hidden_future(core: &Ident, output: &Type) -> ReturnType {
    let span = output.span();
    let output = GenericArgument::AssocType(AssocType {
        ident: Ident::new("Output", Span::call_site()),
        generics: None,
        eq_token: Default::default(),
        ty: output.clone(),
    });
    let future = PathSegment {
        ident: Ident::new("Future", Span::call_site()),
        arguments: PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: Default::default(),
            args: Punctuated::from_iter([output]),
            gt_token: Token![>](span),
        }),
    };
    let path = Path { leading_colon: None, segments: Punctuated::from_iter([core.clone().into(), future]) };
    let bound = TraitBound { paren_token: None, lifetimes: None, modifiers: Default::default(), maybe: None, path };
    let hidden = TypeImplTrait {
        attrs: Vec::new(),
        // Whatever is wrong with the future is wrong with its value.
        impl_token: Token![impl](span),
        bounds: Punctuated::from_iter([TypeParamBound::Trait(bound)]),
    };
    ReturnType::Type(Default::default(), Box::new(Type::ImplTrait(hidden)))
}

/// Rewrites the signature of an `async fn` to return a future that is named; its lifetime is `'__call`, which what the
/// arguments borrow outlives.
pub(crate) fn named_future(signature: &Signature, future: &proc_macro2::TokenStream) -> Signature {
    let mut signature = signature.clone();
    signature.asyncness = None;
    let mut declared: Vec<Lifetime> = lifetimes(&signature);
    let mut call = TheCall;
    let mut of_self = false;
    for argument in &mut signature.inputs {
        if let FnArg::Typed(argument) = argument {
            of_self |= speaks_of_self(&argument.ty);
            // Those of the mock are among them.
            let mut named = named_in(&argument.ty);
            named.retain(|named| declared.iter().all(|declared| declared.ident != *named));
            declared.extend(named.iter().map(|named| Lifetime::new(&format!("'{named}"), named.span())));
            call.visit_type_mut(&mut argument.ty);
        }
    }
    let first: GenericParam = syn::parse_quote!('__call);
    signature.generics.params.insert(0, first);
    if !declared.is_empty() || of_self {
        let bounds = signature.generics.make_where_clause();
        for lifetime in &declared {
            bounds.predicates.push(syn::parse_quote!(#lifetime: '__call));
        }
        if of_self {
            bounds.predicates.push(syn::parse_quote!(Self: '__call));
        }
    }
    signature.output = syn::parse_quote!(-> #future);
    signature
}

fn lifetimes(signature: &Signature) -> Vec<Lifetime> {
    let parameters = signature.generics.params.iter();
    parameters
        .filter_map(|parameter| match parameter {
            GenericParam::Lifetime(parameter) => Some(parameter.lifetime.clone()),
            _ => None,
        })
        .collect()
}

/// Names every elided lifetime after the call.
struct TheCall;

impl VisitMut for TheCall {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = Lifetime::new("'__call", Span::call_site());
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        let call = || Lifetime::new("'__call", Span::call_site());
        reference.lifetime.get_or_insert_with(call);
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}
