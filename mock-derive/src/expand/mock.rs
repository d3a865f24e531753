//! Writes a mock down. It sees nothing but the model, and writes as little as can be: what is the same for every
//! method is in the core.
//!
//! What is written is `#[inline]`, so that the library itself compiles none of it, and a test what it uses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::GenericParam;

use crate::expand::description::{new_method, type_of};
use crate::expand::statics::{self, Place};
use crate::expand::types::types_of;
use crate::expand::{accessors, call, guard, spy};
use crate::model::method::{Body, Method, Receiver};
use crate::model::mock::{Block, Model};
use crate::model::returns::Delivery;
use crate::model::written::Written;
use crate::syntax::names::unraw;

/// The mock: its struct, its constructors, its expectations and views, and its implementations of traits.
pub(crate) fn mock(model: &Model) -> TokenStream {
    let Model { vis, mock, core, core_path, name, cfgs, docs, lints, generics, .. } = model;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let own = model.own_type();
    let items = model.blocks.iter().flat_map(|block| block.methods.iter().map(move |method| (block, method)));
    let types = items.clone().map(|(block, method)| types(model, block, method));
    let fields = items.clone().filter_map(|(block, method)| field(model, block, method));
    let made = items.filter_map(|(block, method)| made(model, block, method));
    let (wrapping, spy) = spy::wrapping(model).unzip();
    let blocks = model.blocks.iter().map(|block| implementation(model, block));
    let items_of_all = model.blocks.iter().filter(|block| block.is_of_all(model)).map(|block| own_items(model, block));
    let (mock_name, title) = (mock.to_string(), unraw(name));
    let common = common(model, &mock_name, &title);
    // A paragraph of its own.
    let end = if docs.is_empty() { "" } else { "\n" };
    let doc = format!("{end}A mock of [`{title}`].");
    let (phantom, phantom_made) = phantom(model);
    let guard = if model.guard.is_some() { guard::part(model) } else { guard::Part::default() };
    let guard::Part { field: guard_field, made: guard_made, implementations: guard } = guard;
    let (mock_type, mock_made, clone) = match model.clone {
        true => (quote!(::std::sync::Arc<#core::Mock>), quote!(::std::sync::Arc::new(mock)), Some(clone(model))),
        false => (quote!(#core::Mock), quote!(mock), None),
    };
    let debug = model.debug.then(|| {
        quote! {
            #(#cfgs)*
            impl #impl_generics ::core::fmt::Debug for #own #clause {
                fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::fmt::Debug::fmt(&self.__mock, out)
                }
            }
        }
    });
    quote! {
        #(#cfgs)*
        use #core_path::__private as #core;
        #(#types)*
        #(#docs)*
        #[doc = #doc]
        #(#cfgs)*
        #(#lints)*
        #vis struct #mock #generics #clause {
            #guard_field
            __mock: #mock_type,
            #(#fields,)*
            #phantom
        }
        #(#cfgs)*
        #[allow(missing_docs, nonstandard_style, clippy::all, clippy::pedantic)]
        #(#lints)*
        impl #impl_generics #own #clause {
            #common
            #wrapping
            #[inline]
            #[track_caller]
            fn __with(mock: #core::Mock) -> Self {
                use #core::constructor::*;
                Self { #guard_made __mock: #mock_made, #(#made,)* #phantom_made }
            }
            #(#items_of_all)*
        }
        #(#cfgs)*
        impl #impl_generics ::core::default::Default for #own #clause {
            #[inline]
            #[track_caller]
            fn default() -> Self {
                Self::__with(#core::Mock::new(#mock_name, #title))
            }
        }
        #debug
        #clone
        #(#blocks)*
        #spy
        #guard
    }
}

/// What every mock has, unless the user's own methods are called so.
fn common(model: &Model, mock_name: &str, title: &str) -> TokenStream {
    let core = &model.core;
    let named =
        |names: &'static [&str]| names.iter().filter(|name| !model.has(name)).map(|name| format_ident!("{name}"));
    let constructors = named(&CONSTRUCTORS).collect::<Vec<_>>();
    // A spy has a `wrapping` that does something.
    let others = named(&OTHERS).filter(|name| !model.spy || name != "wrapping");
    let others = others.map(|name| quote!(#name #name));
    quote!(#core::common!(#mock_name #title: #(#constructors #constructors)* #(#others)*);)
}

/// What the core makes of these names, in this order.
const CONSTRUCTORS: [&str; 4] = ["new", "relaxed", "strict", "named"];
/// Likewise, after them.
const OTHERS: [&str; 4] = ["checkpoint", "clear_expectations", "wrapping", "satisfied"];

/// A clone is the same mock: all that it has is shared.
fn clone(model: &Model) -> TokenStream {
    let Model { generics, cfgs, .. } = model;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let own = model.own_type();
    let fields = model.blocks.iter().flat_map(|block| {
        let mocked = block.methods.iter().filter_map(|method| method.body.as_ref().map(|body| (method, body)));
        mocked.filter(|(_, body)| body.receiver != Receiver::None).map(|(method, Body { field, .. })| {
            let cfgs = block.cfgs.iter().chain(&method.cfgs);
            quote!(#(#cfgs)* #field: ::std::sync::Arc::clone(&self.#field))
        })
    });
    let phantom = phantom(model).1;
    quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #impl_generics ::core::clone::Clone for #own #clause {
            fn clone(&self) -> Self {
                Self { __mock: ::std::sync::Arc::clone(&self.__mock), #(#fields,)* #phantom }
            }
        }
    }
}

/// A field for the parameters of the mock that its methods may not name.
fn phantom(model: &Model) -> (Option<TokenStream>, Option<TokenStream>) {
    let core = &model.core;
    let keys = model.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => {
            let ident = &parameter.ident;
            Some(quote!(#core::Key<#ident>))
        }
        GenericParam::Lifetime(parameter) => {
            // One that serves a lifetime serves any shorter one.
            let lifetime = &parameter.lifetime;
            Some(quote!(&#lifetime ()))
        }
        GenericParam::Const(_) => None,
    });
    let keys: Vec<TokenStream> = keys.collect();
    if keys.is_empty() {
        return (None, None);
    }
    (
        Some(quote!(__of: ::core::marker::PhantomData<fn() -> (#(#keys,)*)>,)),
        Some(quote!(__of: ::core::marker::PhantomData,)),
    )
}

/// The type of the method, and the markers that are its own.
fn types(model: &Model, block: &Block, method: &Method) -> TokenStream {
    types_of(&place(model, block), &block.cfgs, method)
}

/// Where a block's static methods stand.
fn place<'m>(model: &'m Model, block: &'m Block) -> Place<'m> {
    let of = &block.of;
    let Model { core, vis, mock, .. } = model;
    Place {
        core,
        vis,
        mock_name: mock.to_string(),
        title: &block.title,
        key: quote!(#of),
        cfgs: &block.cfgs,
        lints: &model.lints,
        prefix: quote!(Self::),
    }
}

/// The field of a method.
fn field(model: &Model, block: &Block, method: &Method) -> Option<TokenStream> {
    let core = &model.core;
    let body = method.body.as_ref().filter(|body| body.receiver != Receiver::None)?;
    let cfgs = block.cfgs.iter().chain(&method.cfgs);
    let field = &body.field;
    let ty = if body.own.is_empty() { type_of(body) } else { Written::Tokens(quote!(#core::MethodFamily)) };
    let ty = if body.is_boxed() { Written::Tokens(quote!(::std::boxed::Box<#ty>)) } else { ty };
    let ty = if model.clone { Written::Tokens(quote!(::std::sync::Arc<#ty>)) } else { ty };
    Some(quote!(#(#cfgs)* #field: #ty))
}

/// The field, made.
fn made(model: &Model, block: &Block, method: &Method) -> Option<TokenStream> {
    let core = &model.core;
    let body = method.body.as_ref().filter(|body| body.receiver != Receiver::None)?;
    let cfgs = block.cfgs.iter().chain(&method.cfgs);
    let field = &body.field;
    let made =
        if body.own.is_empty() { new_method(core, method, body) } else { quote!(::core::default::Default::default()) };
    let made = if body.is_boxed() { quote!(::std::boxed::Box::new(#made)) } else { made };
    let made = if model.clone { quote!(::std::sync::Arc::new(#made)) } else { made };
    Some(quote!(#(#cfgs)* #field: #made))
}

/// What the mock itself has for the methods of a block: expectations and views, and its own methods.
fn own_items(model: &Model, block: &Block) -> TokenStream {
    let accessors = accessors::of(model, block);
    let items = block.methods.iter().map(|method| {
        let body = method.body.as_ref().filter(|body| body.receiver == Receiver::None);
        let context = body.map(|body| statics::context(&place(model, block), method, body));
        let own = block.of_trait.is_none().then(|| declaration(model, method));
        quote!(#context #own)
    });
    let consts = block.of_trait.is_none().then(|| {
        let consts = &block.consts;
        quote!(#(#consts)*)
    });
    quote!(#consts #accessors #(#items)*)
}

/// What a block is written as, beside what is common to all types of the mock.
fn implementation(model: &Model, block: &Block) -> TokenStream {
    let Block { cfgs, unsafety, generics, of_trait, arguments, types, consts, .. } = block;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let (mock, lints) = (&model.mock, &model.lints);
    let own = (!block.is_of_all(model)).then(|| {
        let items = own_items(model, block);
        quote! {
            #(#cfgs)*
            #[allow(missing_docs, nonstandard_style, clippy::all, clippy::pedantic)]
            #(#lints)*
            impl #impl_generics #mock #arguments #clause {
                #items
            }
        }
    });
    // `#[async_trait]` names the lifetimes of arguments, and not that of what they lend.
    let is_desugared =
        |method: &Method| method.body.as_ref().is_some_and(|body| body.returns.delivery == Delivery::BoxedFuture);
    let lifetimes = block.methods.iter().any(is_desugared);
    let lifetimes = lifetimes.then(|| quote!(#[allow(unknown_lints, mismatched_lifetime_syntaxes)]));
    let of_trait = of_trait.as_ref().filter(|_| block.implementable).map(|of_trait| {
        let methods = block.methods.iter().map(|method| declaration(model, method));
        let types = types.iter().map(|member| {
            let (attributes, ident, ty) = (&member.attributes, &member.ident, &member.ty);
            let (declared, _, clause) = member.generics.split_for_impl();
            quote!(#(#attributes)* type #ident #declared = #ty #clause;)
        });
        quote! {
            #(#cfgs)*
            #[automatically_derived]
            #[allow(refining_impl_trait, nonstandard_style, unused_variables, clippy::pedantic)]
            #(#lints)*
            #lifetimes
            #unsafety impl #impl_generics #of_trait for #mock #arguments #clause {
                #(#consts)*
                #(#types)*
                #(#methods)*
            }
        }
    });
    quote!(#own #of_trait)
}

/// A method, as the mock's user calls it.
fn declaration(model: &Model, method: &Method) -> TokenStream {
    call::function(&model.core, method, &quote!(Self::))
}
