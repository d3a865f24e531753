//! One method, or one function, in the terms of the core.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, CapturedParam, FnArg, GenericArgument, Ident, PathArguments, ReceiverKind, ReturnType, Signature, Type,
    TypeParam, Visibility,
};

use crate::model::arity::{self, Arity};
use crate::model::concretize::Concretized;
use crate::model::desugar;
use crate::model::keeps::{Keeps, keeps};
use crate::model::owner::{Lent, Owner};
use crate::model::parameter::{Marker, Parameter};
use crate::model::returns::{Adapted, AsyncForm, Returns};
use crate::model::scope::Scope;
use crate::model::substitute::Substitution;
use crate::parse::recording::{Recordings, refuse_above, stripped};
use crate::parse::source::Function;
use crate::syntax::attributes::cfgs;
use crate::syntax::lifetimes::{everlasting, unnamed_in_function};
use crate::syntax::names::{names_self, unraw};
use crate::syntax::types::{bare, hidden_in};

/// A method.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    /// Without `r#`.
    pub(crate) name: String,
    /// What `expect_` and `calls_to_` are followed by: mostly the name.
    pub(crate) handle: String,
    pub(crate) cfgs: Vec<Attribute>,
    /// The attributes that the mock's own method has, too.
    pub(crate) attributes: Vec<Attribute>,
    /// `None` for a trait's method.
    pub(crate) vis: Option<Visibility>,
    /// As the mock's method is declared.
    pub(crate) signature: Signature,
    /// What the method does until it is expected: the trait's own body, with the patterns of the arguments taken apart.
    pub(crate) default: Option<TokenStream>,
    /// Whether its arguments or its value are of the type that has it.
    pub(crate) names_self: bool,
    /// Whether it takes the mock, and so finishes it if that is a guard.
    pub(crate) finishes: bool,
    /// Whether its calls may go on to a real object, if that can be.
    pub(crate) spied: bool,
    /// Whether what it gives can be written down and read back, if its type can.
    pub(crate) recorded: bool,
    /// The trait, through an object of which it may be called.
    pub(crate) object: Option<String>,
    /// `None` for a method that can't be mocked.
    pub(crate) body: Option<Body>,
}

/// How a method is mocked.
pub(crate) struct Body {
    /// The field of the mock, or the name that belongs to a method without one.
    pub(crate) field: Ident,
    /// What its type is called, if it has no parameters.
    pub(crate) alias: Ident,
    /// What depends on the number of its parameters.
    pub(crate) arity: Arity,
    /// `(Val<u32>,)`.
    pub(crate) args: TokenStream,
    /// `Method<(Val<u32>,), Owned<u64>>`.
    pub(crate) ty: TokenStream,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returns: Returns,
    pub(crate) receiver: Receiver,
    pub(crate) keeps: Keeps,
    /// Whether its values are of the mock's own type, which then can't hold the method itself.
    pub(crate) lends_mock: bool,
    /// The parameters that its expectations have.
    pub(crate) own: Scope,
    /// The parameters of the mock.
    pub(crate) outer: Scope,
    /// Those, and the mock's.
    pub(crate) scope: Scope,
}

/// How a method takes the mock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// Not at all.
    None,
    /// By reference.
    Reference,
    /// By value or in a box or counted pointer: the mock may end with the call.
    Owned,
    /// By pinned reference.
    Pinned { mutable: bool },
}

/// What the future of a call holds until it is polled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    /// The call, which has the arguments.
    Call,
    /// The arguments of the call, beside it.
    Arguments,
    /// The method's own arguments, of which those of the call are made when it is polled.
    Owners,
}

/// Where a method stands.
pub(crate) struct Surroundings<'s> {
    pub(crate) core: &'s Ident,
    /// The mock's or the module's name.
    pub(crate) mock: &'s Ident,
    /// The parameters of the block.
    pub(crate) scope: &'s Scope,
    /// What the block demands of them, and the mock does not.
    pub(crate) demanded: &'s Scope,
    pub(crate) form: AsyncForm,
    /// What the block's methods must lend.
    pub(crate) lent: Lent,
    pub(crate) recordings: &'s Recordings,
}

impl Method {
    /// Describes a method, which is the `index`th of its mock.
    pub(crate) fn new(
        function: &Function,
        index: usize,
        surroundings: &Surroundings<'_>,
        substitution: &mut Substitution<'_>,
    ) -> syn::Result<Self> {
        let Surroundings { core, mock, scope, demanded, form, lent, recordings } = *surroundings;
        let signature = &function.signature;
        let receiver = receiver(signature);
        refuse_above(&function.attributes)?;
        if let Some(variadic) = &signature.variadic {
            return Err(syn::Error::new(variadic.span(), "asyncmock does not support variadic methods; take a slice"));
        }
        let mut of_mock = signature.clone();
        substitution.visit_signature_mut(&mut of_mock);
        let concretized = Concretized::of(&function.attributes, &of_mock, core, mock)?;
        let name = unraw(&signature.ident);
        let own = Scope::of(&of_mock.generics).without(|ident| concretized.has(ident));
        let own = if !own.is_empty() || demanded.may_matter_to(&of_mock) { own.and(demanded) } else { own };
        let owner = Owner {
            core: core.clone(),
            own: format_ident!("_{mock}_{index}_{name}", span = Span::call_site()),
            scope: scope.and(&own),
            lent: if own.is_empty() { lent } else { Lent::SHARED },
        };
        let arguments = of_mock.inputs.iter().filter(|argument| matches!(argument, FnArg::Typed(_)));
        let parameters = arguments
            .enumerate()
            .map(|(index, argument)| Parameter::of(argument, index, &owner, &concretized, recordings))
            .collect::<syn::Result<Vec<_>>>()?;
        if let Some(beyond) = parameters.get(arity::MOST) {
            let text =
                format!("asyncmock mocks methods of up to {} arguments; put some of them into a struct", arity::MOST);
            return Err(syn::Error::new(beyond.ident.span(), text));
        }
        let mut returns = Returns::of(&of_mock, form, &parameters, &owner)?;
        if returns.lends
            && !returns.delivery.is_future()
            && owner.lent != Lent::default()
            && !owner.scope.are_shared(&returns.output)
        {
            returns = returns.asking_whether_shared(core);
        }
        let alias = format_ident!("_{mock}_{index}", span = Span::call_site());
        let arity = Arity::of(core, &alias, parameters.len());
        let args = arity.parameters(parameters.iter().map(|parameter| parameter.marker.path()));
        let kind = &returns.kind;
        let ty = quote!(#core::Method<#args, #kind>);
        refuse_leftovers(&of_mock, &concretized, &ty)?;
        refuse_functions_of_async_trait(&of_mock, form)?;
        let mut method = Method {
            ident: signature.ident.clone(),
            handle: name.clone(),
            cfgs: cfgs(&function.attributes),
            attributes: kept(&function.attributes, function.vis.is_some()),
            vis: function.vis.clone(),
            signature: stripped(signature),
            names_self: names_self(signature),
            finishes: receiver == Receiver::Owned,
            spied: false,
            recorded: false,
            object: None,
            default: function
                .body
                .as_ref()
                .filter(|_| receiver != Receiver::None)
                .map(|body| default_body(signature, &parameters, body)),
            body: Some(Body {
                alias,
                arity,
                args,
                field: format_ident!("_{name}_{index}", span = Span::call_site()),
                ty,
                scope: owner.scope,
                own,
                lends_mock: returns.lends && returns.output.to_token_stream().to_string().contains(&mock.to_string()),
                outer: scope.clone(),
                keeps: match keeps(&of_mock, returns.delivery, function.vis.is_some()) {
                    // A future that is spelled out says what it is, and that is seldom that it holds such arguments.
                    _ if returns.delivery.is_explicit() && parameters.iter().any(|parameter| parameter.borrows) => {
                        Keeps::Nothing
                    }
                    keeps => keeps,
                },
                parameters,
                returns,
                receiver,
            }),
            name,
        };
        method.declare(form, core)?;
        Ok(method)
    }

    /// A method that can't be mocked.
    pub(crate) fn refused(function: &Function, form: AsyncForm) -> Self {
        let mut signature = stripped(&function.signature);
        if signature.asyncness.is_some()
            && let AsyncForm::AsyncTrait { send } = form
        {
            signature = desugar::async_trait(&signature, send);
        }
        let name = unraw(&function.signature.ident);
        Method {
            ident: function.signature.ident.clone(),
            handle: name.clone(),
            name,
            cfgs: cfgs(&function.attributes),
            attributes: Vec::new(),
            vis: function.vis.clone(),
            signature,
            names_self: false,
            default: None,
            finishes: false,
            spied: false,
            recorded: false,
            object: None,
            body: None,
        }
    }

    /// The mock, as the method has it. It is `self` as the user wrote it: another macro's `self` is another name.
    pub(crate) fn this(&self) -> Ident {
        let span = self.signature.receiver().map_or_else(Span::call_site, |receiver| receiver.self_token.span);
        Ident::new("self", span)
    }

    /// Whether the method can be written down with a body that panics: a hidden return type can't be guessed from that.
    pub(crate) fn can_panic(&self) -> bool {
        match &self.signature.output {
            ReturnType::Type(_, ty) => hidden_in(ty).is_none(),
            ReturnType::Default => true,
        }
    }

    /// Makes the signature that of the mock's method: without patterns, and with its future spelled out.
    fn declare(&mut self, form: AsyncForm, core: &Ident) -> syn::Result<()> {
        let Some(body) = &self.body else { return Ok(()) };
        self.signature.constness = None;
        let mut named = body.parameters.iter();
        for argument in &mut self.signature.inputs {
            if let FnArg::Typed(argument) = argument
                && let Some(Parameter { ident, mutable, .. }) = named.next()
            {
                argument.attrs.clear();
                *argument.pat = desugar::plain_pattern(ident, *mutable);
            }
        }
        Captured.visit_signature_mut(&mut self.signature);
        if let (true, ReturnType::Type(_, ty)) = (body.returns.boxes, &mut self.signature.output) {
            **ty = body.returns.boxed(bare(ty))?;
        }
        if self.signature.asyncness.is_none() {
            // What lives for ever borrows nothing of the mock.
            if let ReturnType::Type(_, output) = &mut self.signature.output
                && self.vis.is_some()
                && body.returns.is_everlasting()
            {
                **output = everlasting(output);
            }
            return Ok(());
        }
        match form {
            AsyncForm::AsyncTrait { send } => {
                if let (Some(Adapted::Never), ReturnType::Type(_, ty)) =
                    (body.returns.adapted, &mut self.signature.output)
                {
                    **ty = body.returns.output.clone();
                }
                self.signature = desugar::async_trait(&self.signature, send);
            }
            AsyncForm::Native if self.vis.is_some() && body.names_future() => {
                // Not `impl Future`: what that captures depends on the edition of the user's crate.
                let (ty, receiver) = (&body.ty, body.keeps_mock().then(|| receiver_type(&self.signature)));
                let call = quote!(#core::CallOf<'__call, #ty>);
                let call = match receiver {
                    Some(receiver) => quote!(#core::Keeping<#call, #receiver>),
                    None => call,
                };
                self.signature = desugar::named_future(&self.signature, &call);
            }
            // It stays as it is.
            AsyncForm::Native if self.vis.is_some() => {}
            AsyncForm::Native => {
                self.signature.asyncness = None;
                self.signature.output = desugar::hidden_future(core, &body.returns.output);
            }
        }
        Ok(())
    }

    /// The markers that are the method's own, by their names.
    pub(crate) fn markers(&self) -> impl Iterator<Item = (&Ident, &TokenStream, &Scope)> {
        self.body.iter().flat_map(|body| {
            let markers = body.parameters.iter().map(|parameter| &parameter.marker).chain(&body.returns.marker);
            markers.filter_map(|marker| match marker {
                Marker::Own { ident, form, .. } => Some((ident, form, &body.scope)),
                Marker::Core(_) => None,
            })
        })
    }
}

/// Takes `Self` out of `use<..>`: in an implementation it is no parameter, but a name for the mock.
struct Captured;

impl VisitMut for Captured {
    fn visit_precise_capture_mut(&mut self, capture: &mut syn::PreciseCapture) {
        let params = std::mem::take(&mut capture.params);
        capture.params = params
            .into_iter()
            .filter(|param| !matches!(param, CapturedParam::Ident(ident) if ident == "Self"))
            .collect();
    }
}

impl Body {
    /// Whether the mock has the method in a box.
    pub(crate) fn is_boxed(&self) -> bool {
        self.lends_mock && self.own.is_empty()
    }

    /// Whether the future must keep the mock, as the method was given it.
    pub(crate) fn keeps_mock(&self) -> bool {
        self.receiver == Receiver::Owned && self.returns.delivery.is_future()
    }

    /// Whether the mock's own `async fn` can name its future.
    pub(crate) fn names_future(&self) -> bool {
        self.holding() == Holding::Call
            && self.parameters.iter().all(|parameter| parameter.lender.is_none())
            && !self.returns.outlives
            && !self.returns.lends
            && !self.returns.tied_later
            && self.returns.adapted.is_none()
            && hidden_in(&self.returns.output).is_none()
    }

    /// Whether a call's future must be `Send` and may not have the arguments, as nobody can tell here whether they are: they
    /// may be when a trait says no more than which future it gives.
    pub(crate) fn may_not_be_sent(&self) -> bool {
        let sends = self.returns.delivery.is_explicit() && !self.returns.kind.to_string().contains("Local");
        sends && self.parameters.iter().any(|parameter| !parameter.known)
    }

    /// What the future of a call holds until it is polled.
    pub(crate) fn holding(&self) -> Holding {
        let any = |is: fn(&Parameter) -> bool| self.parameters.iter().any(is);
        match self.keeps {
            _ if !self.returns.delivery.is_future() => Holding::Call,
            Keeps::Nothing => Holding::Call,
            Keeps::Together | Keeps::Apart if any(|parameter| parameter.borrows) => Holding::Owners,
            Keeps::Apart => Holding::Arguments,
            // What lends an argument does not say whether that can be sent, which the argument does.
            Keeps::Together if any(|parameter| parameter.lender.is_some()) => Holding::Arguments,
            Keeps::Together => Holding::Call,
        }
    }
}

/// A trait's own body, in a method whose arguments are plain names.
fn default_body(signature: &Signature, parameters: &[Parameter], body: &syn::Block) -> TokenStream {
    let patterns = signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(&argument.pat),
        FnArg::Receiver(_) => None,
    });
    let apart = patterns.zip(parameters).filter_map(|(pattern, Parameter { ident, .. })| match &**pattern {
        syn::Pat::Ident(plain) if plain.mutability.is_none() && plain.by_ref.is_none() && plain.subpat.is_none() => {
            None
        }
        pattern => Some(quote!(let #pattern = #ident;)),
    });
    quote!({ #(#apart)* #body })
}

fn receiver(signature: &Signature) -> Receiver {
    let Some(receiver) = signature.receiver() else {
        return Receiver::None;
    };
    match &receiver.kind {
        ReceiverKind::Reference(..) => Receiver::Reference,
        ReceiverKind::Typed(_, ty) if matches!(bare(ty), Type::Reference(_)) => Receiver::Reference,
        ReceiverKind::Typed(_, ty) => match pinned_reference(ty) {
            Some(reference) => Receiver::Pinned { mutable: reference.mutability.is_some() },
            None => Receiver::Owned,
        },
        _ => Receiver::Owned,
    }
}

/// `Self`, or what the receiver says.
fn receiver_type(signature: &Signature) -> Type {
    match signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Typed(_, ty)) => (**ty).clone(),
        _ => syn::parse_quote!(Self),
    }
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
        Some(GenericArgument::Type(pointer)) => match bare(pointer) {
            Type::Reference(reference) => Some(reference),
            _ => None,
        },
        _ => None,
    }
}

/// A type that is seen through a trait object alone can't appear anywhere else.
fn refuse_leftovers(signature: &Signature, concretized: &Concretized<'_>, ty: &TokenStream) -> syn::Result<()> {
    struct Find<'s>(&'s Ident, Option<Span>);
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            if ident == self.0 {
                self.1 = Some(ident.span());
            }
        }
    }
    let mut concrete =
        signature.generics.type_params().filter(|parameter| concretized.has(&parameter.ident)).peekable();
    if concrete.peek().is_none() {
        return Ok(());
    }
    let written: Type = syn::parse2(ty.clone())?;
    for TypeParam { ident, .. } in concrete {
        let mut find = Find(ident, None);
        visit::visit_type(&mut find, &written);
        if let Some(span) = find.1 {
            return Err(syn::Error::new(
                span,
                format!(
                    "asyncmock can hand `{ident}`, references to it, and an `Option`, `Vec`, array or box of it to \
                     expectations as trait objects, not this; write `{ident}: 'static` where it is declared"
                ),
            ));
        }
    }
    Ok(())
}

/// `#[async_trait]` takes the lifetimes that functions in a type leave out for the method's own.
fn refuse_functions_of_async_trait(signature: &Signature, form: AsyncForm) -> syn::Result<()> {
    let is_below = signature.asyncness.is_some() && form != AsyncForm::Native;
    let is_above = signature.generics.lifetimes().any(|parameter| parameter.lifetime.ident == "async_trait");
    for argument in &signature.inputs {
        if let FnArg::Typed(argument) = argument
            && (is_below || is_above)
            && let Some(span) = unnamed_in_function(&argument.ty)
        {
            return Err(syn::Error::new(
                span,
                "`#[async_trait]` takes this for a lifetime of the method; name it where the function is: \
                 `for<'x> Fn(&'x T)`",
            ));
        }
    }
    Ok(())
}

/// The attributes that make sense on the mock's method: all of them on one of its own, those that switch lints on a
/// trait's.
fn kept(attributes: &[Attribute], own: bool) -> Vec<Attribute> {
    let keeps = |attribute: &&Attribute| match attribute.path().segments.last() {
        Some(last) if last.ident == "allow" => true,
        Some(last) => own && ["doc", "must_use", "deprecated"].iter().any(|name| last.ident == name),
        None => false,
    };
    attributes.iter().filter(keeps).cloned().collect()
}

/// The form of a trait's async methods: whether `#[async_trait]` stands below automock.
pub(crate) fn async_form(attributes: &[Attribute]) -> AsyncForm {
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
