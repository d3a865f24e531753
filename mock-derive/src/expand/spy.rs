//! Writes down `wrapping`, which makes a spy: how each method of a real object is called.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::method::{Body, Method};
use crate::model::mock::Model;
use crate::model::passing::{Has, has, sends};
use crate::model::returns::{Delivery, Returns};
use crate::model::scope::Scope;

/// The core knows paths of methods with so many parameters.
const IN_A_PATH: usize = 6;

/// `wrapping`, of a mock that can be a spy; and what makes it one.
pub(crate) fn wrapping(model: &Model) -> Option<(TokenStream, TokenStream)> {
    let block = model.spied().filter(|_| model.spy)?;
    let bound = block.as_bound()?;
    let Model { core, mock, cfgs, generics, .. } = model;
    let title = &block.title;
    let name = mock.to_string();
    let scope = Scope::of(generics);
    let (declared, names, predicates) = (scope.declared(), scope.names(), scope.predicates());
    let changes = block.methods.iter().any(|method| has(method, true) == Some(Has::Exclusive));
    let object = format_ident!("{}", if changes { "Changeable" } else { "Handle" });
    let sendable = changes.then(|| quote!(+ ::core::marker::Send + ::core::marker::Sync));
    let (by_path, others): (Vec<_>, Vec<_>) =
        block.methods.iter().partition(|method| is_known_by_path(method, changes));
    let paths = by_path.chunk_by(|a, b| a.cfgs.is_empty() && b.cfgs.is_empty()).flat_map(|some| some.chunks(PATHS));
    let paths = paths.map(|some| paths_of(model, some));
    let methods = others.into_iter().filter_map(|method| wrapped(method, changes));
    let given = if changes { "by value, as calls change it" } else { "by value, in an `Arc` or in an `Rc`" };
    let doc = format!("Makes a spy: calls that no expectation takes go on to a real [`{title}`], given {given}.");
    let of_trait = &block.of_trait;
    let record = model.record.then(|| quote!(#core::recording!(#name #title);));
    let constructor = quote!(#core::wrapping!(constructor #name #title #doc); #record);
    let spy = quote! {
        #(#cfgs)*
        #core::wrapping! {
            #object #mock
            [#declared] [#names] [#predicates] [#bound #sendable] [#of_trait];
            [#(#paths)*]
            #(#methods)*
        }
    };
    Some((constructor, spy))
}

/// How many methods the core passes on at once.
const PATHS: usize = 8;

/// Whether a method's path is all that the core needs to know to pass it on.
fn is_known_by_path(method: &Method, changes: bool) -> bool {
    let returns = method.body.as_ref().map(|body| &body.returns);
    has(method, changes) == Some(Has::Lasting) && returns.is_some_and(|returns| has_plain_path(method, returns))
}

/// What the core needs to know of methods whose paths say enough; all are there if the first is.
fn paths_of(model: &Model, methods: &[&Method]) -> TokenStream {
    let cfgs = methods.iter().take(1).flat_map(|method| &method.cfgs);
    let paths = methods.iter().filter_map(|method| {
        let (body, ident) = (method.body.as_ref()?, &method.ident);
        let refer = if model.clone || body.is_boxed() { quote!(&*) } else { quote!(&) };
        let field = &body.field;
        Some(quote!([#refer] #field #ident))
    });
    quote!(#(#cfgs)* #(#paths)*;)
}

/// What the core needs to know of a method to pass it on, if it can be; `changes` if there are methods that change the
/// object.
fn wrapped(method: &Method, changes: bool) -> Option<TokenStream> {
    let has = has(method, changes)?;
    let Body { field, parameters, returns, .. } = method.body.as_ref()?;
    let (ident, cfgs) = (&method.ident, &method.cfgs);
    let idents = parameters.iter().map(|parameter| &parameter.ident);
    let gives = match returns.delivery {
        delivery if !delivery.is_future() => "Plain",
        _ if sends(returns) => "wrap_sent",
        _ => "wrap_here",
    };
    let (has, gives) = (format_ident!("{has:?}"), format_ident!("{gives}"));
    Some(quote!(#(#cfgs)* #field #ident (#(#idents)*) #has #gives;))
}

/// Whether a method's path can be given to the core as it is: it must be called as Rust's functions are, and accept arguments
/// of any lifetime, whatever that of the object is, and its value must have none. Of the future of a path nobody can say that
/// it can be sent.
fn has_plain_path(method: &Method, returns: &Returns) -> bool {
    let generics = &method.signature.generics;
    let is_free = generics.params.is_empty() && generics.where_clause.is_none() && method.signature.abi.is_none();
    let is_known = !returns.delivery.is_future() || returns.delivery == Delivery::Future;
    let is_short = method.body.as_ref().is_some_and(|body| body.parameters.len() <= IN_A_PATH);
    is_short && is_free && is_known && !returns.lends && returns.marker.is_none()
}
