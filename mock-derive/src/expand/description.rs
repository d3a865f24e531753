//! Writes down what the core is told of a method: what it is called, and what can be done with its arguments and its value.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Ident, Type};

use crate::expand::arity;
use crate::model::guards::Gives;
use crate::model::method::{Body, Method};
use crate::model::parameter::{Marker, Parameter};
use crate::model::written::Written;
use crate::syntax::lifetimes;
use crate::syntax::places::place;
use crate::syntax::types::is_basic;

/// The name of the method's type, or the type itself if it has parameters.
pub(crate) fn type_of(body: &Body) -> Written {
    if body.scope.is_empty() { Written::Name(body.alias.clone()) } else { Written::Tokens(body.ty.clone()) }
}

/// `Method::new(..)`.
pub(crate) fn new_method(core: &Ident, method: &Method, body: &Body) -> TokenStream {
    let ty = if body.scope.is_empty() { type_of(body) } else { Written::Tokens(quote!(#core::Method)) };
    let description = description(core, method, body);
    // A constant, so that nothing is compiled for a method that no test uses.
    quote!(const { #ty::new(#description) })
}

/// What the core is told of a method: a reference to a constant.
pub(crate) fn description(core: &Ident, method: &Method, body: &Body) -> TokenStream {
    let names: Vec<&str> = body.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let mut declaration = format!("{}({})", method.name, names.join(", "));
    // A call through an object of the trait is made there, as far as anybody can tell.
    if let (Some(of), Some(place)) = (&method.object, place(method.signature.span())) {
        declaration.push_str(&format!(" of {of} at {place}"));
    }
    let params = if body.arity.is_in_core() && body.parameters.iter().all(|parameter| parameter.known) {
        quote!(__known())
    } else {
        let params = body.parameters.iter().map(described);
        quote!((#(#params,)*))
    };
    let (of, value, describe) = (type_of(body), value(method, body), arity::describe(&body.arity));
    let of = if body.scope.is_empty() { quote!(#of) } else { quote!(<#of>) };
    let of_types = (!body.own.is_empty()).then(|| {
        let key = body.own.key(core);
        quote!(.of_types::<#key>())
    });
    quote!(const { &#describe(#of::OF, #declaration, #params, #value) #of_types })
}

/// What can be done with the value.
fn value(method: &Method, body: &Body) -> TokenStream {
    match &body.returns.value {
        // What borrows can't be read back.
        Some(value) if method.recorded && !body.returns.lends && !lifetimes::borrows(value) => {
            let (value, ty) = (value_by_probe(body, value), type_of(body));
            quote!(#value.recorded(__ValueOf::<#ty>::RECORDED))
        }
        Some(value) if is_basic(value) => quote!(__known()),
        Some(value) => value_by_probe(body, value),
        None => quote!(__nothing()),
    }
}

fn value_by_probe(body: &Body, value: &Type) -> TokenStream {
    let ty = type_of(body);
    let by_stream = may_be_stream(value).then(|| quote!(__ValueOf::<#ty>::STREAM.or));
    let by_default = quote!(__ValueOf::<#ty>::DEFAULT.or(__ValueOf::<#ty>::OK));
    let is_guard = Gives::of(&body.returns) == Gives::Guards;
    let cloned = is_guard.then(|| quote!(.cloned_by(__ValueOf::<#ty>::GUARD)));
    // A value that can't be sent stays on its thread where a future has it before it is wanted.
    let sent = body.returns.delivery.is_future().then(|| quote!(.sent(__ValueOf::<#ty>::SENT)));
    quote!(#by_stream(#by_default) #cloned #sent)
}

/// Whether a type speaks of streams by their name.
fn may_be_stream(ty: &Type) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.0 |= ident.to_string().contains("Stream");
        }
    }
    let mut find = Find(false);
    find.visit_type(ty);
    find.0
}

/// What can be done with an argument.
fn described(parameter: &Parameter) -> TokenStream {
    if parameter.known {
        return quote!(__known());
    }
    if parameter.ignored {
        return quote!(__ignored());
    }
    let marker = parameter.marker.path();
    if let Some(said) = parameter.kept {
        // If it can't be kept, the compiler says so there.
        return quote_spanned!(said=> __retained(__Probe::<#marker>::SHOW));
    }
    let or_known = parameter.generic.then(|| quote!(.or_known()));
    // Nothing of the mock's own is kept, nor what borrows.
    let Marker::Core(_) = parameter.marker else {
        return quote!(__Described::found(__Probe::<#marker>::KEEP, __Probe::<#marker>::SHOW));
    };
    quote! {
        __Described::found_unshared(
            __Probe::<#marker>::KEEP,
            __Probe::<#marker>::SHARES,
            __Probe::<#marker>::UNSHARED,
            __Probe::<#marker>::SHOW,
        ) #or_known
    }
}
