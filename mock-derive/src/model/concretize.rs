//! Arguments of a type that has no name, or that may borrow: they are handed to the expectations as trait objects.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{
    AssocType, Attribute, GenericArgument, GenericParam, Generics, Ident, PathArguments, ReturnType, Signature, Token,
    TraitBound, Type, TypeParamBound,
};

use crate::model::closures::{AsyncClosure, is_async_closure, is_handed_closure};
use crate::model::containers::{Container, holding, pointed_to};
use crate::syntax::bounds::{bounds_of, demands_static, is_lifetime, is_static};
use crate::syntax::lifetimes::any_in;
use crate::syntax::names::{ident_of, unraw};
use crate::syntax::types::bare;

/// How an argument is handed to the expectations.
pub(crate) struct Handed {
    /// As this type.
    pub(crate) ty: Type,
    /// By this expression.
    pub(crate) pass: TokenStream,
    /// Whether the method's own argument must be mutable for that.
    pub(crate) mutable: bool,
    /// Whether what is handed over borrows from the method's own argument.
    pub(crate) borrows: bool,
    /// Whether it makes futures of which nobody knows whether they can be sent.
    pub(crate) local: bool,
}

/// The type parameters of a method that its expectations don't have.
pub(crate) struct Concretized<'s> {
    /// What the generated code calls the core.
    core: &'s Ident,
    /// What texts call the method: `MockCat::walk`.
    method: String,
    generics: &'s Generics,
    /// Their names, and whether the user asked for it.
    idents: Vec<Ident>,
    asked: bool,
    /// Closures that make a future, which has no name either.
    scopes: Vec<Scope>,
}

/// `F: FnOnce(u32) -> Fut` and `Fut: Future<Output = u64>`.
struct Scope {
    closure: Ident,
    future: Ident,
    /// The closure's bounds, with a boxed future in place of the hidden one.
    bounds: Vec<TypeParamBound>,
    boxed: Type,
    arguments: usize,
}

impl Scope {
    /// Those among the type parameters of a method.
    fn all(generics: &Generics) -> Vec<Self> {
        generics.type_params().filter_map(|parameter| Self::of(&parameter.ident, generics)).collect()
    }

    fn of(closure: &Ident, generics: &Generics) -> Option<Self> {
        let mut bounds = bounds_of(generics, closure);
        let called = bounds.iter_mut().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) if is_named(bound, &["Fn", "FnMut", "FnOnce"]) => Some(bound),
            _ => None,
        })?;
        let PathArguments::Parenthesized(called) = &mut called.path.segments.last_mut()?.arguments else { return None };
        let ReturnType::Type(_, output) = &mut called.output else { return None };
        let future =
            ident_of(output).filter(|future| generics.type_params().any(|known| known.ident == **future))?.clone();
        // What may borrow has a life of its own, which no expectation could name.
        if !demands_static(generics, &future) || !demands_static(generics, closure) {
            return None;
        }
        let of_future = bounds_of(generics, &future);
        of_future.iter().filter_map(as_trait).find(|bound| is_named(bound, &["Future"]))?;
        let object = object(&of_future, output, A_PARAMETER).ok()?;
        let boxed: Type = syn::parse_quote!(::core::pin::Pin<::std::boxed::Box<#object>>);
        **output = boxed.clone();
        let arguments = called.inputs.len();
        Some(Scope { closure: closure.clone(), future, bounds, boxed, arguments })
    }

    /// The closure in a box, which makes boxed futures.
    fn handed(&self, argument: &Ident, ty: &Type) -> syn::Result<Handed> {
        let object = object(&self.bounds, ty, A_PARAMETER)?;
        let boxed = &self.boxed;
        let names: Vec<Ident> = (0..self.arguments).map(|index| quote::format_ident!("__{index}")).collect();
        let handed: Type = syn::parse_quote!(::std::boxed::Box<#object>);
        let pass = quote!({
            #[allow(unused_mut)]
            let mut #argument = #argument;
            ::std::boxed::Box::new(move |#(#names),*| -> #boxed { ::std::boxed::Box::pin(#argument(#(#names),*)) })
                as #handed
        });
        Ok(Handed { ty: handed, pass, mutable: false, borrows: false, local: false })
    }
}

impl<'s> Concretized<'s> {
    /// Those of a method: all of them where `#[concretize]` stands, else those that may borrow and are of a kind that
    /// is known to make trait objects.
    pub(crate) fn of(
        attributes: &[Attribute],
        signature: &'s Signature,
        core: &'s Ident,
        mock: &Ident,
    ) -> syn::Result<Self> {
        let method = format!("{mock}::{}", unraw(&signature.ident));
        let generics = &signature.generics;
        let asked = attributes.iter().any(is_concretize);
        let mut idents = Vec::new();
        let scopes = Scope::all(generics);
        let in_scope = |ident: &Ident| scopes.iter().any(|scope| scope.closure == *ident || scope.future == *ident);
        for parameter in &generics.params {
            let GenericParam::Type(parameter) = parameter else { continue };
            let ident = &parameter.ident;
            // Nobody can name a closure's type.
            if asked || in_scope(ident) || is_handed_closure(ident, signature) {
                idents.push(ident.clone());
                continue;
            }
            if demands_static(generics, ident) {
                continue;
            }
            let bounds = bounds_of(generics, ident);
            let traits: Vec<&TraitBound> = bounds.iter().filter_map(as_trait).filter(|bound| !is_auto(bound)).collect();
            // One trait of which there are objects, or by which a value can be turned into something.
            let is_handed = match traits.as_slice() {
                [one] => {
                    is_named(one, &["Into", "IntoIterator"]) || is_async_closure(one) || !is_named(one, NO_OBJECTS)
                }
                _ => false,
            };
            if !is_handed {
                return Err(syn::Error::new(
                    ident.span(),
                    format!("expectations are told apart by their types, so write `{ident}: 'static` here"),
                ));
            }
            idents.push(ident.clone());
        }
        Ok(Concretized { core, method, generics, idents, asked, scopes })
    }

    /// Whether a type parameter is not one of the expectations.
    pub(crate) fn has(&self, ident: &Ident) -> bool {
        self.idents.contains(ident)
    }

    /// How an argument of this type is handed over, if not as it is.
    pub(crate) fn handed(&self, ty: &Type, argument: &Ident) -> syn::Result<Option<Handed>> {
        if let Type::ImplTrait(implied) = bare(ty) {
            let bounds: Vec<TypeParamBound> = implied.bounds.iter().cloned().collect();
            return self.by_value(&bounds, argument, ty).map(Some);
        }
        if let Some(scope) = self.scopes.iter().find(|scope| ident_of(ty) == Some(&scope.closure)) {
            return scope.handed(argument, ty).map(Some);
        }
        if let Some(bounds) = self.bounds(ty) {
            let is_called_mutably = bounds.iter().filter_map(as_trait).any(|bound| is_named(bound, &["FnMut"]));
            let by_reference = self.asked && !bounds.iter().filter_map(as_trait).any(is_async_closure);
            return match (by_reference, is_called_mutably) {
                (false, _) => self.by_value(&bounds, argument, ty),
                (true, true) => {
                    let object = object(&bounds, ty, A_PARAMETER)?;
                    Ok(Handed {
                        ty: syn::parse_quote!(&mut (#object)),
                        pass: quote!(&mut #argument),
                        mutable: true,
                        borrows: true,
                        local: false,
                    })
                }
                (true, false) => {
                    let object = object(&bounds, ty, A_PARAMETER)?;
                    Ok(Handed {
                        ty: syn::parse_quote!(&(#object)),
                        pass: quote!(&#argument),
                        mutable: false,
                        borrows: true,
                        local: false,
                    })
                }
            }
            .map(Some);
        }
        let Type::Reference(reference) = bare(ty) else {
            return match self.inside(ty, argument)? {
                Some(handed) => Ok(Some(handed)),
                None => refuse_hidden(ty),
            };
        };
        let mutability = &reference.mutability;
        if let Some(bounds) = self.bounds(&reference.elem) {
            let maybe = bounds.iter().filter_map(as_maybe).next();
            let unsized_ = maybe.is_some();
            if let Some(maybe) = maybe
                && let Some(principal) = bounds.iter().filter_map(as_trait).find(|bound| !is_auto(bound))
                && !is_of_references(principal, mutability.is_some())
            {
                return Err(syn::Error::new(maybe.span(), UNSIZED));
            }
            let object = object(&bounds, ty, A_PARAMETER)?;
            return Ok(Some(Handed {
                ty: syn::parse_quote!(&#mutability (#object)),
                // A reference to a type without a size can't be widened, but is one of the trait itself.
                pass: if unsized_ { quote!(&#mutability #argument) } else { quote!(#argument) },
                mutable: unsized_ && mutability.is_some(),
                borrows: unsized_,
                local: false,
            }));
        }
        if let Type::Slice(slice) = bare(&reference.elem)
            && mutability.is_none()
            && let Some(bounds) = self.bounds(&slice.elem)
        {
            let object = object(&bounds, ty, A_PARAMETER)?;
            return Ok(Some(Handed {
                ty: syn::parse_quote!(&[&(#object)]),
                pass: quote!(&#argument.iter().map(|item| item as &(#object)).collect::<::std::vec::Vec<_>>()),
                mutable: false,
                borrows: true,
                local: false,
            }));
        }
        refuse_hidden(ty)
    }

    /// The same of one that holds others.
    fn inside(&self, ty: &Type, argument: &Ident) -> syn::Result<Option<Handed>> {
        if let Some((container, held)) = Container::of(ty) {
            let handed = match self.bounds(held) {
                Some(bounds) if self.asked => Some(self.by_value(&bounds, argument, held)?),
                _ => self.handed(held, argument)?,
            };
            // What borrows from an argument can't do so from what is taken out of one.
            let handed = handed.filter(|handed| !handed.borrows && !handed.mutable);
            return Ok(handed.map(|handed| container.handed(ty, argument, handed)));
        }
        let Some(held) = pointed_to(ty) else { return Ok(None) };
        let Some(bounds) = self.bounds(held) else { return Ok(None) };
        let (object, own) = (object(&bounds, held, A_PARAMETER)?, lifetime_of(&bounds));
        let ty = holding(ty, &syn::parse_quote!(#object #own));
        Ok(Some(Handed { pass: quote!(#argument as #ty), ty, mutable: false, borrows: false, local: false }))
    }

    /// An argument that is handed over by value: in a box, or as what it can be turned into.
    fn by_value(&self, bounds: &[TypeParamBound], argument: &Ident, ty: &Type) -> syn::Result<Handed> {
        let principal = bounds.iter().filter_map(as_trait).find(|bound| !is_auto(bound));
        let handed = |ty, pass| Ok(Handed { ty, pass, mutable: false, borrows: false, local: false });
        if let Some(principal) = principal {
            if let Some(closure) = AsyncClosure::of(principal, bounds) {
                return closure.handed(bounds, argument, ty, self.core, &self.method);
            }
            if is_named(principal, &["Into"])
                && let Some(target) = first_type(principal)
            {
                return handed(target.clone(), quote!(::core::convert::Into::<#target>::into(#argument)));
            }
            if is_named(principal, &["IntoIterator"])
                && let Some(item) = assoc_type(principal, "Item")
            {
                let others: Vec<&TypeParamBound> =
                    bounds.iter().filter(|bound| as_trait(bound).is_some_and(is_auto) || is_lifetime(bound)).collect();
                let own = lifetime_of(bounds);
                // What is known to be sent are the items, not the iterator over them.
                let iterator = match others.iter().any(|bound| as_trait(bound).is_some()) {
                    true => quote! {
                        ::core::iter::IntoIterator::into_iter(
                            ::core::iter::Iterator::collect::<::std::vec::Vec<_>>(
                                ::core::iter::IntoIterator::into_iter(#argument)
                            )
                        )
                    },
                    false => quote!(::core::iter::IntoIterator::into_iter(#argument)),
                };
                return handed(
                    syn::parse_quote!(::std::boxed::Box<dyn ::core::iter::Iterator<Item = #item> #(+ #others)* #own>),
                    quote!(::std::boxed::Box::new(#iterator)),
                );
            }
            if is_named(principal, &["Iterator"])
                && let Some(item) = assoc_type(principal, "Item")
                && any_in(item)
            {
                let object = object(bounds, ty, A_PARAMETER)?;
                let own = lifetime_of(bounds);
                // An iterator over items of a shorter life.
                return handed(
                    syn::parse_quote!(::std::boxed::Box<#object #own>),
                    quote!(::std::boxed::Box::new(::core::iter::Iterator::map(#argument, |item| item))),
                );
            }
            if is_named(principal, &["Future", "Stream"]) {
                let object = object(bounds, ty, A_PARAMETER)?;
                let own = lifetime_of(bounds);
                return handed(
                    syn::parse_quote!(::core::pin::Pin<::std::boxed::Box<#object #own>>),
                    quote!(::std::boxed::Box::pin(#argument)),
                );
            }
        }
        let object = object(bounds, ty, A_PARAMETER)?;
        let own = lifetime_of(bounds);
        // A box has an `as_ref` of its own.
        if principal.is_some_and(|principal| is_named(principal, &["AsRef", "AsMut"])) {
            let core = self.core;
            let given: Type = syn::parse_quote!(#core::Given<#object #own>);
            return handed(given, quote!(#core::Given(::std::boxed::Box::new(#argument))));
        }
        let boxed: Type = syn::parse_quote!(::std::boxed::Box<#object #own>);
        // Told at once what it is, for what is put beside the future of a call is not asked.
        let told = (!any_in(&boxed)).then(|| quote!(as #boxed));
        handed(boxed, quote!(::std::boxed::Box::new(#argument) #told))
    }

    /// What is demanded of a type, if it is one of the parameters, or has no name.
    fn bounds(&self, ty: &Type) -> Option<Vec<TypeParamBound>> {
        if let Type::ImplTrait(implied) = bare(ty) {
            return Some(implied.bounds.iter().cloned().collect());
        }
        let ident = ident_of(ty).filter(|ident| self.has(ident))?;
        Some(bounds_of(self.generics, ident))
    }
}

/// There is no way to write down what an expectation has for a type without a name inside of another.
fn refuse_hidden(ty: &Type) -> syn::Result<Option<Handed>> {
    struct Find(Option<Span>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_type_impl_trait(&mut self, implied: &'ast syn::TypeImplTrait) {
            self.0.get_or_insert(implied.span());
        }
    }
    let mut found = Find(None);
    found.visit_type(ty);
    match found.0 {
        Some(span) => Err(syn::Error::new(
            span,
            "asyncmock can hand `impl Trait`, references to it, and an `Option`, `Vec`, array or box of it to expectations, \
             not this; write `T: .. + 'static` with a parameter `T`",
        )),
        None => Ok(None),
    }
}

/// The lifetime of a trait object that may borrow.
fn lifetime_of(bounds: &[TypeParamBound]) -> Option<TokenStream> {
    let named = bounds.iter().any(is_lifetime);
    (!named).then(|| quote!(+ '_))
}

/// What to write instead of a reference to a type without a size, of which no trait object can be made.
const UNSIZED: &str = "asyncmock makes a trait object of this argument, which needs a size: leave out `?Sized`, or take \
                       `&dyn` of the trait itself";

/// What to write instead of an argument without a name.
pub(crate) const A_PARAMETER: &str = "write `T: .. + 'static` with a parameter `T`";

/// `dyn Trait + Send` for `Trait + Send + ?Sized`.
pub(crate) fn object(bounds: &[TypeParamBound], ty: &Type, instead: &str) -> syn::Result<Type> {
    let mut object = Punctuated::<TypeParamBound, Token![+]>::new();
    let mut principal: Option<&TraitBound> = None;
    // A trait object has one lifetime, and all that are not `'static` are one here.
    let lifetime =
        bounds.iter().find(|bound| is_static(bound)).or_else(|| bounds.iter().find(|bound| is_lifetime(bound)));
    for bound in bounds {
        if is_lifetime(bound) && !lifetime.is_some_and(|lifetime| std::ptr::eq(lifetime, bound)) {
            continue;
        }
        if let Some(bound) = as_trait(bound) {
            if is_named(bound, &["Sized"]) {
                continue;
            }
            if is_named(bound, NO_OBJECTS) {
                return Err(syn::Error::new(
                    bound.span(),
                    format!(
                        "there are no trait objects of this trait, so the expectations need a name for the type; \
                         {instead}"
                    ),
                ));
            }
            if !is_auto(bound) {
                if principal.is_some() {
                    return Err(syn::Error::new(
                        bound.span(),
                        format!(
                            "a trait object has one trait, so the expectations need a name for the type; {instead}, \
                             or one trait with both as supertraits"
                        ),
                    ));
                }
                principal = Some(bound);
            }
        }
        if as_maybe(bound).is_none() {
            object.push(bound.clone());
        }
    }
    if principal.is_none() {
        return Err(syn::Error::new(
            ty.span(),
            format!("this type has no trait that a trait object could have; {instead}"),
        ));
    }
    Ok(syn::parse_quote!(dyn #object))
}

/// Whether an attribute is `#[concretize]`, or a `cfg_attr` of it.
pub(crate) fn is_concretize(attribute: &Attribute) -> bool {
    let is_it = attribute.path().segments.last().is_some_and(|last| last.ident == "concretize");
    is_it
        || attribute.path().is_ident("cfg_attr")
            && quote::ToTokens::to_token_stream(&attribute.meta).to_string().contains("concretize")
}

/// A trait that is demanded.
pub(crate) fn as_trait(bound: &TypeParamBound) -> Option<&TraitBound> {
    match bound {
        TypeParamBound::Trait(bound) if bound.maybe.is_none() => Some(bound),
        _ => None,
    }
}

/// `?Sized`.
fn as_maybe(bound: &TypeParamBound) -> Option<&TraitBound> {
    match bound {
        TypeParamBound::Trait(bound) if bound.maybe.is_some() => Some(bound),
        _ => None,
    }
}

pub(crate) fn is_named(bound: &TraitBound, names: &[&str]) -> bool {
    bound.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}

fn is_auto(bound: &TraitBound) -> bool {
    is_named(bound, &["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe", "Sized"])
}

/// Traits that a reference has when what it refers to has them.
fn is_of_references(bound: &TraitBound, mutable: bool) -> bool {
    const SHARED: &[&str] = &["Fn", "AsRef", "ToString", "Display", "Debug", "Error"];
    const MUTABLE: &[&str] = &["FnMut", "AsMut", "Iterator", "Future", "Read", "Write", "BufRead"];
    is_named(bound, SHARED) || mutable && is_named(bound, MUTABLE)
}

/// Traits of the standard library that have none.
const NO_OBJECTS: &[&str] = &[
    "Clone",
    "Copy",
    "Default",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "IntoIterator",
    "FromIterator",
    "Extend",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "FromStr",
];

fn first_type(bound: &TraitBound) -> Option<&Type> {
    match &bound.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    }
}

fn assoc_type<'b>(bound: &'b TraitBound, name: &str) -> Option<&'b Type> {
    match &bound.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(AssocType { ident, ty, .. }) if ident == name => Some(ty),
            _ => None,
        }),
        _ => None,
    }
}
