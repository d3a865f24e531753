//! Writes down what makes a mock a guard: `#[automock(guard)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ReceiverKind, Type};

use crate::model::method::Method;
use crate::model::mock::{Block, Model};
use crate::syntax::types::bare;

/// What a guard has that other mocks have not.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) field: TokenStream,
    pub(crate) made: TokenStream,
    pub(crate) implementations: TokenStream,
}

/// The part that makes a mock a guard.
pub(crate) fn part(model: &Model) -> Part {
    let Model { core, generics, cfgs, .. } = model;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let own = model.own_type();
    let finishers = model.finishers().map(|method| &method.name);
    let probe = (!model.has("probe")).then(|| {
        quote! {
            #(#cfgs)*
            #[allow(missing_docs, clippy::all, clippy::pedantic)]
            impl #impl_generics #own #clause {
                /// Tells what becomes of the guard.
                pub fn probe(&self) -> #core::GuardProbe {
                    self.__guard.probe()
                }
            }
        }
    });
    let objects = objects(model);
    Part {
        // Before the mock's own part: it is left before the mock is verified.
        field: quote!(__guard: #core::GuardPart,),
        made: quote!(__guard: #core::GuardPart::new::<Self>(&mock, &[#(#finishers),*]),),
        implementations: quote! {
            #probe
            #(#cfgs)*
            #[automatically_derived]
            impl #impl_generics #core::GuardMock for #own #clause {
                fn __guard(&self) -> &#core::GuardPart {
                    &self.__guard
                }
            }
            #objects
        },
    }
}

/// What lets methods give the guard as an object of its trait.
fn objects(model: &Model) -> Option<TokenStream> {
    let Model { core, generics, cfgs, .. } = model;
    let block = model.blocks.iter().find(|block| block.of_trait.is_some())?;
    let has_objects = block.implementable && generics.params.is_empty() && block.methods.iter().all(can_be_called);
    let is_known = model.objects || is_boxed_somewhere(block);
    let path = block.as_bound().filter(|_| has_objects && is_known)?;
    let own = model.own_type();
    let kinds = [quote!(dyn #path), quote!(dyn #path + ::core::marker::Send)];
    let implementations = kinds.iter().map(|object| {
        quote! {
            #(#cfgs)*
            #[automatically_derived]
            impl #core::FromMock<#own, #core::AsObject> for ::std::boxed::Box<#object> {
                fn from_mock(mock: #own) -> Self {
                    ::std::boxed::Box::new(mock)
                }
            }
            #(#cfgs)*
            #[automatically_derived]
            impl #core::FromMock<#own, #core::AsObject> for ::core::pin::Pin<::std::boxed::Box<#object>> {
                fn from_mock(mock: #own) -> Self {
                    ::std::boxed::Box::pin(mock)
                }
            }
        }
    });
    Some(quote!(#(#implementations)*))
}

/// Whether an object of the trait can have the method.
fn can_be_called(method: &Method) -> bool {
    let Some(body) = &method.body else { return false };
    let is_hidden = |ty: &Type| quote!(#ty).to_string().contains("impl ");
    let hides = method.signature.inputs.iter().any(|argument| match argument {
        FnArg::Typed(argument) => is_hidden(&argument.ty),
        FnArg::Receiver(_) => false,
    });
    let output = &method.signature.output;
    body.own.is_empty()
        && method.signature.receiver().is_some()
        && method.signature.asyncness.is_none()
        && !hides
        && !quote!(#output).to_string().contains("impl ")
        && !method.names_self
}

/// Whether a method takes the guard in a box, as those of objects do.
fn is_boxed_somewhere(block: &Block) -> bool {
    let receivers = block.methods.iter().filter_map(|method| method.signature.receiver());
    receivers.map(|receiver| &receiver.kind).any(|kind| match kind {
        ReceiverKind::Typed(_, ty) => {
            let ty = bare(ty);
            quote!(#ty).to_string().replace(' ', "").ends_with("Box<Self>")
        }
        _ => false,
    })
}
