//! `#[asyncmock::test]`: a test that the core's harness runs. It knows where the core is, and nothing of mocks.

mod options;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::Parser as _;
use syn::{AttrStyle, Attribute, Ident, ItemFn, Path, ReturnType, Signature, Type};

use crate::parse::core_path::core_path;
use options::{Explore, Options, Policy};

/// Expands the attribute.
pub(crate) fn test(options: TokenStream, item: TokenStream) -> TokenStream {
    let function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            let error =
                syn::Error::new_spanned(item, "`#[asyncmock::test]` stands above a function: `async fn name()`");
            return error.into_compile_error();
        }
    };
    match Options::parse.parse2(options).and_then(|options| check(&function, &options).map(|()| options)) {
        Ok(options) => expand(&function, &options),
        // The function stays, so that what uses it is not an error as well.
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#error #[allow(dead_code, unused)] #function)
        }
    }
}

/// What is wrong with the function, or with the options together.
fn check(function: &ItemFn, options: &Options) -> syn::Result<()> {
    let signature = &function.sig;
    if let Some(argument) = signature.inputs.first() {
        let says = "a test takes no arguments; with `rstest`, write `#[rstest]` above `#[asyncmock::test]`";
        return Err(syn::Error::new_spanned(argument, says));
    }
    if !signature.generics.params.is_empty() {
        return Err(syn::Error::new_spanned(&signature.generics, "a test has no generic parameters"));
    }
    if let Some(other) = function.attrs.iter().find(|attribute| is_test(attribute.path())) {
        let says = "this function is a test twice: leave this attribute out, `#[asyncmock::test]` is enough";
        return Err(syn::Error::new_spanned(other, says));
    }
    let is_multi = options.flavor.as_ref().is_some_and(|(_, is_multi)| *is_multi);
    if let Some((name, _)) = &options.worker_threads
        && !is_multi
    {
        return Err(syn::Error::new(name.span(), "`worker_threads` needs `flavor = \"multi_thread\"`"));
    }
    if let Some((name, true)) = &options.start_paused
        && is_multi
    {
        let says = "`start_paused` needs `flavor = \"current_thread\"`: the clock of several threads can't be paused";
        return Err(syn::Error::new(name.span(), says));
    }
    if let Some((name, _)) = &options.explore {
        if signature.asyncness.is_none() {
            let says = "`explore` is for an `async fn`: what is explored is the order of the calls that it awaits";
            return Err(syn::Error::new(name.span(), says));
        }
        let others = [&options.flavor, &options.start_paused, &options.deadlock].into_iter().flatten();
        let others = others.map(|(name, _)| name).chain(options.stall.as_ref().map(|(name, _)| name));
        if let Some(other) = others.into_iter().next() {
            let says = format!(
                "`{other}` does not go with `explore`: each run is on one thread whose clock is paused, and a deadlock is a failure"
            );
            return Err(syn::Error::new(other.span(), says));
        }
    }
    let of_runtime = [&options.flavor, &options.start_paused].into_iter().flatten().map(|(name, _)| name).next();
    if let (None, Some(name)) = (&signature.asyncness, of_runtime) {
        let says = format!("`{name}` is of the runtime that an `async fn` runs in; this test has none");
        return Err(syn::Error::new(name.span(), says));
    }
    Ok(())
}

/// Whether an attribute makes a function a test: `#[test]`, `#[tokio::test]`.
fn is_test(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "test" && last.arguments.is_none())
}

fn expand(function: &ItemFn, options: &Options) -> TokenStream {
    let ItemFn { attrs, vis, sig, block, .. } = function;
    let (name, output) = (&sig.ident, &sig.output);
    let core = options.core.clone().unwrap_or_else(core_path);
    let mut settings = TokenStream::new();
    if let Some((_, true)) = options.flavor {
        settings.extend(quote!(.multi_thread()));
    }
    if let Some((_, count)) = options.worker_threads {
        settings.extend(quote!(.worker_threads(#count)));
    }
    if let Some((_, true)) = options.start_paused {
        settings.extend(quote!(.start_paused()));
    }
    if let Some((text, nanos)) = &options.timeout {
        let setting = Ident::new(if options.explore.is_some() { "limit" } else { "timeout" }, text.span());
        settings.extend(quote!(.#setting(#text, #nanos)));
    }
    if let Some((_, false)) = options.deadlock {
        settings.extend(quote!(.allow_deadlocks()));
    }
    if let Some((_, nanos)) = &options.stall {
        settings.extend(quote!(.stall(#nanos)));
    }
    for (setting, policy) in [("leaks", &options.leaks), ("unawaited", &options.unawaited), ("panics", &options.panics)]
    {
        if let Some(Policy(policy)) = policy {
            let setting = Ident::new(setting, policy.span());
            settings.extend(quote!(.#setting(#core::__private::Policy::#policy)));
        }
    }
    let title = name.to_string();
    let title = title.strip_prefix("r#").unwrap_or(&title);
    let title = quote!(::core::concat!(::core::module_path!(), "::", #title));
    let test = match &options.explore {
        None => quote!(#core::__private::Test::new(#title) #settings),
        Some((_, Explore { settings: own })) => {
            let own = own.iter().map(|(setting, value)| {
                let value = value.expand(&core);
                quote!(.#setting(#value))
            });
            quote!(#core::Explore::new().named(#title) #settings #(#own)*)
        }
    };
    // An `impl Trait` can't be named; what the body gives is inferred then, and not asked whether it is an error.
    let (of_output, has_failed) = match output {
        ReturnType::Default => (quote!(::<(), _>), None),
        ReturnType::Type(_, ty) if !matches!(**ty, Type::ImplTrait(_)) => {
            (quote!(::<#ty, _>), Some(quote!(|output| #core::__private::Outcome(output).has_failed())))
        }
        ReturnType::Type(..) => (TokenStream::new(), None),
    };
    // At the end of the body, where a type that does not fit is reported in any function.
    let end = block.brace_token.span.close();
    let run = match (sig.asyncness, has_failed) {
        // What a test that is explored gives is not told to the test runner, as it gives it many times.
        (Some(_), has_failed) if options.explore.is_some() => match has_failed {
            None => quote_spanned!(end=> .run #of_output (|| async #block);),
            Some(has_failed) => quote_spanned!(end=> .run_to #of_output (|| async #block, #has_failed);),
        },
        (Some(_), None) => quote_spanned!(end=> .run #of_output (async #block)),
        (Some(_), Some(has_failed)) => quote_spanned!(end=> .run_to #of_output (async #block, #has_failed)),
        (None, None) => quote_spanned!(end=> .run_sync #of_output (|| #block)),
        (None, Some(has_failed)) => quote_spanned!(end=> .run_sync_to #of_output (|| #block, #has_failed)),
    };
    let mut sig = Signature { asyncness: None, ..sig.clone() };
    if options.explore.is_some() {
        sig.output = ReturnType::Default;
    }
    let (inner, outer): (Vec<&Attribute>, Vec<&Attribute>) =
        attrs.iter().partition(|attribute| matches!(attribute.style, AttrStyle::Inner(_)));
    quote! {
        #(#outer)*
        #[::core::prelude::v1::test]
        #vis #sig {
            #(#inner)*
            #test #run
        }
    }
}
