//! Closures among the arguments, whose types have no names; and those that are bounded by `AsyncFn` and its like, of whose
//! futures nothing can be written down. There are no objects of these traits: such a closure is handed over as one that makes
//! boxed futures.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Ident, Lifetime, PathArguments, ReturnType, Signature, TraitBound, Type, TypeParamBound,
    TypeReference,
};

use crate::model::concretize::{A_PARAMETER, Handed, as_trait, is_named, object};
use crate::syntax::bounds::{bounds_of, demands_static, is_static};
use crate::syntax::lifetimes::{any_in, named_in, the_one};
use crate::syntax::names::{ident_of, unraw};
use crate::syntax::types::bare;

/// Whether a type parameter is that of a closure which lives for ever, and is nothing but an argument that can be handed over
/// without a name.
pub(crate) fn is_handed_closure(ident: &Ident, signature: &Signature) -> bool {
    let generics = &signature.generics;
    let bounds = bounds_of(generics, ident);
    let mut traits = bounds.iter().filter_map(as_trait);
    let Some(closure) = traits.find(|bound| is_named(bound, &["Fn", "FnMut", "FnOnce"]) || is_async_closure(bound))
    else {
        return false;
    };
    let is_async = is_async_closure(closure);
    let is_handed = |ty: &Type| match bare(ty) {
        ty if !Find::of(ident, |find| find.visit_type(ty)) => true,
        Type::Reference(reference) if !is_async => match bare(&reference.elem) {
            Type::Slice(slice) => reference.mutability.is_none() && ident_of(&slice.elem).is_some(),
            target => ident_of(target).is_some(),
        },
        ty => ident_of(ty).is_some(),
    };
    let is_object = || is_async || object(&bounds, &syn::parse_quote!(#ident), A_PARAMETER).is_ok();
    let mut others = generics.type_params().filter(|parameter| parameter.ident != *ident);
    let is_named_by_others = others.any(|other| {
        let bounds = bounds_of(generics, &other.ident);
        bounds.iter().any(|bound| Find::of(ident, |find| find.visit_type_param_bound(bound)))
    });
    let is_returned = Find::of(ident, |find| find.visit_return_type(&signature.output));
    let mut arguments = signature.inputs.iter();
    demands_static(generics, ident)
        && !is_named_by_others
        && !is_returned
        && arguments.all(|argument| match argument {
            FnArg::Typed(argument) => is_handed(&argument.ty),
            FnArg::Receiver(_) => true,
        })
        && is_object()
}

/// Whether a name is somewhere.
struct Find<'s>(&'s Ident, bool);

impl Find<'_> {
    fn of(ident: &Ident, visit: impl FnOnce(&mut Find<'_>)) -> bool {
        let mut find = Find(ident, false);
        visit(&mut find);
        find.1
    }
}

impl<'ast> Visit<'ast> for Find<'_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.1 |= ident == self.0;
    }
}

/// `AsyncFn(&str) -> u32`.
pub(crate) struct AsyncClosure {
    calls: Calls,
    /// The trait of the closure that makes boxed futures.
    boxing: TokenStream,
    arguments: usize,
    /// Whether it lives for ever.
    lasts: bool,
    /// Whether its future borrows from what it is given, and from something else that lives longer.
    borrows_twice: bool,
}

/// How a closure may be called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Calls {
    Once,
    InTurn,
    AtOnce,
}

impl Calls {
    fn of(bound: &TraitBound) -> Option<Self> {
        let name = bound.path.segments.last()?.ident.to_string();
        Some(match name.as_str() {
            "AsyncFn" => Calls::AtOnce,
            "AsyncFnMut" => Calls::InTurn,
            "AsyncFnOnce" => Calls::Once,
            _ => return None,
        })
    }

    /// The trait of closures that are called in this way.
    fn closure(self) -> Ident {
        format_ident!(
            "{}",
            match self {
                Calls::Once => "FnOnce",
                Calls::InTurn => "FnMut",
                Calls::AtOnce => "Fn",
            }
        )
    }
}

/// Whether a trait is `AsyncFn` or one of its like.
pub(crate) fn is_async_closure(bound: &TraitBound) -> bool {
    Calls::of(bound).is_some()
}

const FUTURE_THAT_BORROWS: &str = "the future of this closure borrows from what it is given and from what lives longer, for which \
                                   no expectation has a name; write `+ 'static`, or `impl for<'x> Fn(&'x T) -> \
                                   BoxFuture<'x, U>`";

impl AsyncClosure {
    /// The closure that such a trait is of, with all its bounds.
    pub(crate) fn of(bound: &TraitBound, bounds: &[TypeParamBound]) -> Option<Self> {
        let calls = Calls::of(bound)?;
        let PathArguments::Parenthesized(called) = &bound.path.segments.last()?.arguments else { return None };
        let mut names = OneLifetime::of(bound);
        let mut inputs: Vec<Type> = called.inputs.iter().map(|input| input.ty.clone()).collect();
        inputs.iter_mut().for_each(|input| names.visit_type_mut(input));
        let lends = names.found;
        let mut output: Type = match &called.output {
            ReturnType::Default => syn::parse_quote!(()),
            ReturnType::Type(_, output) => (**output).clone(),
        };
        names.visit_type_mut(&mut output);
        let lasts = bounds.iter().any(is_static);
        let one = one();
        let has_others = inputs.iter().flat_map(named_in).any(|named| named != one.ident);
        let borrows_twice = lends && (!lasts || has_others);
        let (binder, life) =
            if lends { (Some(quote!(for<#one>)), Some(one)) } else { (None, (!lasts || has_others).then(the_one)) };
        let life = life.iter();
        let future = quote!(dyn ::core::future::Future<Output = #output> #(+ #life)*);
        let closure = calls.closure();
        let boxing = quote! {
            #binder ::core::ops::#closure(#(#inputs),*) -> ::core::pin::Pin<::std::boxed::Box<#future>>
        };
        Some(AsyncClosure { calls, boxing, arguments: inputs.len(), lasts, borrows_twice })
    }

    /// How it is handed over.
    pub(crate) fn handed(
        &self,
        bounds: &[TypeParamBound],
        argument: &Ident,
        ty: &Type,
        core: &Ident,
        method: &str,
    ) -> syn::Result<Handed> {
        if self.borrows_twice {
            return Err(syn::Error::new(ty.span(), FUTURE_THAT_BORROWS));
        }
        let has = |name: &str| bounds.iter().filter_map(as_trait).any(|bound| is_named(bound, &[name]));
        // One that is called several times at once is shared by its futures.
        let is_sent = has("Send") && (self.calls != Calls::AtOnce || has("Sync"));
        let sent = is_sent.then(|| quote!(+ ::core::marker::Send));
        let (boxing, own) = (&self.boxing, (!self.lasts).then(|| quote!(+ '_)));
        let ty: Type = syn::parse_quote!(::std::boxed::Box<dyn #boxing #sent #own>);
        let pass = self.pass(core, argument, method);
        // Told what it returns, which a cast would not do. What borrows has no name, and is told where it is handed over.
        let pass = if any_in(&ty) {
            pass
        } else {
            quote!({
                let #argument: #ty = #pass;
                #argument
            })
        };
        Ok(Handed { ty, pass, mutable: false, borrows: false, local: true })
    }

    /// The closure that makes boxed futures, made of the method's own argument.
    fn pass(&self, core: &Ident, argument: &Ident, method: &str) -> TokenStream {
        let names: Vec<Ident> = (0..self.arguments).map(|index| format_ident!("__{index}")).collect();
        let names = quote!(#(#names),*);
        match self.calls {
            Calls::Once => quote!(::std::boxed::Box::new(move |#names| ::std::boxed::Box::pin(#argument(#names)))),
            Calls::InTurn => {
                let name = unraw(argument);
                quote!({
                    let #argument = #core::InTurn::new(#argument, #method, #name);
                    ::std::boxed::Box::new(move |#names| {
                        let mut #argument = #argument.take();
                        ::std::boxed::Box::pin(async move { #argument(#names).await })
                    })
                })
            }
            Calls::AtOnce => quote!({
                let #argument = ::std::sync::Arc::new(#argument);
                ::std::boxed::Box::new(move |#names| {
                    let #argument = ::std::sync::Arc::clone(&#argument);
                    ::std::boxed::Box::pin(async move { #argument(#names).await })
                })
            }),
        }
    }
}

/// The lifetime that all arguments of a closure have, and its future.
fn one() -> Lifetime {
    Lifetime::new("'__lent", Span::call_site())
}

/// Gives one name to all lifetimes that a closure's arguments leave out, or that are bound for them.
struct OneLifetime {
    bound: Vec<Ident>,
    found: bool,
}

impl OneLifetime {
    fn of(bound: &TraitBound) -> Self {
        let lifetimes = bound.lifetimes.iter().flat_map(|binder| &binder.lifetimes);
        let bound = lifetimes.filter_map(|parameter| match parameter {
            GenericParam::Lifetime(parameter) => Some(parameter.lifetime.ident.clone()),
            _ => None,
        });
        OneLifetime { bound: bound.collect(), found: false }
    }
}

impl VisitMut for OneLifetime {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" || self.bound.contains(&lifetime.ident) {
            *lifetime = one();
            self.found = true;
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(one());
            self.found = true;
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    // What functions leave out are lifetimes of their own arguments.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}
