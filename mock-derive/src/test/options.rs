//! What stands between the parentheses of `#[asyncmock::test(..)]`.

use std::time::Duration;

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path, Token};

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
    pub(super) stall: Option<u64>,
    pub(super) leaks: Option<Policy>,
    pub(super) unawaited: Option<Policy>,
    pub(super) panics: Option<Policy>,
    pub(super) core: Option<Path>,
}

/// What becomes of a test that leaves something behind: the core's name for it.
pub(super) struct Policy(pub(super) Ident);

/// `timeout = "2s"`.
struct Setting {
    name: Ident,
    value: Expr,
}

const KNOWN: &str = "`#[asyncmock::test]` takes `flavor = \"multi_thread\"`, `worker_threads = 2`, \
                     `start_paused = true`, `timeout = \"2s\"`, `leaks = \"deny\"`, `unawaited = \"deny\"`, \
                     `panics = \"deny\"`, `deadlock = \"allow\"`, `stall = \"5s\"` and `crate = path`";

impl Options {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
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
        } else if name == "stall" {
            let says = "`stall` is a span of time: \"500ms\", \"5s\", \"1.5s\" or \"3m\"";
            let text = text_of(&value, says)?;
            let nanos = nanos(&text.value()).ok_or_else(|| syn::Error::new(text.span(), says))?;
            once(&mut self.stall, nanos, &name)
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
