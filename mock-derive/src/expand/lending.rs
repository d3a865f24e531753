//! Writes down what a method has that takes a mutable reference to a type with a lifetime: what lends the argument, and
//! a builder whose closures take it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Visibility};

use crate::model::method::{Body, Method};
use crate::model::parameter::{Lender, Parameter};
use crate::model::sides::Side;

/// The name of the method's builder, if it has one of its own.
pub(crate) fn builder(body: &Body) -> Option<Ident> {
    let lends = body.parameters.iter().any(|parameter| parameter.lender.is_some());
    lends.then(|| format_ident!("{}_expectation", body.alias))
}

/// The builder, and the traits of what is lent.
pub(crate) fn declarations(
    core: &Ident,
    vis: &Visibility,
    cfgs: &[&Attribute],
    method: &Method,
) -> Option<TokenStream> {
    let body = method.body.as_ref()?;
    let builder = builder(body)?;
    let (declared, arguments, predicates) = (body.scope.declared(), body.scope.arguments(), body.scope.predicates());
    let names = body.scope.names();
    let lenders = body.parameters.iter().filter_map(|parameter| parameter.lender.as_ref());
    let lenders = lenders.map(|Lender { ident, target, by_reference }| {
        let lends = if *by_reference { quote!(&mut #target) } else { quote!(#target) };
        quote!(#(#cfgs)* #core::lending!([#declared] [#arguments] [#predicates] #vis trait #ident: #target, #lends);)
    });
    let args = &body.args;
    let parameters = body.parameters.iter().enumerate().map(|(index, parameter)| {
        let (ident, marker, expected) = (&parameter.ident, parameter.marker.path(), format_ident!("__E{index}"));
        match &parameter.lender {
            Some(Lender { target, .. }) => quote!(lent #ident #expected [#marker] [&mut #target] [&#target]),
            None => quote! {
                given #ident #expected [#marker] [<#marker as #core::Param>::Of<'_>] [#core::SeenOf<'_, #marker>]
            },
        }
    });
    let answers = answers(core, vis, body, &builder);
    Some(quote! {
        #(#lenders)*
        #(#cfgs)*
        #core::lending!([#declared] [#names] [#predicates] [#args] #vis struct #builder: #(#parameters)*);
        #(#cfgs)*
        #answers
    })
}

/// What the builder has for answers that are given at once.
fn answers(core: &Ident, vis: &Visibility, body: &Body, builder: &Ident) -> TokenStream {
    let (declared, names, predicates) = (body.scope.declared(), body.scope.names(), body.scope.predicates());
    let taken = |side: Side| {
        let lifetime = lifetime(side);
        move |parameter: &Parameter| {
            let (ident, marker) = (&parameter.ident, parameter.marker.path());
            match &parameter.lender {
                Some(Lender { target, .. }) => quote!(lent #ident [&mut #target]),
                None => quote!(given #ident [<#marker as #core::Param>::Of<#lifetime>]),
            }
        }
    };
    let (Some(value), Some(sides)) = (&body.returns.marker, &body.returns.sides) else {
        let parameters = body.parameters.iter().map(taken(Side::Aside));
        return quote!(#core::lending!([#declared] [#names] [#predicates] #vis plain #builder: #(#parameters)*););
    };
    let (kind, value) = (&body.returns.kind, value.path());
    let parameters = body.parameters.iter().zip(sides.iter()).map(|(parameter, side)| taken(side)(parameter));
    let [closure, once] = ["closure", "once"].map(|what| format_ident!("{}_{what}", body.alias));
    quote! {
        #core::lending!(
            [#declared] [#names] [#predicates] [#kind] [<#value as #core::Param>::Of<'__a>]
            #vis tied #builder #closure #once: #(#parameters)*
        );
    }
}

/// What closures call the lifetime of an argument: that of the value has a name.
fn lifetime(side: Side) -> TokenStream {
    match side {
        Side::Along => quote!('__a),
        Side::Aside => quote!('_),
    }
}
