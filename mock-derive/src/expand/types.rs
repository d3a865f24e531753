//! Writes down the type of a method or a function, and what that is made of: markers, what lends arguments, a context.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::expand::arity;
use crate::expand::lending;
use crate::expand::statics::{self, Place};
use crate::model::method::{Body, Method, Receiver};

/// The type of a method or a function.
pub(crate) fn types_of(place: &Place<'_>, outer: &[Attribute], method: &Method) -> TokenStream {
    let Place { vis, core, lints, .. } = place;
    let cfgs: Vec<&Attribute> = outer.iter().chain(&method.cfgs).collect();
    let markers = method.markers().map(|(ident, form, scope)| {
        if scope.is_empty() {
            return quote!(#(#cfgs)* #core::marker!(#vis #ident: #form););
        }
        let (declared, arguments, predicates) = (scope.declared(), scope.arguments(), scope.predicates());
        let key = scope.key(core);
        quote!(#(#cfgs)* #core::marker!([#declared] [#arguments] [#key] [#predicates] #vis #ident: #form);)
    });
    let context = method.body.as_ref().filter(|body| body.receiver == Receiver::None);
    let context = context.map(|body| statics::context_type(place, method, body));
    let alias = method.body.as_ref().filter(|body| body.scope.is_empty()).map(|body| {
        let Body { alias, ty, .. } = body;
        quote!(#(#cfgs)* #(#lints)* type #alias = #ty;)
    });
    let module = method.body.as_ref().and_then(|body| arity::module(core, vis, body));
    let module = module.map(|module| quote!(#(#cfgs)* #module));
    let lenders = lending::declarations(core, vis, &cfgs, method);
    quote!(#module #lenders #(#markers)* #alias #context)
}
