//! Takes an item apart: what can be mocked goes on to the model, everything else is told what to write instead.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Item, Path};

use crate::core_path::core_path;
use crate::model::Model;
use crate::module::Module;
use crate::options::Options;
use crate::source::Source;
use crate::{expand, expand_module};

/// The expansion of `#[automock]`: the item as it was, the mock, and what is wrong.
pub(crate) fn automock(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let options = Options::parse(options).unwrap_or_else(|error| {
        errors.push(error);
        Options::default()
    });
    let mock = match syn::parse2(item.clone()) {
        Ok(Item::Trait(item)) => {
            let (source, problems) = Source::of_trait(&item, &options);
            // What options lack is not to be said of those that could not be read.
            if errors.is_empty() {
                errors.extend(problems);
            }
            Some(mock_of(&source, options.core, &mut errors))
        }
        Ok(Item::Impl(item)) => match Source::of_impl(&item, &options) {
            Ok((source, problems)) => {
                errors.extend(problems);
                Some(mock_of(&source, options.core, &mut errors))
            }
            Err(error) => {
                errors.push(error);
                None
            }
        },
        Ok(Item::Mod(item)) => match Module::of(&item, options.core.unwrap_or_else(core_path)) {
            Ok((module, problems)) => {
                errors.extend(problems);
                Some(expand_module::module(&module))
            }
            Err(error) => {
                errors.push(error);
                None
            }
        },
        Ok(other) => {
            errors.push(misplaced(&other));
            None
        }
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #mock #(#errors)*)
}

/// The expansion of `mock!`.
pub(crate) fn mock(input: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let mock = match syn::parse2::<Source>(input) {
        Ok(source) => Some(mock_of(&source, None, &mut errors)),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#mock #(#errors)*)
}

fn mock_of(source: &Source, core: Option<Path>, errors: &mut Vec<syn::Error>) -> TokenStream {
    let (model, problems) = Model::of(source, core.unwrap_or_else(core_path));
    errors.extend(problems);
    expand::mock(&model)
}

/// The error for an item that can't be mocked.
fn misplaced(item: &Item) -> syn::Error {
    let (span, what, instead): (Span, _, _) = match item {
        Item::Struct(item) => {
            (item.struct_token.span(), "a struct", "put it on the impl block, or on a trait that the struct implements")
        }
        Item::Enum(item) => {
            (item.enum_token.span(), "an enum", "put it on the impl block, or on a trait that the enum implements")
        }
        Item::Union(item) => {
            (item.union_token.span(), "a union", "put it on the impl block, or on a trait that the union implements")
        }
        Item::Fn(item) => (item.sig.fn_token.span(), "a function", "put it on the module around the function"),
        Item::ForeignMod(item) => (item.abi.extern_token.span(), "an extern block", "put it on the module around it"),
        other => (other.span(), "this item", "put it on a trait"),
    };
    syn::Error::new(span, format!("`#[automock]` can't mock {what}; {instead}"))
}
