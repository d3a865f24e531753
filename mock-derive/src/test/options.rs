//! What stands between the parentheses of `#[asyncmock::test(..)]`.

use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::token::{Bracket, Paren};
use syn::{Expr, ExprLit, Ident, Lit, LitInt, LitStr, Path, Token, bracketed, parenthesized};

/// What stands between the parentheses.
#[derive(Default)]
pub(super) struct Options {
    pub(super) flavor: Option<(Ident, bool)>,
    pub(super) worker_threads: Option<(Ident, usize)>,
    pub(super) start_paused: Option<(Ident, bool)>,
    /// As it was written, and in nanoseconds.
    pub(super) timeout: Option<(LitStr, u64)>,
    /// Whether the test is stopped when nothing can run.
    pub(super) deadlock: Option<(Ident, bool)>,
    /// In nanoseconds.
    pub(super) stall: Option<(Ident, u64)>,
    pub(super) leaks: Option<Policy>,
    pub(super) unawaited: Option<Policy>,
    pub(super) panics: Option<Policy>,
    pub(super) explore: Option<(Ident, Explore)>,
    pub(super) core: Option<Path>,
}

/// How a test is explored: `explore`, or `explore(bound = 2, time = 4, runs = 10_000)`.
#[derive(Default)]
pub(super) struct Explore {
    /// The settings of the core's `Explore`, by their names.
    pub(super) settings: Vec<(Ident, ExploreValue)>,
}

/// What is said of a setting.
pub(super) enum ExploreValue {
    Number(LitInt),
    /// Faults, by the names of the core's `Fault`.
    Faults(Vec<Ident>),
    /// That it is so.
    Flag,
}

/// What becomes of a test that leaves something behind: the core's name for it.
pub(super) struct Policy(pub(super) Ident);

/// `timeout = "2s"`, or `explore`.
enum Setting {
    Value { name: Ident, value: Expr },
    Explore { name: Ident, explore: Explore },
}

const KNOWN: &str = "`#[asyncmock::test]` takes `flavor = \"multi_thread\"`, `worker_threads = 2`, \
                     `start_paused = true`, `timeout = \"2s\"`, `leaks = \"deny\"`, `unawaited = \"deny\"`, \
                     `panics = \"deny\"`, `deadlock = \"allow\"`, `stall = \"5s\"`, `explore` and `crate = path`";

impl Options {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        for option in Punctuated::<Setting, Token![,]>::parse_terminated(input)? {
            match option {
                Setting::Value { name, value } => options.set(name, value)?,
                Setting::Explore { name, explore } => once(&mut options.explore, (name.clone(), explore), &name)?,
            }
        }
        Ok(options)
    }

    fn set(&mut self, name: Ident, value: Expr) -> syn::Result<()> {
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
        } else if name == "stall" {
            let says = "`stall` is a span of time: \"500ms\", \"5s\", \"1.5s\" or \"3m\"";
            let text = text_of(&value, says)?;
            let nanos = nanos(&text.value()).ok_or_else(|| syn::Error::new(text.span(), says))?;
            once(&mut self.stall, (name.clone(), nanos), &name)
        } else if name == "deadlock" {
            let says = "`deadlock` is \"deny\" or \"allow\"";
            let text = text_of(&value, says)?;
            let is_denied = match text.value().as_str() {
                "deny" => true,
                "allow" => false,
                _ => return Err(syn::Error::new(text.span(), says)),
            };
            once(&mut self.deadlock, (name.clone(), is_denied), &name)
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

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt as _;
        let name = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), KNOWN))?;
        if name == "explore" && !input.peek(Token![=]) {
            let explore = if input.peek(Paren) { Explore::parse(input)? } else { Explore::default() };
            return Ok(Setting::Explore { name, explore });
        }
        if name == "explore" {
            return Err(syn::Error::new(name.span(), EXPLORE));
        }
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.span(), KNOWN));
        }
        input.parse::<Token![=]>()?;
        Ok(Setting::Value { name, value: input.parse()? })
    }
}

const EXPLORE: &str = "write `explore`, or `explore(bound = 2, time = 4, runs = 10_000, faults = [cancel], \
                       replies_apart)` with one of these or more";

impl Explore {
    /// What stands behind `explore`, in parentheses.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let inside;
        parenthesized!(inside in input);
        let mut explore = Explore::default();
        while !inside.is_empty() {
            let name: Ident = inside.parse().map_err(|error| syn::Error::new(error.span(), EXPLORE))?;
            if explore.settings.iter().any(|(known, _)| *known == setting_of(&name)) {
                return Err(syn::Error::new(name.span(), format!("`{name}` is given twice")));
            }
            let value = match name.to_string().as_str() {
                "bound" | "time" | "runs" => ExploreValue::number(&name, &inside)?,
                "faults" => ExploreValue::faults(&name, &inside)?,
                "replies_apart" => ExploreValue::Flag,
                _ => return Err(syn::Error::new(name.span(), EXPLORE)),
            };
            explore.settings.push((setting_of(&name), value));
            if !inside.is_empty() {
                inside.parse::<Token![,]>().map_err(|error| syn::Error::new(error.span(), EXPLORE))?;
            }
        }
        Ok(explore)
    }
}

/// What the core calls a setting.
fn setting_of(name: &Ident) -> Ident {
    if name == "runs" { Ident::new("max_schedules", name.span()) } else { name.clone() }
}

impl ExploreValue {
    fn number(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![=]>().map_err(|_| syn::Error::new(name.span(), EXPLORE))?;
        let number: LitInt = input.parse().map_err(|error| syn::Error::new(error.span(), EXPLORE))?;
        number.base10_parse::<u32>()?;
        Ok(ExploreValue::Number(number))
    }

    fn faults(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        const FAULTS: &str = "the faults are `[cancel]`: a task of `rt::spawn` is aborted; an answer that is an error is \
                              `returning(|..| explore::choose([Ok(..), Err(..)]))`";
        input.parse::<Token![=]>().map_err(|_| syn::Error::new(name.span(), EXPLORE))?;
        let inside;
        if !input.peek(Bracket) {
            return Err(syn::Error::new(input.span(), FAULTS));
        }
        bracketed!(inside in input);
        let names = inside.parse_terminated(Ident::parse, Token![,])?;
        let known = |name: Ident| match name == "cancel" {
            true => Ok(Ident::new("Cancel", name.span())),
            false => Err(syn::Error::new(name.span(), FAULTS)),
        };
        Ok(ExploreValue::Faults(names.into_iter().map(known).collect::<syn::Result<_>>()?))
    }

    /// What the setting is given.
    pub(super) fn expand(&self, core: &Path) -> TokenStream {
        match self {
            ExploreValue::Number(number) => quote!(#number),
            ExploreValue::Faults(faults) => quote!([#(#core::explore::Fault::#faults),*]),
            ExploreValue::Flag => TokenStream::new(),
        }
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
