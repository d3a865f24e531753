//! `#[automock]` and `mock!`: what can be mocked goes on to the model, and the item stays as it was, whatever is wrong.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use crate::expand;
use crate::model::mock::Model;
use crate::model::module::Module;
use crate::parse::core_path::core_path;
use crate::parse::misplaced::misplaced;
use crate::parse::options::Options;
use crate::parse::recording::stripped_item;
use crate::parse::source::Source;

/// The expansion of `#[automock]`: the item as it was, the mock, and what is wrong.
pub(crate) fn automock(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let options = Options::parse(options).unwrap_or_else(|error| {
        errors.push(error);
        Options::default()
    });
    let parsed = syn::parse2(item.clone());
    let item = match &parsed {
        Ok(parsed) => stripped_item(parsed, item),
        Err(_) => item,
    };
    let mock = match parsed {
        Ok(Item::Trait(item)) => {
            let (source, problems) = Source::of_trait(&item, &options);
            // What options lack is not to be said of those that could not be read.
            if errors.is_empty() {
                errors.extend(problems);
            }
            Some(mock_of(&source, options, &mut errors))
        }
        Ok(Item::Impl(item)) => match Source::of_impl(&item, &options) {
            Ok((source, problems)) => {
                errors.extend(problems);
                Some(mock_of(&source, options, &mut errors))
            }
            Err(error) => {
                errors.push(error);
                None
            }
        },
        Ok(Item::Mod(item)) => match Module::of(&item, &options.recordings, options.core.unwrap_or_else(core_path)) {
            Ok((module, problems)) => {
                if options.spy {
                    let text = "a module of functions is no object that can be wrapped: leave out `spy`";
                    errors.push(syn::Error::new(item.ident.span(), text));
                }
                errors.extend(problems);
                Some(expand::module::module(&module))
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
        Ok(source) => Some(mock_of(&source, Options::default(), &mut errors)),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#mock #(#errors)*)
}

fn mock_of(source: &Source, options: Options, errors: &mut Vec<syn::Error>) -> TokenStream {
    let (model, problems) = Model::of(source, &options.recordings, options.core.unwrap_or_else(core_path));
    errors.extend(problems);
    expand::mock::mock(&model)
}
