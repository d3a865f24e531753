//! Writes down the mock of a callable, as an expression. What it is, is in the core; only the closure that is called must be
//! written here, where the types of its arguments can be spelled.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, ReturnType};

use crate::expand::call::adapted;
use crate::expand::description::{new_method, type_of};
use crate::expand::statics::Place;
use crate::expand::types::types_of;
use crate::model::callable::Callable;
use crate::model::returns::Delivery;

/// The mock of a callable.
pub(crate) fn callable(callable: &Callable) -> TokenStream {
    let Callable { core, core_path, method, lifetimes, parameters, output } = callable;
    let Some(body) = &method.body else { return TokenStream::new() };
    let place = Place {
        core,
        vis: &syn::Visibility::Inherited,
        mock_name: "mock_fn".to_owned(),
        title: "mock_fn",
        key: quote!(()),
        cfgs: &[],
        lints: &[],
        prefix: TokenStream::new(),
    };
    let (types, ty, made) = (types_of(&place, &[], method), type_of(body), new_method(core, method, body));
    // No parameter or constant of the user's is called so here.
    let own = |name: &str| Ident::new(name, Span::mixed_site());
    let called = own("__called");
    let idents: Vec<Ident> = (0..parameters.len()).map(|index| own(&format!("__argument{index}"))).collect();
    let borrows = callable.borrows();
    // What is awaited need not be spelled: the future of a call that has its arguments, or one that needs none.
    let (way, output) = match body.returns.delivery {
        Delivery::Future if borrows => ("call_at_once", quote!(-> #core::PendingCallOf<#ty>)),
        Delivery::Future => ("call_async", quote!(-> #core::CallOf<'static, #ty>)),
        Delivery::BoxedExplicit | Delivery::Explicit if body.returns.tied_later => {
            ("call_explicit_tied", quote_output(output))
        }
        Delivery::BoxedExplicit | Delivery::Explicit if borrows => ("call_at_once", quote_output(output)),
        Delivery::BoxedExplicit | Delivery::Explicit => ("call_explicit", quote_output(output)),
        _ => (body.returns.entrance(), quote_output(output)),
    };
    let way = Ident::new(way, Span::call_site());
    let lends =
        body.parameters.iter().map(|parameter| parameter.lender.as_ref().is_some_and(|lender| lender.by_reference));
    let (passed, idents): (Vec<_>, Vec<_>) = idents
        .iter()
        .zip(lends)
        .map(|(ident, lends)| match lends {
            true => (quote!(&mut #ident), quote!(mut #ident)),
            false => (quote!(#ident), quote!(#ident)),
        })
        .unzip();
    let call = adapted(core, body, quote!(#called.method.#way(&#called.mock, (#(#passed,)*))));
    let call = match body.returns.delivery {
        Delivery::BoxedExplicit => quote!(::std::boxed::Box::pin(#call)),
        _ => call,
    };
    quote!({
        use #core_path::__private as #core;
        #types
        /// Gives the closure the lifetimes that the signature has.
        fn __as_declared<__F>(closure: __F) -> __F
        where
            __F: #lifetimes ::core::ops::Fn(#(#parameters),*) #output
                + ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            closure
        }
        #core::MockFn::new(
            "mock_fn",
            {
                use #core::constructor::*;
                #made
            },
            |#called| __as_declared(move |#(#idents),*| #call),
        )
    })
}

fn quote_output(output: &ReturnType) -> TokenStream {
    quote!(#output)
}
