//! Writes down what a method has that takes a mutable reference to a type with a lifetime: what lends the argument, and
//! a builder whose closures take it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Visibility};

use crate::model::method::{Body, Method};
use crate::model::parameter::Lender;

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
    Some(quote! {
        #(#lenders)*
        #(#cfgs)*
        #core::lending!([#declared] [#names] [#predicates] [#args] #vis struct #builder: #(#parameters)*);
    })
}
