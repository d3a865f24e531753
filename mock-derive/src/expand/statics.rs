//! Writes down what a method without `self`, or a function, has beside itself: the way to its expectations, which
//! belong to the test, and the context in which a test adds them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Visibility};

use crate::expand::arity;
use crate::expand::description::{description, type_of};
use crate::expand::lending;
use crate::model::method::{Body, Method};

/// Where static methods stand: in a mock, or in a module.
pub(crate) struct Place<'m> {
    pub(crate) core: &'m Ident,
    pub(crate) vis: &'m Visibility,
    /// `MockCat`, or `mock_cat`.
    pub(crate) mock_name: String,
    /// What the texts call the calls.
    pub(crate) title: &'m str,
    /// A type that no other place has.
    pub(crate) key: TokenStream,
    pub(crate) cfgs: &'m [Attribute],
    /// What is allowed of what is written.
    pub(crate) lints: &'m [Attribute],
    /// What comes before the names of what is beside the method.
    pub(crate) prefix: TokenStream,
}

/// The way to the expectations, and `name_context()`.
pub(crate) fn context(place: &Place<'_>, method: &Method, body: &Body) -> TokenStream {
    let Place { core, mock_name, title, key, prefix, .. } = place;
    let Method { name, handle, ident, .. } = method;
    let cfgs: Vec<&Attribute> = place.cfgs.iter().chain(&method.cfgs).collect();
    let vis = method.vis.as_ref().unwrap_or(place.vis);
    let (ty, field) = (type_of(body), &body.field);
    let (generics, clause) = (body.own.generics(), body.own.clause());
    // At the method's name, as its expectations would be.
    let context = format_ident!("{handle}_context", span = ident.span());
    let doc = format!("Makes a context in which `{name}` is expected.");
    let (way, context_type, made) = if !has_own_context(body) {
        let description = description(core, method, body);
        (
            quote!(#core::Static::new::<#key>(#mock_name, #title, #description)),
            quote!(#core::ContextOf<#ty>),
            quote!(#core::StaticContext::new(#prefix #field())),
        )
    } else {
        let (of, arguments) = (body.own.key(core), body.outer.arguments());
        let (description, own) = (description(core, method, body), context_ident(body));
        (
            quote!(#core::FamilyStatic::new::<#key>(#mock_name, #title, #name).of::<#of, _, _>(#description)),
            quote!(#own #arguments),
            quote!(#own(#core::FamilyContext::new::<#key>(#mock_name, #title, #name), ::core::marker::PhantomData)),
        )
    };
    // What a test may look for first says where to look.
    let elsewhere = (!prefix.is_empty()).then(|| {
        let expect = format_ident!("expect_{handle}", span = ident.span());
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            #vis fn #expect(&self) -> <Self as #core::ByContext<'static>>::Expectation
            where
                for<'__a> Self: #core::ByContext<'__a>,
            {
                ::core::unreachable!()
            }
        }
    });
    quote! {
        #elsewhere
        #(#cfgs)*
        #[inline]
        fn #field #generics() -> #core::StaticOf<#ty> #clause {
            use #core::constructor::*;
            #way
        }
        #[doc = #doc]
        #(#cfgs)*
        #[inline]
        #vis fn #context() -> #context_type {
            #made
        }
    }
}

/// Whether the core's context has not all that this one needs: a generic `expect`, or one whose closures are lent
/// arguments.
fn has_own_context(body: &Body) -> bool {
    !body.own.is_empty() || lending::builder(body).is_some()
}

/// The type of such a context; a generic method's is one whose `expect` is generic as well.
pub(crate) fn context_type(place: &Place<'_>, method: &Method, body: &Body) -> Option<TokenStream> {
    if !has_own_context(body) {
        return None;
    }
    let Place { core, vis, lints, .. } = place;
    let cfgs = place.cfgs.iter().chain(&method.cfgs);
    let cfgs = quote!(#(#cfgs)*);
    let (ty, context) = (type_of(body), context_ident(body));
    let (of, description) = (body.own.key(core), description(core, method, body));
    let (generics, clause) = (body.own.generics(), body.own.clause());
    let (declared, arguments, outer_clause) = (body.outer.generics(), body.outer.arguments(), body.outer.clause());
    let outer = body.outer.key(core);
    let expected = quote!(self.0.expect_of::<#of, _, _>(#description));
    let (expectation, expected) = match lending::builder(body) {
        Some(builder) => {
            let arguments = body.scope.arguments_after(&quote!('_), &quote!(#core::KindOf<#ty>));
            (quote!(#builder #arguments), quote!(#builder::new(#expected)))
        }
        None => (arity::expecting(body), expected),
    };
    Some(quote! {
        #cfgs
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #(#lints)*
        #vis struct #context #declared(#core::FamilyContext, ::core::marker::PhantomData<fn() -> #outer>) #outer_clause;
        #cfgs
        #[automatically_derived]
        #[allow(missing_docs)]
        #(#lints)*
        impl #declared #context #arguments #outer_clause {
            #[track_caller]
            #vis fn expect #generics(&self) -> #expectation #clause {
                use #core::constructor::*;
                #expected
            }
            #[track_caller]
            #vis fn calls #generics(&self) -> #core::Calls<#ty> #clause {
                use #core::constructor::*;
                self.0.calls_of::<#of, _, _>(#description)
            }
            #[track_caller]
            #vis fn checkpoint(&self) {
                self.0.checkpoint();
            }
            #vis fn keep(self) -> #core::KeptContext {
                self.0.keep()
            }
        }
    })
}

fn context_ident(body: &Body) -> Ident {
    format_ident!("{}_context", body.alias)
}
