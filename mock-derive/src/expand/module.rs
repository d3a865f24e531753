//! Writes down the mock of a module: a module of functions, each with its context.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::expand::call::function;
use crate::expand::statics::{self, Place};
use crate::expand::types::types_of;
use crate::model::module::Module;
use crate::syntax::names::unraw;

/// The mock of a module.
pub(crate) fn module(module: &Module) -> TokenStream {
    let Module { vis, ident, mock, core, core_path, cfgs, lints, imports, items, functions } = module;
    let title = unraw(ident);
    let doc = format!("A mock of the module [`{title}`].");
    let place = Place {
        core,
        vis: &syn::parse_quote!(pub),
        mock_name: mock.to_string(),
        title: &title,
        key: quote!(__Module),
        cfgs: &[],
        lints: &[],
        prefix: TokenStream::new(),
    };
    let types = functions.iter().map(|function| types_of(&place, &[], function));
    let mocked = || functions.iter().filter_map(|function| function.body.as_ref().map(|body| (function, body)));
    let contexts = mocked().map(|(method, body)| statics::context(&place, method, body));
    let declared = functions.iter().map(|method| function(core, method, &TokenStream::new()));
    let checkpoints = mocked().map(|(method, _)| {
        let (cfgs, context) = (&method.cfgs, format_ident!("{}_context", method.handle));
        quote!(#(#cfgs)* #context().checkpoint();)
    });
    let imports = imports.then(|| quote!(use super::#ident::*;));
    quote! {
        #[doc = #doc]
        #(#cfgs)*
        #(#lints)*
        #[allow(missing_docs, nonstandard_style, dead_code, unused_imports, clippy::all, clippy::pedantic)]
        #vis mod #mock {
            #imports
            #(#items)*
            use #core_path::__private as #core;
            enum __Module {}
            #(#types)*
            #(#contexts)*
            #(#declared)*
            /// Verifies and drops all expectations of the module's functions.
            #[track_caller]
            pub fn checkpoint() {
                #(#checkpoints)*
            }
        }
    }
}
