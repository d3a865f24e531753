//! Writes down `wrapping`, which makes a spy: how each method of a real object is called.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{Path, PathArguments, ReceiverKind, ReturnType, Signature};

use crate::lifetimes::{any_in, named_in};
use crate::method::{Body, Holding, Method, Receiver};
use crate::model::{Block, Model};
use crate::returns::{Delivery, Returns};
use crate::scope::Scope;

/// `wrapping`, of a mock of one trait; and what makes it a spy.
pub(crate) fn wrapping(model: &Model) -> Option<(TokenStream, TokenStream)> {
    let block = of_one_trait(model)?;
    let bound = bound(block)?;
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
    let constructor = quote!(#core::wrapping!(constructor #name #title #doc););
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

/// The one block of a mock that is of a trait and of nothing else.
fn of_one_trait(model: &Model) -> Option<&Block> {
    let has_lifetimes = model.generics.lifetimes().next().is_some();
    let mut blocks = model.blocks.iter().filter(|block| block.of_trait.is_some() || !block.methods.is_empty());
    let block = blocks.next().filter(|block| block.of_trait.is_some() && block.is_of_all(model))?;
    let is_whole = blocks.next().is_none() && block.implementable && block.generics.lifetimes().next().is_none();
    (is_whole && !has_lifetimes && !model.has("wrapping")).then_some(block)
}

/// The trait with its associated types as the mock has them.
pub(crate) fn bound(block: &Block) -> Option<Path> {
    if block.types.iter().any(|member| !member.generics.params.is_empty()) {
        return None;
    }
    let mut path = block.of_trait.clone()?;
    let last = path.segments.last_mut()?;
    for member in &block.types {
        let (ident, ty) = (&member.ident, &member.ty);
        match &mut last.arguments {
            PathArguments::AngleBracketed(arguments) => arguments.args.push(syn::parse_quote!(#ident = #ty)),
            other => *other = PathArguments::AngleBracketed(syn::parse_quote!(<#ident = #ty>)),
        }
    }
    Some(path)
}

/// How a call has the real object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Has {
    /// With others, as long as the object lives.
    Lasting,
    /// With others, for this call.
    Shared,
    /// For itself, for this call.
    Exclusive,
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

/// Whether a method's path can be given to the core as it is: it must accept arguments of any lifetime, whatever that of the
/// object is, and its value must have none. Of the future of a path nobody can say that it can be sent.
fn has_plain_path(method: &Method, returns: &Returns) -> bool {
    let generics = &method.signature.generics;
    let is_free = generics.params.is_empty() && generics.where_clause.is_none();
    let is_known = !returns.delivery.is_future() || returns.delivery == Delivery::Future;
    is_free && is_known && !returns.lends && returns.marker.is_none()
}

/// Whether a method's future can be sent: of an `async fn` of a trait nobody knows.
pub(crate) fn sends(returns: &Returns) -> bool {
    returns.delivery != Delivery::Future && !returns.kind.to_string().contains("Local")
}

/// Whether calls of a method can be passed on.
pub(crate) fn can_be_passed(method: &Method) -> bool {
    has(method, true).or_else(|| has(method, false)).is_some()
}

/// How a method has the real object, if it can be passed on.
fn has(method: &Method, changes: bool) -> Option<Has> {
    let body = method.body.as_ref().filter(|body| can_be_wrapped(method, body))?;
    match method.signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, _, Some(_))) => (!body.returns.lends).then_some(Has::Exclusive),
        Some(ReceiverKind::Reference(_, _, None)) if changes => (!body.returns.lends).then_some(Has::Shared),
        Some(ReceiverKind::Reference(_, _, None)) => Some(Has::Lasting),
        _ => None,
    }
}

fn can_be_wrapped(method: &Method, body: &Body) -> bool {
    let plain = |delivery| !matches!(delivery, Delivery::Unboxed | Delivery::Never);
    let Body { parameters, returns, .. } = body;
    body.receiver == Receiver::Reference
        && matches!(method.signature.safety, syn::Safety::Default)
        && body.own.is_empty()
        && body.holding() != Holding::Owners
        && body.keeps != crate::returns::Keeps::Nothing
        && plain(returns.delivery)
        && returns.adapted.is_none()
        && !lives_too_short(method, body)
        && !returns.outlives
        && !crate::objects::any_in(&returns.output)
        && parameters.iter().all(|parameter| parameter.lender.is_none() && !parameter.concrete)
        && !method.names_self
}

/// Whether a value may borrow from the object, where expectations answer with what lives for ever, or as long as an
/// argument.
fn lives_too_short(method: &Method, body: &Body) -> bool {
    let returns = &body.returns;
    let ReturnType::Type(_, ty) = &method.signature.output else { return false };
    if returns.delivery.is_future() || returns.lends || !any_in(ty) {
        return false;
    }
    let of_object = match method.signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, Some(lifetime), _)) => named_in(ty).contains(&lifetime.ident),
        _ => false,
    };
    returns.marker.is_none() || of_object
}

/// Whether a signature speaks of the type that implements the trait, which is another one here.
pub(crate) fn names_self(signature: &Signature) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_receiver(&mut self, _: &'ast syn::Receiver) {}

        /// `Self`, and not `Self::Item`, which both have.
        fn visit_path(&mut self, path: &'ast Path) {
            self.0 |= path.is_ident("Self");
            visit::visit_path(self, path);
        }

        fn visit_macro(&mut self, called: &'ast syn::Macro) {
            self.0 |= called.tokens.to_string().contains("Self");
        }
    }
    let mut find = Find(false);
    signature.inputs.iter().for_each(|input| find.visit_fn_arg(input));
    find.visit_return_type(&signature.output);
    find.0
}
