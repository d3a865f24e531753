//! Writes down `expect_method`, `calls_to_method` and `guards_of_method`: what a test sees of each method.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Visibility};

use crate::expand::arity;
use crate::expand::description::{description, type_of};
use crate::expand::lending;
use crate::model::guards::Gives;
use crate::model::method::{Body, Method, Receiver};
use crate::model::mock::{Block, Model};

/// Those of a block. Most methods the core writes down, by their names.
pub(crate) fn of(model: &Model, block: &Block) -> TokenStream {
    let core = &model.core;
    let methods = block.methods.iter().filter_map(|method| {
        let body = method.body.as_ref().filter(|body| body.receiver != Receiver::None)?;
        Some(Accessors::of(model, block, method, body))
    });
    let (plain, others): (Vec<_>, Vec<_>) = methods.partition(Accessors::are_plain);
    let names = plain.iter().map(Accessors::names);
    let guards = plain.iter().filter_map(Accessors::names_of_guards);
    let plain = (!plain.is_empty()).then(|| quote!(#core::accessors!({#(#names)*} {#(#guards)*});));
    let others = others.iter().map(Accessors::whole);
    quote!(#plain #(#others)*)
}

/// The accessors of a method.
struct Accessors<'m> {
    core: &'m Ident,
    method: &'m Method,
    body: &'m Body,
    cfgs: Vec<&'m Attribute>,
    vis: &'m Visibility,
    expect: Ident,
    calls: Ident,
    guards: Option<Ident>,
    doc: String,
}

impl<'m> Accessors<'m> {
    fn of(model: &'m Model, block: &'m Block, method: &'m Method, body: &'m Body) -> Self {
        let Method { name, handle, ident, .. } = method;
        // At the method's name, so that an editor finds the method by them, and renames them with it.
        let at = |prefix: &str| format_ident!("{prefix}_{handle}", span = ident.span());
        let calls = at("calls_to");
        let title = match &block.of_trait {
            Some(_) => format!("[`{}::{name}`]", block.title),
            None => format!("[`{name}`](Self::{name})"),
        };
        let gives_guards = Gives::of(&body.returns) != Gives::NoGuards;
        Accessors {
            core: &model.core,
            method,
            body,
            cfgs: block.cfgs.iter().chain(&method.cfgs).collect(),
            vis: method.vis.as_ref().unwrap_or(&model.vis),
            expect: at("expect"),
            guards: gives_guards.then(|| at("guards_of")),
            doc: format!("Adds an expectation of {title}; `{calls}` gives a view of the calls."),
            calls,
        }
    }

    /// Whether nothing has to be known of the method but names.
    fn are_plain(&self) -> bool {
        self.body.own.is_empty() && self.body.scope.is_empty() && lending::builder(self.body).is_none()
    }

    fn names(&self) -> TokenStream {
        let Accessors { cfgs, vis, expect, calls, doc, body: Body { field, alias, .. }, .. } = self;
        let expecting = arity::expecting(self.body);
        quote!([#(#cfgs)*] #vis #field #alias [#expecting] #expect #calls #doc;)
    }

    fn names_of_guards(&self) -> Option<TokenStream> {
        let Accessors { cfgs, vis, guards, body: Body { field, .. }, .. } = self;
        guards.as_ref().map(|guards| quote!([#(#cfgs)*] #vis #field #guards;))
    }

    /// Those of a method that has parameters of its own, is part of a generic mock, or has a builder of its own.
    fn whole(&self) -> TokenStream {
        let Accessors { core, method, body, cfgs, vis, expect, calls, guards, doc } = self;
        let ty = type_of(body);
        let field = &body.field;
        let (generics, clause) = (body.own.generics(), body.own.clause());
        let (method_of, family) = if body.own.is_empty() {
            (quote!(self.#field), None)
        } else {
            let (key, arguments, description) =
                (body.own.key(core), body.own.arguments(), description(core, method, body));
            let family = quote! {
                #(#cfgs)*
                #[inline]
                fn #field #generics(&self) -> &#ty #clause {
                    use #core::constructor::*;
                    self.#field.of::<#key, _, _>(#description)
                }
            };
            (quote!(self.#field::#arguments()), Some(family))
        };
        let (expectation, made) = match lending::builder(body) {
            Some(builder) => {
                let arguments = body.scope.arguments_after(&quote!('_), &quote!(#core::KindOf<#ty>));
                (quote!(#builder #arguments), quote!(#builder::new(#method_of.expect(&self.__mock))))
            }
            None => (arity::expecting(body), quote!(#method_of.expect(&self.__mock))),
        };
        let guards = guards.as_ref().map(|guards| {
            quote! {
                /// A view of the guards that the calls give.
                #(#cfgs)*
                #[inline]
                #vis fn #guards #generics(&self) -> #core::Guards #clause {
                    #method_of.guards(&self.__mock)
                }
            }
        });
        quote! {
            #family
            #[doc = #doc]
            #(#cfgs)*
            #[inline]
            #[track_caller]
            #vis fn #expect #generics(&self) -> #expectation #clause {
                #made
            }
            /// A view of the calls, to be asserted or waited for.
            #(#cfgs)*
            #[inline]
            #vis fn #calls #generics(&self) -> #core::Calls<#ty> #clause {
                #method_of.calls(&self.__mock)
            }
            #guards
        }
    }
}
