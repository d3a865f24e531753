//! A callable that is mocked: one method, which belongs to nothing, and what a closure that calls it must spell.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{BoundLifetimes, Ident, Path, ReturnType, Type, TypeImplTrait, TypeParamBound};

use crate::model::method::{Method, Surroundings};
use crate::model::owner::Lent;
use crate::model::returns::AsyncForm;
use crate::model::scope::Scope;
use crate::model::substitute::Substitution;
use crate::parse;
use crate::parse::recording::Recordings;
use crate::parse::source::Function;
use crate::syntax::lifetimes::any_in;
use crate::syntax::types::{bare, hidden_in};

/// A mock of a callable.
pub(crate) struct Callable {
    /// What the generated code calls the core, and where that is.
    pub(crate) core: Ident,
    pub(crate) core_path: Path,
    pub(crate) method: Method,
    /// `for<'a>`, of the types below.
    pub(crate) lifetimes: Option<BoundLifetimes>,
    /// The types of the arguments, as they were written.
    pub(crate) parameters: Vec<Type>,
    pub(crate) output: ReturnType,
}

impl Callable {
    /// The model of what was written, or what is wrong with it.
    pub(crate) fn of(written: parse::callable::Callable, core_path: Path) -> syn::Result<Self> {
        refuse(&written)?;
        let core = Ident::new("__asyncmock", Span::call_site());
        let mock = Ident::new("mock_fn", Span::call_site());
        let scope = Scope::default();
        let surroundings = Surroundings {
            core: &core,
            mock: &mock,
            scope: &scope,
            demanded: &scope,
            form: AsyncForm::Native,
            lent: Lent::default(),
            recordings: &Recordings::default(),
        };
        let nothing = syn::parse_quote!(());
        let mut substitution = Substitution::new(&nothing, &nothing, Vec::new());
        let function = Function { attributes: Vec::new(), vis: None, signature: written.signature(), body: None };
        let method = Method::new(&function, 0, &surroundings, &mut substitution)?;
        let parameters = written.parameters.into_iter().map(|parameter| parameter.ty).collect();
        let (lifetimes, output) = (written.lifetimes, written.output);
        Ok(Callable { core, core_path, method, lifetimes, parameters, output })
    }

    /// Whether an argument has a lifetime other than `'static`.
    pub(crate) fn borrows(&self) -> bool {
        self.parameters.iter().any(any_in)
    }
}

/// What a method may have, and a closure may not.
fn refuse(written: &parse::callable::Callable) -> syn::Result<()> {
    let hidden = written.parameters.iter().find_map(|parameter| hidden_in(&parameter.ty));
    if let Some(hidden) = hidden {
        let text = "a callable has one type for an argument; write `&dyn Trait`, or `Box<dyn Trait>`";
        return Err(syn::Error::new(hidden.span(), text));
    }
    let ReturnType::Type(_, output) = &written.output else { return Ok(()) };
    let text = match bare(output) {
        Type::Never(_) => {
            "no closure can be declared to return `!` on stable Rust; write `std::convert::Infallible`, of which there \
             is no value, either"
        }
        Type::ImplTrait(hidden) if is_future(hidden) => {
            "write `async fn(..) -> Value`: its callable returns a future of the value"
        }
        ty if hidden_in(ty).is_some() => {
            "a callable can't hide what it returns; write `Box<dyn Trait>`, or a type with a name"
        }
        ty if written.asyncness.is_some() && any_in(ty) => {
            "an async callable gives what borrows from nothing; write an owned value, such as `String`, or one that \
             lives for ever, such as `&'static str`; or mock a method of a trait, with `#[automock]`"
        }
        _ => return Ok(()),
    };
    let span = hidden_in(output).map_or_else(|| output.span(), |hidden| hidden.span());
    Err(syn::Error::new(span, text))
}

fn is_future(hidden: &TypeImplTrait) -> bool {
    hidden.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Future"),
        _ => false,
    })
}
