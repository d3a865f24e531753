//! Writes a mock down. It sees nothing but the model, and writes as little as can be: what is the same for every
//! method is in the core.
//!
//! What is written is `#[inline]`, so that the library itself compiles none of it, and a test what it uses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use crate::model::{Body, Method, Model, Receiver};
use crate::parameter::{Marker, Parameter};
use crate::returns::{Delivery, ValueDefault};

/// The mock: its struct, its constructors, its expectations and views, and its implementation of the trait.
pub(crate) fn mock(model: &Model) -> TokenStream {
    let Model { vis, mock, core, trait_ident, unsafety, cfgs, methods, implementable } = model;
    let mocked = || methods.iter().filter_map(|method| method.body.as_ref().map(|body| (method, body)));
    let types = mocked().map(|(method, body)| types(model, method, body));
    let fields = mocked().map(|(method, body)| {
        let (cfgs, ident, alias) = (&method.cfgs, &method.ident, &body.alias);
        quote!(#(#cfgs)* #ident: #alias)
    });
    let specs = mocked().map(|(method, body)| spec(method, body));
    let accessors = mocked().map(|(method, body)| accessors(model, method, body));
    let implementations = methods.iter().map(|method| implementation(core, method));
    let implementation = implementable.then(|| {
        quote! {
            #(#cfgs)*
            #[automatically_derived]
            #[allow(refining_impl_trait, deprecated, unused_variables)]
            #unsafety impl #trait_ident for #mock {
                #(#implementations)*
            }
        }
    });
    let (mock_name, trait_name) = (mock.to_string(), trait_ident.to_string());
    let trait_name = trait_name.trim_start_matches("r#");
    let doc = format!("A mock of [`{trait_name}`].");
    quote! {
        #(#cfgs)*
        use ::asyncmock::__private as #core;
        #(#types)*
        #[doc = #doc]
        #(#cfgs)*
        #vis struct #mock {
            __mock: #core::Mock,
            #(#fields,)*
        }
        #(#cfgs)*
        #[automatically_derived]
        #[allow(dead_code, unused_imports, unused_qualifications, clippy::needless_borrow)]
        impl #mock {
            /// Makes a mock that fails a call without a matching expectation.
            #[inline]
            #[must_use]
            #vis fn new() -> Self {
                Self::__with(#core::Mock::new(#mock_name, #trait_name))
            }
            /// Makes a mock that answers a call without a matching expectation with a default, where there is one.
            #[inline]
            #[must_use]
            #vis fn relaxed() -> Self {
                Self::__with(#core::Mock::relaxed(#mock_name, #trait_name))
            }
            /// Verifies and drops all expectations. The calls stay on record.
            #[track_caller]
            #vis fn checkpoint(&self) {
                self.__mock.checkpoint();
            }
            #[inline]
            fn __with(mock: #core::Mock) -> Self {
                use #core::constructor::*;
                Self { __mock: mock, #(#specs,)* }
            }
            #(#accessors)*
        }
        #(#cfgs)*
        #[automatically_derived]
        impl ::core::default::Default for #mock {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
        #(#cfgs)*
        #[automatically_derived]
        impl ::core::fmt::Debug for #mock {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.__mock, out)
            }
        }
        #implementation
    }
}

/// The type of the method's field, and the markers that are its own.
fn types(model: &Model, method: &Method, body: &Body) -> TokenStream {
    let Model { vis, core, .. } = model;
    let (cfgs, alias, kind) = (&method.cfgs, &body.alias, &body.returns.kind);
    let markers = body.parameters.iter().map(|parameter| parameter.marker.path());
    let own = body.parameters.iter().map(|parameter| &parameter.marker).chain(&body.returns.marker);
    let own = own.filter_map(|marker| match marker {
        Marker::Own(ident, form) => Some(quote!(#(#cfgs)* #core::marker!(#vis #ident: #form);)),
        Marker::Core(_) => None,
    });
    quote! {
        #(#own)*
        #(#cfgs)*
        type #alias = #core::Method<(#(#markers,)*), #kind>;
    }
}

/// The method's field, made.
fn spec(method: &Method, body: &Body) -> TokenStream {
    let Method { ident, name, cfgs, .. } = method;
    let parameters = body.parameters.iter().map(|parameter| &parameter.name);
    let capabilities = if body.parameters.iter().all(|parameter| parameter.known) {
        quote!(__known)
    } else {
        let capabilities = body.parameters.iter().map(capability);
        quote!(|| (#(#capabilities,)*))
    };
    let default = match &body.returns.default {
        ValueDefault::Known => quote!(__known),
        ValueDefault::KnownOk => quote!(__known_ok),
        ValueDefault::Sought(value) => quote!(|| (&&&__Probe::<#value>::NEW).default()),
        ValueDefault::None => quote!(|| ::core::option::Option::None),
    };
    let alias = &body.alias;
    quote! {
        #(#cfgs)*
        #ident: #alias::new(&__Spec(#name, &[#(#parameters),*], #capabilities, #default))
    }
}

fn capability(parameter: &Parameter) -> TokenStream {
    if parameter.known {
        quote!(__known())
    } else {
        let marker = parameter.marker.path();
        quote!((&&&&__Probe::<#marker>::NEW).capability())
    }
}

fn accessors(model: &Model, method: &Method, body: &Body) -> TokenStream {
    let Model { vis, core, trait_ident, .. } = model;
    let Method { ident, name, cfgs, .. } = method;
    let alias = &body.alias;
    let (expect, calls) = (format_ident!("expect_{name}"), format_ident!("calls_to_{name}"));
    let link = format!("[`{trait_ident}::{name}`]");
    let (expect_doc, calls_doc) = (format!("Adds an expectation of {link}."), format!("The calls of {link}."));
    quote! {
        #[doc = #expect_doc]
        #(#cfgs)*
        #[inline]
        #[track_caller]
        #vis fn #expect(&self) -> #core::ExpectationOf<'_, #alias> {
            self.#ident.expect(&self.__mock)
        }
        #[doc = #calls_doc]
        #(#cfgs)*
        #[inline]
        #vis fn #calls(&self) -> #core::CallsOf<#alias> {
            self.#ident.calls(&self.__mock)
        }
    }
}

fn implementation(core: &Ident, method: &Method) -> TokenStream {
    let Method { ident, cfgs, signature, body, name, .. } = method;
    let Some(body) = body else {
        let text = format!("`{name}` can't be mocked: see the compile error");
        return quote!(#(#cfgs)* #signature { ::core::panic!(#text) });
    };
    let arguments: Vec<&Ident> = body.parameters.iter().map(|parameter| &parameter.ident).collect();
    let arguments = quote!((#(#arguments,)*));
    let entry = match body.returns.delivery {
        Delivery::Plain | Delivery::Unboxed => format_ident!("call"),
        Delivery::Future | Delivery::BoxedFuture => format_ident!("call_async"),
        Delivery::Explicit | Delivery::BoxedExplicit => format_ident!("call_explicit"),
    };
    // What the core lends lives as long as the reference, which a pin gives only when asked.
    let this = match body.receiver {
        Receiver::Pinned { mutable: false } => Some(quote!(::core::pin::Pin::get_ref(self))),
        Receiver::Pinned { mutable: true } if body.returns.lends_mutably => {
            Some(quote!(::core::pin::Pin::get_mut(self)))
        }
        Receiver::Pinned { mutable: true } => Some(quote!(::core::pin::Pin::get_ref(::core::pin::Pin::into_ref(self)))),
        Receiver::Reference | Receiver::Owned => None,
    };
    let mut call = match this {
        Some(this) => quote!({ let this = #this; this.#ident.#entry(&this.__mock, #arguments) }),
        None => quote!(self.#ident.#entry(&self.__mock, #arguments)),
    };
    if body.keeps_mock() {
        call = quote!(#core::Keeping::new(#call, self));
    }
    let call = match body.returns.delivery {
        Delivery::Unboxed if body.returns.lends_mutably => quote!(&mut **#call),
        Delivery::Unboxed => quote!(&**#call),
        Delivery::BoxedFuture | Delivery::BoxedExplicit => quote!(::std::boxed::Box::pin(#call)),
        _ => call,
    };
    // Spanned as the method: that is the place of a call through `dyn Trait`, whose caller the compiler can't tell.
    quote_spanned! {ident.span()=>
        #(#cfgs)*
        #[inline]
        #[track_caller]
        #signature {
            #call
        }
    }
}
