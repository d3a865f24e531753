//! Writes down a method or a function as its callers see it: how a call goes into the core, and comes back.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Ident;

use crate::expand::description::description;
use crate::model::keeps::Keeps;
use crate::model::method::{Body, Holding, Method, Receiver};
use crate::model::parameter::Parameter;
use crate::model::passing;
use crate::model::returns::Delivery;
use crate::model::written::Written;

/// A method or a function; `prefix` comes before the names of what is beside it.
pub(crate) fn function(core: &Ident, method: &Method, prefix: &TokenStream) -> TokenStream {
    let Method { ident, cfgs, attributes, vis, signature, body, name, .. } = method;
    let Some(body) = body else {
        // What it hides can't be made of a panic.
        if !method.can_panic() {
            return TokenStream::new();
        }
        let text = format!("`{name}` can't be mocked: see the compile error");
        return quote!(#(#cfgs)* #vis #signature { ::core::panic!(#text) });
    };
    let call = call(core, method, body, prefix);
    // A function of another ABI can't know its caller, nor can one that stays `async`.
    let tracked = (signature.abi.is_none() && signature.asyncness.is_none()).then(|| format_ident!("track_caller"));
    let tracked = tracked.iter();
    // Spanned as the method: that is the place of a call through `dyn Trait`, whose caller the compiler can't tell.
    quote_spanned! {ident.span()=>
        #(#attributes)*
        #(#cfgs)*
        #[inline]
        #(#[#tracked])*
        #vis #signature {
            #call
        }
    }
}

/// The way into the core.
fn call(core: &Ident, method: &Method, body: &Body, prefix: &TokenStream) -> TokenStream {
    let Body { returns, .. } = body;
    let delivery = returns.delivery;
    let entrance = Entrance::of(core, method, body, prefix);
    let call = match body.holding() {
        Holding::Call => together(core, body, &entrance),
        Holding::Arguments => arguments_apart(core, method, body, &entrance),
        Holding::Owners => owners_apart(core, body, &entrance),
    };
    let call =
        if delivery.is_future() && returns.lends { entrance.lending(&call, returns.lends_mutably) } else { call };
    if method.signature.asyncness.is_some() {
        let value = quote!(#call.await);
        return returns.adapted_value(core, &value).unwrap_or(value);
    }
    let (name, this) = (&method.name, method.this());
    let call = match (body.keeps_mock(), method.finishes) {
        (true, true) => quote!(#core::Keeping::finishing(#call, #this, #name)),
        (true, false) => quote!(#core::Keeping::new(#call, #this)),
        (false, true) => quote!({
            let __value = #call;
            #core::GuardMock::__guard(&#this).finish(#name);
            __value
        }),
        (false, false) => call,
    };
    let call = adapted(core, body, call);
    let call = match delivery {
        Delivery::Unboxed if returns.lends_mutably => quote!(&mut **#call),
        Delivery::Unboxed => quote!(&**#call),
        Delivery::BoxedFuture | Delivery::BoxedExplicit => quote!(::std::boxed::Box::pin(#call)),
        Delivery::Never => quote!(match #call {}),
        Delivery::Plain | Delivery::Future | Delivery::Explicit => call,
    };
    match &method.default {
        Some(real) => unless_expected(core, &entrance.enter("is_expected", None), real, delivery, &call),
        None => call,
    }
}

/// The call, whose value has the life that it is declared with rather than that of the expectations.
pub(crate) fn adapted(core: &Ident, body: &Body, call: TokenStream) -> TokenStream {
    let Body { returns, .. } = body;
    let is_future = returns.delivery.is_future();
    let value = if is_future { &quote!(value) } else { &call };
    match returns.adapted_value(core, value) {
        Some(value) if is_future => quote!(#core::Adapted::new(#call, |value| #value)),
        Some(value) => value,
        None if returns.outlives => quote!(#core::Adapted::new(#call, |value| value)),
        None => call,
    }
}

/// The call, if it is expected; else the trait's own body.
fn unless_expected(
    core: &Ident,
    expected: &TokenStream,
    real: &TokenStream,
    delivery: Delivery,
    call: &TokenStream,
) -> TokenStream {
    let real = match delivery {
        Delivery::Future => quote!(#core::Either::Real(::std::boxed::Box::pin(async move #real))),
        Delivery::Explicit => quote!(#core::Either::Real(::std::boxed::Box::pin(#real))),
        Delivery::BoxedFuture => quote!(::std::boxed::Box::pin(async move #real)),
        _ => real.clone(),
    };
    let call = match delivery {
        Delivery::Future | Delivery::Explicit => quote!(#core::Either::Mocked(#call)),
        _ => call.clone(),
    };
    quote!(if !#expected { return #real; } #call)
}

/// Where a call enters the core.
struct Entrance<'b> {
    /// What must be said before it can be named.
    before: Option<TokenStream>,
    method: Entered<'b>,
}

/// A method, as the core has it, and where the mock is, of which the method is given a part.
enum Entered<'b> {
    /// By its field, with its own types if it has any.
    Field { mock: Ident, field: &'b Ident, of_types: Option<TokenStream> },
    /// Spelled out.
    Spelled { mock: Ident, method: TokenStream },
    /// One that has no mock.
    Static { method: TokenStream },
}

impl<'b> Entrance<'b> {
    fn of(core: &Ident, method: &Method, body: &'b Body, prefix: &TokenStream) -> Self {
        let (field, own) = (&body.field, body.own.arguments());
        let of_types = own.as_ref().map(|own| quote!(::#own()));
        if body.receiver == Receiver::None {
            let of_types = of_types.unwrap_or_else(|| quote!(()));
            return Entrance { before: None, method: Entered::Static { method: quote!(#prefix #field #of_types) } };
        }
        let lends_mutably = body.returns.lends_mutably;
        // What the core lends lives as long as the reference, which a pin gives only when asked.
        let this = method.this();
        let unpinned = match body.receiver {
            Receiver::Pinned { mutable: false } => Some(quote!(::core::pin::Pin::get_ref(#this))),
            Receiver::Pinned { mutable: true } if lends_mutably => Some(quote!(::core::pin::Pin::get_mut(#this))),
            Receiver::Pinned { mutable: true } => {
                Some(quote!(::core::pin::Pin::get_ref(::core::pin::Pin::into_ref(#this))))
            }
            Receiver::None | Receiver::Reference | Receiver::Owned => None,
        };
        let mock = if unpinned.is_some() { ours("this") } else { this };
        let before = unpinned.map(|unpinned| quote!(let #mock = #unpinned;));
        if lends_mutably && own.is_some() {
            // Spelled out, for the mock is lent but for this one field.
            let (key, description) = (body.own.key(core), description(core, method, body));
            let method = quote!(#mock.#field.of_mut::<#key, _, _>(#description));
            return Entrance {
                before: Some(quote!(use #core::constructor::*; #before)),
                method: Entered::Spelled { mock, method },
            };
        }
        Entrance { before, method: Entered::Field { mock, field, of_types } }
    }

    /// The future of a call whose value the mock lends: the call is made first, as the mock is lent from then on.
    fn lending(&self, call: &TokenStream, mutably: bool) -> TokenStream {
        let Entrance { before, method } = self;
        let way = Ident::new(if mutably { "lending_mut" } else { "lending" }, Span::call_site());
        let lent = match method {
            Entered::Field { mock, field, of_types } => quote!(#mock.#field #of_types.#way(__call)),
            Entered::Spelled { method, .. } | Entered::Static { method } => quote!(#method.#way(__call)),
        };
        quote!({ #before let __call = #call; #lent })
    }

    /// The call by one of the core's ways in.
    fn enter(&self, way: &str, arguments: Option<&TokenStream>) -> TokenStream {
        let Entrance { before, method } = self;
        let way = Ident::new(way, Span::call_site());
        let call = match method {
            Entered::Field { mock, field, of_types } => {
                quote!(#mock.#field #of_types.#way(&#mock.__mock, #arguments))
            }
            Entered::Spelled { mock, method } => quote!(#method.#way(&#mock.__mock, #arguments)),
            Entered::Static { method } => quote!(#method.#way(#arguments)),
        };
        match before {
            Some(before) => quote!({ #before #call }),
            None => call,
        }
    }

    /// The call of a method that is declared with a future that can be sent, which arguments may forbid.
    fn enter_by_way(&self, core: &Ident, is_tied: bool, arguments: &TokenStream) -> TokenStream {
        let Entrance { before, method } = self;
        let (method, mock) = match method {
            Entered::Field { mock, field, of_types } => (quote!(#mock.#field #of_types), Some(mock)),
            Entered::Spelled { mock, method } => (method.clone(), Some(mock)),
            Entered::Static { method } => (method.clone(), None),
        };
        let way = match (mock.is_some(), is_tied) {
            (true, false) => "call",
            (true, true) => "call_tied",
            (false, false) => "call_static",
            (false, true) => "call_static_tied",
        };
        let (way, mock) = (format_ident!("{way}"), mock.map(|mock| quote!(&#mock.__mock,)));
        let call = quote!(#way(&#method, #mock #arguments));
        quote!({ use #core::AnyWay as _; #before #method.sends().way().#call })
    }
}

/// The arguments, as the core takes them.
fn passed(body: &Body) -> TokenStream {
    let passed = body.parameters.iter().map(|parameter| &parameter.pass);
    quote!((#(#passed,)*))
}

/// A call that has its arguments.
fn together(core: &Ident, body: &Body, entrance: &Entrance<'_>) -> TokenStream {
    let way = match body.returns.delivery {
        Delivery::Plain | Delivery::Unboxed | Delivery::Never => body.returns.entrance(),
        Delivery::Future | Delivery::BoxedFuture if body.returns.tied_later => "call_async_tied",
        Delivery::Future | Delivery::BoxedFuture => "call_async",
        _ if body.keeps == Keeps::Nothing && !body.returns.tied_later => "call_at_once",
        _ if body.may_not_be_sent() => {
            return entrance.enter_by_way(core, body.returns.tied_later, &passed(body));
        }
        Delivery::Explicit | Delivery::BoxedExplicit if body.returns.tied_later => "call_explicit_tied",
        Delivery::Explicit | Delivery::BoxedExplicit => "call_explicit",
    };
    entrance.enter(way, Some(&passed(body)))
}

/// A call that is written down at once, and goes on when the future beside which its arguments are is polled.
fn arguments_apart(core: &Ident, method: &Method, body: &Body, entrance: &Entrance<'_>) -> TokenStream {
    let way = if body.returns.delivery.is_explicit() { "note_explicit" } else { "note" };
    if body.parameters.iter().any(|parameter| parameter.object.is_some()) {
        return objects_apart(core, body, &entrance.enter(way, Some(&quote!(&__arguments))));
    }
    let (arguments, noted) = (passed(body), entrance.enter(way, Some(&quote!(&__arguments))));
    // Only there can the arguments, of several lifetimes, be kept beside what borrows them.
    let way = format_ident!("{}", if passing::sends(&body.returns) { "pass_sent" } else { "pass" });
    let pass = (method.spied && passing::can_be_passed(method))
        .then(|| quote!(|call, arguments| async move { call.#way(arguments).await }));
    // A spy can tell that they are sent.
    if pass.is_none() && body.may_not_be_sent() {
        return quote!({
            use #core::AnyWay as _;
            let __arguments = #arguments;
            #core::Sends::of(&__arguments).way().noted(#noted, __arguments, |call, arguments| call.begin(arguments))
        });
    }
    let noted_as = format_ident!("{}", if pass.is_some() { "passing" } else { "noted" });
    quote!({
        let __arguments = #arguments;
        #core::Apart::#noted_as(#noted, __arguments, |call, arguments| call.begin(arguments), #pass)
    })
}

/// The same of a call for which some are seen as objects: when it is written down, and again when it is polled.
fn objects_apart(core: &Ident, body: &Body, noted: &TokenStream) -> TokenStream {
    let is_object = |parameter: &Parameter| parameter.object.is_some();
    let borrowed = body.parameters.iter().map(|parameter| match &parameter.pass {
        Written::Name(ident) if is_object(parameter) => quote!(&mut *#ident),
        pass => quote!(#pass),
    });
    let types = body.parameters.iter().map(|parameter| match &parameter.object {
        Some(object) => quote!(&mut #object),
        None => quote!(_),
    });
    let kept = body.parameters.iter().map(|parameter| match &parameter.ident {
        _ if is_object(parameter) => quote!(_),
        ident => quote!(#ident),
    });
    let owners: Vec<&Ident> = body.parameters.iter().map(|parameter| &parameter.ident).collect();
    let again = body.parameters.iter().map(|parameter| match &parameter.ident {
        ident if is_object(parameter) && parameter.mutable => quote!(mut #ident),
        ident => quote!(#ident),
    });
    let passed = body.parameters.iter().map(|parameter| match &parameter.pass {
        pass if is_object(parameter) => quote!(#pass),
        _ => parameter.ident.to_token_stream(),
    });
    let (ways, noted_by) = match body.may_not_be_sent() {
        true => (Some(quote!(use #core::AnyWay as _;)), quote!(#core::Sends::of(&__owners).way().noted)),
        false => (None, quote!(#core::Apart::noted)),
    };
    quote!({
        #ways
        let __arguments: (#(#types,)*) = (#(#borrowed,)*);
        let __call = #noted;
        let (#(#kept,)*) = __arguments;
        let __owners = (#(#owners,)*);
        #noted_by(__call, __owners, |call, (#(#again,)*)| call.begin((#(#passed,)*)))
    })
}

/// A call that is written down when it is polled, as its arguments are borrowed from what the future keeps.
fn owners_apart(core: &Ident, body: &Body, entrance: &Entrance<'_>) -> TokenStream {
    let owners = body.parameters.iter().map(|parameter| &parameter.ident);
    let patterns = body.parameters.iter().map(|Parameter { ident, mutable, .. }| {
        let mutability = mutable.then(|| quote!(mut));
        quote!(#mutability #ident)
    });
    let (arguments, late, call) = (passed(body), entrance.enter("prepare", None), ours("call"));
    quote!(#core::Apart::late(#late, (#(#owners,)*), |#call, (#(#patterns,)*)| #call.begin(#arguments)))
}

/// A name that no argument has, whatever it is called.
fn ours(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
