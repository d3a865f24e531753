//! What is to be mocked, in the terms of the core. Every problem is found here, each at the user's token; a method
//! that can't be mocked is left as one that panics, so that one problem does not become twenty.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident};
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Ident, ItemTrait, PathArguments, PathSegment, ReceiverKind,
    ReturnType, Signature, TraitItem, TraitItemFn, Type, Visibility,
};

use crate::desugar;
use crate::lifetimes::bare;
use crate::parameter::Parameter;
use crate::returns::{AsyncForm, Delivery, Returns};

/// A mock.
pub(crate) struct Model {
    pub(crate) vis: Visibility,
    /// `MockCat`.
    pub(crate) mock: Ident,
    /// What the generated code calls the core.
    pub(crate) core: Ident,
    /// `Cat`.
    pub(crate) trait_ident: Ident,
    pub(crate) unsafety: Option<TokenStream>,
    /// The `cfg`s that decide whether the mock is there at all.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) methods: Vec<Method>,
    /// Whether the trait can be implemented; if not, there is an error that says why.
    pub(crate) implementable: bool,
}

/// A method of the mocked trait.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    /// Without `r#`.
    pub(crate) name: String,
    pub(crate) cfgs: Vec<Attribute>,
    /// As the mock's method is declared.
    pub(crate) signature: Signature,
    /// `None` for a method that can't be mocked.
    pub(crate) body: Option<Body>,
}

/// How a method is mocked.
pub(crate) struct Body {
    /// What the type of the method's field is called.
    pub(crate) alias: Ident,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returns: Returns,
    pub(crate) receiver: Receiver,
}

/// What the parts of a method's description need to know of the whole.
pub(crate) struct Owner {
    /// What the generated code calls the core.
    pub(crate) core: Ident,
    /// What the names of the method's own markers begin with.
    pub(crate) own: Ident,
}

/// How a method takes the mock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// By reference.
    Reference,
    /// By value or in a box or counted pointer: the mock may end with the call.
    Owned,
    /// By pinned reference.
    Pinned { mutable: bool },
}

impl Model {
    /// The model of a trait, and what is wrong with it. A trait that can't be mocked at all has no model.
    pub(crate) fn of_trait(item: &ItemTrait) -> (Option<Self>, Vec<syn::Error>) {
        let mut errors = Vec::new();
        if let Some(parameter) = item.generics.params.first() {
            errors.push(syn::Error::new(
                parameter.span(),
                "asyncmock does not support generic traits yet; mock a trait without parameters",
            ));
            return (None, errors);
        }
        let mock = format_ident!("Mock{}", unraw(&item.ident), span = item.ident.span());
        let mut methods = Vec::new();
        for (index, member) in item.items.iter().enumerate() {
            match member {
                TraitItem::Fn(method) => match Method::new(method, index, &mock, async_form(&item.attrs)) {
                    Ok(method) => methods.push(method),
                    Err(error) => {
                        errors.push(error);
                        methods.push(Method::refused(method, &mock, async_form(&item.attrs)));
                    }
                },
                TraitItem::Type(member) => errors.push(syn::Error::new(
                    member.type_token.span,
                    "asyncmock does not support associated types yet; use a concrete type in the methods",
                )),
                TraitItem::Const(member) => errors.push(syn::Error::new(
                    member.const_token.span,
                    "asyncmock does not support associated constants yet; make it a method",
                )),
                other => errors
                    .push(syn::Error::new(other.span(), "asyncmock sees methods only; write out what this stands for")),
            }
        }
        // A trait with other members can't be implemented without them: errors would follow from errors.
        let methods_only = item.items.iter().all(|member| matches!(member, TraitItem::Fn(_)));
        let implementable = methods_only && methods.iter().all(|method| method.body.is_some() || method.can_panic());
        methods.retain(|method| methods_only || !mentions_member(&method.signature, &mock));
        let model = Model {
            vis: item.vis.clone(),
            core: core_of(&mock),
            mock,
            trait_ident: item.ident.clone(),
            unsafety: item.unsafety.map(|token| token.to_token_stream()),
            cfgs: cfgs(&item.attrs),
            methods,
            implementable,
        };
        (Some(model), errors)
    }
}

impl Method {
    fn new(item: &TraitItemFn, index: usize, mock: &Ident, form: AsyncForm) -> syn::Result<Self> {
        let signature = &item.sig;
        if let Some(parameter) =
            signature.generics.params.iter().find(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
        {
            return Err(syn::Error::new(
                parameter.span(),
                "asyncmock does not support generic methods yet; use a concrete type, or `&dyn Trait`",
            ));
        }
        let Some(receiver) = signature.receiver() else {
            return Err(syn::Error::new(
                signature.ident.span(),
                "asyncmock does not support methods without `self` yet; take `&self`",
            ));
        };
        let receiver = match &receiver.kind {
            ReceiverKind::Reference(..) => Receiver::Reference,
            ReceiverKind::Typed(_, ty) if matches!(bare(ty), Type::Reference(_)) => Receiver::Reference,
            ReceiverKind::Typed(_, ty) => match pinned_reference(ty) {
                Some(reference) => Receiver::Pinned { mutable: reference.mutability.is_some() },
                None => Receiver::Owned,
            },
            _ => Receiver::Owned,
        };
        if let Some(variadic) = &signature.variadic {
            return Err(syn::Error::new(variadic.span(), "asyncmock does not support variadic methods; take a slice"));
        }
        let name = unraw(&signature.ident);
        let owner = Owner { core: core_of(mock), own: format_ident!("__{mock}_{name}", span = Span::call_site()) };
        let mut of_mock = signature.clone();
        SelfIs(mock).visit_signature_mut(&mut of_mock);
        let arguments = of_mock.inputs.iter().filter(|argument| matches!(argument, FnArg::Typed(_)));
        let parameters = arguments
            .enumerate()
            .map(|(index, argument)| Parameter::of(argument, index, &owner))
            .collect::<syn::Result<Vec<_>>>()?;
        if let Some(beyond) = signature.inputs.iter().nth(21) {
            return Err(syn::Error::new(
                beyond.span(),
                "asyncmock mocks methods of up to 20 arguments; put some of them into a struct",
            ));
        }
        let returns = Returns::of(&of_mock, form, &owner)?;
        Ok(Method {
            ident: signature.ident.clone(),
            name,
            cfgs: cfgs(&item.attrs),
            signature: declared(signature, &parameters, form, &owner.core),
            body: Some(Body {
                alias: format_ident!("__{mock}{index}", span = Span::call_site()),
                parameters,
                returns,
                receiver,
            }),
        })
    }

    fn refused(item: &TraitItemFn, mock: &Ident, form: AsyncForm) -> Self {
        let mut signature = item.sig.clone();
        SelfIs(mock).visit_signature_mut(&mut signature);
        if signature.asyncness.is_some()
            && let AsyncForm::AsyncTrait { send } = form
        {
            signature = desugar::async_trait(&signature, send);
        }
        Method {
            ident: item.sig.ident.clone(),
            name: unraw(&item.sig.ident),
            cfgs: cfgs(&item.attrs),
            signature,
            body: None,
        }
    }

    /// Whether the method can be written down with a body that panics: a hidden return type can't be guessed from that.
    fn can_panic(&self) -> bool {
        let mut hidden = HidesType(false);
        hidden.visit_return_type(&self.signature.output);
        !hidden.0
    }
}

/// Whether there is an `impl Trait`.
struct HidesType(bool);

impl<'ast> Visit<'ast> for HidesType {
    fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
        self.0 = true;
    }
}

/// Whether a signature names an associated type or constant, as `MockCat::Food`.
fn mentions_member(signature: &Signature, mock: &Ident) -> bool {
    let mut members = Members { mock, found: false };
    members.visit_signature(signature);
    members.found
}

struct Members<'m> {
    mock: &'m Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Members<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let first = path.segments.first();
        self.found |=
            path.segments.len() > 1 && first.is_some_and(|first| first.ident == *self.mock || first.ident == "Self");
        syn::visit::visit_path(self, path);
    }
}

/// The signature of the mock's method: that of the trait, without patterns, and with its future spelled out.
fn declared(signature: &Signature, parameters: &[Parameter], form: AsyncForm, core: &Ident) -> Signature {
    let mut declared = signature.clone();
    let mut named = parameters.iter();
    for argument in &mut declared.inputs {
        if let FnArg::Typed(argument) = argument
            && let Some(parameter) = named.next()
        {
            let ident = &parameter.ident;
            argument.attrs.clear();
            argument.pat = syn::parse_quote!(#ident);
        }
    }
    match (declared.asyncness.is_some(), form) {
        (true, AsyncForm::AsyncTrait { send }) => desugar::async_trait(&declared, send),
        (true, AsyncForm::Native) => {
            declared.asyncness = None;
            let value: Type = match &declared.output {
                ReturnType::Default => syn::parse_quote!(()),
                ReturnType::Type(_, ty) => bare(ty).clone(),
            };
            declared.output = syn::parse_quote!(-> impl #core::Future<Output = #value>);
            declared
        }
        (false, _) => declared,
    }
}

impl Body {
    /// Whether the future must keep the mock, as the method was given it.
    pub(crate) fn keeps_mock(&self) -> bool {
        self.receiver == Receiver::Owned && !matches!(self.returns.delivery, Delivery::Plain | Delivery::Unboxed)
    }
}

/// A name of the mock's own for the core's entry, so that each path is absolute and yet short.
fn core_of(mock: &Ident) -> Ident {
    format_ident!("__{mock}", span = Span::call_site())
}

fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// The reference of a receiver that is `Pin<&mut Self>` or `Pin<&Self>`.
fn pinned_reference(ty: &Type) -> Option<&syn::TypeReference> {
    let Type::Path(path) = bare(ty) else {
        return None;
    };
    let last = path.path.segments.last().filter(|last| last.ident == "Pin")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(Type::Reference(reference))) => Some(reference),
        _ => None,
    }
}

fn cfgs(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

/// Whether `#[async_trait]` stands below automock.
fn async_form(attributes: &[Attribute]) -> AsyncForm {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "async_trait"));
    match attribute {
        None => AsyncForm::Native,
        Some(attribute) => {
            let options = attribute.meta.to_token_stream().to_string();
            AsyncForm::AsyncTrait { send: !options.contains("? Send") && !options.contains("?Send") }
        }
    }
}

/// Writes the mock's name for `Self`.
struct SelfIs<'m>(&'m Ident);

impl VisitMut for SelfIs<'_> {
    fn visit_receiver_mut(&mut self, _: &mut syn::Receiver) {}

    fn visit_path_segment_mut(&mut self, segment: &mut PathSegment) {
        if segment.ident == "Self" {
            segment.ident = self.0.clone();
        }
        syn::visit_mut::visit_path_segment_mut(self, segment);
    }
}
