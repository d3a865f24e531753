//! `mock_fn!`: a mock of a callable, written down as an expression. What it is, is in the core; only the closure that is
//! called must be written here, where the types of its arguments can be spelled.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{BoundLifetimes, Ident, ReturnType, Signature, Token, Type, TypeImplTrait, TypeParamBound, parenthesized};

use crate::call::adapted;
use crate::core_path::core_path;
use crate::expand::{new_method, type_of, types_of};
use crate::lifetimes::{any_in, bare};
use crate::method::{Method, Surroundings, unraw};
use crate::returns::{AsyncForm, Delivery};
use crate::scope::Scope;
use crate::source::Function;
use crate::statics::Place;
use crate::substitute::Substitution;

/// `handler: async fn(&str, steps: u32) -> bool`.
struct Callable {
    /// What the texts call it.
    name: Option<Ident>,
    lifetimes: Option<BoundLifetimes>,
    asyncness: Option<Token![async]>,
    parameters: Punctuated<Parameter, Token![,]>,
    output: ReturnType,
}

struct Parameter {
    /// What the texts call it: the closure has names of its own.
    name: Option<Ident>,
    ty: Type,
}

/// The expansion of `mock_fn!`.
pub(crate) fn mock_fn(input: TokenStream) -> TokenStream {
    syn::parse2::<Callable>(input)
        .and_then(|callable| callable.expand())
        .unwrap_or_else(|error| error.to_compile_error())
}

impl Callable {
    /// The callable as a function.
    fn signature(&self) -> Signature {
        let Callable { lifetimes, asyncness, output, .. } = self;
        let name = self.name.clone().unwrap_or_else(|| Ident::new("call", Span::call_site()));
        let generics = lifetimes.as_ref().map(|bound| {
            let lifetimes = &bound.lifetimes;
            quote!(<#lifetimes>)
        });
        let parameters = self.parameters.iter().enumerate().map(|(index, Parameter { name, ty })| {
            let name = name.clone().unwrap_or_else(|| self.free_name(index));
            quote!(#name: #ty)
        });
        syn::parse_quote!(#asyncness fn #name #generics(#(#parameters),*) #output)
    }

    /// What a parameter without a name is called.
    fn free_name(&self, index: usize) -> Ident {
        let mut free = format!("argument{index}");
        while self.parameters.iter().any(|parameter| parameter.name.as_ref().is_some_and(|name| unraw(name) == free)) {
            free.push('_');
        }
        Ident::new(&free, Span::call_site())
    }

    /// What a method may have, and a closure may not.
    fn refuse(&self) -> syn::Result<()> {
        let hidden = self.parameters.iter().find_map(|parameter| hidden_in(&parameter.ty));
        if let Some(hidden) = hidden {
            let text = "a callable has one type for an argument; write `&dyn Trait`, or `Box<dyn Trait>`";
            return Err(syn::Error::new(hidden.span(), text));
        }
        let ReturnType::Type(_, output) = &self.output else { return Ok(()) };
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
            ty if self.asyncness.is_some() && any_in(ty) => {
                "an async callable gives what borrows from nothing; write an owned value, such as `String`, or one that \
                 lives for ever, such as `&'static str`; or mock a method of a trait, with `#[automock]`"
            }
            _ => return Ok(()),
        };
        let span = hidden_in(output).map_or_else(|| output.span(), |hidden| hidden.span());
        Err(syn::Error::new(span, text))
    }

    fn expand(&self) -> syn::Result<TokenStream> {
        self.refuse()?;
        let signature = self.signature();
        let core = Ident::new("__asyncmock", Span::call_site());
        let mock = Ident::new("mock_fn", Span::call_site());
        let scope = Scope::default();
        let surroundings = Surroundings { core: &core, mock: &mock, scope: &scope, form: AsyncForm::Native };
        let nothing = syn::parse_quote!(());
        let mut substitution = Substitution { mock: &nothing, types: Vec::new() };
        let function = Function { attributes: Vec::new(), vis: None, signature: signature.clone(), body: None };
        let method = Method::new(&function, 0, &surroundings, &mut substitution)?;
        let Some(body) = &method.body else { return Ok(TokenStream::new()) };
        let place = Place {
            core: &core,
            vis: &syn::Visibility::Inherited,
            mock_name: unraw(&mock),
            title: "mock_fn",
            key: quote!(()),
            cfgs: &[],
            prefix: TokenStream::new(),
        };
        let (types, ty, made) = (types_of(&place, &[], &method), type_of(body), new_method(&core, &method, body));
        let Callable { lifetimes, .. } = self;
        let parameters: Vec<&Type> = self.parameters.iter().map(|parameter| &parameter.ty).collect();
        // No parameter or constant of the user's is called so here.
        let own = |name: &str| Ident::new(name, Span::mixed_site());
        let called = own("__called");
        let idents: Vec<Ident> = (0..parameters.len()).map(|index| own(&format!("__argument{index}"))).collect();
        let borrows = parameters.iter().any(|ty| any_in(ty));
        // What is awaited need not be spelled: the future of a call that has its arguments, or one that needs none.
        let (way, output) = match body.returns.delivery {
            Delivery::Future if borrows => ("call_at_once", quote!(-> #core::PendingCallOf<#ty>)),
            Delivery::Future => ("call_async", quote!(-> #core::CallOf<'static, #ty>)),
            Delivery::BoxedExplicit | Delivery::Explicit if borrows => ("call_at_once", quote_output(&self.output)),
            Delivery::BoxedExplicit | Delivery::Explicit => ("call_explicit", quote_output(&self.output)),
            _ => (body.returns.entrance(), quote_output(&self.output)),
        };
        let way = Ident::new(way, Span::call_site());
        let call = adapted(&core, body, quote!(#called.method.#way(&#called.mock, (#(#idents,)*))));
        let call = match body.returns.delivery {
            Delivery::BoxedExplicit => quote!(::std::boxed::Box::pin(#call)),
            _ => call,
        };
        let core_path = core_path();
        Ok(quote!({
            use #core_path::__private as #core;
            #types
            /// Gives the closure the lifetimes that the signature has.
            fn __as_declared<__F>(closure: __F) -> __F
            where
                __F: #lifetimes ::core::ops::Fn(#(#parameters),*) #output
                    + ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
            {
                closure
            }
            #core::MockFn::new(
                "mock_fn",
                {
                    use #core::constructor::*;
                    #made
                },
                |#called| __as_declared(move |#(#idents),*| #call),
            )
        }))
    }
}

fn quote_output(output: &ReturnType) -> TokenStream {
    quote!(#output)
}

/// The first hidden type in a type.
fn hidden_in(ty: &Type) -> Option<&TypeImplTrait> {
    #[derive(Default)]
    struct Find<'ast>(Option<&'ast TypeImplTrait>);
    impl<'ast> Visit<'ast> for Find<'ast> {
        fn visit_type_impl_trait(&mut self, hidden: &'ast TypeImplTrait) {
            self.0.get_or_insert(hidden);
        }
    }
    let mut find = Find::default();
    find.visit_type(ty);
    find.0
}

fn is_future(hidden: &TypeImplTrait) -> bool {
    hidden.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Future"),
        _ => false,
    })
}

/// `name:`, if it stands here. Keywords are names, too, as nothing but texts has them; `_` is none.
fn name(input: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    if !(input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])) {
        return Ok(None);
    }
    let ident = input.call(Ident::parse_any)?;
    input.parse::<Token![:]>()?;
    match unraw(&ident).as_str() {
        "_" => Ok(None),
        name @ ("self" | "Self" | "super" | "crate") => {
            Err(syn::Error::new(ident.span(), format!("`{name}` can't be a name here; write another, or none")))
        }
        name => Ok(Some(Ident::new_raw(name, ident.span()))),
    }
}

impl Parse for Callable {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = name(input)?;
        let lifetimes = input.parse()?;
        let asyncness = input.parse()?;
        if !input.peek(Token![fn]) {
            return Err(input.error("`mock_fn!` takes a signature: `fn(&str, u32) -> String`, or `async fn(..) -> ..`"));
        }
        input.parse::<Token![fn]>()?;
        let content;
        parenthesized!(content in input);
        let parameters = content.parse_terminated(Parameter::parse, Token![,])?;
        let output = input.parse()?;
        if !input.is_empty() {
            return Err(input.error("the signature ends here; expectations are added to what `mock_fn!` makes"));
        }
        Ok(Callable { name, lifetimes, asyncness, parameters, output })
    }
}

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Parameter { name: name(input)?, ty: input.parse()? })
    }
}
