//! `mock_fn!`: what stands in it is a signature, or there is one error.

use proc_macro2::TokenStream;

use crate::expand;
use crate::model::callable::Callable;
use crate::parse;
use crate::parse::core_path::core_path;

/// The expansion of `mock_fn!`.
pub(crate) fn mock_fn(input: TokenStream) -> TokenStream {
    syn::parse2::<parse::callable::Callable>(input)
        .and_then(|written| Callable::of(written, core_path()))
        .map(|callable| expand::callable::callable(&callable))
        .unwrap_or_else(|error| error.to_compile_error())
}
