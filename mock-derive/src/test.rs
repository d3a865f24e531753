//! `#[asyncmock::test]`: a test that the core's harness runs.

use std::time::Duration;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{AttrStyle, Attribute, Expr, ExprLit, Ident, ItemFn, Lit, LitStr, Path, ReturnType, Signature, Token, Type};

use crate::core_path::core_path;

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

/// What stands between the parentheses.
#[derive(Default)]
struct Options {
    flavor: Option<(Ident, bool)>,
    worker_threads: Option<(Ident, usize)>,
    start_paused: Option<(Ident, bool)>,
    /// As it was written, and in nanoseconds.
    timeout: Option<(LitStr, u64)>,
    leaks: Option<Policy>,
    unawaited: Option<Policy>,
    panics: Option<Policy>,
    core: Option<Path>,
}

/// What becomes of a test that leaves something behind: the core's name for it.
struct Policy(Ident);

const KNOWN: &str = "`#[asyncmock::test]` takes `flavor = \"multi_thread\"`, `worker_threads = 2`, \
                     `start_paused = true`, `timeout = \"2s\"`, `leaks = \"deny\"`, `unawaited = \"deny\"`, \
                     `panics = \"deny\"` and `crate = path`";

impl Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        for option in Punctuated::<Setting, Token![,]>::parse_terminated(input)? {
            options.set(option)?;
        }
        Ok(options)
    }

    fn set(&mut self, Setting { name, value }: Setting) -> syn::Result<()> {
        if name == "flavor" {
            let text = text_of(&value, "`flavor` is \"current_thread\" or \"multi_thread\"")?;
            let is_multi = match text.value().as_str() {
                "current_thread" => false,
                "multi_thread" => true,
                _ => return Err(syn::Error::new(text.span(), "`flavor` is \"current_thread\" or \"multi_thread\"")),
            };
            once(&mut self.flavor, (name.clone(), is_multi), &name)
        } else if name == "worker_threads" {
            let says = "`worker_threads` is a number, of 1 at least";
            let count = match &value {
                Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<usize>()?,
                _ => return Err(syn::Error::new(value.span(), says)),
            };
            if count == 0 {
                return Err(syn::Error::new(value.span(), says));
            }
            once(&mut self.worker_threads, (name.clone(), count), &name)
        } else if name == "start_paused" {
            let Expr::Lit(ExprLit { lit: Lit::Bool(paused), .. }) = &value else {
                return Err(syn::Error::new(value.span(), "`start_paused` is `true` or `false`"));
            };
            once(&mut self.start_paused, (name.clone(), paused.value), &name)
        } else if name == "timeout" {
            let says = "`timeout` is a span of time: \"500ms\", \"2s\", \"1.5s\" or \"3m\"";
            let text = text_of(&value, says)?;
            let nanos = nanos(&text.value()).ok_or_else(|| syn::Error::new(text.span(), says))?;
            once(&mut self.timeout, (text, nanos), &name)
        } else if name == "leaks" {
            once(&mut self.leaks, Policy::of(&name, &value)?, &name)
        } else if name == "unawaited" {
            once(&mut self.unawaited, Policy::of(&name, &value)?, &name)
        } else if name == "panics" {
            once(&mut self.panics, Policy::of(&name, &value)?, &name)
        } else if name == "crate" {
            let Expr::Path(path) = value else {
                return Err(syn::Error::new(value.span(), "`crate` is a path, as in `crate = my::asyncmock`"));
            };
            once(&mut self.core, path.path, &name)
        } else {
            Err(syn::Error::new(name.span(), format!("unknown option `{name}`; {KNOWN}")))
        }
    }
}

/// `timeout = "2s"`.
struct Setting {
    name: Ident,
    value: Expr,
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt as _;
        let name = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), KNOWN))?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.span(), KNOWN));
        }
        input.parse::<Token![=]>()?;
        Ok(Setting { name, value: input.parse()? })
    }
}

impl Policy {
    fn of(name: &Ident, value: &Expr) -> syn::Result<Self> {
        let says = format!("`{name}` is \"deny\", \"warn\" or \"allow\"");
        let text = text_of(value, &says)?;
        let policy = match text.value().as_str() {
            "deny" => "Deny",
            "warn" => "Warn",
            "allow" => "Allow",
            _ => return Err(syn::Error::new(text.span(), says)),
        };
        Ok(Policy(Ident::new(policy, text.span())))
    }
}

fn text_of(value: &Expr, says: &str) -> syn::Result<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.clone()),
        _ => Err(syn::Error::new(value.span(), says)),
    }
}

fn once<T>(option: &mut Option<T>, value: T, name: &Ident) -> syn::Result<()> {
    match option.replace(value) {
        None => Ok(()),
        Some(_) => Err(syn::Error::new(name.span(), format!("`{name}` is given twice"))),
    }
}

/// A span of time as users write it, in nanoseconds.
fn nanos(text: &str) -> Option<u64> {
    let unit = text.find(|letter: char| letter != '.' && !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => return None,
    };
    let span = Duration::try_from_secs_f64(number.parse::<f64>().ok()? * seconds).ok()?;
    u64::try_from(span.as_nanos()).ok()
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
        settings.extend(quote!(.timeout(#text, #nanos)));
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
    let test = quote! {
        #core::__private::Test::new(::core::concat!(::core::module_path!(), "::", #title)) #settings
    };
    // An `impl Trait` can't be named; what the body gives is inferred then.
    let of_output = match output {
        ReturnType::Default => quote!(::<(), _>),
        ReturnType::Type(_, ty) if !matches!(**ty, Type::ImplTrait(_)) => quote!(::<#ty, _>),
        ReturnType::Type(..) => TokenStream::new(),
    };
    // At the end of the body, where a type that does not fit is reported in any function.
    let end = block.brace_token.span.close();
    let run = match sig.asyncness {
        Some(_) => quote_spanned!(end=> .run #of_output (async #block)),
        None => quote_spanned!(end=> .run_sync #of_output (|| #block)),
    };
    let sig = Signature { asyncness: None, ..sig.clone() };
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
